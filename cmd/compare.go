package cmd

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/guess"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

const compareHelp = `Compares two or more parts of the data on any metrics: periods, bots, channels,
models, languages, properties or variants. Each candidate is set against the
baseline, with the difference, its 95 % interval and a test; the p-values are
adjusted for all comparisons made at once (Holm), so that ~ marks what may be
noise. The other filters hold for all sides.

With --pair property:KEY the same cases are compared with one another: shares by
McNemar's exact test, means by the paired t test, over the cases that both have.

A --gate fails, with exit code 3, when a candidate is worse than the baseline by
more than the margin and that is no noise; when there is too little data to tell
it says so. Margins are points of a share (2pp), a part of the baseline (5%), or
a number of the metric's own unit.`

type compareOptions struct {
	question
	baseline   string
	candidates []string
	metrics    []string
	gates      []string
	pair       string
}

func newCompareCmd(app *App) *cobra.Command {
	o := &compareOptions{}
	c := &cobra.Command{
		Use:   "compare --baseline KEY=VALUE --candidate KEY=VALUE [PATH...]",
		Short: "Parts of the data side by side, with a gate for CI",
		Long:  compareHelp,
		Example: `  chatcops compare --baseline period=2026-09 --candidate period=2026-10
  chatcops compare --baseline model=sprout-1 --candidate model=sprout-2 --metrics resolution_rate,response_time.mean
  chatcops compare --baseline variant:tone=formal --candidate variant:tone=friendly --period 30d
  chatcops compare --baseline bot=a --candidate bot=b --gate resolution_rate=2pp runs.jsonl
  chatcops compare --baseline model=old --candidate model=new --pair property:case --gate quality_score.mean=2% runs.jsonl`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runCompare(c.Context(), app, o)
		},
	}
	o.bind(c, false)
	f := c.Flags()
	f.StringVar(&o.baseline, "baseline", "", "what to compare with: "+strings.Join(sideKeys, ", ")+", each =VALUE")
	f.StringArrayVar(&o.candidates, "candidate", nil, "what to compare with the baseline, written like it (repeat for more)")
	f.StringSliceVarP(&o.metrics, "metrics", "m", nil, "metrics to compare, see chatcops metrics (default the main ones)")
	f.StringVar(&o.pair, "pair", "", "property:KEY: compare case by case, the property naming the case")
	f.StringArrayVar(&o.gates, "gate", nil, "METRIC=MARGIN: exit with 3 if a candidate is worse by more (repeat for more)")
	_ = c.RegisterFlagCompletionFunc("metrics", fixed(metricNames()...))
	for _, name := range []string{"baseline", "candidate"} {
		_ = c.RegisterFlagCompletionFunc(name, app.completePrefixed([]string{"period=", "topic="}, namesOfSides, false))
	}
	_ = c.RegisterFlagCompletionFunc("pair", app.completePrefixed(nil, namesOfCases, false))
	return c
}

// sideKeys are what sides may differ in.
var sideKeys = []string{"period", "bot", "channel", "model", "language", "topic", "property:KEY", "variant:TEST"}

// comparedMetrics are compared where none are named.
var comparedMetrics = []string{"conversations", "resolution_rate", "containment_rate", "escalation_rate", "abandonment_rate", "fallback_rate",
	"conversion_rate", "completion_rate", "first_response_time.mean", "messages_per_conversation", "sentiment", "quality_score.mean"}

// compareSide is the baseline or a candidate.
type compareSide struct {
	name      string
	asked     *asked
	question  question
	collector *metrics.Collector
}

