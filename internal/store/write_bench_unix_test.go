//go:build unix

package store

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"chatcops/internal/chat"
)

// BenchmarkWrite stores what the database of CHATCOPS_BENCH_DATABASE holds into
// new files, with nothing read, decoded or scored meanwhile.
func BenchmarkWrite(b *testing.B) {
	from := os.Getenv("CHATCOPS_BENCH_DATABASE")
	if from == "" {
		b.Skip("CHATCOPS_BENCH_DATABASE names no database")
	}
	limit := int64(30_000)
	_, _ = fmt.Sscan(os.Getenv("CHATCOPS_BENCH_CONVERSATIONS"), &limit)
	batches := storedItems(b, from, limit)
	least := time.Duration(1 << 62)
	b.ResetTimer()
	for i := range b.N {
		s, err := Create(filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), 1)
		if err != nil {
			b.Fatal(err)
		}
		before := processorTime()
		writeOnce(b, s, batches)
		least = min(least, processorTime()-before)
		s.Close()
	}
	b.ReportMetric(float64(least.Microseconds())/1e3, "cpu-ms/op")
}

func writeOnce(b *testing.B, s *Store, batches [][]Item) {
	b.Helper()
	w, err := s.NewWriter("test")
	if err != nil {
		b.Fatal(err)
	}
	if err = w.Begin(Import{Path: "bench", Source: "default", Bytes: 1 << 30}); err != nil {
		b.Fatal(err)
	}
	for _, items := range batches {
		if err = w.Write(items); err != nil {
			b.Fatal(err)
		}
	}
	if err = w.End(Ended{Complete: true, Fingerprint: "bench"}); err != nil {
		b.Fatal(err)
	}
	if err = w.Close(); err != nil {
		b.Fatal(err)
	}
}

func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// storedItems reads conversations with their facts, in batches as an import brings them.
func storedItems(b *testing.B, path string, limit int64) (batches [][]Item) {
	b.Helper()
	s, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r, err := s.newReader()
	if err != nil {
		b.Fatal(err)
	}
	defer r.close()
	if err := s.conn.Exec("BEGIN"); err != nil {
		b.Fatal(err)
	}
	names := newInterner()
	for key := int64(1); key <= limit; key++ {
		st, ok, err := r.load(key)
		if err != nil {
			b.Fatal(err)
		}
		if !ok {
			break
		}
		c := st.merged()
		f, _, err := s.factsOf(key)
		if err != nil {
			b.Fatal(err)
		}
		f.UserID = c.UserID
		f.Usage = nil
		marks, err := s.Marks(key)
		if err != nil {
			b.Fatal(err)
		}
		f.Model = names.of([]byte(f.Model))
		if key%220 == 1 {
			batches = append(batches, nil)
		}
		last := len(batches) - 1
		batches[last] = append(batches[last], Item{Record: chat.Record{Conversation: c.ID, UserID: c.UserID, Bot: c.Bot, Channel: c.Channel, Language: c.Language,
			Properties: c.Properties, UserProperties: c.UserProperties, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Messages: c.Messages, Events: c.Events, Whole: st.whole},
			Hash: st.hash, Facts: &f, Marks: marks})
	}
	return batches
}
