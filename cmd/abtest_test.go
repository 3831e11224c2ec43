package cmd

import (
	"strings"
	"testing"
	"time"

	"chatcops/abtest"
	"chatcops/internal/chat"
)

// variantOfCounts are the sessions of one variant.
type variantOfCounts struct {
	name           string
	hits, sessions int
	weight         string
}

// judgedCounts makes the outcome of a test of conversions that ran for so many
// days, up to today, the same number of sessions on each.
func judgedCounts(t *testing.T, days int, variants []variantOfCounts, change func(*trial, *abtest.Checks)) *outcome {
	t.Helper()
	var names, weights []string
	for _, v := range variants {
		names = append(names, v.name)
		if v.weight == "" {
			v.weight = "1"
		}
		weights = append(weights, v.weight)
	}
	made, err := abtest.NewTest("tone", names, weights)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newTestMetric(conversionMetric)
	if err != nil {
		t.Fatal(err)
	}
	tr := &trial{Design: abtest.Design{Test: made, MDE: abtest.DefaultMDE}, origin: fromFlags, metrics: []*testMetric{m}}
	var checks abtest.Checks
	if change != nil {
		change(tr, &checks)
	}
	c := &testCount{trial: tr, traffic: abtest.NewTraffic(made)}
	m.sample = m.newSample(tr)
	start := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for i, v := range variants {
		for k := range v.sessions {
			at := chat.TimeOf(start.AddDate(0, 0, k*days/v.sessions))
			c.traffic.Add(i, at, 0)
			p := abtest.Point{Variant: i, Hour: abtest.Hour(at), X: 1}
			if k*v.hits/v.sessions < (k+1)*v.hits/v.sessions { // spread evenly
				p.Y = 1
			}
			m.sample.Add(p)
		}
	}
	o := &outcome{trial: tr, name: "tone", study: c.study(checks, abtest.Day(chat.TimeOf(start.AddDate(0, 0, days))))}
	if o.finding, err = o.study.Judge(); err != nil {
		t.Fatal(err)
	}
	o.perDay, o.perDayOK = o.study.PerDay()
	return o
}