// side makes the question of one side: the shared flags and what it adds to them.
func (o *compareOptions) side(app *App, flag, text string) (*compareSide, error) {
	key, value, ok := strings.Cut(text, "=")
	if !ok || value == "" {
		return nil, usagef("--%s %s: write KEY=VALUE with a key of %s", flag, text, strings.Join(sideKeys, ", "))
	}
	s := &compareSide{name: text, question: o.question}
	q := &s.question.selection
	switch head, rest, _ := strings.Cut(key, ":"); {
	case key == "period":
		q.period, q.since, q.until = value, "", ""
	case key == "bot":
		q.bots = []string{value}
	case key == "channel":
		q.channels = []string{value}
	case key == "model":
		q.models = []string{value}
	case key == "topic":
		q.topics = []string{value}
	case key == "language":
		q.languages = []string{value}
	case head == "property" && rest != "":
		q.properties = append(slices.Clone(q.properties), rest+"="+value)
	case head == "variant" && rest != "":
		q.variants = append(slices.Clone(q.variants), rest+"="+value)
	default:
		return nil, usagef("--%s %s: unknown key %q: %s", flag, text, key, guess.Word(key, sideKeys))
	}
	var err error
	if s.asked, err = s.question.prepare(app); err == nil && key == "period" {
		s.asked.selection.Span, err = sidePeriod(app, s.asked, value)
	}
	return s, err
}

func runCompare(ctx context.Context, app *App, o *compareOptions) error {
	if o.baseline == "" || len(o.candidates) == 0 {
		return withHint(usagef("name what to compare: --baseline and --candidate"), "such as --baseline bot=a --candidate bot=b; --help has more")
	}
	var sides []*compareSide
	for i, text := range append([]string{o.baseline}, o.candidates...) {
		flag := "candidate"
		if i == 0 {
			flag = "baseline"
		}
		s, err := o.side(app, flag, text)
		if err != nil {
			return err
		}
		sides = append(sides, s)
	}
	gates, names, err := o.gatesAndMetrics()
	if err != nil {
		return err
	}
	property, err := o.pairedBy(names)
	if err != nil {
		return err
	}
	base := sides[0].asked
	if err := base.open(ctx); err != nil {
		return err
	}
	defer base.close()
	var remarks []string
	for i, s := range sides {
		if i > 0 {
			if err := s.asked.attach(ctx, base); err != nil {
				return err
			}
		}
		if property == "" {
			remark, err := s.collect(ctx, names)
			if err != nil {
				return err
			}
			remarks = append(remarks, remark...)
		}
	}
	r := &compareResult{Baseline: sides[0].name, Pair: property, Gates: []gateResult{}}
	for _, s := range sides[1:] {
		c, err := s.against(ctx, sides[0], names, property)
		if err != nil {
			return err
		}
		r.Candidates = append(r.Candidates, c)
	}
	r.judge(gates)
	d := compareDocument(r)
	for _, remark := range remarks {
		app.explain(&o.common, d, base.cfg.Format, remark)
	}
	if err := o.write(app, base.cfg, d); err != nil {
		return err
	}
	return r.failure()
}

// collect collects the metrics of the side, and says so where it has no conversations.
func (s *compareSide) collect(ctx context.Context, names []string) (remarks []string, err error) {
	a := s.asked
	if s.collector, err = a.collector(ctx, names); err != nil || s.collector.Conversations() > 0 {
		return nil, err
	}
	remark, err := nothingMatched(a.Store, "conversation", &a.selection.Filter, nil, a.cfg.Location())
	return []string{s.name + ": " + remark}, err
}

// against compares the side with the baseline, or their cases where a property names these.
func (s *compareSide) against(ctx context.Context, baseline *compareSide, names []string, property string) (c candidateResult, err error) {
	c = candidateResult{Name: s.name, Notes: []string{}}
	if property != "" {
		c.Values, err = pairs(ctx, baseline.asked, s.asked, names, property)
		return c, err
	}
	c.Notes = s.collector.ContrastNotes(baseline.collector)
	c.Values, err = s.collector.Contrast(baseline.collector)
	return c, err
}

// attach lets a side read what another has opened.
func (a *asked) attach(ctx context.Context, to *asked) (err error) {
	a.session, a.newest = to.session, to.newest
	if a.selection.Keep, err = a.condition(ctx, &a.question.selection); err == nil && (a.selection.NeedsText() || a.selection.Keep != nil) {
		a.fields = store.Texts
	}
	return err
}

