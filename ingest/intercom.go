package ingest

import (
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var intercomFormat = Format{
	Name: "intercom", Title: "Intercom conversations",
	Doc: "Conversations of Intercom with their parts, one a record or in the pages of its API. The first message stands in source; bodies are HTML, of which the text is kept. " +
		"Notes among colleagues and what was done rather than said become events. Intercom returns no more than 500 parts of a conversation.",
	Recognised: "JSON objects with source and one of conversation_parts, ai_agent_participated and conversation_rating",
	Sample: `{"id":"1295","created_at":1790000000,"source":{"type":"conversation","id":"3","body":"<p>Where is my order?</p>","author":{"type":"user","id":"u1"}},` +
		`"ai_agent_participated":true,"ai_agent":{"resolution_state":"assumed_resolution","rating":4},"conversation_parts":{"conversation_parts":[` +
		`{"id":"4","part_type":"comment","body":"<p>On its way.</p>","created_at":1790000060,"author":{"type":"bot","id":"274","from_ai_agent":true}}]}}`,
	Reference: "the OpenAPI description of the Intercom API (github.com/intercom/Intercom-OpenAPI, descriptions/0)",
	Mapping: []Mapping{
		{"id, created_at, updated_at", "conversation, when it was created and last changed"},
		{"source", "the first message; its type is the channel"},
		{"conversation_parts.conversation_parts[]", "messages where they have a body; notes, assignments and parts without a body are events of the type part_type"},
		{"author.type, author.from_ai_agent, author.is_ai_answer", "role: user, lead and contact are the user, bot and what the AI agent wrote the agent, admin and team a person"},
		{"contacts", "user: external_id, else id"},
		{"conversation_rating, ai_agent.rating", "feedback with remark and time"},
		{"ai_agent.resolution_state", "property resolution_state: escalated and procedure_handoff are escalations, confirmed_resolution is a success"},
		{"custom_attributes", "properties of the conversation under their own names"},
		{"tags, state, title, statistics, …", "properties of the conversation"},
	},
	shape: &shape{match: isIntercom, read: (*decoder).intercom, wrap: []string{"conversations"}},
}

func isIntercom(v jsondoc.Value) bool {
	return v.Get("source").Kind() == jsondoc.Object && (v.Get("conversation_parts").Exists() || v.Get("ai_agent_participated").Exists() || v.Get("conversation_rating").Exists())
}

// intercom reads one conversation.
func (d *decoder) intercom(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("id").Scalar(), line)
	if rec.Conversation == "" {
		return errors.New("a conversation without id")
	}
	var err error
	if rec.CreatedAt, err = optionalTime(v.Get("created_at")); err != nil {
		return err
	}
	if rec.UpdatedAt, err = optionalTime(v.Get("updated_at")); err != nil {
		return err
	}
	source := v.Get("source")
	contact := v.Get("contacts").Get("contacts").Index(0)
	rec.UserID = firstOf(contact, "external_id", "id").Scalar()
	if rec.UserID == "" && intercomRole(source.Get("author")) == chat.RoleUser {
		rec.UserID = source.Get("author").Get("id").Scalar()
	}
	rec.Channel = source.Get("type").Text()
	if body := intercomBody(source); body != "" {
		rec.Messages = append(rec.Messages, intercomMessage(source, body, rec.CreatedAt))
	}
	i := 0
	for it := v.Get("conversation_parts").Get("conversation_parts").Iter(); it.Next(); i++ {
		if err := intercomPart(&rec, it.Value()); err != nil {
			return fmt.Errorf("part %d: %w", i, err)
		}
	}
	intercomFeedback(&rec, v)
	rec.Properties = intercomProperties(v)
	d.adoptProperties(&rec)
	return d.whole(rec)
}

// intercomBody is the text of a message: its subject, of an e-mail, and its body,
// which is HTML, else what is attached.
func intercomBody(v jsondoc.Value) string {
	text := joinLines(htmlText(v.Get("subject").Text()), htmlText(v.Get("body").Text()))
	for it := v.Get("attachments").Iter(); it.Next(); {
		name := firstOf(it.Value(), "name", "content_type", "type").Text()
		fill(&name, "attachment")
		text = joinLines(text, "["+name+"]")
	}
	return text
}

