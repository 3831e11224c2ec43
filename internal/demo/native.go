package demo

import (
	"fmt"
	"time"
)

// messageID names the message at the moment.
func messageID(m Moment) string { return fmt.Sprintf("%s-%d", m.ID, m.Index) }

// appendNative writes a message of the native dialect.
func appendNative(b []byte, m Moment, o Options) ([]byte, bool) {
	if m.Entry().Role == "" {
		return b, false
	}
	return append(appendMessage(b, m, o), '}'), false
}

// appendMessage writes a message without the closing brace.
func appendMessage(b []byte, m Moment, o Options) []byte {
	e := m.Entry()
	b = append(b, '{')
	b = appendField(b, "conversation_id", m.ID)
	if o.MessageIDs {
		b = appendField(b, "message_id", messageID(m))
	}
	b = appendField(b, "role", e.Role)
	b = appendContent(b, e)
	b = appendTime(b, "timestamp", e.Millis)
	b = appendIfSet(b, "user_id", m.UserID)
	b = appendField(b, "channel", m.Channel)
	b = appendField(b, "bot", m.Bot)
	return appendField(b, "language", m.Language)
}

// appendContent writes what a message says: text, or null with a call.
func appendContent(b []byte, e *Entry) []byte {
	if e.ToolCall != nil {
		b = append(appendKey(b, "content"), "null"...)
		b = appendKey(b, "tool_calls")
		return appendCalls(b, e.ToolCall)
	}
	b = appendField(b, "content", e.Content)
	b = appendIfSet(b, "name", e.Name)
	return appendIfSet(b, "tool_call_id", e.ToolCallID)
}

// appendCalls writes an array with one call in the shape of OpenAI's chat API,
// in which the arguments are JSON within a string.
func appendCalls(b []byte, call *ToolCall) []byte {
	b = append(b, "[{"...)
	b = appendField(b, "id", call.ID)
	b = appendField(b, "type", "function")
	b = append(appendKey(b, "function"), '{')
	b = appendField(b, "name", call.Name)
	b = appendField(b, "arguments", call.Arguments)
	return append(b, "}}]"...)
}

// toldByMessages are the events of which the messages of a mixed file tell already.
var toldByMessages = map[string]bool{"session_start": true, "session_end": true, "fallback_triggered": true}

// appendMixed writes a message with model and tokens, or an event.
func appendMixed(b []byte, m Moment, o Options) ([]byte, bool) {
	e := m.Entry()
	switch {
	case e.Role == RoleAssistant:
		b = appendMessage(b, m, o)
		b = appendField(b, "model", m.Model())
		b = appendInt(b, "input_tokens", e.InputTokens)
		b = appendInt(b, "output_tokens", e.OutputTokens)
		return append(b, '}'), false
	case e.Role != "":
		return appendNative(b, m, o)
	case toldByMessages[e.Event]:
		return b, true
	}
	return appendEvent(b, m, o)
}

func nativeHeader(o Options) []string {
	header := []string{"conversation_id", "role", "content", "timestamp", "user_id", "channel", "bot", "language", "name", "tool_call_id", "tool_calls"}
	if o.MessageIDs {
		header = append(header, "message_id")
	}
	return header
}

func nativeRow(m Moment, o Options) ([]string, bool) {
	e := m.Entry()
	if e.Role == "" {
		return nil, false
	}
	calls := ""
	if e.ToolCall != nil {
		calls = string(appendCalls(nil, e.ToolCall))
	}
	row := []string{m.ID, e.Role, e.Content, isoTime(e.Millis), m.UserID, m.Channel, m.Bot, m.Language, e.Name, e.ToolCallID, calls}
	if o.MessageIDs {
		row = append(row, messageID(m))
	}
	return row, false
}

func isoTime(millis int64) string { return time.UnixMilli(millis).UTC().Format(isoMillis) }
