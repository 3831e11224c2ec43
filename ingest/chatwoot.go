package ingest

import (
	"errors"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var chatwootFormat = Format{
	Name: "chatwoot", Title: "Chatwoot",
	Doc: "Messages of Chatwoot, one a record, in a page of its API or in the conversation that holds them, and answers to its satisfaction survey. " +
		"Private notes and activities are no messages; they become events.",
	Recognised: "JSON objects with message_type and one of inbox_id, private and sender_type, or around such",
	Sample:     `{"id":9,"content":"Where is my order?","message_type":0,"private":false,"created_at":1790000000,"conversation_id":12,"inbox_id":1,"sender":{"id":7,"type":"contact","name":"Ana"}}`,
	Reference:  "the OpenAPI description of Chatwoot (github.com/chatwoot/chatwoot, swagger/swagger.json)",
	Mapping: []Mapping{
		{"conversation_id, id, created_at", "conversation, id of the message, time"},
		{"message_type, sender_type, sender.type", "role: 0 or incoming is the user; 1 or outgoing a person if a User sent it, else the agent; 3 or template the agent"},
		{"private, message_type 2", "events private_note and activity with their text"},
		{"content, attachments, content_attributes.items", "content; attachments as their kind in brackets, what may be chosen as lines"},
		{"sender or meta.sender, meta.contact", "user and user properties, custom attributes among them"},
		{"content_attributes.submitted_values.csat_survey_response; rating, feedback_message", "feedback"},
		{"status, labels, priority, inbox_id, custom_attributes of the conversation", "properties of the conversation"},
		{"content_type, echo_id, source_id, …", "kept in the properties of the message"},
	},
	shape: &shape{match: isChatwoot, read: (*decoder).chatwoot},
}

// chatwoot reads a message, a page, a conversation or an answer to the survey.
func (d *decoder) chatwoot(v jsondoc.Value, line int) error {
	if list := chatwootList(v); list.Exists() {
		if v.Get("inbox_id").Exists() && v.Get("messages").Exists() {
			return d.chatwootConversation(v, list, line)
		}
		return d.eachOf(list, line, func(m jsondoc.Value) error {
			if inner := chatwootList(m); inner.Exists() { // a page of conversations
				return d.chatwootConversation(m, inner, line)
			}
			return d.chatwootMessage(m, v.Get("meta"), "", line)
		})
	}
	if v.Get("rating").Kind() == jsondoc.Number {
		return d.chatwootSurvey(v, line)
	}
	return d.chatwootMessage(v, jsondoc.Value{}, "", line)
}

// chatwootList finds the elements of a page, or the messages of a conversation on one.
func chatwootList(v jsondoc.Value) jsondoc.Value {
	for _, list := range []jsondoc.Value{v.Get("payload"), v.Get("data").Get("payload")} {
		if list.Kind() == jsondoc.Array {
			return list
		}
	}
	if list := v.Get("messages"); list.Kind() == jsondoc.Array && v.Get("inbox_id").Exists() {
		return list
	}
	return jsondoc.Value{}
}

func isChatwoot(v jsondoc.Value) bool {
	for range 2 {
		if list := chatwootList(v); list.Exists() {
			v = list.Index(0)
		}
	}
	if v.Get("rating").Kind() == jsondoc.Number {
		return v.Get("feedback_message").Exists() && v.Get("conversation_id").Exists()
	}
	return v.Get("message_type").Exists() && (v.Get("inbox_id").Exists() || v.Get("private").Exists() || v.Get("sender_type").Exists())
}

// chatwootConversation reads a conversation with its messages.
func (d *decoder) chatwootConversation(v, list jsondoc.Value, line int) error {
	id := firstOf(v, "id", "display_id").Scalar()
	if id == "" {
		return errors.New("a conversation without id")
	}
	return d.eachOf(list, line, func(m jsondoc.Value) error { return d.chatwootMessage(m, v, id, line) })
}

// chatwootMessage reads a message. around is what stands around it: the meta data of
// a page, or its conversation.
func (d *decoder) chatwootMessage(v, around jsondoc.Value, conversation string, line int) error {
	rec := newRecord(v.Get("conversation_id").Scalar(), line)
	fill(&rec.Conversation, conversation)
	if rec.Conversation == "" {
		return errors.New("a message without conversation_id")
	}
	at, err := optionalTime(v.Get("created_at"))
	if err != nil {
		return err
	}
	d.chatwootFrame(&rec, v, around)
	var extra rest
	extra.all(v, "conversation_id", "id", "content", "processed_message_content", "message_type", "created_at", "updated_at", "sender", "sender_type", "private", "conversation", "account_id")
	id := v.Get("id").Scalar()
	private, _ := v.Get("private").Bool()
	role, ok := chatwootRole(v)
	switch {
	case private:
		extra.addText("text", v.Get("content").Text())
		extra.keep("sender", v.Get("sender").Get("name"))
		rec.Events = d.out.events.one(newEventAt("private_note", "private_note", id, at, &extra))
	case !ok:
		return fmt.Errorf("unknown message_type %q", clip(v.Get("message_type").Scalar()))
	case role == chat.RoleSystem:
		extra.addText("text", v.Get("content").Text())
		rec.Events = d.out.events.one(newEventAt("activity", "activity", id, at, &extra))
	default:
		content := chatwootContent(v)
		if content == "" {
			return errors.New("a message without content")
		}
		m := chat.Message{ID: id, Role: role, Content: content, Time: at, Position: -1, Properties: extra.object()}
		if m.Name = v.Get("sender").Get("name").Text(); role == chat.RoleUser {
			m.Name = ""
		}
		rec.Messages = d.out.messages.one(m)
	}
	if survey := v.Get("content_attributes").Get("submitted_values").Get("csat_survey_response"); survey.Exists() {
		if f, ok := surveyAnswer(survey, id+":csat", at); ok {
			rec.Feedback = d.out.feedback.one(f)
		}
	}
	return d.loose(rec)
}

// chatwootFrame reads whose the conversation is, and what is kept of it.
func (d *decoder) chatwootFrame(rec *chat.Record, v, around jsondoc.Value) {
	meta := around
	if inner := around.Get("meta"); inner.Kind() == jsondoc.Object {
		meta = inner
	}
	contact := firstOf(meta, "sender", "contact")
	if role, ok := chatwootRole(v); ok && role == chat.RoleUser && v.Get("sender").Exists() {
		contact = v.Get("sender")
	}
	rec.UserID = firstOf(contact, "identifier", "id").Scalar()
	rec.Channel = meta.Get("channel").Text()
	var p rest
	p.keep("inbox_id", firstOf(around, "inbox_id"))
	for _, key := range []string{"status", "labels", "priority"} {
		p.keep(key, firstOf(around, key))
	}
	p.all(around.Get("custom_attributes"))
	rec.Properties = p.object()
	var u rest
	u.keep("name", contact.Get("name"))
	u.keep("email", contact.Get("email"))
	u.all(contact.Get("custom_attributes"))
	rec.UserProperties = u.object()
}

// chatwootRole tells who speaks; RoleSystem stands for activities, which are no messages.
func chatwootRole(v jsondoc.Value) (chat.Role, bool) {
	switch v.Get("message_type").Scalar() {
	case "0", "incoming":
		return chat.RoleUser, true
	case "1", "outgoing":
		sender := v.Get("sender_type").Text()
		fill(&sender, v.Get("sender").Get("type").Text())
		switch sender {
		case "User", "user", "agent":
			return chat.RoleHumanAgent, true
		}
		return chat.RoleAssistant, true // AgentBot, Captain::Assistant, automation
	case "2", "activity":
		return chat.RoleSystem, true
	case "3", "template":
		return chat.RoleAssistant, true
	}
	return 0, false
}

func chatwootContent(v jsondoc.Value) string {
	text := v.Get("content").Text()
	for it := v.Get("content_attributes").Get("items").Iter(); it.Next(); {
		if title := it.Value().Get("title").Text(); title != "" {
			text = joinLines(text, "- "+title)
		}
	}
	for it := v.Get("attachments").Iter(); it.Next(); {
		kind := it.Value().Get("file_type").Text()
		fill(&kind, "file")
		text = joinLines(text, "["+kind+"]")
	}
	return text
}

// surveyAnswer reads the answer to the satisfaction survey.
func surveyAnswer(v jsondoc.Value, id string, at chat.Time) (chat.Feedback, bool) {
	rating, thumb, err := parseRating(v.Get("rating").Scalar())
	return chat.Feedback{ID: id, Rating: rating, Thumb: thumb, Comment: v.Get("feedback_message").Text(), Time: at}, err == nil
}

// chatwootSurvey reads a row of the survey's report.
func (d *decoder) chatwootSurvey(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("conversation_id").Scalar(), line)
	if rec.Conversation == "" {
		return errors.New("an answer to the survey without conversation_id")
	}
	at, err := optionalTime(v.Get("created_at"))
	if err != nil {
		return err
	}
	// The message of the survey tells the answer too: it must be the same one.
	id := v.Get("message_id").Scalar()
	fill(&id, v.Get("id").Scalar())
	f, ok := surveyAnswer(v, id+":csat", at)
	if !ok {
		return fmt.Errorf("rating %q is not 1 to 5", clip(v.Get("rating").Scalar()))
	}
	rec.UserID = firstOf(v.Get("contact"), "identifier", "id").Scalar()
	rec.Feedback = d.out.feedback.one(f)
	return d.loose(rec)
}
