package ingest

import (
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var botframeworkFormat = Format{
	Name: "botframework", Title: "Bot Framework and Copilot Studio transcripts",
	Doc: "Activities of the Bot Framework: an array of them (a .transcript file), one a line, the object {\"activities\":[…]} of a Copilot Studio conversation, or rows of the Dataverse table " +
		"ConversationTranscript, JSON or CSV, whose column content holds such an object. Copilot Studio's own verdict on a session is kept as the property outcome.",
	Recognised: "JSON objects with an array activities, with a type and a from of the Bot Framework, or, like a header, with content and conversationtranscriptid",
	Sample: `{"activities":[{"type":"message","id":"1","timestamp":"2026-10-01T09:00:00Z","from":{"id":"u1","role":1},"channelId":"webchat","conversation":{"id":"c1"},"text":"Where is my order?"},` +
		`{"type":"message","id":"2","timestamp":"2026-10-01T09:00:02Z","from":{"id":"b1","role":0},"text":"On its way."},{"type":"trace","valueType":"SessionInfo","value":{"outcome":"Resolved"}}]}`,
	Reference: "the Activity schema (github.com/microsoft/botframework-sdk, specs/botframework-activity), transcripts of BotBuilder-Samples, and learn.microsoft.com/microsoft-copilot-studio/analytics-sessions-transcripts",
	Mapping: []Mapping{
		{"conversation.id; name of a Dataverse row; else the file", "conversation"},
		{"type message: id, timestamp, text, attachments, suggestedActions", "messages; what is attached as its text or kind in brackets, what may be chosen as lines"},
		{"from.role", "role: user or 1, bot or 0; without it as the ids and replyToId suggest"},
		{"from.aadObjectId, from.id", "user; of the bot, its name is the bot"},
		{"channelId, locale", "channel, language"},
		{"valueType SessionInfo", "session_end, and properties outcome, outcomeReason, turnCount, impliedSuccess, session_type; outcomes HandOff and Escalated, Resolved and Abandoned are labels"},
		{"valueType UnknownIntent; event handoff.initiate", "fallback; escalation"},
		{"valueType CSATSurveyResponse; invoke message/submitAction; messageReaction", "feedback"},
		{"endOfConversation", "session_end"},
		{"other activities", "events of the type valueType, name or type with their value; typing is passed over"},
		{"metadata, schematype, … of a Dataverse row", "bot (BotName), properties of the conversation"},
	},
	shape: &shape{match: isBotFramework, read: (*decoder).botFramework, header: func(has func(string) bool) bool { return has("content") && has("conversationtranscriptid") }},
}

func isBotFramework(v jsondoc.Value) bool {
	if list := v.Get("value"); list.Kind() == jsondoc.Array && v.Get("@odata.context").Exists() {
		v = list.Index(0)
	}
	if v.Get("content").Exists() && v.Get("conversationtranscriptid").Exists() {
		return true
	}
	if list := v.Get("activities"); list.Kind() == jsondoc.Array {
		first := list.Index(0)
		return first.Get("type").Exists() || first.Get("valueType").Exists() || list.Len() == 0
	}
	return isActivity(v)
}

// isActivity tells an activity from the many other objects that have a type.
func isActivity(v jsondoc.Value) bool {
	if v.Get("type").Kind() != jsondoc.String {
		return false
	}
	from := v.Get("from").Kind() == jsondoc.Object
	return from && (v.Get("channelId").Exists() || v.Get("recipient").Exists() || v.Get("from").Get("role").Exists()) ||
		v.Get("conversation").Get("id").Exists() && (from || v.Get("channelId").Exists()) || v.Get("type").Text() == "trace" && v.Get("valueType").Exists()
}

// botFramework reads a whole conversation, a row that holds one, or one activity.
func (d *decoder) botFramework(v jsondoc.Value, line int) error {
	if list := v.Get("value"); list.Kind() == jsondoc.Array && v.Get("@odata.context").Exists() {
		return d.eachOf(list, line, func(row jsondoc.Value) error { return d.dataverseRow(row, line) })
	}
	switch {
	case v.Get("conversationtranscriptid").Exists():
		return d.dataverseRow(v, line)
	case v.Get("activities").Kind() == jsondoc.Array:
		t := &transcript{rec: newRecord("", line)}
		return d.activities(t, v.Get("activities"), d.file)
	case v.Kind() == jsondoc.Array:
		return d.activities(&transcript{rec: newRecord("", line)}, v, d.file)
	}
	t := &transcript{rec: newRecord("", line)}
	if err := t.read(v); err != nil {
		return err
	}
	fill(&t.rec.Conversation, d.file)
	t.finish()
	if !says(&t.rec) {
		return nil // typing
	}
	return d.loose(t.rec)
}

// activities reads the activities of one conversation, named if they do not name it.
func (d *decoder) activities(t *transcript, list jsondoc.Value, name string) error {
	i := 0
	for it := list.Iter(); it.Next(); i++ {
		if err := t.read(it.Value()); err != nil {
			return fmt.Errorf("activity %d: %w", i, err)
		}
	}
	fill(&t.rec.Conversation, name)
	t.finish()
	return d.whole(t.rec)
}

// dataverseRow reads a row of the table ConversationTranscript.
func (d *decoder) dataverseRow(v jsondoc.Value, line int) error {
	t := &transcript{rec: newRecord("", line)}
	name := firstOf(v, "name", "conversationtranscriptid").Text()
	if meta := v.Get("metadata"); meta.Exists() {
		d.withQuoted(meta, func(m jsondoc.Value) {
			t.rec.Bot = firstOf(m, "BotName", "BotId").Text()
			t.kept.all(m, "BotName")
		})
	}
	for it := v.Iter(); it.Next(); {
		switch key := it.Key(); key {
		case "content", "name", "metadata", "conversationtranscriptid", "@odata.etag", "versionnumber":
		default:
			t.kept.keep(key, it.Value())
		}
	}
	var err error
	if t.rec.CreatedAt, err = optionalTime(v.Get("conversationstarttime")); err != nil {
		return err
	}
	content := v.Get("content")
	if text, ok := content.Str(); ok {
		if content, err = d.quoted.Parse([]byte(text)); err != nil {
			return fmt.Errorf("content: %w", err)
		}
	}
	if list := content.Get("activities"); list.Kind() == jsondoc.Array {
		content = list
	}
	if content.Kind() != jsondoc.Array {
		return errors.New("content holds no activities")
	}
	return d.activities(t, content, name)
}

// transcript is what the activities of a conversation have told so far.
type transcript struct {
	rec     chat.Record
	kept    rest
	session jsondoc.Value // Copilot Studio's verdict, the last there is
	missed  int           // number of the event, counted from 1, of a fallback that no answer has followed yet
}

func (t *transcript) read(v jsondoc.Value) error {
	at, err := optionalTime(firstOf(v, "timestamp", "timestampMs"))
	if err != nil {
		return err
	}
	fill(&t.rec.Conversation, v.Get("conversation").Get("id").Scalar())
	fill(&t.rec.Channel, v.Get("channelId").Text())
	fill(&t.rec.Language, v.Get("locale").Text())
	kind, valueType := v.Get("type").Text(), v.Get("valueType").Text()
	switch {
	case kind == "typing":
	case kind == "message" && valueType == "":
		t.message(v, at)
	case kind == "endOfConversation":
		t.event(chat.EventSessionEnd, kind, v, at)
	case kind == "messageReaction" || kind == "invoke":
		if !t.reaction(v, at) {
			t.event(kind, kind, v, at)
		}
	case kind == "" && valueType == "":
		return errors.New("an activity without type")
	default:
		t.trace(v, at)
	}
	return nil
}

// message reads what somebody said or showed.
func (t *transcript) message(v jsondoc.Value, at chat.Time) {
	m := chat.Message{ID: v.Get("id").Scalar(), Role: activityRole(v), Time: at, Position: -1}
	m.Content = v.Get("text").Text()
	if v.Get("textFormat").Text() == "xml" || strings.Contains(m.Content, "</at>") {
		m.Content = htmlText(m.Content)
	}
	fill(&m.Content, htmlText(v.Get("speak").Text()))
	for it := v.Get("attachments").Iter(); it.Next(); {
		m.Content = joinLines(m.Content, attachmentText(it.Value()))
	}
	for it := v.Get("suggestedActions").Get("actions").Iter(); it.Next(); {
		if title := it.Value().Get("title").Text(); title != "" {
			m.Content = joinLines(m.Content, "- "+title)
		}
	}
	if m.Content == "" {
		if saysNothing(v.Get("value")) {
			return
		}
		m.Content = "[value]"
	}
	from := v.Get("from")
	switch m.Role {
	case chat.RoleUser:
		t.missed = 0
		fill(&t.rec.UserID, firstOf(from, "aadObjectId", "id").Scalar())
		fill(&t.rec.Bot, v.Get("recipient").Get("name").Text())
	case chat.RoleAssistant:
		if t.missed > 0 {
			t.rec.Events[t.missed-1].MessageID, t.missed = m.ID, 0
		}
		m.Name = from.Get("name").Text()
		fill(&t.rec.Bot, m.Name)
	default:
		m.Name = from.Get("name").Text()
	}
	var p rest
	p.all(v, "id", "type", "timestamp", "timestampMs", "localTimestamp", "from", "recipient", "conversation", "channelId", "locale", "text", "textFormat", "serviceUrl", "speak", "inputHint", "attachmentLayout", "localTimezone")
	m.Properties = p.object()
	t.rec.Messages = append(t.rec.Messages, m)
}

// trace reads an activity that is no message: what Copilot Studio notes and what
// clients and bots tell each other.
func (t *transcript) trace(v jsondoc.Value, at chat.Time) {
	word := v.Get("valueType").Text()
	fill(&word, v.Get("name").Text())
	fill(&word, v.Get("type").Text())
	switch strings.ToLower(word) {
	case "sessioninfo":
		t.session = v.Get("value")
		t.event(chat.EventSessionEnd, word, v, at)
	case "conversationinfo":
		t.kept.all(v.Get("value"), "locale")
		fill(&t.rec.Language, v.Get("value").Get("locale").Text())
		t.event(word, word, v, at)
	case "unknownintent":
		t.event(chat.EventFallback, word, v, at)
		t.missed = len(t.rec.Events)
	case "handoff.initiate", "handoff", "escalate":
		t.event(chat.EventEscalation, word, v, at)
	case "csatsurveyresponse":
		value := v.Get("value")
		rating := firstOf(value, "score", "rating", "value")
		if !rating.Exists() {
			rating = value
		}
		if !t.rated(rating.Scalar(), firstOf(value, "comment", "text").Text(), v, at) {
			t.event(word, word, v, at)
		}
	default:
		t.event(word, word, v, at)
	}
}

func (t *transcript) event(kind, source string, v jsondoc.Value, at chat.Time) {
	var p rest
	p.all(v.Get("value"))
	if v.Get("value").Kind() != jsondoc.Object {
		p.keep("value", v.Get("value"))
	}
	p.keep("name", v.Get("name"))
	p.keep("code", v.Get("code"))
	t.rec.Events = append(t.rec.Events, newEventAt(kind, source, v.Get("id").Scalar(), at, &p))
}

// reaction reads a thumb that was given to a message.
func (t *transcript) reaction(v jsondoc.Value, at chat.Time) bool {
	if v.Get("type").Text() == "messageReaction" {
		return t.rated(v.Get("reactionsAdded").Index(0).Get("type").Text(), "", v, at)
	}
	action := v.Get("value").Get("actionValue")
	return v.Get("value").Get("actionName").Text() == "feedback" && t.rated(action.Get("reaction").Text(), action.Get("feedback").Scalar(), v, at)
}

func (t *transcript) rated(word, comment string, v jsondoc.Value, at chat.Time) bool {
	rating, thumb, err := parseRating(word)
	if err != nil {
		return false
	}
	t.rec.Feedback = append(t.rec.Feedback, chat.Feedback{ID: v.Get("id").Scalar(), MessageID: v.Get("replyToId").Scalar(), Rating: rating, Thumb: thumb,
		Comment: comment, Time: at, UserID: firstOf(v.Get("from"), "aadObjectId", "id").Scalar()})
	return true
}

// finish keeps the verdict on the session.
func (t *transcript) finish() {
	if outcome := t.session.Get("outcome"); outcome.Text() != "None" {
		t.kept.keep("outcome", outcome)
	}
	for _, key := range []string{"outcomeReason", "turnCount", "impliedSuccess"} {
		t.kept.keep(key, t.session.Get(key))
	}
	t.kept.keep("session_type", t.session.Get("type"))
	t.rec.Properties = t.kept.object()
}
