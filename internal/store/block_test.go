package store

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// A block gives back the facts of which it was made, whatever they are.
func TestBlockComesBack(t *testing.T) {
	var b, back block
	var f chat.Facts
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.SliceOfNDistinct(rapid.Int64Range(0, blockSize-1), 1, 6, rapid.ID[int64]).Draw(t, "places")
		slices.Sort(places)
		var want []chat.Facts
		b.clear()
		for _, at := range places {
			drawn := drawFacts(t)
			b.add(at, &drawn, int64(drawn.UserKey))
			var w chat.Facts
			if err := unpack(appendPacked(nil, &drawn), &w); err != nil {
				t.Fatal(err)
			}
			w.Key = 1000 + 1 + at
			want = append(want, w)
		}
		stored := b.append(nil)
		if err := back.read(stored); err != nil {
			t.Fatal(err)
		}
		n := 0
		err := back.each(1000, Span{}, &f, func(got *chat.Facts) error {
			own := *got
			if len(own.Responses) == 0 && len(want[n].Responses) == 0 {
				own.Responses, want[n].Responses = nil, nil
			}
			if !reflect.DeepEqual(own, want[n]) {
				t.Fatalf("%+v instead of %+v", own, want[n])
			}
			n++
			return nil
		})
		if err != nil || n != len(want) {
			t.Fatalf("%d rows of %d, %v", n, len(want), err)
		}
		if !back.equals(&b) {
			t.Fatal("a block differs from itself")
		}
		cut := rapid.IntRange(0, len(stored)-1).Draw(t, "cut")
		if back.read(stored[:cut]) == nil {
			t.Fatalf("%d of %d bytes are taken for all", cut, len(stored))
		}
	})
}

func FuzzBlock(f *testing.F) {
	var b block
	for i := range int64(3) {
		b.add(i, &chat.Facts{StartedAt: 1, EndedAt: 2, Responses: []int64{3, 4}}, 5)
	}
	f.Add(b.append(nil))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, stored []byte) {
		if b.read(stored) == nil {
			var facts chat.Facts
			_ = b.each(0, Span{}, &facts, func(*chat.Facts) error { return nil })
		}
	})
}

