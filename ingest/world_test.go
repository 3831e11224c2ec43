package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/demo"
	"chatcops/internal/store"
	"chatcops/scoring"
)

// testTime is when every import of the tests takes place.
var testTime = time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)

var testRules = sync.OnceValue(func() *scoring.Rules {
	r, err := scoring.NewRules(scoring.Custom{})
	if err != nil {
		panic(err)
	}
	return r
})

// world is a database of its own with a folder of files to import.
type world struct {
	t     testing.TB
	dir   string
	files int
	o     Options
}

func newWorld(t testing.TB) *world {
	return &world{t: t, dir: t.TempDir(), o: Options{Source: "default", RecordLimit: 16 << 20, Depth: 200, DecompressedLimit: 1 << 30,
		Now: func() time.Time { return testTime }}}
}

func (w *world) db() string { return filepath.Join(w.dir, "test.db") }

// file puts data into a file with a new name of that ending.
func (w *world) file(ending string, data []byte) string {
	w.t.Helper()
	w.files++
	path := filepath.Join(w.dir, fmt.Sprintf("%d%s", w.files, ending))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// run imports files by one run.
func (w *world) run(paths ...string) *Report {
	w.t.Helper()
	s, err := store.Create(w.db(), chat.TimeOf(testTime))
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	im, err := New(s, testRules(), w.o)
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := im.Run(context.Background(), paths)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// add imports each piece of data by a run of its own.
func (w *world) add(pieces ...[]byte) *world {
	w.t.Helper()
	for _, p := range pieces {
		w.run(w.file(".data", p))
	}
	return w
}

// dump tells all that the database holds of conversations, but for the keys of rows.
func (w *world) dump() string {
	w.t.Helper()
	s, err := store.Open(w.db())
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	var b strings.Builder
	err = s.Conversations(context.Background(), func(c *chat.Conversation) error {
		own := *c
		own.Key, own.Messages, own.Events, own.Feedback = 0, nil, nil, nil
		fmt.Fprintf(&b, "conversation %+q\n", fmt.Sprintf("%+v", own))
		for _, m := range c.Messages {
			fmt.Fprintf(&b, "  message %+q\n", fmt.Sprintf("%+v", m))
		}
		for _, e := range c.Events {
			fmt.Fprintf(&b, "  event %+q\n", fmt.Sprintf("%+v", e))
		}
		for _, f := range c.Feedback {
			fmt.Fprintf(&b, "  feedback %+q\n", fmt.Sprintf("%+v", f))
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	err = s.EachGiven(func(source string, g chat.Given) error {
		fmt.Fprintf(&b, "score %q %+q\n", source, fmt.Sprintf("%+v", g))
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := dumpFacts(&b, s); err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

func dumpFacts(b *strings.Builder, s *store.Store) error {
	keys := map[string]int64{}
	var ids []string
	err := s.Facts(context.Background(), func(f *chat.Facts) error {
		own := *f
		own.Key = 0
		fmt.Fprintf(b, "facts %+q\n", fmt.Sprintf("%+v", own))
		keys[f.Source+"\x00"+f.ID] = f.Key
		ids = append(ids, f.Source+"\x00"+f.ID)
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		marks, err := s.Marks(keys[id])
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "marks %+q %+v\n", id, marks)
	}
	info, err := s.Info()
	if err != nil {
		return err
	}
	newest, err := s.Newest()
	fmt.Fprintf(b, "info %+v newest %d\n", info, newest)
	return err
}

// demoData generates conversations in a format of package demo.
func demoData(t testing.TB, format string, conversations int, ids bool) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := demo.Write(&b, format, demo.Options{Conversations: conversations, Seed: 11, MessageIDs: ids,
		Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 8, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sameDump fails with the first line that differs.
func sameDump(t interface {
	Helper()
	Fatalf(string, ...any)
}, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s: line %d is\n%s\nwant\n%s", what, i+1, g[i], w[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", what, len(g), len(w))
}
