package ingest

import (
	"errors"
	"strconv"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var langfuseFormat = Format{
	Name: "langfuse", Title: "Langfuse traces and observations",
	Doc: "Traces, observations and scores of Langfuse as its API, its user interface and its exports to a bucket write them, JSON or CSV. A session is a conversation; without one a trace is. " +
		"Steps repeat each other's words: a message is known by its words within its trace. Observations that do not name their session are conversations of their traces, so import traces or such observations, not both.",
	Recognised: "JSON objects, or a header, with input, output and traceId or sessionId in the shape of a trace or an observation; scores by traceId and dataType",
	Sample: `{"id":"o1","traceId":"t1","sessionId":"c1","userId":"u1","type":"GENERATION","startTime":"2026-10-01T09:00:00Z","endTime":"2026-10-01T09:00:02Z","model":"m-1",` +
		`"input":[{"role":"user","content":"Where is my order?"}],"output":{"role":"assistant","content":"On its way."},"usageDetails":{"input":12,"output":3,"total":15}}`,
	Reference: "the definition of the Langfuse API (github.com/langfuse/langfuse, fern/apis/server/definition/commons.yml)",
	Mapping: []Mapping{
		{"sessionId, else traceId", "conversation"},
		{"input, output", "messages: text, a message, a list of them, or an object around such; JSON in strings too. Of the input what begins with the last message of the user, in a trace without session all"},
		{"startTime or timestamp, endTime or latency", "times of the last message of the input and of the answer"},
		{"userId", "user"},
		{"model, providedModelName; usageDetails, usage", "model and tokens of the answer of a generation: all parts of the input and of the output, never the total"},
		{"costDetails.total, calculatedTotalCost", "cost of the answer"},
		{"type TOOL", "a tool's result where the call has an id, else a tool call"},
		{"other observations within a trace", "events of their type, without input and output, which repeat what messages say"},
		{"level ERROR, statusMessage", "event error"},
		{"scores: numeric, boolean", "scores of the conversation"},
		{"scores named feedback, thumbs, rating, csat or satisfaction: boolean, categorical", "feedback with its comment"},
		{"tags, environment, release, metadata, …", "properties of the conversation or of the answer"},
	},
	shape: &shape{match: isLangfuse, read: (*decoder).langfuse, wrap: []string{"data", "traces"}, header: isLangfuseHeader},
}

var langfuseTypes = map[string]bool{"GENERATION": true, "SPAN": true, "EVENT": true, "AGENT": true, "TOOL": true, "CHAIN": true, "RETRIEVER": true, "EVALUATOR": true, "EMBEDDING": true, "GUARDRAIL": true}

func isLangfuse(v jsondoc.Value) bool {
	switch {
	case camel(v, "traceId").Exists() && langfuseTypes[v.Get("type").Text()]:
		return camel(v, "startTime").Exists()
	case camel(v, "dataType").Exists() && (camel(v, "traceId").Exists() || camel(v, "sessionId").Exists()):
		return v.Get("name").Exists()
	}
	return isLangfuseTrace(v)
}

func isLangfuseTrace(v jsondoc.Value) bool {
	return v.Get("timestamp").Exists() && v.Get("id").Exists() && (v.Get("input").Exists() || v.Get("output").Exists() || v.Get("observations").Kind() == jsondoc.Array) &&
		(camel(v, "sessionId").Exists() || camel(v, "htmlPath").Exists() || v.Get("observations").Exists() || camel(v, "userId").Exists() || v.Get("release").Exists())
}

func isLangfuseHeader(has func(string) bool) bool {
	return has("id") && has("input") && has("output") && (has("traceId") || has("trace_id") || has("sessionId") || has("session_id")) &&
		(has("startTime") || has("start_time") || has("timestamp"))
}

// langfuse reads an observation, a trace, with the observations and scores that it may
// hold, or a score.
func (d *decoder) langfuse(v jsondoc.Value, line int) error {
	switch {
	case camel(v, "dataType").Exists():
		return d.langfuseScore(v, "", line)
	case camel(v, "startTime").Exists():
		return d.langfuseObservation(v, jsondoc.Value{}, line)
	case v.Get("timestamp").Exists():
		return d.langfuseTrace(v, line)
	}
	return errors.New("neither an observation (startTime), a trace (timestamp) nor a score (dataType)")
}

// langfuseIDs returns the conversation and the trace of a record. around is the trace
// that holds an observation, if one does.
func langfuseIDs(v, around jsondoc.Value) (conversation, trace string) {
	trace = camel(v, "traceId").Text()
	fill(&trace, around.Get("id").Text())
	conversation = camel(v, "sessionId").Text()
	fill(&conversation, camel(around, "sessionId").Text())
	fill(&conversation, trace)
	return conversation, trace
}

func (d *decoder) langfuseTrace(v jsondoc.Value, line int) error {
	trace := v.Get("id").Scalar()
	if trace == "" {
		return errors.New("a trace without id")
	}
	conversation, _ := langfuseIDs(v, v)
	at, err := optionalTime(v.Get("timestamp"))
	if err != nil {
		return err
	}
	rec := newRecord(conversation, line)
	rec.UserID, rec.CreatedAt = camel(v, "userId").Scalar(), at
	x := exchange{conversation: conversation, trace: trace, input: v.Get("input"), output: v.Get("output"), start: at, end: later(at, v.Get("latency"))}
	x.properties.number("total_cost", camel(v, "totalCost"))
	x.properties.number("latency", v.Get("latency"))
	x.told(d, &rec)
	rec.Properties = langfuseProperties(v)
	if len(rec.Messages) == 0 {
		var p rest
		p.keep("name", v.Get("name"))
		p.keep("input", v.Get("input"))
		p.keep("output", v.Get("output"))
		rec.Events = append(rec.Events, newEventAt("trace", "trace", trace, at, &p))
	}
	if err := d.loose(rec); err != nil {
		return err
	}
	for it := v.Get("observations").Iter(); it.Next(); {
		if it.Value().Kind() != jsondoc.Object {
			continue // the id of one
		}
		if err := d.langfuseObservation(it.Value(), v, line); err != nil {
			d.out.read++
			d.reject(line, it.Value().Raw(), "observation: "+err.Error())
		}
	}
	for it := v.Get("scores").Iter(); it.Next(); {
		if it.Value().Kind() == jsondoc.Object {
			_ = d.langfuseScore(it.Value(), conversation, line)
		}
	}
	return nil
}

// later is a time some seconds after another one, which may be unknown.
func later(at chat.Time, seconds jsondoc.Value) chat.Time {
	f, ok := seconds.Float()
	if s := seconds.Text(); s != "" {
		parsed, err := strconv.ParseFloat(s, 64)
		f, ok = parsed, err == nil
	}
	if !ok || !at.Known() || !(f >= 0 && f < 1e6) {
		return at
	}
	return at + chat.Time(f*1e6)
}

// langfuseProperties keeps what a trace says of the conversation.
func langfuseProperties(v jsondoc.Value) string {
	var p rest
	for _, key := range []string{"tags", "environment", "release", "version"} {
		p.keep(key, v.Get(key))
	}
	p.keep("trace_name", v.Get("name"))
	p.all(v.Get("metadata"), "tags", "environment", "release", "version", "resourceAttributes", "scope", "attributes")
	if v.Get("metadata").Kind() != jsondoc.Object {
		p.keep("metadata", v.Get("metadata"))
	}
	return p.object()
}

func (d *decoder) langfuseObservation(v, around jsondoc.Value, line int) error {
	conversation, trace := langfuseIDs(v, around)
	if conversation == "" {
		return errors.New("an observation of no trace")
	}
	start, err := optionalTime(camel(v, "startTime"))
	if err != nil {
		return err
	}
	end, err := optionalTime(camel(v, "endTime"))
	if err != nil {
		return err
	}
	rec := newRecord(conversation, line)
	rec.UserID = camel(v, "userId").Scalar()
	fill(&rec.UserID, camel(around, "userId").Scalar())
	kind, name, id := v.Get("type").Text(), v.Get("name").Text(), v.Get("id").Scalar()
	inner := camel(v, "parentObservationId").Text() != "" || around.Exists() && !saysNothing(around.Get("output"))
	switch {
	case kind == "GENERATION" || kind == "" || !inner && kind != "TOOL" && kind != "EVENT":
		x := exchange{conversation: conversation, trace: trace, input: v.Get("input"), output: v.Get("output"), start: start, end: end}
		langfuseDetails(&x, v, kind == "GENERATION" || kind == "")
		x.told(d, &rec)
	case kind == "TOOL":
		d.langfuseTool(&rec, v, trace, end)
	}
	if v.Get("level").Text() == "ERROR" {
		failed(&rec, id, name, camel(v, "statusMessage").Text(), start)
	}
	if !says(&rec) {
		word := strings.ToLower(kind)
		if kind == "EVENT" && name != "" {
			word = name
		}
		var p rest
		p.addText("name", name)
		for _, key := range []string{"level", "statusMessage", "latency", "metadata"} {
			p.keep(key, v.Get(key))
		}
		rec.Events = d.out.events.one(langfuseEvent(word, id, start, &p))
	}
	if !around.Exists() {
		var p rest
		for _, key := range []string{"tags", "environment", "release"} {
			p.keep(key, v.Get(key))
		}
		rec.Properties = p.object()
	}
	return d.loose(rec)
}

func langfuseEvent(word, id string, at chat.Time, p *rest) chat.Event {
	kind, known := chat.EventName(word)
	if !known {
		kind = word
	}
	return newEventAt(kind, word, id, at, p)
}

// langfuseTool reads the use of a tool, whose input and output may be JSON in strings.
func (d *decoder) langfuseTool(rec *chat.Record, v jsondoc.Value, trace string, at chat.Time) {
	output := v.Get("output")
	if s := output.Text(); strings.HasPrefix(s, "{") {
		if inner, err := d.quoted.Parse([]byte(s)); err == nil {
			output = inner
		}
	}
	toolStep(rec, trace, v.Get("id").Scalar(), v.Get("name").Text(), "", v.Get("input"), output, at)
}

// langfuseDetails reads what a generation took, and what is kept of any step.
func langfuseDetails(x *exchange, v jsondoc.Value, generation bool) {
	if generation {
		x.model = firstOf(v, "model", "providedModelName", "provided_model_name").Text()
		x.used = usageBuckets(camel(v, "usageDetails"))
		if x.used.input+x.used.output == 0 {
			x.used = usageBuckets(v.Get("usage"))
		}
		if x.used.input+x.used.output == 0 {
			x.used = usage{input: tokenCount(firstOf(v, "inputTokens", "promptTokens", "inputUsage")), output: tokenCount(firstOf(v, "outputTokens", "completionTokens", "outputUsage"))}
		}
		cost := camel(v, "costDetails").Get("total")
		if !cost.Exists() {
			cost = firstOf(v, "calculatedTotalCost", "totalCost", "total_cost")
		}
		x.used.cost = parseCost(cost.Scalar())
	}
	x.properties.keep("observation", v.Get("name"))
	for _, key := range []string{"level", "statusMessage", "promptName", "promptVersion", "modelParameters", "timeToFirstToken", "metadata"} {
		x.properties.keep(key, camel(v, key))
	}
}

// langfuseScore reads a score. What a person thinks is feedback where its kind tells
// good from bad; a bare number may count stars or thumbs, so it stays a score.
func (d *decoder) langfuseScore(v jsondoc.Value, conversation string, line int) error {
	of, _ := langfuseIDs(v, jsondoc.Value{})
	fill(&conversation, of)
	name := v.Get("name").Text()
	if conversation == "" || name == "" {
		return errors.New("a score of no trace, or without name")
	}
	at, err := optionalTime(firstOf(v, "updatedAt", "updated_at", "timestamp", "createdAt"))
	if err != nil {
		return err
	}
	comment, kind := v.Get("comment").Text(), camel(v, "dataType").Text()
	word := camel(v, "stringValue").Text()
	if kind == "BOOLEAN" && word == "" {
		if word = "false"; tokenCount(v.Get("value")) == 1 {
			word = "true"
		}
	}
	if rating, thumb, err := parseRating(word); err == nil && kind != "NUMERIC" && isFeedbackName(name) {
		rec := newRecord(conversation, line)
		rec.Feedback = d.out.feedback.one(chat.Feedback{ID: v.Get("id").Scalar(), Rating: rating, Thumb: thumb, Comment: comment, Time: at, UserID: camel(v, "userId").Text()})
		return d.loose(rec)
	}
	if kind == "CATEGORICAL" {
		rec := newRecord(conversation, line)
		var p, own rest
		p.addText(name, word)
		own.addText("name", name)
		own.addText("value", word)
		own.addText("comment", comment)
		rec.Properties = p.object()
		rec.Events = d.out.events.one(newEventAt("score", "score", v.Get("id").Scalar(), at, &own))
		return d.loose(rec)
	}
	d.scoredAs(conversation, name, v.Get("value"), comment, at, line)
	return nil
}

// isFeedbackName reports whether scores of a name are what users think.
func isFeedbackName(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"feedback", "thumb", "rating", "csat", "satisfaction"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
