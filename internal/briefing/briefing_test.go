package briefing

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/page"
)

var asOf = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

// month is a request about a month against the one before.
func month(t *testing.T, label, kind string) *Request {
	t.Helper()
	span, err := period.Parse(label, asOf, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	typ, err := FindType(kind)
	if err != nil {
		t.Fatal(err)
	}
	r := &Request{Type: typ, Span: span, First: chat.NoTime, Last: chat.NoTime, AsOf: asOf}
	if before, ok := span.Previous(); ok {
		r.Previous = &before
	}
	return r
}

// talks are conversations spread over a month, of which a share is escalated.
func talks(n int, start time.Time, escalated float64, rnd *rand.Rand) []chat.Facts {
	list := make([]chat.Facts, n)
	for i := range list {
		at := chat.TimeOf(start.Add(time.Duration(i) * 30 * 24 * time.Hour / time.Duration(n)))
		f := chat.Facts{Key: int64(i + 1), ID: fmt.Sprintf("c%05d", i), Bot: "fern", Channel: "web", Language: "en", WordsRead: true, StartedAt: at, EndedAt: at + 6e7, UserKey: uint64(at),
			UserMessages: 3, AssistantMessages: 3, Outcome: chat.ResolvedConfirmed, Evidence: chat.Evidence{Kind: chat.ByWords, Rule: "thanks", Message: 4}, FirstResponse: 1e6 + rnd.Int64N(4e6), ResponseSum: 6e6, ResponseCount: 3,
			Quality: chat.Quality{Score: int32(rnd.IntN(10_000))}, Sentiment: chat.Sentiment{Known: true, Mean: int32(rnd.IntN(2000) - 900)}, EscalationEvidence: chat.Evidence{}, ConvertedAt: chat.NoTime}
		if rnd.Float64() < escalated {
			f.Outcome, f.Escalated, f.Evidence = chat.Escalated, true, chat.Evidence{Kind: chat.ByEvent, Rule: "escalated", Message: -1}
		}
		list[i] = f
	}
	return list
}

// built makes the report of conversations.
func built(t *testing.T, r *Request, list []chat.Facts) *page.Document {
	t.Helper()
	views, err := r.Views()
	if err != nil {
		t.Fatal(err)
	}
	results := map[string]*metrics.Result{}
	for _, v := range views {
		c, err := metrics.NewCollector(r.Query(v))
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			c.Add(&list[i])
		}
		if results[v.Key()], err = c.Result(); err != nil {
			t.Fatal(err)
		}
	}
	tally := NewTally()
	for i := range list {
		if list[i].StartedAt >= chat.TimeOf(r.Span.Start) || r.Span.Start.IsZero() {
			tally.Add(&list[i])
		}
	}
	source := Source{Version: "chatcops test", Rules: "2026.1", Redacted: true, Redact: func(s string) string { return s }, Reason: func(e *chat.Evidence) string { return e.Rule }}
	doc, err := Build(r, source, func(v View) *metrics.Result { return results[v.Key()] }, tally, func(key int64) (*chat.Conversation, error) {
		return &chat.Conversation{ID: fmt.Sprint(key), Messages: []chat.Message{{Role: chat.RoleUser, Content: "hi"}, {Role: chat.RoleAssistant, Content: "hello"}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	Date(doc, asOf, false)
	return doc
}

func two(now, before int, escalatedNow, escalatedBefore float64, seed uint64) []chat.Facts {
	rnd := rand.New(rand.NewPCG(seed, 1))
	return append(talks(now, time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), escalatedNow, rnd), talks(before, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), escalatedBefore, rnd)...)
}

// TestFindings: what has changed is told with its numbers, the strongest first;
// what may be noise is not.
func TestFindings(t *testing.T) {
	doc := built(t, month(t, "2026-10", "overview"), two(1000, 1000, .3, .1, 1))
	if len(doc.Findings) == 0 {
		t.Fatal("no finding")
	}
	var all []string
	for _, f := range doc.Findings {
		all = append(all, f.Text)
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"The escalation rate rose to ", " from ", "95 % interval +", "n = 1,000, before 1,000", "p < 0.001", "The resolution rate fell to"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "quality") || strings.Contains(text, "sentiment") {
		t.Errorf("noise is told:\n%s", text)
	}
	for _, f := range doc.Findings {
		if f.Tone != report.Lower {
			t.Errorf("%q is said to be of tone %d", f.Text, f.Tone)
		}
	}
}

// TestNoise: months of nothing but noise have a finding in no more than one
// report of twenty, as the adjustment of the p-values promises.
func TestNoise(t *testing.T) {
	const reports = 120
	told := 0
	for seed := range uint64(reports) {
		doc := built(t, month(t, "2026-10", "experiments"), two(248, 240, .2, .2, seed+100)) // as many a day
		if !strings.Contains(doc.Findings[0].Text, "No change against") {
			told++
		}
	}
	if told > 14 { // above it with a probability below 0.1 % if the promise is kept
		t.Errorf("%d of %d reports of noise tell a finding", told, reports)
	}
}

// TestNothingToTell: without data, or without any before, the report says so.
func TestNothingToTell(t *testing.T) {
	for _, c := range []struct {
		name, want string
		request    *Request
		list       []chat.Facts
	}{
		{"no data", "There is no conversation in this period.", month(t, "2026-10", "overview"), nil},
		{"none before", "no conversation in the period before", month(t, "2026-10", "overview"), two(30, 0, .1, 0, 1)},
		{"nothing to compare", "no other to be compared with", month(t, "all", "overview"), two(30, 30, .1, .1, 1)},
	} {
		doc := built(t, c.request, c.list)
		if len(doc.Findings) != 1 || !strings.Contains(doc.Findings[0].Text, c.want) {
			t.Errorf("%s: %+v", c.name, doc.Findings)
		}
	}
}

// TestEveryReport: each type with any number of conversations can be written in
// every format; sections without data say so in a line.
func TestEveryReport(t *testing.T) {
	for _, typ := range Types {
		for _, n := range []int{0, 1, 30} {
			r := month(t, "2026-10", typ.Name)
			doc := built(t, r, two(n, n/2, .2, .2, 3))
			for _, f := range page.Formats {
				if f.Files {
					if _, err := page.CSV(doc, report.Options{}); err != nil {
						t.Errorf("%s of %d as csv: %v", typ.Name, n, err)
					}
					continue
				}
				if b, err := f.Bytes(doc); err != nil || len(b) == 0 {
					t.Errorf("%s of %d as %s: %v", typ.Name, n, f.Name, err)
				}
			}
			for _, s := range doc.Sections {
				if len(s.Blocks) == 0 && len(s.Notes) == 0 {
					t.Errorf("%s of %d: section %s says nothing", typ.Name, n, s.Name)
				}
			}
		}
	}
}

// TestAligned: the period before is moved by whole weeks, so that weekdays meet.
func TestAligned(t *testing.T) {
	for _, label := range []string{"2026-10", "2026-03", "2026-02", "2026-W42"} {
		r := month(t, label, "overview")
		a, before := r.axis(fineUnits), r.earlier().axis(fineUnits)
		var list []chat.Facts
		for i := range before.buckets { // as many conversations on a day as its weekday says
			for k := range int(before.at(i).Weekday()) + 1 {
				list = append(list, chat.Facts{Key: int64(k), StartedAt: chat.Time(before.buckets[i]) + 3600e6, EndedAt: chat.Time(before.buckets[i]) + 3600e6, UserMessages: 1, Outcome: chat.Unknown})
			}
		}
		c, err := metrics.NewCollector(r.Query(volumeBeforeView))
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			c.Add(&list[i])
		}
		result, err := c.Result()
		if err != nil {
			t.Fatal(err)
		}
		d := &data{Request: r, view: func(View) *metrics.Result { return result }, fine: a}
		known := 0
		for i, v := range d.aligned() {
			if v == v {
				known++
				if int(v) != int(a.at(i).Weekday())+1 {
					t.Errorf("%s: day %s stands beside another weekday (%v)", label, a.names[i], v)
				}
			}
		}
		if known < len(a.names)-4 {
			t.Errorf("%s: only %d of %d days have one before", label, known, len(a.names))
		}
	}
}

// TestUnfinished: of a period that goes on only what has been is drawn.
func TestUnfinished(t *testing.T) {
	r := month(t, "2026-11", "overview")
	if a := r.axis(fineUnits); len(a.names) != 2 || a.names[1] != "2026-11-02" {
		t.Errorf("on 2 November the days are %v", a.names)
	}
	if doc := built(t, r, two(20, 0, .1, 0, 1)); !strings.HasSuffix(doc.Period, ", so far") {
		t.Errorf("%q", doc.Period)
	}
	r.Last = chat.TimeOf(asOf.AddDate(0, 0, 2)) // of a clock that is ahead
	if a := r.axis(fineUnits); len(a.names) != 4 {
		t.Errorf("with data of 4 November the days are %v", a.names)
	}
}

func TestDays(t *testing.T) {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	for _, c := range [][3]string{{"2026-10-01", "2026-11-01", "1–31 October 2026"}, {"2026-10-05", "2026-10-06", "5 October 2026"},
		{"2026-09-15", "2026-10-15", "15 September – 14 October 2026"}, {"2025-12-01", "2026-02-01", "1 December 2025 – 31 January 2026"}} {
		if got := days(day(c[0]), day(c[1])); got != c[2] {
			t.Errorf("%s to %s: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// TestTallyMerges: parts of the conversations add up to the whole.
func TestTallyMerges(t *testing.T) {
	list := two(200, 0, .3, 0, 5)
	whole, parts := NewTally(), [3]*Tally{NewTally(), NewTally(), NewTally()}
	for i := range list {
		whole.Add(&list[i])
		parts[i%3].Add(&list[i])
	}
	sum := NewTally()
	for _, p := range parts {
		sum.Merge(p)
	}
	if fmt.Sprint(sum.best, sum.worst, sum.escalated) != fmt.Sprint(whole.best, whole.worst, whole.escalated) || len(sum.best) != examples {
		t.Errorf("%v\n%v", sum.best, whole.best)
	}
}

// TestUnknownSection names those there are.
func TestUnknownSection(t *testing.T) {
	r := month(t, "2026-10", "overview")
	r.Sections = []string{"hours", "mood"}
	if _, err := r.Views(); err == nil || !strings.Contains(err.Error(), `"mood"`) || !strings.Contains(err.Error(), "hours") {
		t.Errorf("%v", err)
	}
}

// The names of sections and of what they are for are unique and told.
func TestTableOfSections(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Sections {
		if seen[s.Name] || s.Title == "" || s.Doc == "" || len(s.types) == 0 || s.build == nil {
			t.Errorf("section %q", s.Name)
		}
		seen[s.Name] = true
		for _, typ := range s.types {
			if _, err := FindType(typ); err != nil {
				t.Errorf("section %s: %v", s.Name, err)
			}
		}
	}
}
