package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chatcops/ingest"
	"chatcops/internal/chat"
	"chatcops/internal/demo"
	"chatcops/internal/sqlite"
	"chatcops/internal/store"
	"chatcops/scoring"
)

// benchConversations is how many conversations the benchmarks import; set
// CHATCOPS_BENCH_CONVERSATIONS=100000 for the figures of docs/performance.md.
func benchConversations() int {
	n := 10_000
	_, _ = fmt.Sscan(os.Getenv("CHATCOPS_BENCH_CONVERSATIONS"), &n)
	return n
}

// generate writes demo data of a format to a file of the benchmark.
func generate(b *testing.B, format string) (path string, totals demo.Totals) {
	b.Helper()
	path = filepath.Join(b.TempDir(), format)
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	totals, err = demo.Write(f, format, demo.Options{Conversations: benchConversations(), Seed: 1,
		Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		b.Fatal(err)
	}
	return path, totals
}

func benchRules(b *testing.B) *scoring.Rules {
	b.Helper()
	rules, err := scoring.NewRules(scoring.Custom{})
	if err != nil {
		b.Fatal(err)
	}
	return rules
}

func importFile(b *testing.B, rules *scoring.Rules, db, path string) {
	b.Helper()
	s, err := store.Create(db, chat.TimeOf(time.Now()))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	im, err := ingest.New(s, rules, ingest.Options{Source: "default", RecordLimit: 64 << 20, Depth: 512, Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := im.Run(context.Background(), []string{path}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkImport imports raw data, facts and scoring into a new file, then the
// same file again.
func BenchmarkImport(b *testing.B) {
	rules := benchRules(b)
	for _, format := range []string{"native-jsonl", "native-csv", "events-jsonl", "openai"} {
		path, totals := generate(b, format)
		b.Run(format, func(b *testing.B) {
			b.SetBytes(totals.Bytes)
			for i := range b.N {
				importFile(b, rules, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), path)
			}
			b.ReportMetric(float64(totals.Messages)*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
		b.Run(format+"/again", func(b *testing.B) {
			db := filepath.Join(b.TempDir(), "again.db")
			importFile(b, rules, db, path)
			b.SetBytes(totals.Bytes)
			for b.Loop() {
				importFile(b, rules, db, path)
			}
		})
	}
}

// BenchmarkAppend is the floor: the rows of messages that an import has stored,
// appended to a table without an index, with nothing decoded, scored or looked up.
// CHATCOPS_BENCH_DATABASE names the database to take them from; without it they
// are those of the demo data.
func BenchmarkAppend(b *testing.B) {
	db := os.Getenv("CHATCOPS_BENCH_DATABASE")
	if db == "" {
		db = filepath.Join(b.TempDir(), "rows.db")
		path, _ := generate(b, "openai")
		importFile(b, benchRules(b), db, path)
	}
	rows := storedMessages(b, db)
	b.ResetTimer()
	for i := range b.N {
		appendAll(b, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), rows)
	}
	b.ReportMetric(float64(len(rows))*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// messageRow is what most rows of messages hold.
type messageRow struct {
	conversation, time  int64
	role, content, name string
}

func storedMessages(b *testing.B, db string) (rows []messageRow) {
	b.Helper()
	c, err := sqlite.Open(db, sqlite.ReadOnly)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	s, err := c.Prepare("SELECT conversation, timestamp, role, content, message_id FROM messages ORDER BY id")
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for {
		ok, err := s.Next()
		if err != nil {
			b.Fatal(err)
		}
		if !ok {
			return rows
		}
		rows = append(rows, messageRow{s.Int(0), s.Int(1), s.Text(2), s.Text(3), s.Text(4)})
	}
}

func appendAll(b *testing.B, path string, rows []messageRow) {
	b.Helper()
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		b.Fatal(err)
	}
	c, err := sqlite.Open(path, sqlite.ReadWrite)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	const (
		columns = 5
		atOnce  = 32
	)
	err = c.Exec("PRAGMA page_size = 8192; PRAGMA journal_mode = TRUNCATE; CREATE TABLE m(id INTEGER PRIMARY KEY, conversation INTEGER, role TEXT, content TEXT, timestamp INTEGER, message_id TEXT); BEGIN")
	if err != nil {
		b.Fatal(err)
	}
	s, err := c.Prepare("INSERT OR ROLLBACK INTO m(conversation, role, content, timestamp, message_id) VALUES (?,?,?,?,?)" + strings.Repeat(",(?,?,?,?,?)", atOnce-1))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for i := 0; i+atOnce <= len(rows); i += atOnce {
		for j := range atOnce {
			r, o := &rows[i+j], j*columns
			s.BindInt(o+1, r.conversation)
			s.BindText(o+2, r.role)
			s.BindText(o+3, r.content)
			s.BindInt(o+4, r.time)
			s.BindTextOrNull(o+5, r.name)
		}
		if err := s.Exec(); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.Exec("COMMIT"); err != nil {
		b.Fatal(err)
	}
}
