package cmd

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chatcops/internal/store"
)

// world is a folder in which commands run in this process.
type world struct {
	*testing.T
	dir string
	now time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	now, err := time.Parse(time.RFC3339, documentedNow)
	check(t, err)
	return &world{t, t.TempDir(), now}
}

// run runs one command and returns its exit code and what it wrote.
func (w *world) run(args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	app := &App{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Now: func() time.Time { return w.now }, Dir: w.dir, TempDir: w.TempDir(),
		Getenv: func(string) string { return "" }}
	code = app.Run(context.Background(), args)
	return code, stdout.String(), stderr.String()
}

// must runs a command that has to be done.
func (w *world) must(args ...string) string {
	w.Helper()
	code, out, errs := w.run(args...)
	if code != exitDone {
		w.Fatalf("chatcops %s: exit code %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

func (w *world) write(name string, content []byte) {
	w.Helper()
	check(w.T, os.WriteFile(filepath.Join(w.dir, name), content, 0o600))
}

// facts is all that a database says of its conversations; it must be sound.
func (w *world) facts(db string) string {
	w.Helper()
	w.must("db", "check", "--db", db)
	all := ""
	for _, what := range []string{"conversations", "messages", "events"} {
		all += w.must("export", what, "--no-redact", "--quiet", "--db", db)
	}
	return all
}

// support is the month of testdata.
func support(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "testdata", "support.jsonl"))
	check(t, err)
	return b
}

// damages are what may become of a file's bytes.
func damages(sound []byte) map[string][]byte {
	all := map[string][]byte{
		"nothing":       {},
		"one byte":      sound[:1],
		"half a header": sound[:50],
		"a header":      sound[:100],
		"one page":      sound[:8192],
		"half a file":   sound[:len(sound)/2],
		"half a page":   sound[:len(sound)-4096],
		"a page less":   sound[:len(sound)-8192],
		"text":          []byte(strings.Repeat("no database\n", 1000)),
		"zeros":         make([]byte, len(sound)),
		"all ones":      bytes.Repeat([]byte{0xff}, len(sound)),
		"more":          append(bytes.Clone(sound), bytes.Repeat([]byte("more"), 5000)...),
	}
	pages := len(sound) / 8192
	for i := 1; i < pages; i += 1 + pages/12 {
		for how, with := range map[string]byte{"zeros": 0, "ones": 0xff, "text": 'x'} {
			b := bytes.Clone(sound)
			copy(b[i*8192:], bytes.Repeat([]byte{with}, 8192))
			all[fmt.Sprintf("page %d of %s", i+1, how)] = b
		}
		b := bytes.Clone(sound)
		for j := i*8192 + 8; j < (i+1)*8192; j += 97 {
			b[j] ^= 0x55
		}
		all[fmt.Sprintf("page %d with flipped bits", i+1)] = b
	}
	return all
}

// Whatever has become of a database, no command panics or changes it for worse:
// each works or names the file and the way out, with exit code 1. With
// CHATCOPS_FAULTS=all each command meets each damage.
func TestDamagedDatabases(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of runs; others run the same goroutines")
	}
	w := newWorld(t)
	w.write("in.jsonl", support(t))
	w.must("ingest", "in.jsonl", "--quiet", "--db", "sound.db")
	sound, err := os.ReadFile(filepath.Join(w.dir, "sound.db"))
	check(t, err)
	commands := []string{"stats", "stats --by day,outcome", "conversations list", "conversations show c_be4e4d1aabd232b3", "conversations search refund", "export messages", "export conversations",
		"events", "funnel", "goals", "usage", "fallbacks", "sentiment", "feedback", "engagement", "topics", "abtest list", "alerts --rule conversations>1", "db info", "db check",
		"db vacuum", "db forget --user u000038", "db backup copy.db --force", "db rescore", "ingest in.jsonl", "report --format markdown --output r.md"}
	worked, refused := 0, 0
	all := damages(sound)
	for i, damage := range slices.Sorted(maps.Keys(all)) {
		b := all[damage]
		for j, line := range commands {
			if os.Getenv("CHATCOPS_FAULTS") != "all" && (i+j)%7 != 0 {
				continue
			}
			for _, beside := range []string{"d.db-wal", "d.db-shm", "d.db-journal"} {
				os.Remove(filepath.Join(w.dir, beside))
			}
			w.write("d.db", b)
			code, out, errs := w.run(append(strings.Fields(line), "--db", "d.db")...)
			switch {
			case code == exitDone || code == exitCheck:
				worked++
			case code != exitFailed:
				t.Errorf("%s, %s: exit code %d\n%s", damage, line, code, errs)
			case line == "db check" && strings.Contains(out, "d.db is damaged") && strings.Contains(errs, "hint: "):
				refused++
			default:
				refused++
				if !strings.Contains(errs, "chatcops: d.db: ") || !strings.Contains(errs, "hint: ") {
					t.Errorf("%s, %s: does not name the file or the way out:\n%s", damage, line, errs)
				}
			}
		}
	}
	t.Logf("%d commands worked, %d were refused", worked, refused)
	if worked == 0 || refused == 0 {
		t.Error("the damages do not tell")
	}
}

// A database of a newer version is left alone by every command.
func TestNewerDatabase(t *testing.T) {
	w := newWorld(t)
	w.write("in.jsonl", support(t))
	w.must("ingest", "in.jsonl", "--quiet", "--db", "n.db")
	path := filepath.Join(w.dir, "n.db")
	b, err := os.ReadFile(path)
	check(t, err)
	b[63] = 99 // user_version
	w.write("n.db", b)
	for _, line := range []string{"stats", "ingest in.jsonl", "db check", "db info", "db vacuum", "db rescore", "db forget --user u", "db backup b.db", "export messages"} {
		code, _, errs := w.run(append(strings.Fields(line), "--db", "n.db")...)
		if code != exitFailed || !strings.HasPrefix(errs, "chatcops: n.db: has schema version 99, newer than this chatcops knows") || !strings.Contains(errs, "hint: install a newer chatcops") {
			t.Errorf("%s: %d %s", line, code, errs)
		}
		after, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(after, b) {
			t.Errorf("%s: the file was changed, %v", line, err)
		}
	}
	if _, err := store.Open(path); err == nil {
		t.Error("it was opened")
	}
}
