package cmd

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Imports and readers at once, each a process: every import is done as if it were
// alone, every reader sees a sound state or is told to wait.
func TestImportsAndReadersAtOnce(t *testing.T) {
	k := newKiller(t)
	k.run("alone.db")
	want := k.facts("alone.db")
	var imports []*exec.Cmd
	var told [3]bytes.Buffer
	for i := range told { // they overlap
		c := k.command(append([]string{"ingest", "--db", "shared.db"}, k.files[i:i+4]...)...)
		c.Stderr = &told[i]
		check(t, c.Start())
		imports = append(imports, c)
	}
	ended := make(chan bool)
	go func() {
		defer close(ended)
		for i, c := range imports {
			if err := c.Wait(); err != nil {
				t.Errorf("import %d: %v\n%s", i, err, told[i].String())
			}
		}
	}()
	reads := 0
	for going := true; going; reads++ {
		select {
		case <-ended:
			going = false
		case <-time.After(10 * time.Millisecond):
		}
		for _, args := range [][]string{{"stats", "--metrics", "conversations", "--format", "csv"}, {"report", "--sections", "metrics,outcomes", "--format", "markdown", "--output", "r.md"}, {"db", "check"}} {
			out, err := k.command(append(args, "--db", "shared.db")...).CombinedOutput()
			text := string(out)
			if err != nil && !strings.Contains(text, "no such database") && !strings.Contains(text, "is empty: no import into it has begun") &&
				!strings.Contains(text, "hint: wait until it is done") {
				t.Errorf("%v: %v\n%s", args, err, text)
			}
		}
	}
	t.Logf("%d rounds of reading", reads)
	if got := k.facts("shared.db"); !bytes.Equal(got, want) {
		t.Error("imports at once leave something else than one after the other")
	}
	if left, _ := filepath.Glob(filepath.Join(k.dir, "shared.db-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A clock that goes backwards between two imports, by years, changes no fact and
// nothing that depends on the times of the data.
func TestClockGoesBackwards(t *testing.T) {
	month := support(t)
	half := bytes.IndexByte(month[len(month)/2:], '\n') + len(month)/2 + 1
	var facts [2]string
	for i, back := range []time.Duration{0, 6 * 365 * 24 * time.Hour} {
		w := newWorld(t)
		w.write("a.jsonl", month[:half])
		w.write("b.jsonl", month[half:])
		w.must("ingest", "a.jsonl", "--quiet")
		w.must("alerts", "--rule", "conversations < 1", "--period", "2026-10")
		w.must("report", "--period", "2026-10", "--format", "markdown", "--output", "r.md")
		w.now = w.now.Add(-back)
		w.must("ingest", "b.jsonl", "--quiet")
		for _, line := range []string{"stats --period 2026-10", "stats --period 30d", "alerts --rule conversations<1 --period 2026-10", "report --period 2026-10 --format markdown --output r.md",
			"report list", "db info", "topics", "engagement", "db check"} {
			w.must(append(strings.Fields(line), "--quiet")...)
		}
		facts[i] = w.facts("chatcops.db") + w.must("stats", "--period", "2026-10", "--compare", "none", "--format", "csv", "--timezone", "UTC")
		if got := w.must("ingest", "a.jsonl", "b.jsonl"); strings.Count(got, "was imported before") != 2 {
			t.Errorf("imported again: %s", got)
		}
		// Ages count from the clock: nothing is older than a day that is yet to come.
		if got := w.must("db", "forget", "--before", "3650d", "--dry-run"); !strings.HasPrefix(got, "0 conversations would be erased") {
			t.Error(got)
		}
	}
	if facts[0] != facts[1] {
		a, b := strings.Split(facts[0], "\n"), strings.Split(facts[1], "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("the facts depend on the clock: line %d is\n%s\nand\n%s", i+1, a[i], b[i])
			}
		}
		t.Fatalf("the facts depend on the clock: %d lines and %d", len(a), len(b))
	}
}
