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

func importFile(b *testing.B, rules *scoring.Rules, db, path string) *ingest.Report {
	b.Helper()
	return importBy(b, rules, nil, db, path)
}

// importBy imports a file; score, unless it is nil, concludes the facts.
func importBy(b *testing.B, rules *scoring.Rules, score store.Score, db, path string) *ingest.Report {
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
	if score != nil {
		im.ScoreBy(func() store.Score { return score })
	}
	r, err := im.Run(context.Background(), []string{path})
	if err != nil {
		b.Fatal(err)
	}
	if r.Failed() || r.Totals.Rejected > 0 {
		b.Fatalf("%s: %+v", path, *r.Files[0])
	}
	return r
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

// BenchmarkScoring imports the same data with and without scoring.
func BenchmarkScoring(b *testing.B) {
	rules := benchRules(b)
	unscored := func(c *chat.Conversation) (*chat.Facts, chat.Marks) {
		return &chat.Facts{Key: c.Key, Source: c.Source, ID: c.ID, StartedAt: chat.NoTime, EndedAt: chat.NoTime, ConvertedAt: chat.NoTime, LastConvertedAt: chat.NoTime, FirstResponse: -1}, chat.Marks{}
	}
	path := os.Getenv("CHATCOPS_BENCH_FILE")
	if path == "" {
		path, _ = generate(b, "native-jsonl")
	}
	for _, c := range []struct {
		name  string
		score store.Score
	}{{"without", unscored}, {"with", nil}} {
		b.Run(c.name, func(b *testing.B) {
			for i := range b.N {
				importBy(b, rules, c.score, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), path)
			}
		})
	}
}

// BenchmarkAppend is the floor: the rows of messages and events that an import
// has stored, appended to tables without an index, with nothing decoded, scored
// or looked up. CHATCOPS_BENCH_DATABASE names the database to take them from;
// without it they are those of the demo data.
func BenchmarkAppend(b *testing.B) {
	db := os.Getenv("CHATCOPS_BENCH_DATABASE")
	if db == "" {
		db = filepath.Join(b.TempDir(), "rows.db")
		path, _ := generate(b, "openai")
		importFile(b, benchRules(b), db, path)
	}
	messages, events := storedRows(b, db, "messages"), storedRows(b, db, "events")
	b.ResetTimer()
	for i := range b.N {
		appendAll(b, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), messages, events)
	}
	b.ReportMetric(float64(messages.rows())*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// stored is a table without the columns that are NULL in all of its rows.
type stored struct {
	columns int
	cells   []any // int64, string or nil; row after row
}

func (t stored) rows() int { return len(t.cells) / max(1, t.columns) }

func storedRows(b *testing.B, db, table string) (t stored) {
	b.Helper()
	c, err := sqlite.Open(db, sqlite.ReadOnly)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	each := func(sql string, row func(*sqlite.Stmt)) {
		s, err := c.Prepare(sql)
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
				return
			}
			row(s)
		}
	}
	var names, integer []string
	each("SELECT name, type FROM pragma_table_info('"+table+"')", func(s *sqlite.Stmt) {
		name, kind := s.Text(0), s.Text(1)
		if n, _ := c.Int("SELECT EXISTS (SELECT 1 FROM " + table + " WHERE " + name + " IS NOT NULL)"); n == 1 {
			names, integer = append(names, name), append(integer, kind)
		}
	})
	if len(names) == 0 {
		return t
	}
	t.columns = len(names)
	each("SELECT "+strings.Join(names, ", ")+" FROM "+table+" ORDER BY id", func(s *sqlite.Stmt) {
		for i, kind := range integer {
			switch {
			case s.IsNull(i):
				t.cells = append(t.cells, nil)
			case kind == "INTEGER":
				t.cells = append(t.cells, s.Int(i))
			default:
				t.cells = append(t.cells, s.Text(i))
			}
		}
	})
	return t
}

func appendAll(b *testing.B, path string, tables ...stored) {
	b.Helper()
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		b.Fatal(err)
	}
	c, err := sqlite.Open(path, sqlite.ReadWrite)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if err := c.Exec("PRAGMA page_size = 8192; PRAGMA journal_mode = TRUNCATE; BEGIN"); err != nil {
		b.Fatal(err)
	}
	for i, t := range tables {
		if t.columns > 0 {
			appendTable(b, c, fmt.Sprint("t", i), t)
		}
	}
	if err := c.Exec("COMMIT"); err != nil {
		b.Fatal(err)
	}
}

func appendTable(b *testing.B, c *sqlite.Conn, name string, t stored) {
	b.Helper()
	const atOnce = 32
	columns := "id INTEGER PRIMARY KEY"
	for i := 1; i < t.columns; i++ {
		columns += fmt.Sprint(", c", i)
	}
	row := "(NULL" + strings.Repeat(",?", t.columns-1) + ")"
	if err := c.Exec("CREATE TABLE " + name + "(" + columns + ")"); err != nil {
		b.Fatal(err)
	}
	s, err := c.Prepare("INSERT OR ROLLBACK INTO " + name + " VALUES " + row + strings.Repeat(","+row, atOnce-1))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for i := 0; i+atOnce <= t.rows(); i += atOnce {
		at := 0
		for _, cell := range t.cells[i*t.columns : (i+atOnce)*t.columns] {
			if at++; (at-1)%t.columns == 0 {
				continue // the id
			}
			switch i := at - (at-1)/t.columns - 1; cell := cell.(type) {
			case int64:
				s.BindInt(i, cell)
			case string:
				s.BindText(i, cell)
			default:
				s.BindNull(i)
			}
		}
		if err := s.Exec(); err != nil {
			b.Fatal(err)
		}
	}
}
