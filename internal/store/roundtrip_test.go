package store

import (
	"path/filepath"
	"reflect"
	"testing"

	"chatcops/internal/chat"
)

// TestEveryFieldComesBack stores messages and events that use every field, full
// and plain ones side by side, and reads them again.
func TestEveryFieldComesBack(t *testing.T) {
	messages := []chat.Message{
		{ID: "m0", Role: chat.RoleUser, Content: "plain", Time: 1e6, Position: -1},
		{ID: "m1", Role: chat.RoleAssistant, Content: "full", Time: 2e6, Position: 7, Name: "fern", Model: "sprout", ToolCallID: "t1",
			ToolCalls: `[{"id":"1","name":"n","arguments":{}}]`, Properties: `{"a":1}`, EventType: "message_sent", InputTokens: 3, OutputTokens: 4},
		{ID: "m2", Role: chat.RoleAssistant, Content: "a model and no position", Time: chat.NoTime, Position: -1, Model: "sprout"},
		{Role: chat.RoleTool, Content: "no id", Time: 4e6, Position: 0, Name: "lookup"},
	}
	events := []chat.Event{
		{ID: "e0", Type: "conversion", SourceType: "purchase", Time: 5e6, UserID: "u", Channel: "web", MessageID: "m1", Properties: `{"b":2}`},
		{Type: "other", Time: chat.NoTime},
	}
	s, err := Create(filepath.Join(t.TempDir(), "all.db"), 1e6)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.NewWriter("rules")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Begin(Import{Path: "p", Format: "f", Source: "default", At: 1e6}); err != nil {
		t.Fatal(err)
	}
	// The second conversation finds the statements as the first has left them.
	for _, id := range []string{"c1", "c2"} {
		r := chat.Record{Conversation: id, Whole: true, UserID: "u", Bot: "b", Channel: "web", Language: "en", Properties: `{"p":1}`, UserProperties: `{"q":2}`,
			CreatedAt: 1e6, UpdatedAt: 2e6, Messages: messages, Events: events}
		if err := w.Write([]Item{{Record: r, Hash: 1, Facts: &chat.Facts{StartedAt: chat.NoTime, EndedAt: chat.NoTime, ConvertedAt: chat.NoTime}}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := s.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for key := int64(1); key <= 2; key++ {
		c, err := reader.Conversation(key)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(c.Messages, messages) {
			t.Errorf("messages of %s:\n%+v\ninstead of\n%+v", c.ID, c.Messages, messages)
		}
		if !reflect.DeepEqual(c.Events, events) {
			t.Errorf("events of %s:\n%+v\ninstead of\n%+v", c.ID, c.Events, events)
		}
		if c.UserID != "u" || c.Bot != "b" || c.Channel != "web" || c.Language != "en" || c.Properties != `{"p":1}` || c.UserProperties != `{"q":2}` || c.CreatedAt != 1e6 || c.UpdatedAt != 2e6 {
			t.Errorf("attributes of %s: %+v", c.ID, c)
		}
	}
}
