package ingest

import (
	"errors"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var langsmithFormat = Format{
	Name: "langsmith", Title: "LangSmith runs",
	Doc: "Runs of LangSmith as its API returns them, one a record. The thread among the metadata is the conversation; without one a trace is. " +
		"The run's own session_id is the project, not the conversation. Runs repeat each other's words: a message is known by its words within its trace.",
	Recognised: "JSON objects with run_type and one of inputs, trace_id and dotted_order",
	Sample: `{"id":"r1","trace_id":"r1","run_type":"llm","name":"ChatOpenAI","start_time":"2026-10-01T09:00:00","end_time":"2026-10-01T09:00:02","extra":{"metadata":{"thread_id":"c1","ls_model_name":"m-1"}},` +
		`"inputs":{"messages":[{"role":"user","content":"Where is my order?"}]},"outputs":{"choices":[{"message":{"role":"assistant","content":"On its way."}}]},"prompt_tokens":12,"completion_tokens":3}`,
	Reference: "the run data format (docs.langchain.com/langsmith/run-data-format) and the schemas of langsmith-sdk (python/langsmith/schemas.py)",
	Mapping: []Mapping{
		{"extra.metadata.session_id, thread_id or conversation_id; else trace_id", "conversation"},
		{"inputs, outputs of runs of the type llm and of runs without parent", "messages, in the forms of OpenAI, Anthropic and LangChain. Of the inputs what begins with the last message of the user, in a trace without thread all"},
		{"start_time, end_time, dotted_order", "times: of the user's message when the trace began"},
		{"extra.metadata.user_id", "user"},
		{"extra.metadata.ls_model_name, invocation_params.model", "model"},
		{"prompt_tokens, completion_tokens, or those of the outputs, of llm runs only", "tokens: those of other runs are sums of their children"},
		{"total_cost of llm runs", "cost of the answer"},
		{"run_type tool", "a tool's result where the call has an id, else a tool call"},
		{"other runs with a parent", "events of their type, without inputs and outputs, which repeat what messages say"},
		{"error", "event error"},
		{"feedback_stats", "scores of the conversation by their keys: the mean"},
		{"tags, session_name, other metadata", "properties of the conversation"},
	},
	shape: &shape{match: isLangSmith, read: (*decoder).langSmith, wrap: []string{"runs"}},
}

func isLangSmith(v jsondoc.Value) bool {
	return v.Get("run_type").Kind() == jsondoc.String && (v.Get("inputs").Exists() || v.Get("trace_id").Exists() || v.Get("dotted_order").Exists())
}

// langSmith reads one run.
func (d *decoder) langSmith(v jsondoc.Value, line int) error {
	id, trace := v.Get("id").Scalar(), v.Get("trace_id").Scalar()
	fill(&trace, id)
	if trace == "" {
		return errors.New("a run without id and trace_id")
	}
	meta := v.Get("extra").Get("metadata")
	if !meta.Exists() {
		meta = v.Get("metadata")
	}
	conversation := firstOf(meta, "session_id", "thread_id", "conversation_id").Scalar()
	fill(&conversation, trace)
	start, err := optionalTime(v.Get("start_time"))
	if err != nil {
		return err
	}
	end, err := optionalTime(v.Get("end_time"))
	if err != nil {
		return err
	}
	rec := newRecord(conversation, line)
	rec.UserID = firstOf(meta, "user_id", "userId").Scalar()
	d.langSmithRun(&rec, v, meta, exchange{conversation: conversation, trace: trace, input: v.Get("inputs"), output: v.Get("outputs"), start: start, end: end, asked: rootStart(v.Get("dotted_order").Text())})
	if problem := v.Get("error").Text(); problem != "" {
		failed(&rec, id, v.Get("name").Text(), problem, start)
	}
	if !says(&rec) {
		var p rest
		p.keep("name", v.Get("name"))
		p.keep("status", v.Get("status"))
		rec.Events = d.out.events.one(newEventAt(v.Get("run_type").Text(), v.Get("run_type").Text(), id, start, &p))
	}
	var p rest
	p.keep("tags", v.Get("tags"))
	p.keep("session_name", v.Get("session_name"))
	for it := meta.Iter(); it.Next(); {
		switch key := it.Key(); {
		case key == "session_id" || key == "thread_id" || key == "conversation_id" || key == "user_id" || key == "userId":
		case strings.HasPrefix(key, "ls_") || strings.HasPrefix(key, "langgraph_") || strings.Contains(key, "checkpoint"):
			// of the run, not of the conversation
		default:
			p.keep(key, it.Value())
		}
	}
	rec.Properties = p.object()
	if err := d.loose(rec); err != nil {
		return err
	}
	for it := v.Get("feedback_stats").Iter(); it.Next(); {
		d.scoredAs(conversation, it.Key(), it.Value().Get("avg"), "", end, line)
	}
	return nil
}

// langSmithRun adds what a run tells of the conversation.
func (d *decoder) langSmithRun(rec *chat.Record, v, meta jsondoc.Value, x exchange) {
	root := v.Get("parent_run_id").Text() == "" && (v.Get("id").Scalar() == x.trace || v.Get("parent_run_id").Exists())
	switch kind := v.Get("run_type").Text(); {
	case kind == "llm":
		x.model = firstOf(meta, "ls_model_name").Text()
		fill(&x.model, firstOf(v.Get("extra").Get("invocation_params"), "model", "model_name").Text())
		x.used = runTokens(v)
		if c := parseCost(v.Get("total_cost").Scalar()); c.Known {
			x.used.cost = c
		}
		x.properties.keep("run", v.Get("name"))
		for it := meta.Iter(); it.Next(); {
			if key := it.Key(); strings.HasPrefix(key, "ls_") && key != "ls_model_name" {
				x.properties.keep(key, it.Value())
			}
		}
		x.told(d, rec)
	case kind == "tool":
		toolStep(rec, x.trace, v.Get("id").Scalar(), v.Get("name").Text(), "", v.Get("inputs"), v.Get("outputs"), x.end)
	case root:
		x.properties.keep("run", v.Get("name"))
		x.told(d, rec)
	}
}

// runTokens reads the tokens of a call of a model.
func runTokens(v jsondoc.Value) usage {
	u := usage{input: tokenCount(v.Get("prompt_tokens")), output: tokenCount(v.Get("completion_tokens"))}
	out := v.Get("outputs")
	message := out.Get("generations").Index(0).Index(0).Get("message").Get("kwargs")
	for _, of := range []jsondoc.Value{out.Get("usage_metadata"), out.Get("usage"), out.Get("llm_output").Get("token_usage"), message.Get("usage_metadata")} {
		if u.input+u.output == 0 {
			u = tokens(of)
		}
	}
	return u
}

// rootStart reads when the trace of a run began: the first time of its dotted order,
// as 20261001T090000123456Z and the id of the run.
func rootStart(order string) chat.Time {
	s, _, found := strings.Cut(order, "Z")
	if !found || len(s) < len("20261001T090000") || s[8] != 'T' {
		return chat.NoTime
	}
	iso := s[:4] + "-" + s[4:6] + "-" + s[6:8] + "T" + s[9:11] + ":" + s[11:13] + ":" + s[13:15]
	if len(s) > 15 {
		iso += "." + s[15:]
	}
	at, err := parseTime(iso + "Z")
	if err != nil {
		return chat.NoTime
	}
	return at
}
