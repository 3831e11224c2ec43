package briefing

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"chatcops/internal/chat"
	"chatcops/metrics"
	"chatcops/report/chart"
	"chatcops/report/page"
)

func number(v float64) *float64 { return &v }

// overview is the data of a report without comparison, for the builders.
func overview(a Answers) *data {
	values := []metrics.Value{{Metric: "fallback_rate", Name: "fallback_rate", Value: number(.1)}}
	return &data{Request: &Request{Type: Types[0]}, Source: Source{Answers: a, Redact: func(s string) string { return strings.ReplaceAll(s, "ada@example.com", "[email]") }},
		overall: &metrics.Result{Coverage: metrics.Coverage{Conversations: 10, Engaged: 10}, Values: values}}
}

func section(t *testing.T, build func(*data, *page.Section) error, d *data) page.Section {
	t.Helper()
	var s page.Section
	if err := build(d, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func shownRows(t *page.Table) (rows []string) {
	for _, row := range t.Rows {
		var cells []string
		for _, i := range t.Seen() {
			cells = append(cells, row[i].Shown())
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	return rows
}

// TestFunnelSection: the sentence tells how many come to the end and where most
// are lost. The default funnel leaves out the last steps to which nobody comes;
// one of the settings shows all its steps.
func TestFunnelSection(t *testing.T) {
	steps := func() []metrics.FunnelStep {
		return []metrics.FunnelStep{{Name: "Started", Conversations: 10}, {Name: "Resolved for ada@example.com", Conversations: 6, DropOffRate: number(.4)}, {Name: "Converted", Conversations: 0, DropOffRate: number(1)}}
	}
	s := section(t, buildFunnels, overview(Answers{Funnels: []*metrics.FunnelResult{{Name: metrics.DefaultFunnel.Name, Steps: steps()}}}))
	want := "6 of 10 conversations came to Resolved for [email], none to Converted; most were lost between Started and Resolved for [email]: 4 (40.0%)."
	if s.Intro != want || len(s.Blocks[0].Chart.Data.Rows) != 2 {
		t.Errorf("%q, %d steps", s.Intro, len(s.Blocks[0].Chart.Data.Rows))
	}
	s = section(t, buildFunnels, overview(Answers{Funnels: []*metrics.FunnelResult{{Name: "own", Steps: steps()}, {Name: "a/b", Steps: steps()}}}))
	if len(s.Blocks) != 2 || len(s.Blocks[0].Chart.Data.Rows) != 3 || s.Blocks[1].Chart.Data.Name != "2" || s.Blocks[1].Chart.Title != "a/b" {
		t.Errorf("%+v", s.Blocks)
	}
}

// TestTopicsSection: the largest topic comes first and what fits none last, what
// is left out is told, and too many conversations are told of instead.
func TestTopicsSection(t *testing.T) {
	var r metrics.Result
	add := func(name string, n float64) {
		r.Groups = append(r.Groups, metrics.Group{Key: metrics.GroupKey{{Dimension: "topic", Value: &name}}, Values: []metrics.Value{{Name: "conversations", Value: &n}, {Name: "resolution_rate", Value: number(.5), Unit: metrics.UnitShare}}})
	}
	add("other", 99)
	for i := range 25 {
		add(fmt.Sprint("topic ", i), float64(i))
	}
	r.Groups = append(r.Groups, metrics.Group{Key: metrics.GroupKey{{Dimension: "topic"}}, Values: []metrics.Value{{Name: "conversations", Value: number(3)}}})
	d := overview(Answers{Topics: &Topics{Other: "other", Find: func(name string) (int, []string) { return 7, []string{name, "terms"} }}})
	d.view = func(View) *metrics.Result { return &r }
	s := section(t, buildTopics, d)
	rows := shownRows(s.Blocks[0].Table)
	if len(rows) != mostTopics || !strings.HasPrefix(rows[0], "topic 24|") || !strings.HasPrefix(rows[len(rows)-1], "other|") || !strings.Contains(rows[0], "|50.0%") {
		t.Errorf("%q", rows)
	}
	if notes := s.Blocks[0].Table.Notes; len(notes) != 1 || !strings.HasPrefix(notes[0], "5 smaller topics are left out") {
		t.Errorf("%q", notes)
	}
	d.Topics = &Topics{Unread: 30_000}
	if s = section(t, buildTopics, d); len(s.Blocks) > 0 || !strings.Contains(s.Notes[0], "30,000 conversations are not told yet: chatcops topics") {
		t.Errorf("%+v", s)
	}
}

// TestFallbacksSection: examples are without personal data, once each, and those
// that were not looked into are told of.
func TestFallbacksSection(t *testing.T) {
	g := metrics.FallbackGroup{Subject: metrics.Subject{Label: "lost parcel"}, Count: 3, Share: number(1), Values: []metrics.Value{{Name: "resolved", Value: number(.25)}},
		Samples: []metrics.FallbackExample{{Conversation: "a", Text: "Parcel! ada@example.com"}, {Conversation: "b", Text: "parcel ada@example.com"}, {Conversation: "c", Text: "my parcel"}}}
	s := section(t, buildFallbacks, overview(Answers{Fallbacks: &Fallbacks{Groups: []metrics.FallbackGroup{g}, Total: 3, Conversations: 90, Read: 30}}))
	if rows := shownRows(s.Blocks[1].Table); len(rows) != 2 || rows[0] != "lost parcel|Parcel! [email]" || rows[1] != "|my parcel" {
		t.Errorf("%q", rows)
	}
	if len(s.Notes) != 1 || s.Notes[0] != "From 30 conversations that were drawn from the 90 with a fallback." || !strings.Contains(s.Intro, "10.0% of all messages") {
		t.Errorf("%q %q", s.Intro, s.Notes)
	}
}

// TestRetentionSection: weeks before the data are left out, and those that are
// not over are blank.
func TestRetentionSection(t *testing.T) {
	r := &metrics.Retention{Unit: "week", Cohorts: []metrics.Cohort{{Start: "2026-W39", Cells: []*metrics.Value{nil, nil}},
		{Start: "2026-W40", Users: 4, Cells: []*metrics.Value{{Value: number(1)}, {Value: number(.25)}, nil}}, {Start: "2026-W41", Users: 5, Cells: []*metrics.Value{{Value: number(1)}, nil}}}}
	s := section(t, buildRetention, overview(Answers{Retention: r}))
	h := s.Blocks[0].Chart.Chart.(*chart.Heat)
	if len(h.Rows) != 2 || h.Rows[0] != "2026-W40 · 4 users" || len(h.Columns) != 1 || h.Values[0][0] != .25 || !math.IsNaN(h.Values[1][0]) {
		t.Errorf("%+v", h)
	}
	if rows := shownRows(&s.Blocks[0].Chart.Data); rows[0] != "2026-W40|4|25.0%" || rows[1] != "2026-W41|5|–" {
		t.Errorf("%q", rows)
	}
}

// TestUsageSection: what is not known is a dash, not nothing and not 0.
func TestUsageSection(t *testing.T) {
	r := &metrics.UsageResult{Currency: "EUR", Values: []metrics.Value{{Name: "input_tokens", Title: "Tokens read", Unit: metrics.UnitCount, Value: number(1200)}, {Name: "cost_per_resolution", Title: "Cost per resolution", Unit: metrics.UnitMoney}}}
	r.Coverage.Conversations = 5
	d := overview(Answers{Usage: r})
	s := section(t, buildUsage, d)
	if rows := shownRows(s.Blocks[0].Table); rows[0] != "Tokens read|1,200|–|–" || rows[1] != "Cost per resolution|–|–|0" || strings.Contains(s.Intro, "EUR") {
		t.Errorf("%q %q", rows, s.Intro)
	}
	r.WithoutUsage = 5
	if s = section(t, buildUsage, d); len(s.Blocks) > 0 || len(s.Notes) != 1 {
		t.Errorf("%+v", s)
	}
}

// TestNorthStar: it leads the figures of the overview, be it known or not, and no others.
func TestNorthStar(t *testing.T) {
	for _, c := range []struct{ star, kind, first string }{{"completion_rate", "overview", "Goal completion rate"}, {"quality_score", "overview", "Quality score, mean"},
		{"csat", "overview", "Customer satisfaction"}, {"", "overview", "Conversations"}, {"csat", "usage", "Conversations"}} {
		r := month(t, "2026-10", c.kind)
		r.NorthStar = c.star
		doc := built(t, r, two(60, 0, .1, 0, 1))
		leads := c.kind == "overview" && c.star != ""
		if doc.Figures[0].Title != c.first || doc.Figures[0].Leads != leads {
			t.Errorf("%s of %s: %q, leads %v", c.star, c.kind, doc.Figures[0].Title, doc.Figures[0].Leads)
		}
		for _, f := range doc.Figures[1:] {
			if f.Leads || f.Title == c.first {
				t.Errorf("%s of %s: %q again", c.star, c.kind, f.Title)
			}
		}
	}
}

// TestFewExamples: no conversation is among the best and the worst.
func TestFewExamples(t *testing.T) {
	for n := range 9 {
		tally := NewTally()
		for i, f := range two(n, 0, 0, 0, 3) {
			f.Quality.Score = int32(1000 * i)
			tally.Add(&f)
		}
		best, worst := tally.apart()
		seen := map[int64]bool{}
		for _, c := range append(append([]candidate{}, best...), worst...) {
			if seen[c.key] {
				t.Errorf("of %d, %d is there twice", n, c.key)
			}
			seen[c.key] = true
		}
		if len(seen) != min(n, 2*examples) || len(best) < len(worst) || len(best) > len(worst)+1 {
			t.Errorf("of %d there are %d best and %d worst", n, len(best), len(worst))
		}
	}
}

// TestDefinitionsOfWhatIsShown: a report defines its metrics and no others.
func TestDefinitionsOfWhatIsShown(t *testing.T) {
	r := month(t, "2026-10", "overview")
	r.Sections = []string{"rates", "definitions"}
	r.Type.metrics = []string{"csat"}
	doc := built(t, r, two(60, 0, .1, 0, 1))
	text := strings.Join(shownRows(doc.Sections[1].Blocks[0].Table), "\n")
	for name, want := range map[string]bool{"Escalation rate|": true, "Conversations|": true, "Recontact rate|": false, "Messages|": false} {
		if strings.Contains(text, name) != want {
			t.Errorf("%s is there: %v\n%s", name, !want, text)
		}
	}
}

// TestNewUsersOfTheBeginning: where the data begin in the period before, all of its
// users are new, so that fewer new users say nothing.
func TestNewUsersOfTheBeginning(t *testing.T) {
	for _, begins := range []bool{true, false} {
		r := month(t, "2026-10", "overview")
		list := two(300, 900, .1, .1, 1)
		r.First = chat.TimeOf(r.Previous.Start)
		if !begins {
			r.First -= 1e12
		}
		told := false
		for _, f := range built(t, r, list).Findings {
			told = told || strings.HasPrefix(f.Text, "New users")
		}
		d := &data{Request: r}
		if d.allWereNew() != begins || begins && told {
			t.Errorf("begins %v: all new %v, told %v", begins, d.allWereNew(), told)
		}
	}
}
