package demo

import "fmt"

// inSnakeDialect returns type and properties of the entry as an event of the
// snake dialect, in which message_received is the user's and message_sent the
// agent's. A tool's result is no event.
func inSnakeDialect(e *Entry) (kind, properties string) {
	switch {
	case e.Event != "":
		return e.Event, e.Properties
	case e.Role == RoleUser:
		return "message_received", `{"text":` + quote(e.Content) + `}`
	case e.Role == RoleHumanAgent:
		return "message_sent", `{"text":` + quote(e.Content) + `,"role":"human_agent","name":` + quote(e.Name) + `}`
	case e.ToolCall != nil:
		return "tool_called", `{"tool":` + quote(e.ToolCall.Name) + `,"call_id":` + quote(e.ToolCall.ID) + `,"arguments":` + e.ToolCall.Arguments + `}`
	case e.Role == RoleAssistant:
		return "message_sent", `{"text":` + quote(e.Content) + `}`
	}
	return "", ""
}

func eventID(m Moment) string { return fmt.Sprintf("e%s-%d", m.ID[1:], m.Index) }

func appendEvent(b []byte, m Moment, _ Options) ([]byte, bool) {
	e := m.Entry()
	kind, properties := inSnakeDialect(e)
	if kind == "" {
		return b, true
	}
	b = append(b, '{')
	b = appendField(b, "event_id", eventID(m))
	b = appendField(b, "session_id", m.ID)
	b = appendIfSet(b, "user_id", m.UserID)
	b = appendField(b, "event_type", kind)
	b = append(appendKey(b, "properties"), properties...)
	b = appendTime(b, "timestamp", e.Millis)
	b = appendField(b, "channel", m.Channel)
	return append(b, '}'), true
}

func eventHeader(Options) []string {
	return []string{"event_id", "session_id", "user_id", "event_type", "properties", "timestamp", "channel"}
}

func eventRow(m Moment, _ Options) ([]string, bool) {
	e := m.Entry()
	kind, properties := inSnakeDialect(e)
	if kind == "" {
		return nil, true
	}
	return []string{eventID(m), m.ID, m.UserID, kind, properties, isoTime(e.Millis), m.Channel}, true
}

// appendExposure writes what an assignment service logs when a session sees a variant.
func appendExposure(b []byte, m Moment, _ Options) ([]byte, bool) {
	e := m.Entry()
	if e.Event != "experiment_exposure" {
		return b, true
	}
	b = append(b, '{')
	b = appendField(b, "type", "exposure")
	b = appendField(b, "test", Experiment)
	b = appendField(b, "session_id", m.ID)
	b = appendField(b, "variant", m.Variant)
	b = appendTime(b, "timestamp", e.Millis)
	return append(b, '}'), true
}
