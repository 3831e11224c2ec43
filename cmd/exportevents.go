package cmd

import (
	"encoding/json"

	"chatcops/internal/chat"
)

type eventRow struct {
	ID           *string         `json:"event_id"`
	Conversation string          `json:"conversation_id"`
	UserID       *string         `json:"user_id"`
	Type         string          `json:"type"`
	Timestamp    *moment         `json:"timestamp"`
	Channel      *string         `json:"channel"`
	SourceType   *string         `json:"source_type"`
	MessageID    *string         `json:"message_id"`
	Properties   json.RawMessage `json:"properties"`
}

// eventRows lists the events of a conversation, messages that came as events among them.
func eventRows(x *exported) []any {
	var rows []any
	for i := range x.conversation.Messages {
		m := &x.conversation.Messages[i]
		if m.EventType == "" {
			continue
		}
		properties, _ := json.Marshal(map[string]string{"text": x.clean(m.Content)})
		kind := chat.EventAssistantMessage
		if m.Role == chat.RoleUser {
			kind = chat.EventUserMessage
		}
		rows = append(rows, eventRow{ID: x.known(m.ID), Conversation: x.ofID(x.facts.ID), UserID: x.text(x.facts.UserID), Type: kind, Timestamp: momentOf(m.Time, x.loc),
			Channel: x.text(x.facts.Channel), SourceType: x.text(m.EventType), Properties: properties})
	}
	for i := range x.conversation.Events {
		e := &x.conversation.Events[i]
		rows = append(rows, eventRow{ID: x.known(e.ID), Conversation: x.ofID(x.facts.ID), UserID: x.text(e.UserID), Type: x.clean(e.Type), Timestamp: momentOf(e.Time, x.loc),
			Channel: x.text(e.Channel), SourceType: x.text(e.SourceType), MessageID: x.known(e.MessageID), Properties: x.object(e.Properties)})
	}
	return rows
}
