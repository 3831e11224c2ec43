package cmd

import (
	"bytes"
	"encoding/json"
	"math"
	"path/filepath"
	"strings"
	"testing"
)

// totals is what TestEvalTotals reads of stats.
type totals struct {
	Coverage struct{ Conversations, Engaged int64 }
	Outcomes map[string]int64
	Metrics  []totalled
	Groups   []struct{ Metrics []totalled }
}

type totalled struct {
	Name, Unit                    string
	Value, Numerator, Denominator *float64
}

func readTotals(t *testing.T, args ...string) (r totals) {
	t.Helper()
	if err := json.Unmarshal(output(t, append([]string{"stats", "--format", "json", "--timezone", "Europe/Berlin"}, args...)...), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEvalTotals adds up, on every labelled set, the outcomes, the groups and the
// stretches of time, and the exported conversations: all come to the same totals.
func TestEvalTotals(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(evalDir(t), "*.dev.jsonl.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no data sets: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			db := filepath.Join(t.TempDir(), "set.db")
			output(t, "ingest", file, "--db", db, "--quiet")
			all := readTotals(t, "--db", db)
			var outcomes int64
			for _, n := range all.Outcomes {
				outcomes += n
			}
			if outcomes != all.Coverage.Engaged {
				t.Errorf("the outcomes add up to %d, engaged are %d", outcomes, all.Coverage.Engaged)
			}
			compareExported(t, &all, output(t, "export", "conversations", "--format", "jsonl", "--db", db))
			for _, by := range []string{"hour", "day", "week", "month", "hour_of_day", "weekday", "bot", "channel", "model", "language", "outcome", "week,outcome", "language,hour_of_day"} {
				compareGroups(t, by, &all, readTotals(t, "--db", db, "--by", by))
				compareGroups(t, by+", top 2", &all, readTotals(t, "--db", db, "--by", by, "--top", "2"))
			}
		})
	}
}

// compareGroups adds up what groups add up: counts but of users, who may be in
// several, and fractions.
func compareGroups(t *testing.T, by string, all *totals, grouped totals) {
	t.Helper()
	for i, total := range all.Metrics {
		if strings.HasSuffix(total.Name, "users") {
			continue
		}
		var value, numerator, denominator float64
		for _, g := range grouped.Groups {
			m := g.Metrics[i]
			if m.Name != total.Name {
				t.Fatalf("by %s: %s stands where %s should", by, m.Name, total.Name)
			}
			if m.Denominator != nil {
				numerator += *m.Numerator
				denominator += *m.Denominator
			} else if m.Value != nil {
				value += *m.Value
			}
		}
		switch {
		case total.Value == nil:
			if value != 0 || denominator != 0 {
				t.Errorf("by %s: %s has groups with values and no total", by, total.Name)
			}
		case total.Denominator != nil:
			if math.Abs(numerator-*total.Numerator) > 1e-6*(1+math.Abs(numerator)) || denominator != *total.Denominator {
				t.Errorf("by %s: the groups of %s add up to %g of %g, all are %g of %g", by, total.Name, numerator, denominator, *total.Numerator, *total.Denominator)
			}
		case total.Unit == "count" && value != *total.Value:
			t.Errorf("by %s: the groups of %s add up to %g, all are %g", by, total.Name, value, *total.Value)
		}
	}
}

// compareExported counts the exported conversations plainly.
func compareExported(t *testing.T, all *totals, exported []byte) {
	t.Helper()
	want := map[string]float64{}
	outcomes := map[string]int64{}
	for _, line := range bytes.Split(bytes.TrimSpace(exported), []byte("\n")) {
		var c struct {
			UserMessages      float64 `json:"user_messages"`
			AssistantMessages float64 `json:"assistant_messages"`
			Fallbacks         float64
			Outcome           *string
			Converted         bool
			LeadCaptured      bool     `json:"lead_captured"`
			FirstResponse     *float64 `json:"first_response_seconds"`
			Quality           *float64 `json:"quality_score"`
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		want["conversations"]++
		want["user_messages"] += c.UserMessages
		want["assistant_messages"] += c.AssistantMessages
		want["messages_per_conversation"] += c.UserMessages + c.AssistantMessages
		if c.LeadCaptured {
			want["leads_captured"]++
		}
		if c.FirstResponse != nil {
			want["first_response_time.mean"] += *c.FirstResponse
		}
		if c.Outcome == nil {
			continue
		}
		outcomes[*c.Outcome]++
		want["engaged_conversations"]++
		want["fallback_rate"] += c.Fallbacks
		want["quality_score.mean"] += *c.Quality
		if c.Converted {
			want["conversion_rate"]++
		}
		switch *c.Outcome {
		case "escalated":
			want["escalation_rate"]++
		case "abandoned":
			want["abandonment_rate"]++
		case "resolved_confirmed", "resolved_assumed":
			want["resolution_rate"]++
		}
		if *c.Outcome != "escalated" {
			want["containment_rate"]++
		}
	}
	for name, n := range all.Outcomes {
		if outcomes[name] != n {
			t.Errorf("%d conversations are exported as %s, counted are %d", outcomes[name], name, n)
		}
	}
	checked := 0
	for _, m := range all.Metrics {
		got := m.Numerator
		if got == nil {
			got = m.Value
		}
		for _, name := range []string{"conversations", "engaged_conversations", "user_messages", "assistant_messages", "leads_captured", "messages_per_conversation",
			"first_response_time.mean", "fallback_rate", "quality_score.mean", "conversion_rate", "escalation_rate", "abandonment_rate", "resolution_rate", "containment_rate"} {
			if m.Name != name {
				continue
			}
			checked++
			if got == nil && want[name] != 0 || got != nil && math.Abs(*got-want[name]) > 1e-6*(1+want[name]) {
				t.Errorf("%s is %v, the exported conversations make it %g", name, got, want[name])
			}
		}
	}
	if checked != 14 {
		t.Errorf("%d metrics were checked", checked)
	}
}
