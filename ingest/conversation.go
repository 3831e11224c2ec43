package ingest

import (
	"errors"
	"fmt"
	"math"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// conversation reads a record that holds a whole conversation: the shape of
// OpenAI's messages with the frame that Inkeep and others put around it.
func (d *decoder) conversation(v jsondoc.Value, hash int64, line int) error {
	rec := newRecord("", line)
	rec.Whole = true
	var own string
	var messages, events, feedback, usage, cost jsondoc.Value
	var extra row
	var costKey string
	var late []member
	for it := v.Iter(); it.Next(); {
		key, value := it.Key(), it.Value()
		var err error
		switch f := d.names.of(key); f {
		case fieldMessages:
			messages, err = arrayOf(key, value)
		case fieldEvents:
			events, err = arrayOf(key, value)
		case fieldFeedback:
			feedback, err = arrayOf(key, value)
		case fieldUsage:
			usage = value
		case fieldCost:
			costKey, cost = key, value
		case fieldNone:
			late = append(late, member{d.names.ofFrame(key), key, value})
		default:
			err = d.setFrame(&rec, &own, &extra, f, key, value)
		}
		if err != nil {
			return err
		}
	}
	for _, m := range late {
		if m.field == fieldUser && rec.UserID != "" || m.field == fieldTime && rec.CreatedAt != chat.NoTime {
			m.field = fieldNone // said under a better name
		}
		if err := d.setFrame(&rec, &own, &extra, m.field, m.key, m.value); err != nil {
			return err
		}
	}
	if rec.Conversation == "" {
		rec.Conversation = own
	}
	if err := d.readMessages(&rec, messages); err != nil {
		return err
	}
	if usage.Exists() && !spend(rec.Messages, usage) {
		extra.addExtra("usage", usage.Raw())
	}
	if cost.Exists() && cost.Kind() != jsondoc.Null && !charge(rec.Messages, parseCost(cost.Scalar())) {
		extra.addExtra(costKey, cost.Raw())
	}
	rec.Properties = extra.allProperties(rec.Properties)
	d.adoptProperties(&rec)
	if err := d.readParts(&rec, events, feedback); err != nil {
		return err
	}
	if len(rec.Messages)+len(rec.Events) == 0 {
		return errors.New("a conversation without messages")
	}
	if rec.Conversation == "" {
		rec.Conversation = unnamed
	}
	d.out.push(&rec, hash)
	return nil
}

// member is a key of a record whose meaning depends on the other keys.
type member struct {
	field field
	key   string
	value jsondoc.Value
}

func arrayOf(key string, v jsondoc.Value) (jsondoc.Value, error) {
	if v.Kind() == jsondoc.Array || v.Kind() == jsondoc.Null {
		return v, nil
	}
	return v, fmt.Errorf("%s is no array", key)
}

// readParts reads the events and the feedback that a conversation record holds.
func (d *decoder) readParts(rec *chat.Record, events, feedback jsondoc.Value) error {
	// They are read as records of their own, whose parts are then taken over.
	own, kinds := d.out, d.kinds
	defer func() { d.out.records, d.out.hashes, d.kinds = own.records, own.hashes, kinds }()
	d.kinds.allowed = nil // what a format may hold concerns whole records
	for _, list := range []jsondoc.Value{events, feedback} {
		i := 0
		for it := list.Iter(); it.Next(); i++ {
			d.out.records, d.out.hashes = nil, nil
			if err := d.part(rec.Conversation, rec.Line, it.Value()); err != nil {
				return fmt.Errorf("event or feedback %d: %w", i, err)
			}
			for _, p := range d.out.records {
				rec.Events = append(rec.Events, p.Events...)
				rec.Feedback = append(rec.Feedback, p.Feedback...)
			}
		}
	}
	return nil
}

// part reads one event or piece of feedback of a conversation.
func (d *decoder) part(conversation string, line int, v jsondoc.Value) error {
	r := &d.row
	r.clear()
	for it := v.Iter(); it.Next(); {
		if err := d.setJSON(r, d.names.of(it.Key()), it.Key(), it.Value()); err != nil {
			return err
		}
	}
	fill(&r.conversation, conversation)
	return d.add(r, line)
}

// unnamed marks a conversation whose record has no id; it gets one from its words.
const unnamed = "\x00unnamed"

// setFrame puts what a record says beside its messages where it belongs.
func (d *decoder) setFrame(rec *chat.Record, own *string, extra *row, f field, key string, v jsondoc.Value) (err error) {
	if v.Kind() == jsondoc.Null {
		return nil
	}
	if (v.Kind() == jsondoc.Object || v.Kind() == jsondoc.Array) && (f == fieldUser || f == fieldChannel || f == fieldBot || f == fieldLanguage) {
		f = fieldNone // no name; it is kept as it is
	}
	switch f {
	case fieldConversation:
		rec.Conversation, err = idText(key, v)
	case fieldID:
		*own, err = idText(key, v)
	case fieldTime:
		rec.CreatedAt, err = jsonTime(v)
	case fieldUpdated:
		rec.UpdatedAt, err = jsonTime(v)
	case fieldUser:
		rec.UserID = v.Scalar()
	case fieldChannel:
		rec.Channel = v.Scalar()
	case fieldBot:
		rec.Bot = v.Scalar()
	case fieldLanguage:
		rec.Language = v.Scalar()
	case fieldProperties:
		rec.Properties, err = d.objectText(v)
	case fieldUserProperties:
		rec.UserProperties, err = d.objectText(v)
	case fieldRating:
		r := row{rating: v.Scalar(), time: chat.NoTime}
		var fb chat.Feedback
		if fb, err = r.judgement(); err == nil {
			rec.Feedback = d.out.feedback.one(fb)
		}
	case fieldNested:
	case fieldType:
		if v.Text() != "openai" {
			extra.addExtra(key, v.Raw())
		}
	default:
		extra.addExtra(key, v.Raw())
	}
	return err
}

// adoptProperties takes what properties say for fields that the record itself lacks.
func (d *decoder) adoptProperties(rec *chat.Record) {
	for _, object := range []string{rec.Properties, rec.UserProperties} {
		if object == "" {
			continue
		}
		v, err := d.inner.Parse([]byte(object))
		if err != nil {
			continue
		}
		for it := v.Iter(); it.Next(); {
			key, s := it.Key(), it.Value().Scalar()
			switch d.names.of(key) {
			case fieldConversation:
				fill(&rec.Conversation, s)
			case fieldUser:
				fill(&rec.UserID, s)
			case fieldID:
				if object == rec.UserProperties {
					fill(&rec.UserID, s)
				}
			case fieldChannel:
				fill(&rec.Channel, s)
			case fieldBot:
				fill(&rec.Bot, s)
			case fieldLanguage:
				fill(&rec.Language, s)
			case fieldRating:
				d.adoptRating(rec, s)
			}
		}
	}
}

// adoptRating takes a rating among the properties; there, anything else than a
// rating is just a property.
func (d *decoder) adoptRating(rec *chat.Record, s string) {
	rating, thumb, err := parseRating(s)
	if err == nil && rec.Feedback == nil {
		rec.Feedback = d.out.feedback.one(chat.Feedback{Rating: rating, Thumb: thumb, Time: chat.NoTime})
	}
}

func (d *decoder) readMessages(rec *chat.Record, messages jsondoc.Value) error {
	n := messages.Len()
	if n > math.MaxInt32 {
		return errors.New("more messages than one conversation may have")
	}
	if most := d.bounds.Messages; most > 0 && n > most {
		return errors.New(tooManyMessages(n, most))
	}
	rec.Messages = make([]chat.Message, 0, n)
	i := 0
	for it := messages.Iter(); it.Next(); i++ {
		if it.Value().Kind() != jsondoc.Object {
			return fmt.Errorf("message %d is no JSON object", i)
		}
		m, err := d.message(it.Value())
		if err != nil {
			return fmt.Errorf("message %d: %w", i, err)
		}
		rec.Messages = append(rec.Messages, m)
	}
	return nil
}

// message reads one message of a conversation record.
func (d *decoder) message(v jsondoc.Value) (chat.Message, error) {
	r := &d.row
	r.clear()
	it := v.Iter()
	for it.Next() {
		f := d.names.of(it.Key())
		if f == fieldFunctionCall && it.Value().Kind() == jsondoc.Object {
			if b := appendCall(nil, it.Value()); r.toolCalls == "" {
				r.toolCalls = string(append(b, ']'))
			}
			continue
		}
		if err := d.setJSON(r, f, it.Key(), it.Value()); err != nil {
			return chat.Message{}, err
		}
	}
	if r.role == "" {
		return chat.Message{}, errors.New("it has no role")
	}
	role, ok := chat.ParseRole(r.role)
	if !ok {
		return chat.Message{}, fmt.Errorf("unknown role %q; known are user, assistant, human_agent, system and tool", clip(r.role))
	}
	fill(&r.messageID, r.id)
	return chat.Message{ID: r.messageID, Role: role, Content: r.content, Time: r.time, Position: -1, Name: r.name, Model: r.model, ToolCallID: r.toolCallID,
		ToolCalls: r.toolCalls, EventType: r.eventType, InputTokens: r.inputTokens, OutputTokens: r.outputTokens, CachedTokens: r.cachedTokens, Cost: r.cost,
		Properties: r.allProperties(d.text(r.properties))}, nil
}
