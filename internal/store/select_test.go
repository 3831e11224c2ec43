package store

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

func TestKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, want := &Keys{}, &Keys{}, map[int64]bool{}
		for _, key := range rapid.SliceOf(rapid.Int64Range(0, 1000)).Draw(t, "keys") {
			if rapid.Bool().Draw(t, "first") {
				a.Add(key)
			} else {
				b.Add(key)
			}
			want[key] = true
		}
		a.Merge(b)
		if a.Len() != len(want) {
			t.Fatalf("%d keys, want %d", a.Len(), len(want))
		}
		for key := range int64(1100) {
			if a.Has(key) != want[key] {
				t.Fatalf("key %d: %v", key, a.Has(key))
			}
		}
	})
	if none := (*Keys)(nil); !none.Has(7) {
		t.Error("no set excludes a conversation")
	}
}

// selectable is a store of three conversations: the third has the id of the first.
func selectable(t *testing.T) *Store {
	s, err := Create(filepath.Join(t.TempDir(), "s.db"), 1e6)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w, err := s.NewWriter("rules")
	if err != nil {
		t.Fatal(err)
	}
	for i, source := range []string{"default", "default", "other"} {
		if err := w.Begin(Import{Path: "p" + source, Format: "f", Source: source, At: 1e6}); err != nil {
			t.Fatal(err)
		}
		id := []string{"c-1", "c-2", "c-1"}[i]
		f := &chat.Facts{StartedAt: chat.Time(i), EndedAt: chat.NoTime, ConvertedAt: chat.NoTime, UserMessages: 1, FirstResponse: -1}
		marks := chat.Marks{Signals: []chat.Signal{{Message: 0, Kind: chat.SignalThanks, Text: `"complaint"`}}}
		if id == "c-2" {
			f.Goals, f.GoalCount = []string{"a", "b"}, 2
			marks.Signals = append(marks.Signals, chat.Signal{Message: 1, Kind: chat.SignalComplaint})
		}
		messages := []chat.Message{{Role: chat.RoleAssistant, Content: "Hello " + id, Time: 1, Position: -1},
			{Role: chat.RoleUser, Time: 2, Position: -1}, {Role: chat.RoleUser, Content: "Été " + source, Time: 3, Position: -1}}
		if err := w.Write([]Item{{Record: chat.Record{Conversation: id, Whole: true, Messages: messages}, Hash: 1, Facts: f, Marks: marks}}); err != nil {
			t.Fatal(err)
		}
		if err := w.Settle(context.Background(), func() Score { return score }, func(int64, int64) {}); err != nil {
			t.Fatal(err)
		}
		if err := w.End(Ended{Complete: true, Fingerprint: source + id}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSelection(t *testing.T) {
	s := selectable(t)
	goals, err := s.WithGoal([]string{"x", "a", "b"})
	if err != nil || goals.Len() != 1 || !goals.Has(2) {
		t.Errorf("with goals: %v, %v", goals, err)
	}
	// The word in the text of a signal is not its kind.
	complaints, err := s.WithSignal([]chat.SignalKind{chat.SignalComplaint, chat.SignalOffer})
	if err != nil || complaints.Len() != 1 || !complaints.Has(2) {
		t.Errorf("with complaints: %v, %v", complaints, err)
	}
	f, err := s.FactsOf(2)
	if err != nil || f.ID != "c-2" || !slices.Equal(f.Goals, []string{"a", "b"}) || f.StartedAt != 1 {
		t.Errorf("facts: %+v, %v", f, err)
	}
	if f, err := s.FactsOf(99); f != nil || err != nil {
		t.Errorf("facts of nothing: %+v, %v", f, err)
	}
	named, err := s.ByID("c-1")
	if err != nil || !slices.Equal(named, []Named{{1, "default"}, {3, "other"}}) {
		t.Errorf("by id: %v, %v", named, err)
	}
	for start, want := range map[string][]string{"c": {"c-1"}, "c-2": {"c-2"}, "d": nil, "C": nil} {
		if ids, err := s.IDsFrom(start, 1); err != nil || !slices.Equal(ids, want) {
			t.Errorf("ids from %q: %q, %v", start, ids, err)
		}
	}
	if words, err := s.FirstWords(3, 3); err != nil || !strings.HasPrefix(words, "Été") || len(words) > 12 {
		t.Errorf("first words: %q, %v", words, err)
	}
}

func TestScanMessages(t *testing.T) {
	s := selectable(t)
	only := &Keys{}
	only.Add(1)
	only.Add(3)
	var mu sync.Mutex
	var found []int64
	err := s.ScanMessages(context.Background(), only, []chat.Role{chat.RoleUser}, 2, func(int) func(*ScannedMessage) error {
		return func(m *ScannedMessage) error {
			mu.Lock()
			defer mu.Unlock()
			if len(m.Content) > 0 {
				found = append(found, m.ID)
			}
			return nil
		}
	})
	if err != nil || len(found) != 2 {
		t.Fatalf("found %v, %v", found, err)
	}
	m, err := s.MessageOf(found[1])
	if err != nil || m.Content != "Été other" || m.Index != 2 || m.Source != "other" || m.ConversationID != "c-1" || m.Role != chat.RoleUser || m.Time != 3 {
		t.Errorf("message: %+v, %v", m, err)
	}
	if m, err := s.MessageOf(999); m != nil || err != nil {
		t.Errorf("message of nothing: %+v, %v", m, err)
	}
}
