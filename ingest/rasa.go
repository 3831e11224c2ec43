package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/internal/jsondoc"
)

var rasaFormat = Format{
	Name: "rasa", Title: "Rasa trackers",
	Doc: "Trackers as the HTTP API of Rasa returns them or a tracker store keeps them, one a record; each session_started begins a conversation of its own. " +
		"Also single events, as an event broker or the column data of the table events has them: of those a sender is one conversation.",
	Recognised: "JSON objects with sender_id and an array events, or with sender_id and an event of Rasa's",
	Sample: `{"sender_id":"u1","events":[{"event":"session_started","timestamp":1790000000.0},{"event":"user","timestamp":1790000001.5,"text":"Where is my order?","input_channel":"rest",` +
		`"message_id":"m1","parse_data":{"intent":{"name":"order_status","confidence":0.98}}},{"event":"bot","timestamp":1790000002.25,"text":"On its way."}]}`,
	Reference: "the events and the tracker of the Rasa documentation (rasa.com/docs/reference/primitives/events, rasa.com/docs/action-server/events)",
	Mapping: []Mapping{
		{"sender_id", "user; the conversation is the sender, with @ and the start of the session"},
		{"events[].event user, bot, agent", "messages of the user, the agent and a person; buttons as lines of the text"},
		{"events[].timestamp", "time"},
		{"events[].parse_data", "properties intent, confidence and entities of the message"},
		{"intent nlu_fallback or out_of_scope; actions of the fallback; flow pattern_cannot_handle", "fallback, once for each message of the user"},
		{"intents, actions and flows with handoff, handover, human or escalat in their names", "escalation"},
		{"other actions; flows that start, complete or are cancelled", "tool calls; flow_started, flow_completed, flow_abandoned"},
		{"slot events, slots", "properties of the conversation; a slot rating, csat, feedback, feedback_value, satisfaction or stars that holds a rating is feedback"},
		{"input_channel", "channel"},
		{"other events", "events of their own type, but for what happens only inside of Rasa"},
	},
	shape: &shape{match: isRasa, read: (*decoder).rasa},
}

// rasa reads a tracker or one event.
func (d *decoder) rasa(v jsondoc.Value, line int) error {
	sender := v.Get("sender_id").Scalar()
	if sender == "" {
		return errors.New("a tracker without sender_id")
	}
	if list := v.Get("events"); list.Kind() == jsondoc.Array {
		return d.rasaTracker(v, list, sender, line)
	}
	s := rasaSession{rec: newRecord(sender, line)}
	s.rec.UserID = sender
	if err := s.read(v); err != nil {
		return err
	}
	s.finish(jsondoc.Value{})
	if !says(&s.rec) {
		if s.rec.Properties == "" {
			return nil // it is of no interest outside of Rasa
		}
		s.event("slot", "slot", v, chat.NoTime)
	}
	return d.loose(s.rec)
}

// rasaEvents are the events by which a line that holds one is known.
var rasaEvents = map[string]bool{"user": true, "bot": true, "action": true, "slot": true, "session_started": true, "agent": true, "active_loop": true,
	"flow_started": true, "flow_completed": true, "user_featurization": true, "entities": true, "followup": true, "restart": true}

func isRasa(v jsondoc.Value) bool {
	if !v.Get("sender_id").Exists() {
		return false
	}
	if list := v.Get("events"); list.Kind() == jsondoc.Array {
		return list.Len() == 0 || list.Index(0).Get("event").Kind() == jsondoc.String
	}
	return rasaEvents[v.Get("event").Text()]
}

