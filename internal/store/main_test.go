package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// score is a scorer that only counts and times messages.
func score(c *chat.Conversation) (*chat.Facts, chat.Marks) {
	f := &chat.Facts{Key: c.Key, StartedAt: chat.NoTime, EndedAt: chat.NoTime, ConvertedAt: chat.NoTime, FirstResponse: -1,
		UserMessages: int32(len(c.Messages)), Events: int32(len(c.Events)), FeedbackCount: int32(len(c.Feedback)), UserID: c.UserID}
	var signals []chat.Signal
	for i, m := range c.Messages {
		if m.Time.Known() && !f.StartedAt.Known() {
			f.StartedAt = m.Time
		}
		f.EndedAt = max(f.EndedAt, m.Time)
		signals = append(signals, chat.Signal{Message: i, Kind: chat.SignalGoodbye, Rule: "each", Text: m.Content})
	}
	if len(c.Messages) > 0 {
		f.Outcome = chat.ResolvedAssumed
	}
	if len(c.Messages) > 2 {
		f.Goals, f.GoalCount = []string{"long"}, 1
	}
	return f, chat.Marks{Signals: signals}
}

// item is a piece of a conversation with messages from lo until hi.
func item(conversation, lo, hi int) Item {
	r := chat.Record{Conversation: fmt.Sprintf("c%04d", conversation), UserID: fmt.Sprintf("u%d", conversation%7), CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime}
	for i := lo; i < hi; i++ {
		r.Messages = append(r.Messages, chat.Message{Role: chat.RoleUser, Content: fmt.Sprintf("message %d of %d", i, conversation), Time: chat.Time(1e15 + conversation*1000 + i), Position: -1})
		if i%3 == 0 {
			r.Events = append(r.Events, chat.Event{Type: "lead_captured", Time: chat.Time(1e15 + conversation*1000 + i)})
		}
	}
	it := Item{Record: r}
	it.Facts, it.Marks = score(&chat.Conversation{ID: r.Conversation, UserID: r.UserID, Messages: r.Messages, Events: r.Events})
	return it
}

// load is an import of n conversations in two halves of each.
func load(n int) [][]Item {
	var batches [][]Item
	for half := range 2 {
		for lo := 0; lo < n; lo += 20 {
			var batch []Item
			for c := lo; c < min(lo+20, n); c++ {
				batch = append(batch, item(c, 3*half, 3*half+3))
			}
			batches = append(batches, batch)
		}
	}
	return batches
}

func create(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Create(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// importAll writes batches by one writer and settles them.
func importAll(s *Store, name string, batches [][]Item) error {
	w, err := s.NewWriter("test")
	if err != nil {
		return err
	}
	if err := writeAll(w, name, batches); err != nil {
		w.Abort()
		return err
	}
	return w.Close()
}

func writeAll(w *Writer, name string, batches [][]Item) error {
	if err := w.Begin(Import{Path: name, Source: "default"}); err != nil {
		return err
	}
	for _, b := range batches {
		if err := w.Write(b); err != nil {
			return err
		}
		if err := w.commit(); err != nil { // as large files do after some batches
			return describe(w.s.path, err)
		}
	}
	if err := w.Settle(context.Background(), func() Score { return score }, func(int64, int64) {}); err != nil {
		return err
	}
	return w.End(Ended{Complete: true, Fingerprint: name})
}

// dump tells all conversations and facts without the keys of rows.
func dump(t testing.TB, path string) string {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var b strings.Builder
	err = s.Conversations(context.Background(), func(c *chat.Conversation) error {
		own := *c
		own.Key = 0
		fmt.Fprintf(&b, "%+v\n", own)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var keys []int64
	err = s.Facts(context.Background(), func(f *chat.Facts) error {
		own := *f
		keys = append(keys, own.Key)
		own.Key = 0
		fmt.Fprintf(&b, "%+v\n", own)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		marks, err := s.Marks(k)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, marks)
	}
	info, err := s.Info()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%+v\n", info)
	if problem, err := s.conn.Int("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"); err != nil || problem != 0 {
		t.Fatalf("%d problems of integrity: %v", problem, err)
	}
	return b.String()
}

// undisturbed is what an import that nothing disturbs leaves.
func undisturbed(t *testing.T, batches [][]Item) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "undisturbed.db")
	s := create(t, path)
	if err := importAll(s, "a", batches); err != nil {
		t.Fatal(err)
	}
	s.Close()
	return dump(t, path)
}

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
