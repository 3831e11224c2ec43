package ingest

import (
	"errors"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// twilio reads messages of Twilio Conversations: one a record, or the pages of
// its API, {"messages":[…],"meta":{…}}.
func (d *decoder) twilio(v jsondoc.Value, _ int64, line int) error {
	if list := v.Get("messages"); list.Kind() == jsondoc.Array {
		return d.eachOf(list, line, func(m jsondoc.Value) error { return d.twilioMessage(m, line) })
	}
	return d.twilioMessage(v, line)
}

func isTwilio(v jsondoc.Value) bool {
	if list := v.Get("messages"); list.Kind() == jsondoc.Array {
		v = list.Index(0)
	}
	return v.Get("conversation_sid").Exists() && v.Get("author").Exists()
}

func (d *decoder) twilioMessage(v jsondoc.Value, line int) error {
	rec := newRecord(v.Get("conversation_sid").Text(), line)
	if rec.Conversation == "" {
		return errors.New("a message without conversation_sid")
	}
	attributes, err := d.objectText(firstOf(v, "attributes"))
	if err != nil {
		attributes = ""
	}
	author := v.Get("author").Scalar()
	m := chat.Message{ID: v.Get("sid").Text(), Role: d.twilioRole(author, attributes), Content: v.Get("body").Text(), Position: -1}
	if n, ok := v.Get("index").Int(); ok && n >= 0 && n < 1<<30 {
		m.Position = int32(n)
	}
	if m.Time, err = timeOf(v.Get("date_created")); err != nil {
		return err
	}
	for it := v.Get("media").Iter(); it.Next(); {
		m.Content = strings.TrimPrefix(m.Content+"\n["+firstOf(it.Value(), "content_type", "filename").Text()+"]", "\n")
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
	var extra members
	extra.all(v, "conversation_sid", "sid", "index", "author", "body", "date_created", "attributes", "media", "url", "links", "account_sid")
	m.Properties = joinObject(attributes, extra.b)
	rec.Messages = d.out.messages.one(m)
	d.out.push(rec, 0)
	return nil
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