// scanned is what a scan tells, of blocks or of rows.
func scanned(t *testing.T, s *Store, span Span, parts int) map[int64]string {
	t.Helper()
	tables := make([]map[int64]string, parts)
	err := s.Scan(context.Background(), Numbers, span, parts, func(i int) func(*chat.Facts) error {
		tables[i] = map[int64]string{}
		return func(f *chat.Facts) error {
			if _, twice := tables[i][f.Key]; twice {
				t.Errorf("the conversation %d is read twice", f.Key)
			}
			tables[i][f.Key] = fmt.Sprintf("%+v", *f)
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return tables[0]
}

// Blocks tell what rows tell, after each way in which facts change.
func TestBlocksTellWhatRowsTell(t *testing.T) {
	const n = 3*blockSize + 40
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	agree := func(what string, blocks int64) {
		t.Helper()
		if got, err := s.conn.Int("SELECT count(*) FROM fact_blocks"); err != nil || got != blocks {
			t.Errorf("%s: %d blocks, want %d, %v", what, got, blocks, err)
		}
		if err := s.checkBlocks(func(example string) { t.Errorf("%s: %s", what, example) }); err != nil {
			t.Fatal(err)
		}
		spans := []Span{{}, {Bounded: true, Start: 1e15 + 100_000, End: 1e15 + 300_000}}
		var of []map[int64]string
		for _, span := range spans {
			of = append(of, scanned(t, s, span, 1))
		}
		if err := s.conn.Exec("SAVEPOINT a; CREATE TEMP TABLE kept AS SELECT * FROM fact_blocks; RELEASE a; DELETE FROM fact_blocks"); err != nil {
			t.Fatal(err)
		}
		for i, span := range spans {
			if rows := scanned(t, s, span, 1); !reflect.DeepEqual(rows, of[i]) || len(rows) == 0 {
				t.Errorf("%s, span %d: the blocks differ from %d rows", what, i, len(rows))
			}
		}
		if err := s.conn.Exec("INSERT INTO fact_blocks SELECT * FROM kept; DROP TABLE kept"); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(importAll(s, "a", load(n)))
	agree("first import", 3)
	must(importAll(s, "b", [][]Item{{item(5, 6, 9), item(200, 6, 9)}}))
	agree("two grow", 3)
	w, err := s.NewWriter("test")
	must(err)
	must(w.Begin(Import{Path: "c", Source: "default"}))
	must(w.Write([]Item{item(5, 9, 12), item(n, 0, 3)}))
	must(w.Settle(context.Background(), func() Score { return score }, func(int64, int64) {}))
	must(w.commit())
	w.Abort() // as a kill does before blocks are made
	agree("killed", 2)
	_, err = s.Forget(Whom{Conversation: "c0300", Before: chat.NoTime}, false)
	must(err)
	agree("one forgotten", 3)
	_, err = s.Forget(Whom{Before: 1e15 + 130_000}, false)
	must(err)
	agree("a whole block and two conversations forgotten", 2)
	must(importAll(s, "a", load(2*n)))
	agree("keys used on", 6)
}

// What a person asked to erase is in no block any more.
func TestForgottenUserLeavesBlocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(2*blockSize)); err != nil {
		t.Fatal(err)
	}
	user := fmt.Sprintf("UserKey:%d ", uint64(userKey("u3")))
	told := func() (n int) {
		for _, told := range scanned(t, s, Span{}, 1) {
			if strings.Contains(told, user) {
				n++
			}
		}
		return n
	}
	if n := told(); n != 2*blockSize/7+1 {
		t.Fatalf("%d conversations of the user to begin with", n)
	}
	if _, err := s.Forget(Whom{User: "u3", Before: chat.NoTime}, false); err != nil {
		t.Fatal(err)
	}
	if n := told(); n != 0 {
		t.Errorf("%d conversations of the user are left", n)
	}
	if err := s.checkBlocks(func(example string) { t.Error(example) }); err != nil {
		t.Fatal(err)
	}
}

// The parts of a scan meet at the bounds of blocks and leave nothing out.
func TestPartsMeet(t *testing.T) {
	s := create(t, filepath.Join(t.TempDir(), "a.db"))
	for _, n := range []int64{0, 1, blockSize, fewRows - 1, fewRows, fewRows + 77, 10 * fewRows} {
		for parts := 1; parts < 5; parts++ {
			type bounds struct{ lo, hi int64 }
			var mu sync.Mutex
			var list []bounds
			err := parallel(s, fmt.Sprint("SELECT ", n), parts, func(int) int { return 0 }, func(_ *Store, lo, hi int64, _ int) error {
				mu.Lock()
				defer mu.Unlock()
				list = append(list, bounds{lo, hi})
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(list, func(a, b bounds) int { return cmp.Compare(a.lo, b.lo) })
			next := int64(0)
			for _, b := range list {
				if b.lo != next || b.lo%blockSize != 0 {
					t.Fatalf("%d rows in %d parts: %v", n, parts, list)
				}
				next = b.hi
			}
			if next != n {
				t.Fatalf("%d rows in %d parts: %v", n, parts, list)
			}
		}
	}
}

// What blocks cost an import, for each conversation.
func BenchmarkNewBlocks(b *testing.B) {
	s := create(b, filepath.Join(b.TempDir(), "a.db"))
	facts := chat.Facts{UserID: "a user", StartedAt: 1e15, EndedAt: 1e15 + 1e8, UserMessages: 4, AssistantMessages: 5, Times: 9, FirstResponse: 2e6, Responses: []int64{2e6, 3e6, 4e6, 1e6}}
	var n newBlocks
	key := int64(0)
	if err := s.conn.Exec("BEGIN"); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		key++
		facts.StartedAt += chat.Time(key % 1000 * 1e6)
		n.add(key, &facts)
		if key%2048 == 0 {
			if err := n.flush(s); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := s.conn.Exec("COMMIT"); err != nil {
		b.Fatal(err)
	}
}

// What it costs to read the facts of a block, for each conversation.
func BenchmarkReadBlock(b *testing.B) {
	var blk block
	var f chat.Facts
	for i := range int64(blockSize) {
		blk.add(i, &chat.Facts{StartedAt: chat.Time(1e15 + i*1e9), EndedAt: chat.Time(1e15 + i*1e9 + 1e8), UserMessages: 4, AssistantMessages: 5, Times: 9, FirstResponse: 2e6,
			Responses: []int64{2e6, 3e6 + i, 4e6, 1e6}}, i<<50)
	}
	stored := blk.append(nil)
	read := 0
	for b.Loop() {
		if err := blk.read(stored); err != nil {
			b.Fatal(err)
		}
		_ = blk.each(0, Span{}, &f, func(*chat.Facts) error { read++; return nil })
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(read), "ns/conversation")
}
