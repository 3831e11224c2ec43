package ingest

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/guess"
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
	fieldCachedTokens
	fieldCost
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
	fieldScore
	fieldOtherScore
	fieldScorer
)

// FieldInfo tells one field of native records: its name, as --map takes it, and
// the other names under which it is recognised. Case, spaces, - and _ do not count.
type FieldInfo struct {
	field   field
	Name    string
	Aliases []string
	Doc     string
	Frame   []string // names that mean the field only beside the messages of a conversation, where no other name does
}

// Fields is the one table of the fields of native records.
var Fields = []FieldInfo{
	{fieldConversation, "conversation_id", []string{"session_id", "thread_id", "chat_id", "dialog_id", "dialogue_id", "conv_id", "conversation", "session"}, "the conversation; required", nil},
	{fieldMessageID, "message_id", []string{"msg_id"}, "id of the message; of events and feedback: the message they are about", nil},
	{fieldID, "id", []string{"uuid"}, "id of the record: of the message, event or conversation", nil},
	{fieldRole, "role", []string{"sender", "author", "from", "speaker", "sender_type", "author_role"}, "who speaks", nil},
	{fieldContent, "content", []string{"text", "body", "message", "utterance"}, "what is said", nil},
	{fieldTime, "timestamp", []string{"time", "ts", "created_at", "date", "datetime", "sent_at"}, "when: ISO 8601, or Unix time in seconds, milliseconds or microseconds", []string{"created"}},
	{fieldUser, "user_id", []string{"customer_id", "visitor_id", "uid"}, "the user", []string{"user"}},
	{fieldChannel, "channel", nil, "web, e-mail, …", nil},
	{fieldBot, "bot", []string{"bot_id", "bot_name", "assistant_id", "avatar_id"}, "the agent", nil},
	{fieldModel, "model", []string{"model_name"}, "the language model", nil},
	{fieldLanguage, "language", []string{"lang", "locale"}, "language of the conversation", nil},
	{fieldPosition, "message_index", []string{"index", "turn", "turn_index", "position", "sequence", "seq"}, "place in the conversation", nil},
	{fieldName, "name", nil, "of the speaker or the tool", nil},
	{fieldToolCalls, "tool_calls", nil, "JSON array of the calls of an agent's message", nil},
	{fieldToolCallID, "tool_call_id", nil, "of a tool's result: the call it answers", nil},
	{fieldInputTokens, "input_tokens", []string{"prompt_tokens", "tokens_in"}, "tokens read for the message", nil},
	{fieldOutputTokens, "output_tokens", []string{"completion_tokens", "tokens_out"}, "tokens written for the message", nil},
	{fieldCachedTokens, "cached_tokens", []string{"cached_input_tokens", "tokens_cached"}, "those of the tokens read that came from a cache", nil},
	{fieldCost, "cost", []string{"cost_usd", "total_cost"}, "what the message has cost, in the currency of the configuration", nil},
	{fieldRating, "rating", []string{"csat", "stars", "feedback", "thumb", "thumbs"}, "1 to 5, positive or negative", nil},
	{fieldReasons, "reasons", nil, "of feedback: JSON array of {label,details}", nil},
	{fieldComment, "comment", []string{"feedback_text"}, "of feedback", nil},
	{fieldEventType, "event_type", []string{"event", "event_name"}, "makes the record an event", nil},
	{fieldEventID, "event_id", nil, "id of the event", nil},
	{fieldType, "type", nil, "kind of the record, or type of an event", nil},
	{fieldEntityType, "entity_type", nil, "what an event is about", nil},
	{fieldData, "data", []string{"payload"}, "of an event: its properties", nil},
	{fieldProperties, "properties", []string{"metadata", "custom"}, "JSON object", nil},
	{fieldUserProperties, "user_properties", nil, "JSON object", nil},
	{fieldTest, "test", []string{"experiment"}, "of an exposure: the test", nil},
	{fieldVariant, "variant", nil, "of an exposure: the variant", nil},
	{fieldMessages, "messages", []string{"traj"}, "array of messages: makes the record a conversation", nil},
	{fieldUpdated, "updated_at", nil, "of a conversation: when it was last changed", nil},
	{fieldRefusal, "refusal", nil, "what the agent said instead of an answer", nil},
	{fieldUsage, "usage", nil, "object with token counts", nil},
	{fieldFunctionCall, "function_call", nil, "legacy form of one tool call", nil},
	{fieldNested, "messages_open_ai_format", nil, "a copy of the messages, passed over", nil},
	{fieldEvents, "events", nil, "of a conversation: array of its events, as export writes it", nil},
	{fieldFeedback, "feedback_records", nil, "of a conversation: array of its feedback, as export writes it", nil},
}

// ScoreFields is the one table of the fields of scores, whose names mean other
// things elsewhere.
var ScoreFields = []FieldInfo{
	{fieldConversation, "conversation_id", append(slices.Clone(Fields[0].Aliases), "trace_id"), "the conversation; required", nil},
	{fieldID, "id", nil, "the conversation where no other field names it", nil},
	{fieldName, "name", []string{"metric", "metric_name", "score_name", "key", "criterion"}, "what is scored; required", nil},
	{fieldScorer, "scorer", []string{"evaluator", "evaluator_name", "grader"}, "the name where no other field tells it", nil},
	{fieldScore, "score", nil, "a number, or true and false, which are 1 and 0; required", nil},
	{fieldOtherScore, "value", []string{"rating", "result", "score_value"}, "the score where no other field tells it", nil},
	{fieldTime, "timestamp", []string{"time", "ts", "created_at", "date", "datetime", "scored_at"}, "when it was given; of several the latest stands", nil},
	{fieldComment, "comment", []string{"reason", "explanation", "rationale"}, "why", nil},
}

// aliases and scoreAliases map the plain form of each name to its field.
var aliases, scoreAliases = plainNames(Fields), plainNames(ScoreFields)

func plainNames(fields []FieldInfo) map[string]field {
	m := map[string]field{}
	for _, f := range fields {
		for _, n := range append([]string{f.Name}, f.Aliases...) {
			m[plainName(n)] = f.field
		}
	}
	return m
}

// frameAliases maps the plain form of each name of a frame to its field.
var frameAliases = func() map[string]field {
	m := map[string]field{}
	for _, f := range Fields {
		for _, n := range f.Frame {
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

// String is the name of a field in the table.
func (f field) String() string {
	for _, info := range allFields() {
		if info.field == f {
			return info.Name
		}
	}
	return ""
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
		if !slices.ContainsFunc(allFields(), func(f FieldInfo) bool { return f.Name == name }) {
			return nil, fmt.Errorf("--map: unknown field %q: %s", name, guess.Word(name, fieldNames()))
		}
		if m[name] != "" {
			return nil, fmt.Errorf("--map: field %s is given twice", name)
		}
		m[name] = column
	}
	return m, nil
}

// allFields are those of native records, then those that only scores have.
func allFields() []FieldInfo {
	all := slices.Clone(Fields)
	for _, f := range ScoreFields {
		if !slices.ContainsFunc(Fields, func(o FieldInfo) bool { return o.field == f.field }) {
			all = append(all, f)
		}
	}
	return all
}

func fieldNames() []string {
	var all []string
	for _, f := range allFields() {
		all = append(all, f.Name)
	}
	return all
}

// mappedFields turns field → column into column → field.
func mappedFields(m map[string]string) map[string]field {
	out := map[string]field{}
	for _, f := range allFields() {
		if column, ok := m[f.Name]; ok {
			out[column] = f.field
		}
	}
	return out
}