// rasaTracker splits a tracker where a session starts. Events before the first
// such place belong to a session of the sender's own name.
func (d *decoder) rasaTracker(v, list jsondoc.Value, sender string, line int) error {
	var sessions []rasaSession
	begin := func(id string) *rasaSession {
		s := rasaSession{rec: newRecord(id, line)}
		s.rec.UserID = sender
		sessions = append(sessions, s)
		return &sessions[len(sessions)-1]
	}
	s := begin(sender)
	i := 0
	for it := list.Iter(); it.Next(); i++ {
		e := it.Value()
		if e.Get("event").Text() == "session_started" {
			at, err := optionalTime(e.Get("timestamp"))
			if err != nil {
				return fmt.Errorf("event %d: %w", i, err)
			}
			id := sender + "@" + strconv.Itoa(len(sessions))
			if at.Known() {
				id = sender + "@" + string(instant.Append(nil, int64(at), nil))
			}
			s = begin(id)
			s.rec.CreatedAt = at
		}
		if err := s.read(e); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
	}
	told := false
	for i := range sessions {
		s := &sessions[i]
		slots := jsondoc.Value{}
		if i == len(sessions)-1 {
			slots = v.Get("slots")
		}
		s.finish(slots)
		if len(s.rec.Messages)+len(s.rec.Feedback) == 0 && (i == 0 || !s.eventful) {
			continue // nothing was said in it
		}
		d.adoptProperties(&s.rec)
		if err := d.whole(s.rec); err != nil {
			return err
		}
		told = true
	}
	if !told {
		return errors.New("a tracker without messages")
	}
	return nil
}

// rasaSession is what the events of one session have told so far.
type rasaSession struct {
	rec      chat.Record
	slots    []slot
	missed   bool // a fallback to the last message of the user is told already
	fell     int  // number of its event, counted from 1, until an answer follows
	eventful bool // something has happened, even if nothing was said
}

func (s *rasaSession) read(v jsondoc.Value) error {
	at, err := optionalTime(v.Get("timestamp"))
	if err != nil {
		return err
	}
	switch kind := v.Get("event").Text(); kind {
	case "":
		return errors.New("an event without its kind")
	case "user":
		s.user(v, at)
	case "bot":
		s.said(v, chat.RoleAssistant, at)
	case "agent":
		s.said(v, chat.RoleHumanAgent, at)
	case "action":
		s.action(v, at)
	case "slot":
		s.slots = append(s.slots, slot{v.Get("name").Text(), v.Get("value")})
	case "session_started":
		s.event(chat.EventSessionStart, kind, v, at)
	case "session_ended":
		s.event(chat.EventSessionEnd, kind, v, at)
	case "flow_started", "flow_completed", "flow_cancelled":
		s.flow(kind, v, at)
	case "user_featurization", "entities", "undo", "rewind", "action_execution_rejected", "routing_session_ended", "stack", "definite_featurization":
		// how Rasa works inside
	default:
		s.event(kind, kind, v, at)
		s.eventful = true
	}
	return nil
}

func (s *rasaSession) user(v jsondoc.Value, at chat.Time) {
	parsed := v.Get("parse_data")
	intent := parsed.Get("intent").Get("name").Text()
	text := firstOf(v, "text").Text()
	fill(&text, parsed.Get("text").Text())
	s.missed, s.fell = false, 0
	fill(&s.rec.Channel, v.Get("input_channel").Text())
	if text == "" && intent == "" {
		return
	}
	fill(&text, "["+intent+"]")
	id := v.Get("message_id").Scalar()
	fill(&id, parsed.Get("message_id").Scalar())
	var p rest
	p.addText("intent", intent)
	p.keep("confidence", parsed.Get("intent").Get("confidence"))
	p.keep("entities", parsed.Get("entities"))
	p.keep("metadata", v.Get("metadata"))
	s.rec.Messages = append(s.rec.Messages, chat.Message{ID: id, Role: chat.RoleUser, Content: text, Time: at, Position: -1, Properties: p.object()})
	switch {
	case intent == "nlu_fallback" || intent == "out_of_scope":
		s.fallback(intent, v, at)
	case asksForHuman(intent):
		s.event(chat.EventEscalation, intent, jsondoc.Value{}, at)
	}
}

