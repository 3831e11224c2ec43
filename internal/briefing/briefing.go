// Package briefing makes the periodic report: it says which numbers each section
// needs and turns them into findings, figures, charts and tables. Where the
// numbers come from, and how the report is written, others know.
package briefing

import (
	"math"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/page"
)

// Request is what a report is to be about.
type Request struct {
	Type     Type
	Sections []string // in the order of the report; none: those of the type
	Title    string   // "" for the title of the type
	Span     period.Span
	// Previous is the period to compare with, nil for none.
	Previous *period.Span
	// First and Last are the times of the earliest and latest conversation, for
	// periods without bounds; NoTime if there are none.
	First, Last chat.Time
	AsOf        time.Time
	// NorthStar is the name of the metric that leads the overview, as in quality_score.mean.
	NorthStar string
}

// Source says what a report rests on, for its head.
type Source struct {
	Filters  []string // as in "bot fern-support"
	Version  string   // of the program
	Rules    string   // of the scoring rules
	Redacted bool
	Currency string // of costs, "" where it is not known
	Answers
	// Redact replaces personal data in a text.
	Redact func(string) string
	// Reason says in words what evidence is.
	Reason func(*chat.Evidence) string
}

// Answers are what no metric tells; those that no section asks for are nil.
type Answers struct {
	Tests      []Test
	Funnels    []*metrics.FunnelResult
	Goals      *metrics.GoalsResult
	Usage      *metrics.UsageResult
	Engagement *metrics.EngagementResult
	Retention  *metrics.Retention // of weeks that reach back behind the period
	Fallbacks  *Fallbacks
	Topics     *Topics
}

// View is a question to the metrics; each section names those it needs.
type View struct {
	Metrics  []string // none: all
	By       []string // "time" and "span" stand for units that suit the period
	Before   bool     // of the period before
	Compared bool     // with the period before
}

// Results answer views.
type Results func(View) *metrics.Result

// data is what the builders of sections see.
type data struct {
	*Request
	Source
	view    Results
	views   []View // that are asked
	tally   *Tally
	chats   Chats
	overall *metrics.Result // all metrics, compared
	fine    axis            // of time, for lines
	coarse  axis            // of time, for rates and shares
}

// Chats reads the transcript of a conversation.
type Chats func(key int64) (*chat.Conversation, error)

// Build makes the report, which bears no date yet: see Date.
func Build(r *Request, s Source, view Results, tally *Tally, chats Chats) (*page.Document, error) {
	d := &data{Request: r, Source: s, view: view, tally: tally, chats: chats, overall: view(overallView)}
	var err error
	if d.views, err = r.Views(); err != nil {
		return nil, err
	}
	d.fine, d.coarse = r.axis(fineUnits), r.axis(coarseUnits)
	sections, err := r.sections()
	if err != nil {
		return nil, err
	}
	doc := d.head()
	doc.Findings = d.findings()
	doc.Figures = d.figures()
	for _, entry := range sections {
		section := page.Section{Name: entry.Name, Title: entry.Title}
		if err := entry.build(d, &section); err != nil {
			return nil, err
		}
		if len(section.Blocks) == 0 && len(section.Notes) == 0 {
			section.Notes = []string{d.noData()}
		}
		if len(section.Blocks) == 0 {
			section.Intro, section.Reading, section.Half = "", "", false
		}
		doc.Sections = append(doc.Sections, section)
	}
	return doc, nil
}

// noData says why a section is empty.
func (d *data) noData() string {
	if d.overall.Coverage.Conversations > 0 && !d.First.Known() {
		return "No conversation tells when it took place."
	}
	return "There is no data for this section in the period."
}

// overallView is what every report asks.
var overallView = View{Compared: true}

// Views lists the questions of a report, each once.
func (r *Request) Views() ([]View, error) {
	list := []View{overallView, r.trendView()}
	sections, err := r.sections()
	if err != nil {
		return nil, err
	}
	for _, s := range sections {
		list = append(list, s.views...)
	}
	var kept []View
	seen := map[string]bool{}
	for _, v := range list {
		if key := v.key(); !seen[key] && (r.Previous != nil || !v.Before) {
			seen[key] = true
			kept = append(kept, v)
		}
	}
	return kept, nil
}

// Query makes the query of a view; its filters are the caller's to add.
func (r *Request) Query(v View) metrics.Query {
	q := metrics.Query{Metrics: v.Metrics, AsOf: r.sofar()}
	q.Span = r.Span
	if v.Before {
		q.Span = *r.Previous
	}
	if v.Compared {
		q.Previous = r.Previous
	}
	for _, by := range v.By {
		switch by {
		case fineTime:
			by = r.axis(fineUnits).unit.String()
		case coarseTime:
			by = r.axis(coarseUnits).unit.String()
		}
		q.By = append(q.By, by)
	}
	return q
}

// Key tells views apart.
func (v View) Key() string { return v.key() }

func (v View) key() string {
	key := ""
	for _, s := range [][]string{v.Metrics, v.By} {
		for _, name := range s {
			key += name + ","
		}
		key += ";"
	}
	if v.Before {
		key += "before"
	}
	if v.Compared {
		key += "compared"
	}
	return key
}

// before is how many conversations the period before has, 0 without one.
func (d *data) before() int64 {
	if v := value(d.overall.Values, "conversations"); v != nil {
		return int64(known0(v.Previous))
	}
	return 0
}

// compares reports whether there is anything to compare with.
func (d *data) compares() bool { return d.before() > 0 }

// value finds a value of a result by its full name; nil if the registry has no such metric.
func value(values []metrics.Value, name string) *metrics.Value {
	for i := range values {
		if values[i].Name == name {
			return &values[i]
		}
	}
	return nil
}

// orUnknown is a number, NaN for nil.
func orUnknown(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

// shown prints a value of a unit.
func shown(u report.Unit) func(float64) string {
	return func(v float64) string { return report.Number(v, u).Shown() }
}
