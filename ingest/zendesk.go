package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var zendeskFormat = Format{
	Name: "zendesk", Title: "Zendesk Chat",
	Doc: "Chats of Zendesk Chat with their history, one a record or in the pages of its API, and messages left while nobody was there. " +
		"An agent is a person, unless its nick or type is that of a trigger or bot.",
	Recognised: "JSON objects with visitor and an array history, or with visitor and the type offline_msg",
	Sample: `{"id":"2609.1","type":"chat","visitor":{"id":"v1","name":"Ana"},"timestamp":"2026-10-01T09:00:00Z","rating":"good","history":[` +
		`{"type":"chat.msg","msg_id":"1","sender_type":"Visitor","msg":"Where is my order?","timestamp":"2026-10-01T09:00:00Z"},` +
		`{"type":"chat.msg","msg_id":"2","sender_type":"Trigger","nick":"agent:trigger","msg":"On its way.","timestamp":"2026-10-01T09:00:05Z"}]}`,
	Reference: "the chats of the Zendesk Chat API (developer.zendesk.com/api-reference/live-chat/chat-api/chats)",
	Mapping: []Mapping{
		{"id, timestamp, update_timestamp", "conversation, when it began and was last changed"},
		{"visitor", "user, and user properties"},
		{"history[]", "chat.msg and files are messages, transfers escalations, all else events of its own type"},
		{"history[].sender_type, nick", "role: Visitor is the user, Trigger and bots the agent, Agent a person"},
		{"message", "of an offline message: what the user left"},
		{"rating, comment", "feedback: good and bad are thumbs"},
		{"conversions", "conversions"},
		{"missed, department_name, tags, session, …", "properties of the conversation"},
	},
	shape: &shape{match: isZendesk, read: (*decoder).zendesk, wrap: []string{"chats"}},
}

func isZendesk(v jsondoc.Value) bool {
	return v.Get("visitor").Kind() == jsondoc.Object && (v.Get("history").Kind() == jsondoc.Array || v.Get("type").Text() == "offline_msg")
}

// zendesk reads one chat.
func (d *decoder) zendesk(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("id").Scalar(), line)
	if rec.Conversation == "" {
		return errors.New("a chat without id")
	}
	var err error
	if rec.CreatedAt, err = optionalTime(v.Get("timestamp")); err != nil {
		return err
	}
	if rec.UpdatedAt, err = optionalTime(v.Get("update_timestamp")); err != nil {
		return err
	}
	visitor := v.Get("visitor")
	rec.UserID = firstOf(visitor, "id", "email").Scalar()
	rec.Channel = "chat"
	if text := v.Get("message").Text(); text != "" { // left while nobody was there
		rec.Messages = append(rec.Messages, chat.Message{ID: rec.Conversation, Role: chat.RoleUser, Content: text, Time: rec.CreatedAt, Position: -1})
	}
	i := 0
	for it := v.Get("history").Iter(); it.Next(); i++ {
		if err := zendeskEntry(&rec, it.Value(), i); err != nil {
			return fmt.Errorf("history %d: %w", i, err)
		}
	}
	if err := zendeskConversions(&rec, v.Get("conversions")); err != nil {
		return err
	}
	zendeskFeedback(&rec, v)
	var p, u rest
	p.all(v, "id", "timestamp", "update_timestamp", "visitor", "message", "history", "conversions", "rating", "comment", "count", "response_time", "agent_ids")
	p.keep("response_time", v.Get("response_time"))
	u.all(visitor, "id")
	rec.Properties, rec.UserProperties = p.object(), u.object()
	return d.whole(rec)
}

// zendeskEntry reads an entry of the history: a message, a file, or an event such
// as that somebody has joined.
func zendeskEntry(rec *chat.Record, v jsondoc.Value, i int) error {
	at, err := optionalTime(v.Get("timestamp"))
	if err != nil {
		return err
	}
	kind, text := v.Get("type").Text(), v.Get("msg").Text()
	fill(&kind, "chat.msg")
	id := v.Get("msg_id").Scalar()
	if kind == "chat.file.upload" || kind == "chat.file" {
		name := firstOf(v, "attachment", "name").Get("name").Text()
		fill(&name, "file")
		text = joinLines(text, "["+name+"]")
	}
	var p rest
	p.all(v, "timestamp", "type", "msg", "msg_id", "sender_type", "name")
	if text == "" || kind != "chat.msg" && kind != "chat.file.upload" && kind != "chat.file" {
		p.addText("text", text)
		p.keep("name", v.Get("name"))
		fill(&id, rec.Conversation+":"+strconv.Itoa(i))
		e := newEventAt(kind, kind, id, at, &p)
		if kind == "chat.transfer" || kind == "chat.department.transfer" {
			e.SourceType, e.Type = kind, chat.EventEscalation
		}
		rec.Events = append(rec.Events, e)
		return nil
	}
	m := chat.Message{ID: id, Role: zendeskRole(v), Content: text, Time: at, Position: -1, Properties: p.object()}
	if m.Role != chat.RoleUser {
		m.Name = v.Get("name").Text()
	}
	rec.Messages = append(rec.Messages, m)
	return nil
}

// zendeskRole tells who speaks: a trigger or a bot speaks as an agent does, but for
// its nick or its type.
func zendeskRole(v jsondoc.Value) chat.Role {
	kind, nick := strings.ToLower(v.Get("sender_type").Text()), strings.ToLower(v.Get("nick").Text())
	switch {
	case kind == "visitor" || kind == "" && strings.HasPrefix(nick, "visitor"):
		return chat.RoleUser
	case kind == "trigger" || kind == "system" || strings.Contains(kind, "bot") || nick == "agent:trigger" || nick == "agent:system" || strings.Contains(nick, "bot"):
		return chat.RoleAssistant
	}
	return chat.RoleHumanAgent
}

func zendeskConversions(rec *chat.Record, list jsondoc.Value) error {
	i := 0
	for it := list.Iter(); it.Next(); i++ {
		v := it.Value()
		at, err := optionalTime(v.Get("timestamp"))
		if err != nil {
			return fmt.Errorf("conversion %d: %w", i, err)
		}
		var p rest
		p.all(v, "timestamp")
		id := rec.Conversation + ":conversion:" + firstOf(v, "id", "goal_id").Scalar()
		rec.Events = append(rec.Events, newEventAt(chat.EventConversion, chat.EventConversion, id, at, &p))
	}
	return nil
}

// zendeskFeedback reads the rating, which is good or bad, and the comment.
func zendeskFeedback(rec *chat.Record, v jsondoc.Value) {
	rating, thumb, err := parseRating(v.Get("rating").Scalar())
	comment := v.Get("comment").Text()
	if err != nil && comment == "" {
		return
	}
	f := chat.Feedback{ID: rec.Conversation + ":rating", Rating: rating, Thumb: thumb, Comment: comment, Time: chat.NoTime, UserID: rec.UserID}
	for i := range rec.Events {
		if e := &rec.Events[i]; e.Type == "chat.rating" || e.Type == "chat.comment" {
			f.Time = max(f.Time, e.Time)
		}
	}
	rec.Feedback = append(rec.Feedback, f)
}
