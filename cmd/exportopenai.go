package cmd

import (
	"encoding/json"

	"chatcops/internal/chat"
)

// openAIConversation is a conversation in the shape that ingest reads, with all
// that its facts rest on.
type openAIConversation struct {
	ID             string           `json:"id"`
	Type           string           `json:"type"`
	CreatedAt      *string          `json:"createdAt,omitempty"`
	UpdatedAt      *string          `json:"updatedAt,omitempty"`
	UserID         *string          `json:"user_id,omitempty"`
	Bot            *string          `json:"bot,omitempty"`
	Channel        *string          `json:"channel,omitempty"`
	Language       *string          `json:"language,omitempty"`
	Messages       []openAIMessage  `json:"messages"`
	Events         []openAIEvent    `json:"events,omitempty"`
	Feedback       []openAIFeedback `json:"feedback_records,omitempty"`
	Properties     json.RawMessage  `json:"properties"`
	UserProperties json.RawMessage  `json:"userProperties"`
}

type openAIMessage struct {
	ID           *string          `json:"id,omitempty"`
	Role         string           `json:"role"`
	Content      *string          `json:"content"`
	Name         *string          `json:"name,omitempty"`
	ToolCalls    []openAIToolCall `json:"tool_calls,omitempty"`
	ToolCallID   *string          `json:"tool_call_id,omitempty"`
	CreatedAt    *string          `json:"createdAt,omitempty"`
	Model        *string          `json:"model,omitempty"`
	InputTokens  *int64           `json:"input_tokens,omitempty"`
	OutputTokens *int64           `json:"output_tokens,omitempty"`
	CachedTokens *int64           `json:"cached_tokens,omitempty"`
	Cost         *float64         `json:"cost,omitempty"`
	EventType    *string          `json:"event_type,omitempty"`
	Properties   json.RawMessage  `json:"properties,omitempty"`
}

type openAIToolCall struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Function struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	} `json:"function"`
}

type openAIEvent struct {
	ID         *string         `json:"event_id,omitempty"`
	Type       string          `json:"event_type"`
	Timestamp  *string         `json:"timestamp,omitempty"`
	UserID     *string         `json:"user_id,omitempty"`
	Channel    *string         `json:"channel,omitempty"`
	MessageID  *string         `json:"message_id,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
}

type openAIFeedback struct {
	ID        *string         `json:"id,omitempty"`
	MessageID *string         `json:"message_id,omitempty"`
	Rating    any             `json:"rating"`
	Reasons   json.RawMessage `json:"reasons,omitempty"`
	Comment   *string         `json:"comment,omitempty"`
	Timestamp *string         `json:"timestamp,omitempty"`
	UserID    *string         `json:"user_id,omitempty"`
}

func (x *exported) openAI() openAIConversation {
	c := x.conversation
	out := openAIConversation{ID: x.ofID(c.ID), Type: "openai", CreatedAt: x.time(c.CreatedAt), UpdatedAt: x.time(c.UpdatedAt), UserID: x.text(c.UserID), Bot: x.text(c.Bot),
		Channel: x.text(c.Channel), Language: x.text(c.Language), Messages: []openAIMessage{}, Properties: x.object(c.Properties), UserProperties: x.object(c.UserProperties)}
	for i := range c.Messages {
		out.Messages = append(out.Messages, x.openAIMessage(&c.Messages[i]))
	}
	for i := range c.Events {
		e := &c.Events[i]
		word := e.Type
		if e.SourceType != "" {
			word = e.SourceType
		}
		out.Events = append(out.Events, openAIEvent{ID: x.known(e.ID), Type: word, Timestamp: x.time(e.Time), UserID: x.text(e.UserID), Channel: x.text(e.Channel),
			MessageID: x.known(e.MessageID), Properties: x.optional(e.Properties)})
	}
	for i := range c.Feedback {
		out.Feedback = append(out.Feedback, x.openAIFeedback(&c.Feedback[i]))
	}
	return out
}

func (x *exported) openAIMessage(m *chat.Message) openAIMessage {
	content := x.clean(m.Content)
	out := openAIMessage{ID: x.known(m.ID), Role: m.Role.String(), Content: &content, Name: x.text(m.Name), ToolCallID: x.known(m.ToolCallID), CreatedAt: x.time(m.Time),
		Model: x.text(m.Model), InputTokens: positive(m.InputTokens), OutputTokens: positive(m.OutputTokens), CachedTokens: positive(m.CachedTokens), Cost: amount(m.Cost),
		EventType: known(m.EventType), Properties: x.optional(m.Properties)}
	if m.ToolCalls == "" {
		return out
	}
	if m.Content == "" {
		out.Content = nil
	}
	var calls []struct {
		ID, Name  string
		Arguments json.RawMessage
	}
	if json.Unmarshal(x.object(m.ToolCalls), &calls) == nil {
		for _, c := range calls {
			t := openAIToolCall{ID: c.ID, Type: "function"}
			t.Function.Name, t.Function.Arguments = c.Name, c.Arguments
			out.ToolCalls = append(out.ToolCalls, t)
		}
	}
	return out
}

func (x *exported) openAIFeedback(f *chat.Feedback) openAIFeedback {
	out := openAIFeedback{ID: x.known(f.ID), MessageID: x.known(f.MessageID), Rating: f.Rating, Comment: x.text(f.Comment), Timestamp: x.time(f.Time), UserID: x.text(f.UserID)}
	if f.Thumb {
		out.Rating = map[bool]string{true: "positive", false: "negative"}[f.Rating >= 4]
	}
	out.Reasons = x.optional(f.Reasons)
	return out
}

// optional is an object that is left out where there is none.
func (x *exported) optional(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	return x.object(s)
}
