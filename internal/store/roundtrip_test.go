package store

import (
	"context"
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
			ToolCalls: `[{"id":"1","name":"n","arguments":{}}]`, Properties: `{"a":1}`, EventType: "message_sent", InputTokens: 3, OutputTokens: 4, CachedTokens: 2, Cost: chat.Cost{Known: true, Nanos: 5}},
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

// TestEveryFactComesBack stores facts of which no two neighbours are equal.
func TestEveryFactComesBack(t *testing.T) {
	facts := chat.Facts{
		StartedAt: 1, EndedAt: 2, UserMessages: 3, AssistantMessages: 4, HumanMessages: 5, ToolCalls: 6, Events: 7, Fallbacks: 8,
		Times: 5, Outcome: chat.Abandoned, Left: true, Escalated: false, Converted: true, LeadCaptured: false, GoalCount: 2, FirstResponse: 9, Responses: []int64{4, 200}, ResponseSum: 204, ResponseCount: 2,
		FeedbackCount: 12, RatingCount: 13, RatingSum: 14, PositiveCount: 15, InputTokens: 16, OutputTokens: 17,
		Sentiment: chat.Sentiment{Known: true, Mean: -18, Final: 19, Trend: -20}, WordsRead: true,
		Quality:     chat.Quality{Score: 21, Resolution: 22, Efficiency: 23, Sentiment: chat.NoComponent, Goals: 25},
		ConvertedAt: 26, LastConvertedAt: 27, Model: "sprout", Language: "de", Properties: `{"a":1}`, Goals: []string{"one", "two"}, WaitingGoals: []string{"two"}, WaitingCount: 1, GoalTimes: []chat.Time{29, chat.NoTime}, FirstUserAt: 30, Answered: true,
		Usage:              []chat.Usage{{Model: "sprout", Input: 31, Output: 32, Cached: 33, Cost: chat.Cost{Known: true, Nanos: 34}}, {Input: 35}},
		Scores:             []chat.Score{{Name: `a "b"`, Value: -0.1}, {Name: "c", Value: 3}},
		Evidence:           chat.Evidence{Kind: chat.ByWords, Rule: "r", Message: 28, Text: "t"},
		EscalationEvidence: chat.Evidence{Kind: chat.ByTool, Rule: "s", Message: -1, Text: "u"},
	}
	marks := chat.Marks{Signals: []chat.Signal{{Message: 1, Kind: chat.SignalThanks, Rule: "thanks", Text: `"ta"`}, {Message: 2, Kind: chat.SignalClosing}},
		Sentiments: []chat.MessageSentiment{{Message: 0, Compound: -1}, {Message: 2, Compound: 10000}}}
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
	stored := facts
	if err := w.Write([]Item{{Record: chat.Record{Conversation: "c", Whole: true}, Hash: 1, Facts: &stored, Marks: marks}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	facts.Key, facts.ID, facts.Source = 1, "c", "default"
	err = s.Facts(context.Background(), func(f *chat.Facts) error {
		if !reflect.DeepEqual(*f, facts) {
			t.Errorf("facts:\n%+v\ninstead of\n%+v", *f, facts)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := s.Marks(1); err != nil || !reflect.DeepEqual(m, marks) {
		t.Errorf("marks: %+v instead of %+v, %v", m, marks, err)
	}
}
