package ingest

import (
	"fmt"
	"slices"
	"strings"
)

// field is something that a native record may say.
type field uint8

const (
	fieldNone field = iota
	fieldConversation
	fieldMessageID
	fieldID
	fieldRole
	fieldContent
	fieldTime
	fieldUser
	fieldChannel
	fieldBot
	fieldModel
	fieldLanguage
	fieldPosition
	fieldName
	fieldToolCalls
	fieldToolCallID
	fieldInputTokens
	fieldOutputTokens
	fieldRating
	fieldReasons
	fieldComment
	fieldEventType
	fieldEventID
	fieldType
	fieldEntityType
	fieldData
	fieldProperties
	fieldUserProperties
	fieldTest
	fieldVariant
	fieldMessages
	fieldUpdated
	fieldRefusal
	fieldUsage
	fieldFunctionCall
	fieldNested
	fieldEvents
	fieldFeedback
)

// FieldInfo tells one field of native records: its name, as --map takes it, and
// the other names under which it is recognised. Case, spaces, - and _ do not count.
type FieldInfo struct {
	field   field
	Name    string
	Aliases []string
	Doc     string
}

// Fields is the one table of the fields of native records.
var Fields = []FieldInfo{
	{fieldConversation, "conversation_id", []string{"session_id", "thread_id", "chat_id", "dialog_id", "dialogue_id", "conv_id", "conversation", "session"}, "the conversation; required"},
	{fieldMessageID, "message_id", []string{"msg_id"}, "id of the message; of events and feedback: the message they are about"},
	{fieldID, "id", []string{"uuid"}, "id of the record: of the message, event or conversation"},
	{fieldRole, "role", []string{"sender", "author", "from", "speaker", "sender_type", "author_role"}, "who speaks"},
	{fieldContent, "content", []string{"text", "body", "message", "utterance"}, "what is said"},
	{fieldTime, "timestamp", []string{"time", "ts", "created_at", "date", "datetime", "sent_at"}, "when: ISO 8601, or Unix time in seconds, milliseconds or microseconds"},
	{fieldUser, "user_id", []string{"customer_id", "visitor_id", "uid"}, "the user"},
	{fieldChannel, "channel", nil, "web, e-mail, …"},
	{fieldBot, "bot", []string{"bot_id", "bot_name", "assistant_id", "avatar_id"}, "the agent"},
	{fieldModel, "model", []string{"model_name"}, "the language model"},
	{fieldLanguage, "language", []string{"lang", "locale"}, "language of the conversation"},
	{fieldPosition, "message_index", []string{"index", "turn", "turn_index", "position", "sequence", "seq"}, "place in the conversation"},
	{fieldName, "name", nil, "of the speaker or the tool"},
	{fieldToolCalls, "tool_calls", nil, "JSON array of the calls of an agent's message"},
	{fieldToolCallID, "tool_call_id", nil, "of a tool's result: the call it answers"},
	{fieldInputTokens, "input_tokens", []string{"prompt_tokens", "tokens_in"}, "tokens read for the message"},
	{fieldOutputTokens, "output_tokens", []string{"completion_tokens", "tokens_out"}, "tokens written for the message"},
	{fieldRating, "rating", []string{"csat", "stars", "feedback", "thumb", "thumbs"}, "1 to 5, positive or negative"},
	{fieldReasons, "reasons", nil, "of feedback: JSON array of {label,details}"},
	{fieldComment, "comment", []string{"feedback_text"}, "of feedback"},
	{fieldEventType, "event_type", []string{"event", "event_name"}, "makes the record an event"},
	{fieldEventID, "event_id", nil, "id of the event"},
	{fieldType, "type", nil, "kind of the record, or type of an event"},
	{fieldEntityType, "entity_type", nil, "what an event is about"},
	{fieldData, "data", []string{"payload"}, "of an event: its properties"},
	{fieldProperties, "properties", []string{"metadata", "custom"}, "JSON object"},
	{fieldUserProperties, "user_properties", nil, "JSON object"},
	{fieldTest, "test", []string{"experiment"}, "of an exposure: the test"},
	{fieldVariant, "variant", nil, "of an exposure: the variant"},
	{fieldMessages, "messages", []string{"traj"}, "array of messages: makes the record a conversation"},
	{fieldUpdated, "updated_at", nil, "of a conversation: when it was last changed"},
	{fieldRefusal, "refusal", nil, "what the agent said instead of an answer"},
	{fieldUsage, "usage", nil, "object with token counts"},
	{fieldFunctionCall, "function_call", nil, "legacy form of one tool call"},
	{fieldNested, "messages_open_ai_format", nil, "a copy of the messages, passed over"},
	{fieldEvents, "events", nil, "of a conversation: array of its events, as export writes it"},
	{fieldFeedback, "feedback_records", nil, "of a conversation: array of its feedback, as export writes it"},
}

// aliases maps the plain form of each name to its field.
var aliases = func() map[string]field {
	m := map[string]field{}
	for _, f := range Fields {
		for _, n := range append([]string{f.Name}, f.Aliases...) {
			m[plainName(n)] = f.field
		}
	}
	return m
}()

// plainName drops what differs between conversation_id, conversationId and "Conversation ID".
func plainName(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' || r == '.' {
			return -1
		}
		return r
	}, strings.TrimSpace(s)))
}

// names finds the field of a key or column. It keeps what it found and serves one goroutine.
type names struct {
	mapped map[string]field // by --map, exact names
	seen   map[string]field
}

// maxNames bounds how many different keys are kept.
const maxNames = 10_000

func newNames(mapped map[string]field) *names {
	return &names{mapped: mapped, seen: map[string]field{}}
}

func (n *names) of(key string) field {
	if f, ok := n.seen[key]; ok {
		return f
	}
	f, ok := n.mapped[key]
	if !ok {
		f = aliases[plainName(key)]
		for _, taken := range n.mapped { // a mapped field is read from its column alone
			if taken == f {
				f = fieldNone
			}
		}
	}
	if len(n.seen) < maxNames {
		n.seen[strings.Clone(key)] = f
	}
	return f
}

// ParseMap reads the value of --map: field=column,...
func ParseMap(s string) (map[string]string, error) {
	m := map[string]string{}
	if strings.TrimSpace(s) == "" {
		return m, nil
	}
	for pair := range strings.SplitSeq(s, ",") {
		name, column, ok := strings.Cut(pair, "=")
		name, column = strings.TrimSpace(name), strings.TrimSpace(column)
		if !ok || name == "" || column == "" {
			return nil, fmt.Errorf("--map: %q is not of the form field=column", pair)
		}
		if !slices.ContainsFunc(Fields, func(f FieldInfo) bool { return f.Name == name }) {
			return nil, fmt.Errorf("--map: there is no field %q; known are %s", name, fieldNames())
		}
		if m[name] != "" {
			return nil, fmt.Errorf("--map: field %s is given twice", name)
		}
		m[name] = column
	}
	return m, nil
}

func fieldNames() string {
	var all []string
	for _, f := range Fields {
		all = append(all, f.Name)
	}
	return strings.Join(all, ", ")
}

// mappedFields turns field → column into column → field.
func mappedFields(m map[string]string) map[string]field {
	out := map[string]field{}
	for _, f := range Fields {
		if column, ok := m[f.Name]; ok {
			out[column] = f.field
		}
	}
	return out
}
