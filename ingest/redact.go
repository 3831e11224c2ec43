package ingest

import (
	"chatcops/internal/chat"
	"chatcops/internal/safe"
)

// redaction replaces personal data in records before they are stored; a nil one
// replaces nothing. It serves one goroutine.
type redaction struct{ r *safe.Redactor }

// records replaces what the records of a block hold. Texts get placeholders
// without numbers: a number would depend on what was read before, and the same
// record read again would be another one. Ids get names made of their hash, so
// that what belongs together stays together.
func (x *redaction) records(out *decoded) {
	if x == nil {
		return
	}
	for i := range out.records {
		r := &out.records[i]
		x.ids(&r.Conversation, &r.UserID)
		x.texts(&r.Bot, &r.Channel)
		x.objects(&r.Properties, &r.UserProperties)
		for k := range r.Messages {
			x.message(&r.Messages[k])
		}
		for k := range r.Events {
			e := &r.Events[k]
			x.ids(&e.ID, &e.UserID, &e.MessageID)
			x.texts(&e.Type, &e.SourceType, &e.Channel)
			x.objects(&e.Properties)
		}
		for k := range r.Feedback {
			f := &r.Feedback[k]
			x.ids(&f.ID, &f.UserID, &f.MessageID)
			x.texts(&f.Comment)
			x.objects(&f.Reasons)
		}
		for k := range r.Exposures {
			x.ids(&r.Exposures[k].Session)
		}
		for k := range r.Scores {
			x.ids(&r.Scores[k].Conversation)
			x.texts(&r.Scores[k].Comment)
		}
	}
	for i := range out.rejects {
		x.texts(&out.rejects[i].Problem) // it may quote the record
	}
}

func (x *redaction) message(m *chat.Message) {
	x.ids(&m.ID, &m.ToolCallID)
	x.texts(&m.Content, &m.Name, &m.EventType)
	x.objects(&m.Properties, &m.ToolCalls)
}

func (x *redaction) ids(ids ...*string) {
	for _, id := range ids {
		*id = x.r.Pseudonym(*id)
	}
}

func (x *redaction) texts(texts ...*string) {
	for _, t := range texts {
		*t = x.r.Redact(*t)
	}
}

// objects replaces the texts in JSON; what is not JSON is treated as text.
func (x *redaction) objects(objects ...*string) {
	for _, o := range objects {
		if *o == "" {
			continue
		}
		if clean, ok := safe.JSON(*o, x.r.Redact); ok {
			*o = clean
		} else {
			*o = x.r.Redact(*o)
		}
	}
}
