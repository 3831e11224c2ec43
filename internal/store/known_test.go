package store

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/merge"
)

// TestToldAgain imports the same items with and without the digests by which the
// store knows what it has: the conversations are the same, in whatever portions
// their rows come, and what is told again is counted as unchanged.
func TestToldAgain(t *testing.T) {
	score := func(*chat.Conversation) (*chat.Facts, chat.Marks) {
		return &chat.Facts{StartedAt: chat.NoTime, EndedAt: chat.NoTime, ConvertedAt: chat.NoTime, LastConvertedAt: chat.NoTime}, chat.Marks{}
	}
	folder := t.TempDir()
	n := 0
	run := func(t *rapid.T, imports [][][]chat.Message, digests bool) (list []*chat.Conversation, counts []Counts) {
		n++
		s, err := Create(filepath.Join(folder, fmt.Sprint(n, ".db")), 1)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var d merge.Digester
		for _, items := range imports {
			w, err := s.NewWriter("rules")
			if err != nil {
				t.Fatal(err)
			}
			w.Bound(Bounds{}, score)
			err = w.Begin(Import{Path: "p", Source: "default", At: 1})
			for _, rows := range items {
				it := Item{Record: chat.Record{Conversation: "c", CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime,
					Messages: merge.Messages([]merge.Piece{{Messages: rows, Import: 1}})}}
				if digests {
					it.Hash = d.Of(it.Record.AsConversation())
				}
				if err == nil {
					err = w.Write([]Item{it})
				}
			}
			if err == nil {
				err = w.Settle(context.Background(), func() Score { return score }, func(int64, int64) {})
			}
			counts = append(counts, w.Counts)
			if err == nil {
				err = w.End(Ended{Complete: true})
			}
			if err == nil {
				err = w.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		err = s.Conversations(context.Background(), func(c *chat.Conversation) error {
			list = append(list, c)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return list, counts
	}
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.Custom(func(t *rapid.T) chat.Message {
			m := chat.Message{Role: chat.RoleUser, Content: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "content"), Time: chat.NoTime, Position: -1}
			switch rapid.IntRange(0, 9).Draw(t, "key") {
			case 0:
			case 1:
				m.Position = int32(rapid.IntRange(0, 2).Draw(t, "position"))
			default:
				m.Time = chat.Time(rapid.IntRange(1, 3).Draw(t, "time"))
			}
			return m
		})
		item := rapid.SliceOfN(row, 1, 3)
		known := rapid.SliceOfN(item, 1, 2).Draw(t, "known items") // of which many are told again
		imports := rapid.SliceOfN(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(known), item), 1, 3), 1, 4).Draw(t, "imports")
		got, counts := run(t, imports, true)
		want, plain := run(t, imports, false)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("by digests %v, without %v", told(got), told(want))
		}
		for i := range counts {
			if counts[i] != plain[i] {
				t.Fatalf("import %d: by digests %+v, without %+v", i, counts[i], plain[i])
			}
		}
	})
}

// told shows the messages of conversations briefly.
func told(list []*chat.Conversation) (out []string) {
	for _, c := range list {
		for i := range c.Messages {
			m := &c.Messages[i]
			out = append(out, fmt.Sprint(m.Content, " ", m.Time, " ", m.Position))
		}
	}
	return out
}
