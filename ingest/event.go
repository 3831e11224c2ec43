package ingest

import (
	"errors"
	"strings"

	"chatcops/internal/chat"
)

// payload is what the properties of an event say beyond the event's own fields.
type payload struct {
	conversation, user, channel, about, text, role, rating, comment, test, variant string
	rest                                                                           []byte // members that are not the text or the role of a message
}

// readPayload takes the properties of an event apart. What it returns of them
// holds until the next one.
func (d *decoder) readPayload(o object) payload {
	p := payload{rest: d.rest[:0]}
	v := o.value
	if o.text != "" {
		var err error
		if v, err = d.inner.Parse([]byte(o.text)); err != nil {
			return p
		}
	}
	it := v.Iter()
	for it.Next() {
		value := it.Value()
		switch d.names.of(it.Key()) {
		case fieldConversation:
			p.conversation = value.Scalar()
		case fieldUser:
			p.user = value.Scalar()
		case fieldChannel:
			p.channel = value.Scalar()
		case fieldMessageID:
			p.about = value.Scalar()
		case fieldContent:
			if text, ok := value.Str(); ok {
				p.text = text
				continue
			}
		case fieldRole:
			p.role = value.Scalar()
			continue
		case fieldRating:
			p.rating = value.Scalar()
		case fieldComment:
			p.comment = value.Scalar()
		case fieldTest:
			p.test = value.Scalar()
		case fieldVariant:
			p.variant = value.Scalar()
		}
		if len(p.rest) > 0 {
			p.rest = append(p.rest, ',')
		}
		p.rest = it.AppendMember(p.rest)
	}
	d.rest = p.rest
	return p
}

// word is the type of an event as the data has it.
func (r *row) word() string {
	if r.eventType != "" {
		return r.eventType
	}
	return r.typ
}

// speaker says who speaks in a message event. The dialects look from different
// sides: what the widget sends is the user's, what the server sends is the agent's.
func speaker(word, role string) (name string, who chat.Role, ok bool) {
	switch word {
	case "message:sent":
		name, who = chat.EventUserMessage, chat.RoleUser
	case "message:received":
		name, who = chat.EventAssistantMessage, chat.RoleAssistant
	case "message_received", "message.received", chat.EventUserMessage:
		name, who = chat.EventUserMessage, chat.RoleUser
	case "message_sent", "message.sent", chat.EventAssistantMessage:
		name, who = chat.EventAssistantMessage, chat.RoleAssistant
	case "message.created", "message:created", "message_created":
		if role == "" {
			return "", 0, false
		}
	default:
		return "", 0, false
	}
	if role == "" {
		return name, who, true
	}
	if r, known := chat.ParseRole(role); known {
		who = r
		name = chat.EventAssistantMessage
		if r == chat.RoleUser {
			name = chat.EventUserMessage
		}
	}
	return name, who, true
}

func (d *decoder) addEvent(r *row, line int) error {
	out := &d.out
	properties := r.payload
	if properties.empty() {
		properties = r.properties
	}
	p := d.readPayload(properties)
	fill(&r.conversation, p.conversation)
	fill(&r.user, p.user)
	fill(&r.user, r.propertiesUser)
	fill(&r.channel, p.channel)
	word := r.word()
	fill(&r.messageID, p.about)
	fill(&r.eventID, r.id)
	if r.conversation == "" && r.messageID == "" {
		return errors.New("an event without session_id (nor conversation_id or messageId)")
	}
	rec := newRecord(r.conversation, line)
	rec.UserID, rec.Channel, rec.Bot, rec.Language, rec.UserProperties = r.user, r.channel, r.bot, r.language, r.userProperties
	text, role := p.text, p.role
	if r.hasContent {
		text = r.content
	}
	fill(&role, r.role)
	name, who, said := speaker(word, role)
	switch {
	case said && text != "" && r.conversation != "":
		rec.Messages = out.messages.next()
		m := &rec.Messages[0]
		m.ID, m.Role, m.Content, m.Time, m.Position = r.eventID, who, text, r.time, -1
		m.Model, m.EventType, m.Properties = r.model, word, d.texts.object(appendMembers(p.rest, r.extra))
		m.InputTokens, m.OutputTokens, m.CachedTokens, m.Cost = r.inputTokens, r.outputTokens, r.cachedTokens, r.cost
	default:
		r.keepCost()
		rec.Events = out.events.one(newEvent(r, word, name, joinObject(d.text(properties), r.extra)))
		if err := d.addSpecial(r, &rec, &p); err != nil {
			return err
		}
	}
	d.pushLoose(&rec)
	return nil
}

func newEvent(r *row, word, name, properties string) chat.Event {
	e := chat.Event{ID: r.eventID, Type: name, Time: r.time, UserID: r.user, Channel: r.channel, MessageID: r.messageID, Properties: properties}
	if e.Type == "" {
		known := false
		if e.Type, known = chat.EventName(word); !known {
			e.Type = word
		}
	}
	if e.Type != word {
		e.SourceType = word
	}
	return e
}

// addSpecial adds what an event is beside itself: feedback or an exposure.
func (d *decoder) addSpecial(r *row, rec *chat.Record, p *payload) error {
	switch rec.Events[0].Type {
	case chat.EventFeedback:
		fill(&r.rating, p.rating)
		fill(&r.comment, p.comment)
		if r.rating == "" {
			return nil
		}
		f, err := r.judgement()
		if err != nil {
			return err
		}
		f.ID, f.MessageID = r.eventID, r.messageID
		rec.Feedback = d.out.feedback.one(f)
	case chat.EventExposure:
		fill(&r.test, p.test)
		fill(&r.variant, p.variant)
		if r.test == "" || r.variant == "" {
			return errors.New("an exposure needs test and variant")
		}
		rec.Exposures = d.out.exposures.one(chat.Exposure{Test: r.test, Session: r.conversation, Variant: r.variant, Time: r.time})
	}
	return nil
}

// fill sets a field that is empty.
func fill(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

func appendMembers(a, b []byte) []byte {
	if len(a) > 0 && len(b) > 0 {
		a = append(a, ',')
	}
	return append(a, b...)
}

// texts makes lasting texts, many of them in one piece of memory.
type texts struct{ chunk strings.Builder }

// textsSize is what a piece of memory holds.
const textsSize = 16 << 10

// object returns the JSON object of these members, "" if there are none.
func (t *texts) object(members []byte) string {
	if len(members) == 0 {
		return ""
	}
	if size := len(members) + len("{}"); t.chunk.Cap()-t.chunk.Len() < size {
		t.chunk.Reset() // to new memory: what was returned lies in the old
		t.chunk.Grow(max(textsSize, size))
	}
	start := t.chunk.Len()
	t.chunk.WriteByte('{')
	t.chunk.Write(members)
	t.chunk.WriteByte('}')
	return t.chunk.String()[start:]
}