// intercomPart reads a part: a message if it says something and is no note among
// colleagues, else an event.
func intercomPart(rec *chat.Record, v jsondoc.Value) error {
	at, err := optionalTime(v.Get("created_at"))
	if err != nil {
		return err
	}
	kind, body := v.Get("part_type").Text(), intercomBody(v)
	if redacted, _ := v.Get("redacted").Bool(); redacted && body == "" {
		body = "[redacted]"
	}
	internal := strings.HasPrefix(kind, "note") || strings.Contains(kind, "assignment")
	if body != "" && !internal {
		rec.Messages = append(rec.Messages, intercomMessage(v, body, at))
		return nil
	}
	fill(&kind, "part")
	var p rest
	p.all(v, "id", "part_type", "created_at", "updated_at", "notified_at", "type")
	rec.Events = append(rec.Events, newEventAt(kind, kind, v.Get("id").Scalar(), at, &p))
	return nil
}

func intercomMessage(v jsondoc.Value, body string, at chat.Time) chat.Message {
	author := v.Get("author")
	m := chat.Message{ID: v.Get("id").Scalar(), Role: intercomRole(author), Content: body, Time: at, Position: -1}
	if m.Role != chat.RoleUser {
		m.Name = author.Get("name").Text()
	}
	var p rest
	p.all(v, "id", "type", "subject", "body", "created_at", "updated_at", "notified_at", "author", "redacted")
	m.Properties = p.object()
	return m
}

// intercomRole tells who wrote a part. Fin, the AI agent, may write under the name
// of a bot or of a colleague.
func intercomRole(author jsondoc.Value) chat.Role {
	for _, key := range []string{"from_ai_agent", "is_ai_answer"} {
		if yes, _ := author.Get(key).Bool(); yes {
			return chat.RoleAssistant
		}
	}
	switch author.Get("type").Text() {
	case "bot":
		return chat.RoleAssistant
	case "admin", "team":
		return chat.RoleHumanAgent
	}
	return chat.RoleUser // user, lead, contact
}

// intercomFeedback reads the ratings of the conversation and of the AI agent.
func intercomFeedback(rec *chat.Record, v jsondoc.Value) {
	for _, r := range []struct {
		v          jsondoc.Value
		id, remark string
	}{{v.Get("conversation_rating"), "rating", "remark"}, {v.Get("ai_agent"), "ai_rating", "rating_remark"}} {
		rating, thumb, err := parseRating(r.v.Get("rating").Scalar())
		if err != nil {
			continue
		}
		f := chat.Feedback{ID: rec.Conversation + ":" + r.id, Rating: rating, Thumb: thumb, Comment: r.v.Get(r.remark).Text(), Time: chat.NoTime, UserID: rec.UserID}
		if at, err := optionalTime(firstOf(r.v, "updated_at", "created_at")); err == nil {
			f.Time = at
		}
		rec.Feedback = append(rec.Feedback, f)
	}
}

// intercomProperties keeps what else is known, custom attributes and the verdict
// on the AI agent's work under their own names.
func intercomProperties(v jsondoc.Value) string {
	var p rest
	p.all(v.Get("custom_attributes"))
	agent := v.Get("ai_agent")
	p.keep("resolution_state", agent.Get("resolution_state"))
	p.under("ai_agent", agent, "resolution_state", "rating", "rating_remark")
	var tags []string
	for it := v.Get("tags").Get("tags").Iter(); it.Next(); {
		tags = append(tags, it.Value().Get("name").Text())
	}
	p.addText("tags", strings.Join(tags, ", "))
	p.all(v, "id", "type", "created_at", "updated_at", "source", "contacts", "conversation_parts", "conversation_rating", "ai_agent", "custom_attributes", "tags", "statistics", "first_contact_reply", "read", "waiting_since", "snoozed_until", "teammates", "linked_objects", "sla_applied", "topics")
	for _, key := range []string{"statistics", "sla_applied", "topics", "linked_objects", "teammates"} {
		p.keep(key, v.Get(key))
	}
	return p.object()
}