// TestVerdictSentences holds the exact words of every verdict.
func TestVerdictSentences(t *testing.T) {
	ab := func(a, na, b, nb int) []variantOfCounts {
		return []variantOfCounts{{"control", a, na, ""}, {"B", b, nb, ""}}
	}
	abc := func(a, b, c int) []variantOfCounts {
		return []variantOfCounts{{"control", a, 3000, ""}, {"B", b, 3000, ""}, {"C", c, 3000, ""}}
	}
	for _, c := range []struct {
		name     string
		days     int
		variants []variantOfCounts
		change   func(*trial, *abtest.Checks)
		verdict  string
		next     string // its beginning
	}{
		{"one variant", 10, []variantOfCounts{{"control", 5, 10, ""}}, nil, "nothing to compare", "give two variants"},
		{"one weight", 10, []variantOfCounts{{"control", 5, 10, ""}, {"B", 0, 0, "0"}}, nil, "nothing to compare", "give two variants"},
		{"no sessions", 10, ab(0, 0, 0, 0), nil, "no data yet", "check the name"},
		{"the split is off", 10, ab(100, 1000, 130, 1300), nil,
			"do not trust: sample ratio mismatch (p <0.0001, expected 50/50, seen 43.5/56.5)", "find what adds or loses"},
		{"sessions where none should be", 10, []variantOfCounts{{"control", 100, 1000, ""}, {"B", 100, 1000, ""}, {"C", 1, 3, "0"}}, nil,
			"do not trust: sample ratio mismatch (3 sessions in C, of weight 0)", "find what adds or loses"},
		{"hash", 10, ab(100, 1000, 100, 1000), func(_ *trial, c *abtest.Checks) { c.HashMismatches = 20 },
			"do not trust: 20 sessions disagree with the hash", "compare the name"},
		{"assigned elsewhere", 10, ab(100, 1000, 170, 1000), func(t *trial, c *abtest.Checks) { c.HashMismatches, t.HashUnused = 1000, true },
			"winner: B (+70.0%, 95% interval +18.1 to +145.5%)", "use B."},
		{"crossovers", 10, ab(100, 1000, 100, 1000), func(_ *trial, c *abtest.Checks) { c.Crossovers = 1500 },
			"do not trust: 1,500 sessions saw several variants", "find out why"},
		{"winner", 10, ab(100, 1000, 170, 1000), nil, "winner: B (+70.0%, 95% interval +18.1 to +145.5%)", "use B."},
		{"winner of a few days", 3, ab(100, 1000, 170, 1000), nil, "winner: B (+70.0%, 95% interval +18.1 to +145.5%)",
			"use B. Better still, let the test see a whole week first"},
		{"winner beside an undecided one", 10, abc(300, 450, 310), nil, "winner: B (+50.0%, 95% interval +19.4 to +88.6%); undecided: C", "use B."},
		{"several", 10, abc(300, 450, 450), nil, "B and C beat control; no difference between them yet", "use any of them"},
		{"control", 10, ab(170, 1000, 100, 1000), nil, "winner: control", "keep control."},
		{"another control", 10, ab(170, 1000, 100, 1000), func(t *trial, _ *abtest.Checks) { t.Control = "B" },
			"winner: control (+70.0%, 95% interval +18.1 to +145.5%)", "use control."},
		{"no direction", 10, abc(300, 450, 300), func(t *trial, _ *abtest.Checks) { t.metrics[0].better = abtest.Neither },
			"B is higher (+50.0%, 95% interval +19.4 to +88.6%); undecided: C", "decide which is better"},
		{"found none", 10, ab(4000, 40000, 4150, 40000), nil, "no difference found: enough data for ±10%", "choose by other reasons"},
		{"none yet", 10, ab(100, 1000, 100, 1000), nil, "no difference yet: needs 61,669 more sessions (~309 days)", "go on, and look as often"},
		{"too little", 10, ab(42, 1000, 180, 1000), nil, "not enough data: control has 42 of 100 conversions",
			"go on. No verdict comes before every variant has 100 conversions."},
		{"none that matters", 10, ab(30000, 100000, 30100, 100000), nil, "no meaningful difference (lift within ±10%)", "choose by other reasons"},
		{"ended", 10, ab(42, 1000, 180, 1000), func(t *trial, _ *abtest.Checks) { t.Fixed = true },
			"not enough data: control has 42 of 100 conversions (valid for one look only)", "take it as undecided"},
		{"one look", 10, ab(100, 1000, 135, 1000), func(t *trial, _ *abtest.Checks) { t.Fixed = true },
			"winner: B (+35.0%, 95% interval +5.9 to +72.1%) (valid for one look only)", "use B."},
		{"a plan", 10, ab(200, 2000, 280, 2000), func(t *trial, _ *abtest.Checks) { t.Planned = 6000 },
			"winner: B (+40.0%, 95% interval +2.0 to +92.4%)", "use B."},
		{"a plan that is not over", 10, ab(200, 2000, 210, 2000), func(t *trial, _ *abtest.Checks) { t.Planned = 6000 },
			"no difference yet: needs 2,000 more sessions (~5 days)", "go on. Looking every day does no harm"},
		{"a plan that is over", 10, ab(200, 2000, 210, 2000), func(t *trial, _ *abtest.Checks) { t.Planned = 4000 },
			"no difference found: all 4,000 planned sessions are in", "choose by other reasons"},
		{"a plan without a look", 0, ab(200, 2000, 210, 2000), func(t *trial, _ *abtest.Checks) { t.Planned = 4000 },
			"not enough data: no complete day yet", "go on."},
		{"users", 10, ab(200, 2000, 280, 2000), func(t *trial, _ *abtest.Checks) { t.ByUser = true },
			"winner: B (+40.0%, 95% interval +7.8 to +84.4%)", "use B."},
	} {
		o := judgedCounts(t, c.days, c.variants, c.change)
		if got := o.verdict(); got != c.verdict {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.verdict)
		}
		if got := o.next(); !strings.HasPrefix(got, c.next) {
			t.Errorf("%s: next: %s\nwant %s", c.name, got, c.next)
		}
	}
}

func TestEarlyWarningSentence(t *testing.T) {
	o := judgedCounts(t, 10, []variantOfCounts{{"control", 300, 1000, ""}, {"B", 50, 1000, ""}}, nil)
	if got := strings.Join(o.warnings(), "|"); got != "early warning: B converts less" {
		t.Errorf("warnings %q", got)
	}
	if got := o.verdict(); got != "not enough data: B has 50 of 100 conversions" {
		t.Error(got)
	}
}

