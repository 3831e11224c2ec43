package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
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

// BenchmarkImport imports raw data, facts and scoring into a new file, then the
// same file again.
func BenchmarkImport(b *testing.B) {
	rules, err := scoring.NewRules(scoring.Custom{})
	if err != nil {
		b.Fatal(err)
	}
	for _, format := range []string{"native-jsonl", "native-csv", "events-jsonl", "openai"} {
		path, totals := generate(b, format)
		run := func(b *testing.B, db string) {
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
		b.Run(format, func(b *testing.B) {
			b.SetBytes(totals.Bytes)
			for i := range b.N {
				run(b, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")))
			}
			b.ReportMetric(float64(totals.Messages)*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
		b.Run(format+"/again", func(b *testing.B) {
			db := filepath.Join(b.TempDir(), "again.db")
			run(b, db)
			b.SetBytes(totals.Bytes)
			for b.Loop() {
				run(b, db)
			}
		})
	}
}

// BenchmarkAppend is the floor: the same messages appended to a table without
// an index, with nothing decoded, scored or looked up.
func BenchmarkAppend(b *testing.B) {
	list, err := demo.Timeline(demo.Options{Conversations: benchConversations(), Seed: 1,
		Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	for m := range list {
		if text := m.Entry().Content; text != "" {
			texts = append(texts, text)
		}
	}
	b.ResetTimer()
	for i := range b.N {
		appendAll(b, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), texts)
	}
	b.ReportMetric(float64(len(texts))*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

func appendAll(b *testing.B, path string, texts []string) {
	b.Helper()
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		b.Fatal(err)
	}
	c, err := sqlite.Open(path, sqlite.ReadWrite)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	const columns = 5
	sql := "INSERT INTO m VALUES (?,?,?,?,?)"
	const rows = 32
	for range rows - 1 {
		sql += ",(?,?,?,?,?)"
	}
	err = c.Exec("PRAGMA page_size = 8192; PRAGMA journal_mode = TRUNCATE; CREATE TABLE m(conversation INTEGER, i INTEGER, role TEXT, time INTEGER, content TEXT); BEGIN")
	if err != nil {
		b.Fatal(err)
	}
	s, err := c.Prepare(sql)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for i := 0; i+rows <= len(texts); i += rows {
		for j := range rows {
			s.BindInt(j*columns+1, int64(i))
			s.BindInt(j*columns+2, int64(j))
			s.BindText(j*columns+3, "user")
			s.BindInt(j*columns+4, int64(i)*1e6)
			s.BindText(j*columns+5, texts[i+j])
		}
		if err := s.Exec(); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.Exec("COMMIT"); err != nil {
		b.Fatal(err)
	}
}
