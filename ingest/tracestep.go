package ingest

import (
	"strconv"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// toolStep adds the use of a tool that was observed: its result, where the call has
// an id and so a message that calls it, else an event that tells of both.
func toolStep(rec *chat.Record, trace, id, name, call string, input, output jsondoc.Value, at chat.Time) {
	for _, from := range []jsondoc.Value{output, output.Get("output")} {
		fill(&call, firstOf(from, "tool_call_id").Text())
		fill(&call, from.Get("kwargs").Get("tool_call_id").Text())
		fill(&name, from.Get("name").Text())
	}
	if call != "" {
		m := newMessage("", chat.RoleTool, toolOutput(output))
		m.Name, m.ToolCallID, m.Time = name, call, at
		m.ID = saidAs(trace, &m, map[uint64]int{})
		rec.Messages = append(rec.Messages, m)
		return
	}
	var p rest
	p.addText("tool", name)
	p.keep("arguments", input)
	p.keep("result", output)
	rec.Events = append(rec.Events, newEventAt(chat.EventToolCalled, "tool", id, at, &p))
}

func toolOutput(v jsondoc.Value) string {
	if inner := v.Get("output"); inner.Exists() {
		v = inner
	}
	if inner := v.Get("kwargs").Get("content"); inner.Exists() {
		v = inner
	}
	return resultText(v)
}

// tokenCount reads a count that may be written as text, as in CSV and OTLP.
func tokenCount(v jsondoc.Value) int64 {
	n, ok := v.Int()
	if s := v.Text(); s != "" {
		parsed, err := strconv.ParseInt(s, 10, 64)
		n, ok = parsed, err == nil
	}
	if !ok || n < 0 || n > 1<<40 {
		return 0
	}
	return n
}

// usageBuckets adds up counts by their names. Where the parts of the input and of
// the output stand beside each other, a total is none of them; where the names are
// those of OpenAI, the details repeat what the totals hold.
func usageBuckets(v jsondoc.Value) (u usage) {
	if v.Get("prompt_tokens").Exists() {
		return tokens(v)
	}
	for it := v.Iter(); it.Next(); {
		key := strings.ToLower(it.Key())
		switch {
		case strings.Contains(key, "cost") || strings.Contains(key, "total"):
		case strings.Contains(key, "input") || strings.Contains(key, "prompt"):
			n := tokenCount(it.Value())
			u.input += n
			if strings.Contains(key, "cache") && !strings.Contains(key, "creation") {
				u.cached += n
			}
		case strings.Contains(key, "output") || strings.Contains(key, "completion"):
			u.output += tokenCount(it.Value())
		}
	}
	return u
}

// failed adds that a step has failed.
func failed(rec *chat.Record, id, name, problem string, at chat.Time) {
	var p rest
	p.addText("name", name)
	p.addText("problem", problem)
	rec.Events = append(rec.Events, newEventAt("error", "error", id+":error", at, &p))
}

// scoredAs adds a score of the conversation; it stands in a record of its own.
func (d *decoder) scoredAs(conversation, name string, value jsondoc.Value, comment string, at chat.Time, line int) {
	number, err := parseScore(value.Scalar())
	name = strings.TrimSpace(name)
	if err != nil || name == "" || len(name) > maxScoreName || conversation == "" {
		return
	}
	rec := newRecord("", line)
	rec.Scores = d.out.scores.one(chat.Given{Conversation: conversation, Score: chat.Score{Name: name, Value: number}, Comment: comment, Time: at})
	d.out.push(&rec, 0)
}
