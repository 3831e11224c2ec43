package ingest

import (
	"errors"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var openaiAssistantsFormat = Format{
	Name: "openai-assistants", Title: "OpenAI Assistants threads",
	Doc: "Messages of threads, one a record or as the interface lists them (newest first; they are put in order of time), with the steps of runs that call tools, and the runs, which are kept as events. " +
		"Of a list that is an object, the object around it is passed over.",
	Recognised: "JSON objects whose object is thread.message, thread.run or thread.run.step",
	Sample: `{"id":"msg_1","object":"thread.message","created_at":1790845200,"thread_id":"thread_1","assistant_id":null,"run_id":null,"role":"user",` +
		`"content":[{"type":"text","text":{"value":"Where is my order?","annotations":[]}}],"attachments":[],"metadata":{}}`,
	Reference: "openai-openapi openapi.yaml: MessageObject, RunStepObject, RunObject, ListMessagesResponse",
	Mapping: []Mapping{
		{"thread_id", "conversation"},
		{"id", "id of the message"},
		{"role, content", "role and text; images and files as their kind in brackets"},
		{"created_at", "time"},
		{"assistant_id", "bot"},
		{"metadata.user_id", "user"},
		{"step_details.tool_calls of a step", "a message of the agent with the calls, and one of the tool for each result; usage its tokens"},
		{"a run", "an event thread.run with its status, model and usage"},
	},
	shape: &shape{match: isOpenAIAssistants, read: (*decoder).openAIAssistants, wrap: []string{"data"}},
}

func isOpenAIAssistants(v jsondoc.Value) bool {
	switch v.Get("object").Text() {
	case "thread.message", "thread.run", "thread.run.step":
		return true
	}
	return false
}

// openAIAssistants reads one object of a thread.
func (d *decoder) openAIAssistants(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("thread_id").Scalar(), line)
	if rec.Conversation == "" {
		return errors.New("a record without thread_id")
	}
	at, err := optionalTime(v.Get("created_at"))
	if err != nil {
		return err
	}
	rec.Bot = v.Get("assistant_id").Text()
	switch v.Get("object").Text() {
	case "thread.message":
		err = d.threadMessage(&rec, v, at)
	case "thread.run.step":
		d.runStep(&rec, v, at)
		if len(rec.Messages) == 0 {
			return nil // it tells which message was made, which is a record of its own
		}
	case "thread.run":
		var kept rest
		for it := v.Iter(); it.Next(); {
			switch key := it.Key(); key {
			case "status", "model", "usage", "last_error", "incomplete_details", "metadata", "completed_at", "failed_at":
				keepFilled(&kept, key, it.Value())
			}
		}
		rec.Events = d.out.events.one(chat.Event{ID: v.Get("id").Scalar(), Type: "thread.run", Time: at, Properties: kept.object()})
	default:
		return errors.New("neither a message, a step nor a run of a thread")
	}
	if err != nil {
		return err
	}
	return d.loose(rec)
}

func (d *decoder) threadMessage(rec *chat.Record, v jsondoc.Value, at chat.Time) error {
	m, err := d.threadText(v)
	if err != nil {
		return err
	}
	m.Time = at
	var kept rest
	for it := v.Iter(); it.Next(); {
		switch key, value := it.Key(), it.Value(); key {
		case "run_id", "attachments", "status", "incomplete_details":
			keepFilled(&kept, key, value)
		case "metadata":
			if value.Kind() != jsondoc.Object || value.Len() == 0 {
				continue
			}
			of := chat.Record{Feedback: rec.Feedback}
			if of.Properties, err = d.objectText(value); err != nil {
				return err
			}
			d.adoptProperties(&of)
			rec.UserID, rec.Channel, rec.Language, rec.Feedback = of.UserID, of.Channel, of.Language, of.Feedback
			kept.add(key, value)
		}
	}
	m.Properties = kept.object()
	rec.Messages = d.out.messages.one(m)
	return nil
}

// threadText reads who says what.
func (d *decoder) threadText(v jsondoc.Value) (chat.Message, error) {
	role, known := chat.ParseRole(v.Get("role").Text())
	if !known {
		return chat.Message{}, errors.New("a message whose role is neither user nor assistant")
	}
	text, _, err := contentText(v.Get("content"))
	return newMessage(v.Get("id").Scalar(), role, text), err
}

// runStep reads the calls of tools of one step, and their results.
func (d *decoder) runStep(rec *chat.Record, v jsondoc.Value, at chat.Time) {
	t := turn{of: newMessage(v.Get("id").Scalar(), chat.RoleAssistant, "")}
	t.of.Time = at
	list := v.Get("step_details").Get("tool_calls")
	for it := list.Iter(); it.Next(); {
		c := it.Value()
		kind := c.Get("type").Text()
		of := c.Get(kind)
		name := of.Get("name").Text()
		fill(&name, kind)
		arguments := of.Get("arguments")
		if !arguments.Exists() {
			arguments = of.Get("input")
		}
		t.calls.add(c.Get("id").Scalar(), name, arguments)
	}
	if len(t.calls) == 0 {
		return
	}
	for it := list.Iter(); it.Next(); {
		c := it.Value()
		of := c.Get(c.Get("type").Text())
		if output := of.Get("output"); output.Kind() == jsondoc.String {
			t.result(answer{call: c.Get("id").Scalar(), name: of.Get("name").Text(), text: output.Text()})
		}
	}
	rec.Messages = t.messages()
	input, output := tokens(v.Get("usage"))
	spendOn(rec.Messages, input, output)
}
