package ingest

import (
	"errors"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var botpressFormat = Format{
	Name: "botpress", Title: "Botpress Cloud messages",
	Doc:        "Messages of the Botpress Cloud API, one a record or in its pages. What the bot offers to choose from is kept as lines of the text.",
	Recognised: "JSON objects with conversationId, payload and direction",
	Sample:     `{"id":"msg_1","conversationId":"conv_1","userId":"user_1","direction":"incoming","type":"text","payload":{"text":"Where is my order?"},"createdAt":"2026-10-01T09:00:00Z"}`,
	Reference:  "listMessages of the Botpress runtime API (botpress.com/docs/api-reference/runtime-api/openapi/listMessages)",
	Mapping: []Mapping{
		{"conversationId, id, createdAt", "conversation, id of the message, time"},
		{"direction", "role: incoming is the user, outgoing the agent"},
		{"userId", "user; of an outgoing message the name"},
		{"payload", "content: text, markdown or title, subtitle, options and items; else the type in brackets; the rest is kept in the properties"},
		{"tags, origin, …", "kept in the properties of the message"},
	},
	shape: &shape{match: isBotpress, read: (*decoder).botpress, wrap: []string{"messages"}},
}

func isBotpress(v jsondoc.Value) bool {
	return v.Get("conversationId").Exists() && v.Get("payload").Kind() == jsondoc.Object && v.Get("direction").Exists()
}

// botpress reads one message.
func (d *decoder) botpress(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("conversationId").Text(), line)
	if rec.Conversation == "" {
		return errors.New("a message without conversationId")
	}
	m := newMessage(v.Get("id").Text(), 0, payloadText(v.Get("payload"), v.Get("type").Text(), 0))
	switch direction := v.Get("direction").Text(); direction {
	case "incoming":
		m.Role, rec.UserID = chat.RoleUser, v.Get("userId").Text()
	case "outgoing":
		m.Role, m.Name = chat.RoleAssistant, v.Get("userId").Text()
	default:
		return fmt.Errorf("the direction %q is neither incoming nor outgoing", clip(direction))
	}
	var err error
	if m.Time, err = optionalTime(v.Get("createdAt")); err != nil {
		return err
	}
	if m.Content == "" {
		return errors.New("a message without content")
	}
	var extra rest
	extra.all(v, "conversationId", "id", "direction", "userId", "createdAt", "updatedAt", "payload")
	extra.under("payload", v.Get("payload"), "text", "type")
	m.Properties = extra.object()
	rec.Messages = d.out.messages.one(m)
	return d.loose(rec)
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
