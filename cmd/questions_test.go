package cmd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// rawMessage and rawEvent are lines of the raw exports, with what the reference reads.
type rawMessage struct {
	Conversation string  `json:"conversation_id"`
	Role         string  `json:"role"`
	Content      string  `json:"content"`
	Timestamp    string  `json:"timestamp"`
	Model        string  `json:"model"`
	Input        float64 `json:"input_tokens"`
	Output       float64 `json:"output_tokens"`
	Cached       float64 `json:"cached_tokens"`
	Cost         *float64
}

type rawEvent struct {
	Conversation string `json:"conversation_id"`
	Type         string `json:"type"`
	Timestamp    string `json:"timestamp"`
	Properties   struct {
		Goal   string  `json:"goal"`
		Rating float64 `json:"rating"`
	} `json:"properties"`
}

// rawTalk is what the raw exports tell of one conversation.
type rawTalk struct {
	id, user string
	start    time.Time // zero if nothing has a time
	messages []rawMessage
	events   []rawEvent
}

func parsed[T any](t *testing.T, text []byte) (list []T) {
	t.Helper()
	s := bufio.NewScanner(bytes.NewReader(text))
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatalf("%v: %s", err, s.Text())
		}
		list = append(list, v)
	}
	return list
}

// writeRandomTalks writes loose messages and events around the end of summer
// time in Berlin; some have no time, some no user, and instants coincide.
func writeRandomTalks(t *testing.T, path string, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 4))
	var b strings.Builder
	start := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
	for i := range r.IntN(30) {
		id := fmt.Sprintf("c%d", i)
		at := start.Add(time.Duration(r.IntN(12*24)) * time.Hour)
		timed := r.IntN(6) > 0
		user := []string{"", "ada", "ben", "cyd"}[r.IntN(4)]
		line := func(format string, args ...any) {
			stamp := ""
			if timed && r.IntN(8) > 0 {
				at = at.Add(time.Duration(r.IntN(3)) * 10 * time.Second)
				stamp = fmt.Sprintf(`,"timestamp":%q`, at.Format(time.RFC3339))
			}
			if user != "" {
				stamp += fmt.Sprintf(`,"user_id":%q`, user)
			}
			fmt.Fprintf(&b, "{\"conversation_id\":%q%s%s}\n", id, fmt.Sprintf(format, args...), stamp)
		}
		for k := range 1 + r.IntN(6) {
			switch r.IntN(6) {
			case 0, 1:
				line(`,"message_id":"%s-%d","role":"user","content":"where is parcel %d"`, id, k, k)
			case 2, 3:
				cost := ""
				if r.IntN(4) == 0 {
					cost = fmt.Sprintf(`,"cost":%v`, float64(r.IntN(1000))/1e5)
				}
				line(`,"message_id":"%s-%d","role":"assistant","content":"It is number %d.","model":%q,"input_tokens":%d,"output_tokens":%d,"cached_tokens":%d%s`, id, k, k,
					[]string{"large-1", "small-1", "other"}[r.IntN(3)], 100+r.IntN(900), r.IntN(50), r.IntN(100), cost)
			case 4:
				line(`,"event_id":"%s-%d","event_type":"goal_completed","properties":{"goal":"g%d"}`, id, k, r.IntN(3))
			default:
				line(`,"event_id":"%s-%d","event_type":%q,"properties":{"rating":%d}`, id, k, []string{"feedback_submitted", "conversion", "cart_add"}[r.IntN(3)], 1+r.IntN(5))
			}
		}
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// readTalks reads the raw exports of a file.
func readTalks(t *testing.T, path string) []*rawTalk {
	t.Helper()
	byID := map[string]*rawTalk{}
	var list []*rawTalk
	for _, c := range parsed[struct {
		ID   string `json:"conversation_id"`
		User string `json:"user_id"`
	}](t, output(t, "export", "conversations", path, "--no-redact", "--format", "jsonl")) {
		byID[c.ID] = &rawTalk{id: c.ID, user: c.User}
		list = append(list, byID[c.ID])
	}
	saw := func(c *rawTalk, stamp string) {
		if at, err := time.Parse(time.RFC3339, stamp); err == nil && (c.start.IsZero() || at.Before(c.start)) {
			c.start = at
		}
	}
	for _, m := range parsed[rawMessage](t, output(t, "export", "messages", path, "--no-redact", "--format", "jsonl")) {
		c := byID[m.Conversation]
		c.messages = append(c.messages, m)
		saw(c, m.Timestamp)
	}
	for _, e := range parsed[rawEvent](t, output(t, "export", "events", path, "--no-redact", "--format", "jsonl")) {
		c := byID[e.Conversation]
		c.events = append(c.events, e)
		saw(c, e.Timestamp)
	}
	return list
}

func (c *rawTalk) engaged() bool {
	return slices.ContainsFunc(c.messages, func(m rawMessage) bool { return m.Role == "user" })
}

func (c *rawTalk) answered() bool {
	asked := false
	for _, m := range c.messages {
		if m.Role == "assistant" && asked {
			return true
		}
		asked = asked || m.Role == "user"
	}
	return false
}

func (c *rawTalk) has(is func(rawEvent) bool) bool { return slices.ContainsFunc(c.events, is) }

// answer is what the commands print as JSON, with what the reference compares.
type answer struct {
	Metrics []struct {
		Name        string
		Value       *float64
		N           float64
		Numerator   *float64
		Denominator *float64
	}
	Steps []struct {
		Name          string
		Conversations int
	}
	Goals []struct {
		Goal          string
		Conversations int
	}
	Days []struct {
		Day   string
		Users int
	}
	Ratings []struct{ Rating, Count int }
	Models  []struct {
		Name  *string
		Input float64 `json:"input_tokens"`
		Cost  *float64
	}
	Unpriced int
}

func (a *answer) value(name string) (value, n float64) {
	for _, m := range a.Metrics {
		if m.Name == name {
			if m.Value == nil {
				return math.NaN(), m.N
			}
			return *m.Value, m.N
		}
	}
	return math.Inf(1), -1
}

const questionsConfig = `timezone: Europe/Berlin
funnels:
  - {name: cart, ordered: false, steps: [{state: engaged}, {event: cart_add}, {goal: g1}, {user_messages: 2}]}
prices:
  - {model: "*-1", input: 1, output: 2}
  - {model: large-1, input: 10, output: 30, cached: 2, from: 2026-10-25}
`

// TestQuestionsAgreeWithRawExports imports random files and compares what the
// commands say with what a few plain lines make of the raw exports.
func TestQuestionsAgreeWithRawExports(t *testing.T) {
	if testing.Short() {
		t.Skip("the tests of package metrics compare thousands of data sets; this one reads files")
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	for seed := range uint64(8) {
		dir := t.TempDir()
		path, settings := filepath.Join(dir, "talks.jsonl"), filepath.Join(dir, "chatcops.yaml")
		writeRandomTalks(t, path, seed)
		if info, _ := os.Stat(path); info.Size() == 0 {
			continue
		}
		if err := os.WriteFile(settings, []byte(questionsConfig), 0o600); err != nil {
			t.Fatal(err)
		}
		talks := readTalks(t, path)
		ask := func(command ...string) (a answer) {
			t.Helper()
			out := output(t, append(command, path, "--config", settings, "--format", "json", "--period", "2026-10-21..2026-10-29", "--compare", "none")...)
			if err := json.Unmarshal(out, &a); err != nil {
				t.Fatal(err)
			}
			return a
		}
		from, to := time.Date(2026, 10, 21, 0, 0, 0, 0, berlin), time.Date(2026, 10, 30, 0, 0, 0, 0, berlin)
		in := slices.DeleteFunc(slices.Clone(talks), func(c *rawTalk) bool { return c.start.Before(from) || !c.start.Before(to) })
		where := fmt.Sprintf("data set %d: ", seed)
		compareFunnels(t, where, in, ask("funnel", "default"), ask("funnel", "cart"))
		compareGoals(t, where, in, ask("goals"))
		compareFeedback(t, where, in, ask("feedback"))
		compareUsage(t, where, in, ask("usage"), time.Date(2026, 10, 25, 0, 0, 0, 0, berlin))
		compareDays(t, where, in, ask("engagement"), berlin)
	}
}

func countTalks(list []*rawTalk, is ...func(*rawTalk) bool) (n int) {
	for _, c := range list {
		if !slices.ContainsFunc(is, func(f func(*rawTalk) bool) bool { return !f(c) }) {
			n++
		}
	}
	return n
}