// TestEdges holds the exact words of the edges: nothing is hidden and nothing made up.
func TestEdges(t *testing.T) {
	for _, c := range []struct {
		name     string
		variants []variantOfCounts
		rate     string   // and interval of each variant
		rows     []string // estimate, interval and p of difference and lift
		verdict  string
	}{
		{"no sessions in a variant", []variantOfCounts{{"a", 0, 0, ""}, {"b", 3, 10, ""}},
			"n/a n/a, 30.0% 10.8–60.3%", []string{"n/a −100.0 to +100.0pp ~", "n/a n/a "}, "not enough data: a has 0 of 100 conversions"},
		{"nobody converts", []variantOfCounts{{"a", 0, 1000, ""}, {"b", 0, 1000, ""}},
			"0.0% 0.0–0.4%, 0.0% 0.0–0.4%", []string{"~ 0.0pp −1.0 to +1.0pp ~", "n/a n/a "}, "not enough data: a has 0 of 100 conversions"},
		{"all convert", []variantOfCounts{{"a", 1000, 1000, ""}, {"b", 1000, 1000, ""}},
			"100.0% 99.6–100.0%, 100.0% 99.6–100.0%", []string{"~ 0.0pp −1.0 to +1.0pp 1.0000", "~ 0.0% −1.0 to +1.0% "}, "no meaningful difference (lift within ±10%)"},
		{"baseline 0", []variantOfCounts{{"a", 0, 1000, ""}, {"b", 120, 1000, ""}},
			"0.0% 0.0–0.4%, 12.0% 10.1–14.2%", []string{"~ +12.0pp +9.2 to +15.6pp ~", "n/a > +1,141.0% "}, "not enough data: a has 0 of 100 conversions"},
		{"all against fewer", []variantOfCounts{{"a", 1000, 1000, ""}, {"b", 900, 1000, ""}},
			"100.0% 99.6–100.0%, 90.0% 88.0–91.7%", []string{"▼ −10.0pp −13.4 to −7.4pp <0.0001", "▼ −10.0% −13.4 to −7.4% "}, "winner: control (a)"},
		{"one session each", []variantOfCounts{{"a", 0, 1, ""}, {"b", 1, 1, ""}},
			"0.0% 0.0–79.3%, 100.0% 20.7–100.0%", []string{"~ +100.0pp −99.8 to +100.0pp ~", "n/a > −99.9% "}, "not enough data: a has 0 of 100 conversions"},
		{"p underflows", []variantOfCounts{{"a", 100, 100000, ""}, {"b", 90000, 100000, ""}},
			"0.1% 0.1–0.1%, 90.0% 89.8–90.2%", []string{"▲ +89.9pp +89.6 to +90.2pp <0.0001", "▲ +89,900.0% +63,862.7 to +126,551.2% "}, "winner: b (+89,900.0%, 95% interval +63,862.7 to +126,551.2%)"},
	} {
		o := judgedCounts(t, 10, c.variants, nil)
		var rates []string
		for _, row := range o.variantTable().Rows {
			rates = append(rates, row[4].Shown()+" "+row[6].Shown())
		}
		if got := strings.Join(rates, ", "); got != c.rate {
			t.Errorf("%s: rates %s\nwant %s", c.name, got, c.rate)
		}
		table, _ := o.comparisonTable()
		for i, row := range table.Rows {
			if got := row[2].Shown() + " " + row[3].Shown() + " " + row[4].Shown(); got != c.rows[i] {
				t.Errorf("%s: %q\nwant %q", c.name, got, c.rows[i])
			}
		}
		if got := o.verdict(); got != c.verdict {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.verdict)
		}
	}
}

// TestEdgesOfMeans does so for means: no spread, and a control of 0.
func TestEdgesOfMeans(t *testing.T) {
	for _, c := range []struct {
		name            string
		a, b            func(k int) int64
		difference      string
		lift, liftRange string
	}{
		{"no spread", func(int) int64 { return 6 }, func(int) int64 { return 6 }, "n/a", "n/a", "n/a"},
		{"a control of 0", func(k int) int64 { return int64(k%2)*2 - 1 }, func(k int) int64 { return int64(k%2)*2 + 1 }, "▲ +2.0", "n/a", "baseline too close to 0"},
		{"a control near 0", func(k int) int64 { return int64(k%2)*200 - 99 }, func(k int) int64 { return int64(k%2)*200 - 95 }, "~ +4.0", "~ +400.0%", "baseline too close to 0"},
	} {
		made, err := abtest.NewTest("tone", []string{"control", "B"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		m, err := newTestMetric("messages_per_conversation")
		if err != nil {
			t.Fatal(err)
		}
		tr := &trial{Design: abtest.Design{Test: made, MDE: abtest.DefaultMDE}, metrics: []*testMetric{m}}
		count := &testCount{trial: tr, traffic: abtest.NewTraffic(made)}
		m.sample = m.newSample(tr)
		for k := range 1000 {
			for i, of := range []func(int) int64{c.a, c.b} {
				count.traffic.Add(i, 0, 0)
				m.sample.Add(abtest.Point{Variant: i, Y: of(k), X: 1})
			}
		}
		o := &outcome{trial: tr, name: "tone", study: count.study(abtest.Checks{}, 10)}
		if o.finding, err = o.study.Judge(); err != nil {
			t.Fatal(err)
		}
		table, _ := o.comparisonTable()
		if d, l, r := table.Rows[0][2].Shown(), table.Rows[1][2].Shown(), table.Rows[1][3].Shown(); d != c.difference || l != c.lift || r != c.liftRange {
			t.Errorf("%s: difference %q, lift %q in %q; want %q, %q in %q", c.name, d, l, r, c.difference, c.lift, c.liftRange)
		}
	}
}