// collector collects the metrics of a side.
func (a *asked) collector(ctx context.Context, names []string) (*metrics.Collector, error) {
	q := metrics.Query{Metrics: names, Contrasts: true, AsOf: a.selection.AsOf, Newest: a.newest}
	q.Span = a.selection.Span
	if q.NamesMoney() {
		q.CostOf, a.fields = pricesOf(a.cfg).CostOf, store.Texts
	}
	a.history = q.NeedsHistory() || q.NeedsSequel()
	if err := addScores(ctx, a.Store, &q, false); err != nil {
		return nil, err
	}
	total, err := metrics.NewCollector(q)
	if err != nil {
		return nil, usageError{err}
	}
	_, err = a.scan(ctx, func() (func(*metrics.Selector, *chat.Facts), func()) {
		part, _ := metrics.NewCollector(q) // the query was accepted above
		return func(s *metrics.Selector, f *chat.Facts) {
			if s.Matches(f) {
				part.Add(f)
			} else {
				part.AddHistory(f.UserKey, f.StartedAt)
			}
		}, func() { total.Merge(part) }
	})
	return total, err
}

// compareResult is what machines get.
type compareResult struct {
	Baseline   string            `json:"baseline"`
	Pair       string            `json:"pair"` // the property that names the cases, "" if these are not compared
	Candidates []candidateResult `json:"candidates"`
	Gates      []gateResult      `json:"gates"`
}

type candidateResult struct {
	Name   string               `json:"name"`
	Values []metrics.Contrasted `json:"metrics"` // previous holds the value of the baseline
	Notes  []string             `json:"notes"`   // what makes the periods unequal
}

func compareDocument(r *compareResult) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "candidate", Title: "Candidate"}, {Name: "metric", Only: report.Machines}, {Name: "title", Title: "Metric", Only: report.People},
		{Name: "baseline", Title: "Baseline", Right: true}, {Name: "value", Title: "Candidate", Right: true}, {Name: "n", Title: "Cases", Right: true, Only: report.Machines},
		{Name: "difference", Title: "Difference", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People},
		{Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines}, {Name: "p_value", Only: report.Machines}, {Name: "adjusted_p", Only: report.Machines}, {Name: "warnings", Only: report.Machines}}}
	if len(r.Candidates) == 1 {
		t.Columns[0].Only = report.Machines
	}
	if r.Pair != "" {
		t.Columns[5].Only = report.Everyone
	}
	for _, c := range r.Candidates {
		for i := range c.Values {
			v := &c.Values[i]
			u := unitOf(&v.Value)
			difference := report.Cell{}
			if v.ChangeLow != nil && v.ChangeHigh != nil {
				difference = report.Interval(*v.ChangeLow, *v.ChangeHigh, u)
			}
			t.Rows = append(t.Rows, []report.Cell{report.Text(c.Name), report.Word(v.Name), report.Word(v.Title), number(v.Previous, u), number(v.Value.Value, u), report.Int(v.N),
				changeOf(&v.Value, u), difference, number(v.ChangeLow, u), number(v.ChangeHigh, u), number(v.PValue, u), number(v.AdjustedP, u), report.Word(strings.Join(v.Warnings, "; "))})
		}
	}
	t.Notes = []string{"~ marks a difference that may be noise (p ≥ 0.05, adjusted for all comparisons)."}
	names := make([]string, 0, len(r.Candidates))
	for _, c := range r.Candidates {
		names = append(names, c.Name)
	}
	d := &report.Document{Heading: fmt.Sprintf("%s against %s", strings.Join(names, ", "), r.Baseline), Tables: []report.Table{t}, JSON: r, Lines: report.Each(r.Candidates)}
	for _, c := range r.Candidates {
		for _, note := range c.Notes {
			if len(r.Candidates) > 1 {
				note = c.Name + ": " + note
			}
			d.Notes = append(d.Notes, note)
		}
	}
	if len(r.Gates) > 0 {
		d.Tables = append(d.Tables, gateTable(r))
	}
	return d
}
