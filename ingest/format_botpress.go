package ingest

import (
	"errors"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// botpress reads messages of the Botpress Cloud API: one a record, or its pages,
// {"messages":[…],"meta":{…}}.
func (d *decoder) botpress(v jsondoc.Value, _ int64, line int) error {
	if list := v.Get("messages"); list.Kind() == jsondoc.Array {
		return d.eachOf(list, line, func(m jsondoc.Value) error { return d.botpressMessage(m, line) })
	}
	if m := v.Get("message"); m.Kind() == jsondoc.Object {
		v = m
	}
	return d.botpressMessage(v, line)
}

func isBotpress(v jsondoc.Value) bool {
	if list := v.Get("messages"); list.Kind() == jsondoc.Array {
		v = list.Index(0)
	} else if m := v.Get("message"); m.Kind() == jsondoc.Object {
		v = m
	}
	return v.Get("conversationId").Exists() && v.Get("payload").Kind() == jsondoc.Object && v.Get("direction").Exists()
}

func (d *decoder) botpressMessage(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("conversationId").Text(), line)
	if rec.Conversation == "" {
		return errors.New("a message without conversationId")
	}
	m := chat.Message{ID: v.Get("id").Text(), Position: -1}
	switch direction := v.Get("direction").Text(); direction {
	case "incoming":
		m.Role, rec.UserID = chat.RoleUser, v.Get("userId").Text()
	case "outgoing":
		m.Role, m.Name = chat.RoleAssistant, v.Get("userId").Text()
	default:
		return errors.New("the direction is neither incoming nor outgoing")
	}
	var err error
	if m.Time, err = timeOf(v.Get("createdAt")); err != nil {
		return err
	}
	payload := v.Get("payload")
	m.Content = payloadText(payload, v.Get("type").Text(), 0)
	if m.Content == "" {
		return errors.New("a message without content")
	}
	var extra members
	extra.all(v, "conversationId", "id", "direction", "userId", "createdAt", "updatedAt", "payload")
	extra.under("payload", payload, "text", "type")
	m.Properties = extra.object()
	rec.Messages = d.out.messages.one(m)
	d.out.push(rec, 0)
	return nil
}

// payloadText is what a payload of Botpress shows: its text, what may be chosen
// from, the titles of its cards, else its kind in brackets.
func payloadText(p jsondoc.Value, kind string, depth int) string {
	text := firstOf(p, "text", "markdown", "title").Text()
	if text == "" && depth < 3 {
		for it := p.Get("items").Iter(); it.Next(); {
			item := it.Value()
			if inner := item.Get("payload"); inner.Exists() { // of a bloc
				text = joinLines(text, payloadText(inner, item.Get("type").Text(), depth+1))
			} else {
				text = joinLines(text, payloadText(item, "card", depth+1))
			}
		}
	}
	if subtitle := p.Get("subtitle").Text(); subtitle != "" {
		text = joinLines(text, subtitle)
	}
	for it := p.Get("options").Iter(); it.Next(); {
		if label := it.Value().Get("label").Text(); label != "" {
			text = joinLines(text, "- "+label)
		}
	}
	if text == "" && kind != "" {
		return "[" + kind + "]"
	}
	return text
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}
