package ingest

import (
	"bytes"
	"errors"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var otelFormat = Format{
	Name: "otel", Title: "OpenTelemetry GenAI spans",
	Doc: "Spans by the semantic conventions for generative AI, as OTLP in JSON (what the file exporter of the Collector writes) or one flat span a record. " +
		"A conversation is known by gen_ai.conversation.id or a session; without one a trace is. Spans repeat each other's words: a message is known by its words within its trace. Other spans are passed over.",
	Recognised: "JSON objects with resourceSpans or scopeSpans, or with attributes in gen_ai and the id of a span",
	Sample: `{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","name":"chat m-1","startTimeUnixNano":"1790000000000000000","endTimeUnixNano":"1790000002000000000","attributes":{` +
		`"gen_ai.operation.name":"chat","gen_ai.conversation.id":"c1","gen_ai.response.model":"m-1","gen_ai.usage.input_tokens":12,"gen_ai.usage.output_tokens":3,` +
		`"gen_ai.input.messages":"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Where is my order?\"}]}]",` +
		`"gen_ai.output.messages":"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"On its way.\"}],\"finish_reason\":\"stop\"}]"}}`,
	Reference: "the semantic conventions for generative AI (opentelemetry.io/docs/specs/semconv/gen-ai, gen-ai-input-messages.json), OTLP (github.com/open-telemetry/opentelemetry-proto) and, for the older attributes, openllmetry",
	Mapping: []Mapping{
		{"gen_ai.conversation.id, session.id, traceloop.association.properties.session_id; else traceId", "conversation"},
		{"gen_ai.system_instructions, gen_ai.input.messages, gen_ai.output.messages", "messages, structured or as JSON in a string. Of the input what begins with the last message of the user, in a trace without conversation all"},
		{"gen_ai.prompt, gen_ai.completion, gen_ai.prompt.N.…; events gen_ai.user.message, gen_ai.choice and so on", "messages, as older versions have them"},
		{"startTimeUnixNano, endTimeUnixNano, start_time, end_time", "times of the last message of the input and of the answer"},
		{"user.id, enduser.id", "user"},
		{"gen_ai.agent.name, else service.name", "bot"},
		{"gen_ai.response.model, gen_ai.request.model", "model"},
		{"gen_ai.usage.input_tokens, output_tokens, prompt_tokens, completion_tokens", "tokens, cached ones included, of calls of a model; those of an agent are sums and are kept in the properties"},
		{"gen_ai.operation.name execute_tool", "a tool's result where the call has an id, else a tool call"},
		{"gen_ai.evaluation.result", "scores of the conversation"},
		{"error.type, status", "event error"},
		{"other attributes", "properties of the answer"},
	},
	shape: &shape{match: isOTel, read: (*decoder).otel, wrap: []string{"resourceSpans", "batches"}},
}

func isOTel(v jsondoc.Value) bool {
	if scopes := otelScopes(v); scopes.Exists() {
		return scopes.Kind() == jsondoc.Array
	}
	if v.Get("resourceSpans").Kind() == jsondoc.Array {
		return true
	}
	attributes := v.Get("attributes")
	if attributes.Kind() < jsondoc.Array || otelID(v, "spanId") == "" {
		return false
	}
	for it := attributes.Iter(); it.Next(); {
		key := it.Key()
		fill(&key, it.Value().Get("key").Text())
		if strings.HasPrefix(key, "gen_ai.") {
			return true
		}
	}
	return false
}

func otelScopes(v jsondoc.Value) jsondoc.Value {
	return firstOf(v, "scopeSpans", "scope_spans", "instrumentationLibrarySpans")
}

// otelID reads the id of a span or its trace, which may lie in its context.
func otelID(v jsondoc.Value, key string) string {
	id := camel(v, key).Text()
	fill(&id, camel(v.Get("context"), key).Text())
	return strings.TrimPrefix(id, "0x")
}

// otel reads the spans of one resource, or one span.
func (d *decoder) otel(v jsondoc.Value, line int) error {
	scopes := otelScopes(v)
	if !scopes.Exists() {
		return d.otelSpan(v, "", line)
	}
	service := newAttributes(v.Get("resource").Get("attributes")).text("service.name")
	d.out.read--
	whole := d.record
	base, at := v.Offset(), 0
	for scope := scopes.Iter(); scope.Next(); {
		for span := scope.Value().Get("spans").Iter(); span.Next(); {
			d.out.read++
			start := span.Value().Offset() - base
			line, at = line+bytes.Count(whole[at:start], []byte{'\n'}), start
			if err := d.otelSpan(span.Value(), service, line); err != nil {
				d.reject(line, span.Value().Raw(), err.Error())
			}
		}
	}
	return nil
}

// spanAttributes are those of a span, by their keys: values as they are, without the
// type that OTLP puts around them.
type spanAttributes map[string]jsondoc.Value

func newAttributes(list jsondoc.Value) spanAttributes {
	a := spanAttributes{}
	a.read(list)
	return a
}

func (a spanAttributes) read(list jsondoc.Value) {
	for it := list.Iter(); it.Next(); {
		key, value := it.Key(), it.Value()
		if key == "" { // of a list of {key,value}
			key, value = value.Get("key").Text(), otlpValue(value.Get("value"))
		}
		a[key] = value
	}
}

// otlpValue takes a value out of the object that names its type; arrays and maps
// stay in it.
func otlpValue(v jsondoc.Value) jsondoc.Value {
	for _, key := range []string{"stringValue", "intValue", "doubleValue", "boolValue"} {
		if inner := v.Get(key); inner.Exists() {
			return inner
		}
	}
	return v
}

// first returns the first of the attributes of those names that there is.
func (a spanAttributes) first(keys ...string) jsondoc.Value {
	for _, key := range keys {
		if v := a[key]; v.Kind() > jsondoc.Null {
			return v
		}
	}
	return jsondoc.Value{}
}

func (a spanAttributes) text(keys ...string) string { return a.first(keys...).Scalar() }

// span is one span on its way into records.
type span struct {
	attributes   spanAttributes
	v            jsondoc.Value
	id           string
	conversation string
	trace        string
	start, end   chat.Time
}

func (d *decoder) otelSpan(v jsondoc.Value, service string, line int) error {
	clear(d.attributes)
	if d.attributes == nil {
		d.attributes = spanAttributes{}
	}
	d.attributes.read(v.Get("attributes"))
	s := span{attributes: d.attributes, v: v, id: otelID(v, "spanId"), trace: otelID(v, "traceId")}
	if !s.isGenAI() {
		return nil
	}
	s.conversation = s.attributes.text("gen_ai.conversation.id", "session.id", "traceloop.association.properties.session_id", "traceloop.association.properties.conversation_id", "langfuse.session.id", "thread.id")
	fill(&s.conversation, s.trace)
	if s.conversation == "" {
		return errors.New("a span without trace and conversation")
	}
	var err error
	if s.start, err = optionalTime(firstOf(v, "startTimeUnixNano", "start_time_unix_nano", "start_time", "startTime")); err != nil {
		return err
	}
	if s.end, err = optionalTime(firstOf(v, "endTimeUnixNano", "end_time_unix_nano", "end_time", "endTime")); err != nil {
		return err
	}
	rec := newRecord(s.conversation, line)
	rec.UserID = s.attributes.text("user.id", "enduser.id", "langfuse.user.id", "traceloop.association.properties.user_id")
	if rec.Bot = s.attributes.text("gen_ai.agent.name"); rec.Bot == "" {
		rec.Bot = service
	}
	switch s.attributes.text("gen_ai.operation.name") {
	case "execute_tool":
		plain, err := d.inner.Parse(s.plain("gen_ai.tool.call.arguments", "gen_ai.tool.call.result"))
		if err == nil {
			toolStep(&rec, s.trace, s.id, s.attributes.text("gen_ai.tool.name"), s.attributes.text("gen_ai.tool.call.id"), plain.Get("input"), plain.Get("output"), s.end)
		}
	case "embeddings", "retrieval":
	default:
		d.otelExchange(&s, &rec)
	}
	s.problem(&rec)
	if !says(&rec) {
		word := s.attributes.text("gen_ai.operation.name")
		fill(&word, "span")
		var p rest
		p.keep("name", v.Get("name"))
		p.keep("model", s.attributes.first("gen_ai.response.model", "gen_ai.request.model"))
		rec.Events = d.out.events.one(newEventAt(word, word, s.id, s.start, &p))
	}
	if err := d.loose(rec); err != nil {
		return err
	}
	return d.otelScores(&s, line)
}

func (s *span) isGenAI() bool {
	for key := range s.attributes {
		if strings.HasPrefix(key, "gen_ai.") {
			return true
		}
	}
	return false
}

// otelExchange reads what a model or an agent was told and answered.
func (d *decoder) otelExchange(s *span, rec *chat.Record) {
	plain, err := d.inner.Parse(s.plain("gen_ai.input.messages", "gen_ai.output.messages"))
	if err != nil {
		return
	}
	x := exchange{conversation: s.conversation, trace: s.trace, input: plain.Get("input"), output: plain.Get("output"), start: s.start, end: s.end}
	if system := d.spoken(nil, plain.Get("system"), chat.RoleSystem, 0); len(system) > 0 {
		for i := range system {
			system[i].Role, system[i].Position = chat.RoleSystem, 0
			system[i].ID = saidAs(s.conversation, &system[i], map[uint64]int{})
		}
		rec.Messages = append(rec.Messages, system...)
	}
	x.model = s.attributes.text("gen_ai.response.model", "gen_ai.request.model")
	switch s.attributes.text("gen_ai.operation.name") {
	case "invoke_agent", "create_agent", "invoke_workflow":
		x.properties.number("agent_input_tokens", s.attributes.first("gen_ai.usage.input_tokens"))
		x.properties.number("agent_output_tokens", s.attributes.first("gen_ai.usage.output_tokens"))
		x.model = ""
	default:
		x.used.input = tokenCount(s.attributes.first("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"))
		x.used.output = tokenCount(s.attributes.first("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"))
		x.used.cached = min(x.used.input, tokenCount(s.attributes.first("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens")))
	}
	s.keepRest(&x.properties)
	x.told(d, rec)
}

// otelKnown are the attributes of which something else is made.
var otelKnown = setOf("gen_ai.conversation.id", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.response.model", "gen_ai.request.model",
	"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens", "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "gen_ai.operation.name", "gen_ai.agent.name",
	"gen_ai.prompt", "gen_ai.completion", "gen_ai.tool.definitions", "session.id", "user.id", "enduser.id", "error.type",
	"traceloop.association.properties.session_id", "traceloop.association.properties.user_id")

func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

// keepRest keeps the attributes that are plain values and nothing else is made of.
func (s *span) keepRest(p *rest) {
	for it := s.v.Get("attributes").Iter(); it.Next(); {
		key := it.Key()
		fill(&key, it.Value().Get("key").Text())
		v := s.attributes[key]
		if !otelKnown[key] && v.Kind() > jsondoc.Null && v.Kind() < jsondoc.Array && !strings.HasPrefix(key, "gen_ai.prompt.") && !strings.HasPrefix(key, "gen_ai.completion.") {
			p.keep(strings.TrimPrefix(key, "gen_ai."), v)
		}
	}
}

// problem notes that a span has failed.
func (s *span) problem(rec *chat.Record) {
	kind := s.attributes.text("error.type")
	code := s.v.Get("status").Get("code").Scalar()
	if code = strings.TrimPrefix(code, "STATUS_CODE_"); kind == "" && code != "ERROR" && code != "2" {
		return
	}
	text := firstOf(s.v.Get("status"), "message", "description").Text()
	fill(&text, kind)
	failed(rec, s.id, s.v.Get("name").Text(), text, s.start)
}

// otelScores reads the evaluations among the events of a span.
func (d *decoder) otelScores(s *span, line int) error {
	for it := s.v.Get("events").Iter(); it.Next(); {
		e := it.Value()
		if !strings.HasPrefix(e.Get("name").Text(), "gen_ai.evaluation") {
			continue
		}
		at, err := optionalTime(firstOf(e, "timeUnixNano", "time_unix_nano", "timestamp"))
		if err != nil {
			return err
		}
		a := newAttributes(e.Get("attributes"))
		d.scoredAs(s.conversation, a.text("gen_ai.evaluation.name"), a.first("gen_ai.evaluation.score.value"), a.text("gen_ai.evaluation.explanation"), at, line)
	}
	return nil
}
