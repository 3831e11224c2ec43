package ingest

import (
	"errors"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var claudeFormat = Format{
	Name: "claude", Title: "Claude data export",
	Doc: "conversations.json of the data export of claude.ai, also within its .zip: one conversation a record, with its messages and their content blocks. " +
		"Of edited conversations the branch that is shown counts.",
	Recognised: "JSON objects with an array chat_messages",
	Sample: `{"uuid":"c1","name":"Order","created_at":"2026-10-01T09:00:00Z","updated_at":"2026-10-01T09:00:09Z","account":{"uuid":"u1"},` +
		`"chat_messages":[{"uuid":"m1","sender":"human","text":"Where is my order?","content":[{"type":"text","text":"Where is my order?"}],"created_at":"2026-10-01T09:00:00Z"}]}`,
	Reference: "the JSON schema of conversations.json in public descriptions of the export; the platform documents no schema",
	Mapping: []Mapping{
		{"uuid", "conversation"},
		{"account.uuid", "user"},
		{"created_at, updated_at", "times of the conversation and of each message"},
		{"model", "model of the agent's messages, where it is there"},
		{"chat_messages[].uuid", "id of the message"},
		{"chat_messages[].sender", "role; human is the user"},
		{"chat_messages[].content", "text, tool calls and their results, each result a message; without it, text"},
		{"chat_messages[].chat_feedback", "feedback about the message: upvote is 5, all else 1"},
		{"current_leaf_message_uuid, parent_message_uuid", "the branch that is read; without the former, that of the last message"},
		{"name, summary, attachments, files", "kept in the properties"},
	},
	shape: &shape{match: func(v jsondoc.Value) bool { return v.Get("chat_messages").Kind() == jsondoc.Array }, read: (*decoder).claude},
}

// claude reads one conversation.
func (d *decoder) claude(v jsondoc.Value, line int) error {
	rec := newRecord("", line)
	var messages jsondoc.Value
	var model, leaf string
	var kept rest
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "uuid":
			rec.Conversation, err = idText(key, value)
		case "chat_messages":
			messages, err = arrayOf(key, value)
		case "account":
			rec.UserID = value.Get("uuid").Scalar()
		case "created_at":
			rec.CreatedAt, err = optionalTime(value)
		case "updated_at":
			rec.UpdatedAt, err = optionalTime(value)
		case "model":
			model = value.Text()
		case "current_leaf_message_uuid":
			leaf = value.Text()
		default:
			kept.add(key, value)
		}
		if err != nil {
			return err
		}
	}
	if !messages.Exists() {
		return errors.New("a record without chat_messages")
	}
	shown, hidden := claudeBranch(messages, leaf)
	if hidden > 0 {
		kept.key("messages_on_other_branches")
		kept = fmt.Append(kept, hidden)
	}
	for i, m := range shown {
		if err := d.claudeMessage(&rec, m, model); err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
	}
	rec.Properties = kept.object()
	return d.whole(rec)
}

// claudeBranch returns the messages of the branch that is shown, and how many others there are.
func claudeBranch(messages jsondoc.Value, leaf string) (shown []jsondoc.Value, hidden int) {
	var all []jsondoc.Value
	byID := map[string]jsondoc.Value{}
	parent := map[string]string{}
	children := map[string]int{}
	forked := false
	for it := messages.Iter(); it.Next(); {
		m := it.Value()
		all = append(all, m)
		id, up := m.Get("uuid").Text(), m.Get("parent_message_uuid").Text()
		if id == "" {
			continue
		}
		byID[id], parent[id] = m, up
		if up != "" {
			children[up]++
			forked = forked || children[up] > 1
		}
	}
	if !forked {
		return all, 0
	}
	if _, there := byID[leaf]; !there {
		leaf = all[len(all)-1].Get("uuid").Text()
	}
	for _, id := range branch(leaf, parent) {
		shown = append(shown, byID[id])
	}
	return shown, len(all) - len(shown)
}

func (d *decoder) claudeMessage(rec *chat.Record, v jsondoc.Value, model string) error {
	t := turn{of: newMessage("", 0, "")}
	var sender, text string
	var content, feedback jsondoc.Value
	for it := v.Iter(); it.Next(); {
		var err error
		switch key, value := it.Key(), it.Value(); key {
		case "uuid":
			t.of.ID, err = idText(key, value)
		case "sender":
			sender = value.Text()
		case "text":
			text = value.Text()
		case "content":
			content = value
		case "created_at":
			t.of.Time, err = optionalTime(value)
		case "chat_feedback":
			feedback = value
		case "parent_message_uuid", "index", "updated_at":
		case "attachments", "files", "files_v2", "sync_sources":
			if value.Len() > 0 {
				t.kept.add(key, value)
			}
		default:
			t.kept.add(key, value)
		}
		if err != nil {
			return err
		}
	}
	var known bool
	if t.of.Role, known = chat.ParseRole(sender); !known {
		return fmt.Errorf("unknown sender %q; known are human and assistant", clip(sender))
	}
	if t.of.Role == chat.RoleAssistant {
		t.of.Model = model
	}
	if err := t.blocks(content); err != nil {
		return err
	}
	if len(t.texts)+len(t.calls)+t.results == 0 {
		t.say(text)
	}
	rec.Messages = append(rec.Messages, t.messages()...)
	if kind := feedback.Get("type").Text(); kind != "" {
		f := chat.Feedback{MessageID: t.of.ID, Rating: 1, Thumb: true, Comment: feedback.Get("reason").Text(), Time: chat.NoTime}
		if kind == "upvote" {
			f.Rating = 5
		} else {
			f.Reasons = reasonsOf(kind)
		}
		rec.Feedback = append(rec.Feedback, f)
	}
	return nil
}
