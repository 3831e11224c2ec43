package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"chatcops/internal/chat"
)

// A fresh file holds the same, whether its tables are filled page by page to the
// end of the last import or its first conversation is met again before.
func TestBulkOfSeveralImports(t *testing.T) {
	items := func(from, n int) (batches [][]Item) {
		for c := range n { // their ids come in no order
			if c%70 == 0 {
				batches = append(batches, nil)
			}
			it := item(from+c*389%n, 0, 1+c%4)
			if c%9 == 0 {
				for i := range it.Record.Messages {
					it.Record.Messages[i].Time = chat.NoTime
				}
				it.Facts, it.Marks = score(it.Record.AsConversation())
			}
			batches[len(batches)-1] = append(batches[len(batches)-1], it)
		}
		return batches
	}
	first, second, again := items(0, 700), items(700, 701), items(0, 3)
	load := func(bulk bool, imports ...[][]Item) string {
		path := filepath.Join(t.TempDir(), "a.db")
		s := create(t, path)
		w, err := s.NewWriter("test")
		if err != nil {
			t.Fatal(err)
		}
		for i, batches := range imports {
			if err := writeAll(w, fmt.Sprint(i), batches); err != nil {
				t.Fatal(err)
			}
			if bulk && !w.fresh {
				t.Fatalf("import %d has made the indexes", i)
			}
			if !bulk {
				if err := w.Publish(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for index, table := range map[string]string{"conversations_id": "conversations", "conversation_facts_started": "conversation_facts"} {
			if n, err := s.conn.Int("SELECT count(*) FROM " + table + " INDEXED BY " + index); n != 1401 || err != nil {
				t.Errorf("%s has %d entries (%v)", index, n, err)
			}
		}
		s.Close()
		return dump(t, path)
	}
	for name, imports := range map[string][][][]Item{"new": {first, second}, "again": {first, again, second}} {
		if got, want := load(true, imports...), load(false, imports...); got != want {
			t.Errorf("%s: page by page\n%.3000s\nby statements\n%.3000s", name, got, want)
		}
	}
}

// Where the cache of ids is full in the midst of the first load, the index answers.
func TestMoreConversationsThanTheCacheHolds(t *testing.T) {
	batches := load(200)
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	w, err := s.NewWriter("test")
	if err != nil {
		t.Fatal(err)
	}
	w.ids = newIDCache(50)
	if err := writeAll(w, "a", batches); err != nil {
		t.Fatal(err)
	}
	if w.fresh {
		t.Error("the index was not made")
	}
	if known, err := w.Known(); err != nil || !known.Has("c0007") {
		t.Errorf("others cannot read the file: %v", err)
	} else {
		known.Close()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if got, want := dump(t, path), undisturbed(t, batches); got != want {
		t.Errorf("%.2000s\nwant\n%.2000s", got, want)
	}
}
