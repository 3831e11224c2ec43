package cmd

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// documentedNow is the clock of documents and scripts: after the month of testdata/support.jsonl.
const documentedNow = "2026-11-10T12:00:00Z"

// documentedRun is a command line of a document, and what stands below it there.
type documentedRun struct {
	line    int // in the document
	command string
	output  []string // none: the document does not show any
	shown   int      // lines that the output takes in the document
}

// TestReadme runs every command line of the README's console blocks; -update
// writes what they print, in all documents.
func TestReadme(t *testing.T) {
	if testDocument(t, filepath.Join("..", "README.md")) == 0 {
		t.Fatal("README.md has no ```console block with a line that begins with `$ `")
	}
}

// TestDocs does the same for the other documents, which need not have any.
func TestDocs(t *testing.T) {
	if testing.Short() {
		t.Skip("TestReadme runs the same code")
	}
	names, err := filepath.Glob(filepath.Join("..", "docs", "*.md"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents in docs: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) { testDocument(t, name) })
	}
}

// testDocument runs the lines of a document one after another in a folder with a
// copy of testdata, and returns how many there are.
func testDocument(t *testing.T, name string) int {
	runs := documentedRuns(t, name)
	if len(runs) == 0 {
		return 0
	}
	name, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "testdata"), os.DirFS(filepath.Join("..", "testdata"))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	now, err := time.Parse(time.RFC3339, documentedNow)
	if err != nil {
		t.Fatal(err)
	}
	for i := range runs {
		r := &runs[i]
		args, ok := words(r.command)
		if !ok || len(args) == 0 || args[0] != "chatcops" {
			t.Errorf("line %d: %q is not one call of chatcops; such lines belong in a sh block", r.line, r.command)
			continue
		}
		var out bytes.Buffer
		app := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return now }, Dir: dir, TempDir: dir,
			Getenv: func(name string) string { return map[string]string{"CHATCOPS_TIMEZONE": "UTC"}[name] }}
		if code := app.Run(context.Background(), args[1:]); code != exitDone && code != exitCheck {
			t.Errorf("line %d: %s: exit code %d\n%s", r.line, r.command, code, out.String())
			continue
		}
		if got := trimmed(out.String()); r.output != nil && !matches(r.output, got) {
			if *update {
				r.output = shortened(r.output, got)
				continue
			}
			t.Errorf("line %d: %s prints\n%s\n\nthe document shows\n%s", r.line, r.command, strings.Join(got, "\n"), strings.Join(r.output, "\n"))
		}
	}
	if *update {
		rewrite(t, name, runs)
	}
	return len(runs)
}

// shortened cuts output as what is shown was: where that has a line ..., only the
// lines remain that begin like the others shown, up to the first gap in them.
func shortened(shown, got []string) []string {
	if !slices.Contains(shown, "...") {
		return got
	}
	head := func(line string) string { // of a table, CSV or JSON
		text, _, cells := strings.Cut(strings.TrimLeft(line, " "), "  ")
		if i := strings.IndexAny(text, ",:─"); i >= 0 && !cells {
			return text[:i]
		}
		return text
	}
	var short []string
	whole := got
	for _, line := range shown {
		if line == "..." {
			short = append(short, line)
			continue
		}
		i := slices.IndexFunc(got, func(g string) bool { return head(g) == head(line) })
		if i < 0 {
			return whole
		}
		short, got = append(short, got[i]), got[i+1:]
	}
	return short
}

// rewrite replaces the output that a document shows by that of runs.
func rewrite(t *testing.T, name string, runs []documentedRun) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	for _, r := range slices.Backward(runs) {
		if r.output != nil {
			lines = slices.Replace(lines, r.line, r.line+r.shown, r.output...)
		}
	}
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// documentedRuns reads the console blocks of a document.
func documentedRuns(t *testing.T, name string) []documentedRun {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var runs []documentedRun
	var shown []string
	end := func() {
		if len(runs) > 0 && runs[len(runs)-1].output == nil && len(shown) > 0 {
			r := &runs[len(runs)-1]
			r.output, r.shown = trimmed(strings.Join(shown, "\n")), len(shown)
		}
		shown = nil
	}
	inside := false
	for i, line := range strings.Split(string(text), "\n") {
		command, prompt := strings.CutPrefix(line, "$ ")
		switch {
		case !inside:
			inside = strings.TrimSpace(line) == "```console"
		case strings.TrimSpace(line) == "```":
			end()
			inside = false
		case prompt:
			end()
			runs = append(runs, documentedRun{line: i + 1, command: command})
		default:
			shown = append(shown, line)
		}
	}
	if inside {
		t.Fatalf("%s ends within a console block", name)
	}
	return runs
}

// words splits a command line at its spaces; quotes hold words together. It
// refuses what only a shell understands.
func words(line string) (out []string, ok bool) {
	var word strings.Builder
	var quote rune
	begun := false
	for _, r := range line + " " {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, begun = r, true
		case r == ' ' && (begun || word.Len() > 0):
			out = append(out, word.String())
			word.Reset()
			begun = false
		case r == ' ':
		case strings.ContainsRune("|<>&;$`*?#", r):
			return nil, false
		default:
			word.WriteRune(r)
		}
	}
	return out, quote == 0
}

// trimmed is the lines of a text without spaces at their ends and empty lines at its own.
func trimmed(text string) []string {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// matches compares output with what a document shows, where a line ... stands
// for any number of lines.
func matches(shown, got []string) bool {
	for len(shown) > 0 {
		if shown[0] == "..." {
			for i := range len(got) + 1 {
				if matches(shown[1:], got[i:]) {
					return true
				}
			}
			return false
		}
		if len(got) == 0 || shown[0] != got[0] {
			return false
		}
		shown, got = shown[1:], got[1:]
	}
	return len(got) == 0
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		shown, got string
		want       bool
	}{
		{"a b", "a b", true}, {"a b", "a", false}, {"a", "a b", false}, {"...", "", true}, {"...", "a b", true},
		{"a ...", "a", true}, {"a ... c", "a b b c", true}, {"a ... c", "a b", false}, {"... b ... d", "a b b c d", true}, {"... b", "b a", false},
	} {
		if got := matches(strings.Fields(c.shown), strings.Fields(c.got)); got != c.want {
			t.Errorf("matches(%q, %q) = %v", c.shown, c.got, got)
		}
	}
}

func TestWords(t *testing.T) {
	got, ok := words(`chatcops  ingest 'logs/2026 *.jsonl' --map "a=b" ''`)
	if want := []string{"chatcops", "ingest", "logs/2026 *.jsonl", "--map", "a=b", ""}; !ok || !slices.Equal(got, want) {
		t.Errorf("words = %q, %v, want %q", got, ok, want)
	}
	for _, line := range []string{"cat a | chatcops stats -", "chatcops stats > a", "chatcops 'a", "chatcops *.jsonl"} {
		if got, ok := words(line); ok {
			t.Errorf("words(%q) = %q, want it refused", line, got)
		}
	}
}
