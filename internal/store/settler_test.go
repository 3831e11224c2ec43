package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"chatcops/internal/chat"
)

// TestSettleBesideWriting adds to so many conversations that several connections
// merge them while others are stored: into a file that was loaded before, and into
// a new one. Each has all of its messages, in order, and facts of all of them.
func TestSettleBesideWriting(t *testing.T) {
	for _, c := range []struct {
		name          string
		conversations int
		fresh         bool
	}{{"few", manyToSettle - 1, false}, {"known file", manyToSettle + settledAtOnce/2, false}, {"new file", manyToSettleNew, true}} {
		t.Run(c.name, func(t *testing.T) {
			if c.fresh && testing.Short() {
				t.Skip("10,000 conversations take long under the race detector, and the known file takes the same way")
			}
			score := func(c *chat.Conversation) (*chat.Facts, chat.Marks) {
				return &chat.Facts{Key: c.Key, UserMessages: int32(len(c.Messages)), StartedAt: chat.NoTime, EndedAt: chat.NoTime, ConvertedAt: chat.NoTime, LastConvertedAt: chat.NoTime}, chat.Marks{}
			}
			s, err := Create(filepath.Join(t.TempDir(), "a.db"), 1)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			items := func(time chat.Time) (list []Item) {
				for i := range c.conversations {
					list = append(list, Item{Record: chat.Record{Conversation: fmt.Sprint("c", i), CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime,
						Messages: []chat.Message{{Role: chat.RoleUser, Content: fmt.Sprint(i), Time: time, Position: -1}}}})
				}
				return list
			}
			batches := [][][]Item{{items(2)}, {items(1)}}
			if c.fresh {
				batches = [][][]Item{{items(2), items(1)}}
			}
			for _, of := range batches {
				if err := settleItems(s, score, of); err != nil {
					t.Fatal(err)
				}
			}
			n := 0
			err = s.Conversations(context.Background(), func(got *chat.Conversation) error {
				n++
				if len(got.Messages) != 2 || got.Messages[0].Time != 1 || got.Messages[1].Time != 2 || "c"+got.Messages[0].Content != got.ID {
					t.Fatalf("%s has %+v", got.ID, got.Messages)
				}
				return nil
			})
			facts := 0
			if err == nil {
				err = s.Facts(context.Background(), func(f *chat.Facts) error {
					if f.UserMessages != 2 {
						t.Fatalf("facts of %s are of %d messages", f.ID, f.UserMessages)
					}
					facts++
					return nil
				})
			}
			if waiting, uerr := s.Unscored(); err != nil || uerr != nil || n != c.conversations || facts != n || waiting != 0 {
				t.Errorf("%d conversations, facts of %d, %d wait: %v, %v", n, facts, waiting, err, uerr)
			}
		})
	}
}

// settleItems imports batches of items.
func settleItems(s *Store, score Score, batches [][]Item) error {
	w, err := s.NewWriter("rules")
	if err != nil {
		return err
	}
	w.Bound(Bounds{}, score)
	err = w.Begin(Import{Path: "p", Source: "default", At: 1})
	for _, items := range batches {
		if err == nil {
			err = w.Write(items)
		}
	}
	if err == nil {
		err = w.Settle(context.Background(), func() Score { return score }, func(int64, int64) {})
	}
	if err == nil {
		err = w.End(Ended{Complete: true})
	}
	if err != nil {
		w.Abort()
		return err
	}
	return w.Close()
}
