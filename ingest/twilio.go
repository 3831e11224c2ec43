package ingest

import (
	"errors"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var twilioFormat = Format{
	Name: "twilio", Title: "Twilio Conversations",
	Doc: "Messages of Twilio Conversations, one a record or in the pages of its API. Twilio does not say who is the agent: an author that is an address " +
		"(+49…, whatsapp:+49…) is the user, system or a name with bot in it the agent, a worker of Flex (name_40host) a person; a role among the attributes wins.",
	Recognised: "JSON objects with conversation_sid and author",
	Sample:     `{"conversation_sid":"CH01","sid":"IM01","index":0,"author":"whatsapp:+4915100000000","body":"Where is my order?","attributes":"{}","date_created":"2026-10-01T09:00:00Z"}`,
	Reference:  "the Conversation Message resource of the Twilio documentation (twilio.com/docs/conversations/api/conversation-message-resource)",
	Mapping: []Mapping{
		{"conversation_sid", "conversation"},
		{"sid, index", "id of the message, its place"},
		{"author", "role, as told above; of a user also the user and, before the colon, the channel; else the name"},
		{"body, media", "content; of media the type in brackets"},
		{"date_created", "time"},
		{"attributes", "properties of the message; role, sender_type, author_type or from in them is the role"},
		{"participant_sid, date_updated, delivery, content_sid, …", "kept in the properties of the message"},
	},
	shape: &shape{match: isTwilio, read: (*decoder).twilio, wrap: []string{"messages"}},
}

func isTwilio(v jsondoc.Value) bool {
	return v.Get("conversation_sid").Exists() && v.Get("author").Exists()
}

// twilio reads one message.
func (d *decoder) twilio(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("conversation_sid").Text(), line)
	if rec.Conversation == "" {
		return errors.New("a message without conversation_sid")
	}
	attributes, err := d.objectText(firstOf(v, "attributes"))
	if err != nil {
		attributes = ""
	}
	author := v.Get("author").Scalar()
	m := newMessage(v.Get("sid").Text(), d.twilioRole(author, attributes), v.Get("body").Text())
	if n, ok := v.Get("index").Int(); ok && n >= 0 && n < 1<<30 {
		m.Position = int32(n)
	}
	if m.Time, err = optionalTime(v.Get("date_created")); err != nil {
		return err
	}
	for it := v.Get("media").Iter(); it.Next(); {
		m.Content = joinLines(m.Content, "["+firstOf(it.Value(), "content_type", "filename").Text()+"]")
	}
	if m.Content == "" {
		return errors.New("a message without body")
	}
	if m.Role == chat.RoleUser {
		rec.UserID = author
	} else {
		m.Name = author
	}
	rec.Channel = twilioChannel(author)
	var extra rest
	extra.all(v, "conversation_sid", "sid", "index", "author", "body", "date_created", "attributes", "media", "url", "links", "account_sid")
	m.Properties = joinObject(attributes, extra)
	rec.Messages = d.out.messages.one(m)
	return d.loose(rec)
}

// twilioRole tells who wrote a message. Twilio does not say it: an author is the
// address of a user, the identity of whoever logged in, or "system" where the API
// posted for nobody. A role among the attributes wins.
func (d *decoder) twilioRole(author, attributes string) chat.Role {
	if v, err := d.inner.Parse([]byte(attributes)); err == nil {
		for _, key := range []string{"role", "sender_type", "senderType", "author_type", "from"} {
			if role, ok := chat.ParseRole(v.Get(key).Text()); ok {
				return role
			}
		}
	}
	name := strings.ToLower(author)
	switch {
	case twilioChannel(author) != "":
		return chat.RoleUser
	case name == "" || name == "system" || strings.Contains(name, "bot") || strings.Contains(name, "assistant") || strings.HasPrefix(author, "FW") || strings.HasPrefix(author, "FN"):
		return chat.RoleAssistant
	case strings.Contains(name, "_40"): // Flex writes the @ of its workers so
		return chat.RoleHumanAgent
	}
	return chat.RoleUser
}

// twilioChannel is the channel of an address, "" for an identity.
func twilioChannel(author string) string {
	if kind, rest, found := strings.Cut(author, ":"); found && rest != "" && strings.IndexFunc(kind, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
		return kind // whatsapp:+49…, messenger:…
	}
	if len(author) > 4 && author[0] == '+' && strings.IndexFunc(author[1:], func(r rune) bool { return r < '0' || r > '9' }) < 0 {
		return "sms"
	}
	return ""
}
