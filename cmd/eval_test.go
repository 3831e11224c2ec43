package cmd

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// evalDir is where the labelled data lies, which is not part of the project.
func evalDir(t *testing.T) string {
	if testing.Short() {
		t.Skip("-short: the labelled data takes minutes under the race detector")
	}
	dir := os.Getenv("CHATCOPS_EVAL_DIR")
	if dir == "" {
		t.Skip("CHATCOPS_EVAL_DIR is not set: the labelled data is not here")
	}
	return dir
}

// output runs a command that must succeed and returns what it prints.
func output(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	dir := t.TempDir()
	app := &App{In: strings.NewReader(""), Out: &out, Err: &errs, Now: time.Now, Getenv: func(string) string { return "" }, Dir: dir, TempDir: dir}
	if code := app.Run(context.Background(), args); code != exitDone {
		t.Fatalf("chatcops %s: exit %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.Bytes()
}

func gunzipped(t *testing.T, path string) io.Reader {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestEvalMessagesComeBack imports every labelled set without a rejected record,
// gives every message back in order, and adds the outcomes up.
func TestEvalMessagesComeBack(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(evalDir(t), "*.dev.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no data sets: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			var want []string
			s := bufio.NewScanner(gunzipped(t, file))
			s.Buffer(nil, 64<<20)
			for s.Scan() {
				var c struct {
					ID       string
					Messages []struct{ Role, Content string }
				}
				if err := json.Unmarshal(s.Bytes(), &c); err != nil {
					t.Fatal(err)
				}
				for i, m := range c.Messages {
					want = append(want, fmt.Sprintf("%s\x00%06d\x00%s\x00%s", c.ID, i, m.Role, m.Content))
				}
			}
			compareMessages(t, want, output(t, "export", "messages", file, "--no-redact"))
			checkOutcomes(t, output(t, "stats", file, "--format", "json"))
		})
	}
}

func compareMessages(t *testing.T, want []string, exported []byte) {
	t.Helper()
	found := map[string]bool{}
	lines := bytes.Split(bytes.TrimSpace(exported), []byte("\n"))
	for _, line := range lines {
		var m struct {
			ID      string `json:"conversation_id"`
			Index   int    `json:"message_index"`
			Role    string
			Content string
		}
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		found[fmt.Sprintf("%s\x00%06d\x00%s\x00%s", m.ID, m.Index, m.Role, m.Content)] = true
	}
	if len(lines) != len(want) {
		t.Fatalf("%d messages came back of %d", len(lines), len(want))
	}
	for _, w := range want {
		if !found[w] {
			t.Fatalf("lost or displaced: %.200q", w)
		}
	}
}

func checkOutcomes(t *testing.T, stats []byte) {
	t.Helper()
	var r struct {
		Coverage struct{ Engaged int }
		Outcomes map[string]int
	}
	if err := json.Unmarshal(stats, &r); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range r.Outcomes {
		sum += n
	}
	if len(r.Outcomes) != 6 || sum != r.Coverage.Engaged {
		t.Fatalf("outcomes %v add up to %d of %d engaged", r.Outcomes, sum, r.Coverage.Engaged)
	}
}

// TestEvalEscalationByTool compares the escalations of the airline agent with
// their labels, which rest on the tool that it called.
func TestEvalEscalationByTool(t *testing.T) {
	dir := evalDir(t)
	want := map[string]bool{}
	rows, err := csv.NewReader(gunzipped(t, filepath.Join(dir, "tau_airline.dev.labels.csv.gz"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if row[1] == "escalated" {
			want[row[0]] = row[2] == "1"
		}
	}
	if len(want) != 120 {
		t.Fatalf("%d labels instead of 120", len(want))
	}
	d := json.NewDecoder(bytes.NewReader(output(t, "export", "conversations", filepath.Join(dir, "tau_airline.dev.jsonl.gz"))))
	n := 0
	for ; d.More(); n++ {
		var c struct {
			ID        string `json:"conversation_id"`
			Escalated bool
			Evidence  *struct{ Kind string } `json:"escalation_evidence"`
		}
		if err := d.Decode(&c); err != nil {
			t.Fatal(err)
		}
		if c.Escalated != want[c.ID] {
			t.Errorf("%s: escalated is %v, the label says %v", c.ID, c.Escalated, want[c.ID])
		}
		if c.Escalated && (c.Evidence == nil || c.Evidence.Kind != "tool") {
			t.Errorf("%s: the evidence is not the tool: %v", c.ID, c.Evidence)
		}
	}
	if n != len(want) {
		t.Errorf("%d conversations instead of %d", n, len(want))
	}
}

// TestEvalQuestionsAddUp asks every labelled set the questions whose parts must
// add up to a whole.
func TestEvalQuestionsAddUp(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(evalDir(t), "*.dev.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no data sets: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			db := filepath.Join(t.TempDir(), "chatcops.db")
			output(t, "ingest", file, "--db", db, "--quiet")
			checkQuestions(t, db)
		})
	}
}

func checkQuestions(t *testing.T, db string) {
	t.Helper()
	var all struct {
		Coverage  struct{ Conversations, Engaged int64 }
		Steps     []struct{ Conversations int64 }
		Fallbacks int64
		Groups    []struct {
			Count  int64
			Left   int64 `json:"user_left"`
			Again  int64 `json:"not_understood_again"`
			WentOn int64 `json:"went_on"`
		}
		Metrics []struct{ Numerator *float64 }
		Bots    []struct{ Conversations int64 }
		Goals   []struct{ Conversations int64 }
	}
	for _, command := range []string{"funnel", "fallbacks", "feedback", "goals"} {
		if err := json.Unmarshal(output(t, command, "--db", db, "--format", "json"), &all); err != nil {
			t.Fatal(err)
		}
		if command == "fallbacks" && all.Fallbacks > 0 && *all.Metrics[0].Numerator != float64(all.Fallbacks) {
			t.Errorf("%d messages were not understood, the rate counts %v", all.Fallbacks, *all.Metrics[0].Numerator)
		}
	}
	last := all.Coverage.Conversations
	for i, s := range all.Steps {
		if i == 0 && s.Conversations != last || s.Conversations > last {
			t.Errorf("step %d has %d conversations behind %d", i, s.Conversations, last)
		}
		last = s.Conversations
	}
	var grouped, bots int64
	for _, g := range all.Groups {
		grouped += g.Count
		if g.Left+g.Again+g.WentOn != g.Count {
			t.Errorf("behind %d messages happened %d, %d and %d", g.Count, g.Left, g.Again, g.WentOn)
		}
	}
	for _, b := range all.Bots {
		bots += b.Conversations
	}
	if grouped != all.Fallbacks || bots != all.Coverage.Conversations {
		t.Errorf("the groups add up to %d of %d, the bots to %d of %d", grouped, all.Fallbacks, bots, all.Coverage.Conversations)
	}
	for _, g := range all.Goals {
		if g.Conversations > all.Coverage.Engaged {
			t.Errorf("a goal was reached by %d of %d", g.Conversations, all.Coverage.Engaged)
		}
	}
}
