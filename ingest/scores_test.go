package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/store"
)

// given returns what scores a database holds, each on a line.
func (w *world) given() []string {
	w.t.Helper()
	s, err := store.Open(w.db())
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	var all []string
	err = s.EachGiven(func(_ string, g chat.Given) error {
		at := "-"
		if g.Time.Known() {
			at = fmt.Sprint(int64(g.Time) / 1e6 % 1000)
		}
		all = append(all, fmt.Sprintf("%s %s %g %s %s", g.Conversation, g.Name, g.Value, at, g.Comment))
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func TestScoreFiles(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"CSV", "conversation_id,name,score\nc1,tone,0.5\n", []string{"c1 tone 0.5 - "}},
		{"semicolons and other names", "Session ID;Metric;Value;Reason\nc1;tone;-3;short\n", []string{"c1 tone -3 - short"}},
		{"JSON lines", `{"traceId":"c1","name":"tone","value":true,"comment":"ok","timestamp":1790812805}`, []string{"c1 tone 1 805 ok"}},
		{"JSON array", `[{"conversation_id":7,"key":"tone","score":"FALSE"}]`, []string{"7 tone 0 - "}},
		{"score before value, key before evaluator", `{"session_id":"c1","evaluator":"judge","key":"tone","value":"good","score":2}`, []string{"c1 tone 2 - "}},
		{"value where the score is null", `{"session_id":"c1","scorer":"judge","value":4,"score":null}`, []string{"c1 judge 4 - "}},
		{"id", "id,name,score\nc1,tone,1e2\n", []string{"c1 tone 100 - "}},
		{"id of the score", "id,conversation_id,name,score\ns1,c1,tone,1\n", []string{"c1 tone 1 - "}},
		{"several names", "conversation_id,name,score\nc1,b,1\nc1,a,2\n", []string{"c1 a 2 - ", "c1 b 1 - "}},
		{"spaces", "conversation_id,name,score\nc1, tone , 1 \n", []string{"c1 tone 1 - "}},
	} {
		w := newWorld(t)
		f := w.run(w.file(".data", []byte(c.data))).Files[0]
		if got := w.given(); f.Format != "scores" || !slices.Equal(got, c.want) || f.Scores != len(c.want) || f.Rejected > 0 || f.Conversations.New > 0 {
			t.Errorf("%s: %s, %q, %+v", c.name, f.Format, got, f)
		}
	}
}

func TestScoreRejects(t *testing.T) {
	w := newWorld(t)
	f := w.run(w.file(".csv", []byte("conversation_id,name,score\n,tone,1\nc1,,1\nc1,tone,\nc1,tone,good\nc1,tone,NaN\nc1,tone,inf\nc1,tone,2e9\nc1,a\x1b[31mb,1\nc1,"+
		strings.Repeat("n", 101)+",1\nc1,tone\nc1,tone,1\n"))).Files[0]
	want := []string{"2 no conversation_id", "3 a score without name", "4 no score", `5 score "good" is neither`, `6 score "NaN" is neither`, `7 score "inf" is out of range`,
		`8 score "2e9" is out of range`, "9 the name", "10 the name", "11 2 cells"}
	for i, e := range f.Errors {
		if i >= len(want) || !strings.HasPrefix(fmt.Sprint(e.Line, " ", e.Problem), want[i]) {
			t.Errorf("line %d: %s", e.Line, e.Problem)
		}
	}
	if f.Rejected != len(want) || f.Scores != 1 {
		t.Errorf("%d rejected, %d scores", f.Rejected, f.Scores)
	}
}

// Files of other kinds are what they were.
func TestScoresStealNothing(t *testing.T) {
	for data, want := range map[string]string{
		"conversation_id,rating,comment\nc1,5,good\n":                                 "native-csv",
		"conversation_id,name,rating\nc1,tone,5\n":                                    "native-csv",
		"conversation_id,name,value,event_type\nc1,tone,5,conversion\n":               "events-csv",
		"conversation_id,name,content,score\nc1,Ann,hello,5\n":                        "native-csv",
		`{"conversation_id":"c1","rating":5,"name":"Ann","score":1}`:                  "native-jsonl",
		`{"session_id":"c1","event_type":"x","name":"a","value":1}`:                   "events-jsonl",
		`{"session_id":"c1","type":"lead:captured","name":"a","value":1}`:             "events-jsonl",
		`{"conversation_id":"c1","role":"user","content":"x","name":"Ann","score":1}`: "native-jsonl",
		`{"id":"c1","messages":[{"role":"user","content":"x"}],"name":"a","score":1}`: "openai",
		`{"conversation_id":"c1","test":"t","variant":"a","name":"n","score":1}`:      "native-jsonl",
		"id,name,value\n1,a,2\n":        "",
		"conversation_id,score\nc1,2\n": "",
		"name,score\ntone,2\n":          "",
	} {
		d, err := detect([]byte(data), true, nil, newNames(nil))
		got := ""
		if err == nil {
			got = d.format.Name
		}
		if got != want {
			t.Errorf("%q: %s (%v), want %s", data, got, err, want)
		}
	}
}

func TestScoresNamed(t *testing.T) {
	w := newWorld(t)
	w.o.Format, _ = FindFormat("scores")
	w.run(w.file(".csv", []byte("conversation_id,name,rating\nc1,tone,5\n")), w.file(".jsonl", []byte(`{"conversation_id":"c2","name":"tone","rating":4}`)))
	w.o.Format, w.o.Map = nil, map[string]string{"conversation_id": "case", "name": "what", "score": "points"}
	w.run(w.file(".csv", []byte("case,what,points\nc3,tone,3\n")))
	if got, want := w.given(), []string{"c1 tone 5 - ", "c2 tone 4 - ", "c3 tone 3 - "}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// The latest score stands, whatever the order; and what is known already is no news.
func TestWhichScoreStands(t *testing.T) {
	lines := []string{"c1,tone,9,,a", "c1,tone,5,2026-10-01T00:00:05Z,", "c1,tone,2,2026-10-01T00:00:07Z,", "c1,tone,3,2026-10-01T00:00:07Z,a", "c1,tone,3,2026-10-01T00:00:07Z,b"}
	head := "conversation_id,name,score,timestamp,comment\n"
	for _, p := range permutations(lines) {
		w := newWorld(t)
		for _, l := range p[1:] {
			w.add([]byte(head + l))
		}
		w.add([]byte(head + p[0] + "\n"))
		if got := w.given(); !slices.Equal(got, []string{"c1 tone 3 807 b"}) {
			t.Fatalf("%q after %q", got, p)
		}
		if again := w.run(w.file(".csv", []byte(head+strings.Join(lines, "\n")+"\n\n"))).Files[0]; again.Scores != 0 {
			t.Fatalf("again: %+v", again)
		}
	}
}

// Scores may come before their conversations; how many have none is told.
func TestScoresBeforeConversations(t *testing.T) {
	messages := `{"conversation_id":"c1","role":"user","content":"hello"}` + "\n"
	scores := "conversation_id,name,score\nc1,tone,1\nc2,tone,2\n"
	w := newWorld(t)
	r := w.run(w.file(".csv", []byte(scores)), w.file(".jsonl", []byte(messages)))
	if r.Totals.ScoresUnmatched != 1 || r.Totals.Conversations != 1 {
		t.Errorf("%+v", r.Totals)
	}
	if r := newWorld(t); r.run(r.file(".csv", []byte(scores))).Totals.ScoresUnmatched != 2 {
		t.Error("scores alone are not told of")
	}
	sameDump(t, "scores last", newWorld(t).add([]byte(messages), []byte(scores)).dump(), w.dump())
}

func TestScoresTwiceSplitAndShuffled(t *testing.T) {
	var lines []string
	for i := range 60 {
		lines = append(lines, fmt.Sprintf("c%d,%s,%d,%s\n", i%7, []string{"tone", "truth"}[i%2], i*i%11, []string{"", "2026-10-01", "2026-10-02"}[i%3]))
	}
	r := records{"conversation_id,name,score,date\n", lines}
	want := newWorld(t).add(r.file(lines)).dump()
	if strings.Count(want, "score ") != 14 {
		t.Fatal(want)
	}
	all := r.file(lines)
	sameDump(t, "twice", newWorld(t).add(all, append(bytes.Clone(all), '\n')).dump(), want)
	rapid.Check(t, func(q *rapid.T) {
		mixed := rapid.Permutation(lines).Draw(q, "lines")
		at := rapid.IntRange(0, len(lines)).Draw(q, "at")
		w := newWorld(t)
		for _, part := range [][]string{mixed[:at], mixed[at/2:], mixed[at:]} {
			if len(part) > 0 {
				w.add(r.file(part))
			}
		}
		sameDump(q, "split and shuffled", w.dump(), want)
	})
}

func TestScoreExamples(t *testing.T) {
	for _, name := range []string{"scores.csv", "scores.jsonl"} {
		b, err := os.ReadFile(filepath.Join("../testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if d, err := detect(b, true, nil, newNames(nil)); err != nil || d.format.Name != "scores" {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
}