// said takes what the bot or a human agent says: text, what may be chosen from,
// or else the kind of what was shown.
func (s *rasaSession) said(v jsondoc.Value, role chat.Role, at chat.Time) {
	text, data := v.Get("text").Text(), v.Get("data")
	for _, key := range []string{"buttons", "quick_replies"} {
		for it := data.Get(key).Iter(); it.Next(); {
			if title := it.Value().Get("title").Text(); title != "" {
				text = joinLines(text, "- "+title)
			}
		}
	}
	for _, key := range []string{"image", "attachment", "elements", "custom"} {
		if text == "" && !saysNothing(data.Get(key)) {
			text = "[" + key + "]"
		}
	}
	if text == "" {
		return
	}
	var p rest
	p.all(v.Get("metadata"))
	p.under("data", data, "buttons", "quick_replies")
	id := ""
	if at.Known() {
		id = strconv.FormatInt(int64(at), 36) + "-" + strconv.FormatUint(xxhash.Sum64String(text), 36) + "w" // Rasa gives none to what it says
	}
	if s.fell > 0 {
		s.rec.Events[s.fell-1].MessageID, s.fell = id, 0
	}
	s.rec.Messages = append(s.rec.Messages, chat.Message{ID: id, Role: role, Content: text, Time: at, Position: -1, Properties: p.object()})
}

// action takes an action that was executed. What it said stands in events of its own.
func (s *rasaSession) action(v jsondoc.Value, at chat.Time) {
	name := v.Get("name").Text()
	if name == "" {
		name = v.Get("action_text").Text()
	}
	switch {
	case name == "" || name == "action_listen" || name == "action_session_start" || strings.HasPrefix(name, "utter_") && !asksForHuman(name):
	case name == "action_default_fallback" || name == "action_two_stage_fallback" || name == "action_unlikely_intent" || name == "action_default_ask_rephrase":
		s.fallback(name, v, at)
	case asksForHuman(name):
		s.event(chat.EventEscalation, name, v, at)
	case strings.HasPrefix(name, "utter_"):
	default:
		var p rest
		p.addText("tool", name)
		p.all(v, "event", "timestamp", "name", "metadata", "sender_id")
		s.rec.Events = append(s.rec.Events, newEventAt(chat.EventToolCalled, "action", "", at, &p))
	}
	s.eventful = s.eventful || name != "action_listen" && name != "action_session_start"
}

// fallback notes that the agent did not understand, once for each message of the user.
func (s *rasaSession) fallback(name string, v jsondoc.Value, at chat.Time) {
	if !s.missed {
		s.event(chat.EventFallback, name, v, at)
		s.fell = len(s.rec.Events)
	}
	s.missed = true
}

// flow takes a step of a flow. Those of Rasa itself, the patterns, are no goals of
// the user's.
func (s *rasaSession) flow(kind string, v jsondoc.Value, at chat.Time) {
	id := v.Get("flow_id").Text()
	pattern := strings.HasPrefix(id, "pattern_")
	switch {
	case id == "pattern_human_handoff" && kind == "flow_started":
		s.event(chat.EventEscalation, id, v, at)
	case id == "pattern_cannot_handle" && kind == "flow_started":
		s.fallback(id, v, at)
	case pattern:
	case kind == "flow_started":
		s.event(chat.EventFlowStarted, kind, v, at)
	case kind == "flow_completed":
		s.event(chat.EventFlowCompleted, kind, v, at)
	default:
		s.event(chat.EventFlowAbandoned, kind, v, at)
	}
	s.eventful = s.eventful || !pattern
}

func (s *rasaSession) event(kind, source string, v jsondoc.Value, at chat.Time) {
	var p rest
	p.all(v, "event", "timestamp", "parse_data", "message_id", "input_channel", "text", "sender_id")
	s.rec.Events = append(s.rec.Events, newEventAt(kind, source, "", at, &p))
}
