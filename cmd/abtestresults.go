package cmd

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"chatcops/abtest"
	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

type resultsOptions struct {
	common
	testFlags
	selection
}

const resultsHelp = `Counts the sessions and conversions of each variant, with 95 % Wilson intervals.

A session belongs to the variant that it was exposed to first, and converts at
most once, at or after that. It belongs to the period of that exposure. Where no
exposure to the test was recorded at all, the variants are computed anew from
the hash of the sessions that started in the period.`

func newResultsCmd(app *App) *cobra.Command {
	o := &resultsOptions{}
	c := &cobra.Command{
		Use:     "results TEST [PATH...]",
		Short:   "Sessions and conversions of each variant",
		Long:    resultsHelp,
		Example: "  chatcops abtest results prompt_tone_v2\n  chatcops abtest results prompt_tone_v2 log.jsonl --variants control,friendly --format json",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return runResults(c.Context(), app, o, args[0], args[1:]) },
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.testFlags.bind(c)
	o.selection.bind(c)
	return c
}

func runResults(ctx context.Context, app *App, o *resultsOptions, name string, paths []string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	t, err := o.test(cfg, name)
	if err != nil {
		return err
	}
	filter, err := o.filter()
	if err != nil {
		return err
	}
	if filter.Span, err = o.span(app, cfg); err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, paths)
	if err != nil {
		return err
	}
	defer s.close()
	keep, err := o.variantFilter(s.Store, cfg)
	if err != nil {
		return err
	}
	exposures, err := exposuresTo(s.Store, name)
	if err != nil {
		return err
	}
	if t == nil {
		if t, err = exposedTest(name, exposures); err != nil {
			return err
		}
	}
	count := &testCount{test: t, exposures: exposures, filter: filter, keep: keep, idle: cfg.IdleTimeout.Microseconds()}
	counts, err := count.run(ctx, s.Store)
	if err != nil {
		return err
	}
	d, sessions := resultsDocument(counts)
	if sessions == 0 && counts.Checks.UnknownVariants == 0 && !counts.Recomputed {
		app.explain(&o.common, d, cfg.Format, "No exposed session was selected; "+whenExposed(exposures, cfg.Location())+".")
	}
	return o.write(app, cfg, d)
}

// whenExposed says which days the exposures to a test cover.
func whenExposed(exposures []abtest.Exposure, loc *time.Location) string {
	first, last := chat.NoTime, chat.NoTime
	for _, e := range exposures {
		if e.Time.Known() && (!first.Known() || e.Time < first) {
			first = e.Time
		}
		last = max(last, e.Time)
	}
	if !first.Known() {
		return "the test has exposures, none of them with a time"
	}
	return fmt.Sprintf("the test has exposures from %s to %s", first.In(loc).Format(time.DateOnly), last.In(loc).Format(time.DateOnly))
}

// testCount counts the sessions of a test that a filter and keep (nil: all)
// select. A session is of the period of its first exposure or, without any, of
// that in which its conversation started.
type testCount struct {
	test      *abtest.Test
	exposures []abtest.Exposure // all of the test, in the order of reading
	filter    metrics.Filter
	keep      func(*chat.Facts) bool
	idle      int64 // idle timeout in microseconds
}

// run counts from the exposures or, if the test has none, from the hash of the sessions.
func (c *testCount) run(ctx context.Context, s *store.Store) (abtest.Counts, error) {
	if len(c.exposures) == 0 {
		assigned := map[abtest.Session]bool{}
		err := c.scan(ctx, s, func(session abtest.Session, f *chat.Facts) {
			if c.filter.Span.Contains(int64(f.StartedAt)) {
				assigned[session] = f.Converted
			}
		})
		return abtest.CountAssigned(c.test, maps.All(assigned)), err
	}
	counter := exposedCounter(c.test, c.exposures)
	selected := map[abtest.Session]bool{} // by the filters, of those with a conversation
	err := c.scan(ctx, s, func(session abtest.Session, f *chat.Facts) {
		selected[session] = true
		_, _, exposed := counter.First(session)
		if f.Converted && (exposed || c.filter.Span.Contains(int64(f.StartedAt))) {
			counter.Convert(abtest.Conversion{Session: session, Time: f.LastConvertedAt})
		}
	})
	// An exposure may come without a conversation, which no filter can select.
	all := c.keep == nil && !c.filter.NeedsText() && len(c.filter.Outcomes) == 0
	variants := c.test.Variants()
	for _, e := range c.exposures {
		if !slices.Contains(variants, e.Variant) && (all || selected[e.Session]) && c.filter.Span.Contains(int64(e.Time)) {
			counter.Expose(e)
		}
	}
	return counter.CountsOf(func(session abtest.Session) bool {
		_, at, exposed := counter.First(session)
		return (all || selected[session]) && (!exposed || c.filter.Span.Contains(int64(at)))
	}), err
}

// scan calls take for the sessions that the filters select, of whatever period.
func (c *testCount) scan(ctx context.Context, s *store.Store, take func(abtest.Session, *chat.Facts)) error {
	newest, err := s.Newest()
	if err != nil {
		return err
	}
	filter := c.filter
	filter.Span = period.Span{}
	return s.Scan(ctx, store.Texts, store.Span{}, 1, func(int) func(*chat.Facts) error {
		return func(f *chat.Facts) error {
			f.Settle(newest, c.idle)
			if filter.Match(f) && (c.keep == nil || c.keep(f)) {
				take(sessionOf(f), f)
			}
			return nil
		}
	})
}

// resultsDocument shows counts, and tells of how many sessions they are.
func resultsDocument(c abtest.Counts) (d *report.Document, sessions int64) {
	t := report.Table{Columns: []report.Column{{Name: "variant", Title: "Variant"}, {Name: "sessions", Title: "Sessions", Right: true},
		{Name: "conversions", Title: "Conversions", Right: true}, {Name: "rate", Title: "Rate", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People},
		{Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines}, {Name: "weight", Title: "Weight", Right: true}}}
	for _, v := range c.Variants {
		sessions += v.Sessions
		interval := report.Cell{}
		if v.Rate != nil {
			interval = report.Interval(v.Low, v.High, report.Share)
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(v.Name), report.Int(v.Sessions), report.Int(v.Conversions), number(v.Rate, report.Share), interval,
			report.Number(v.Low, report.Share), report.Number(v.High, report.Share), report.Int(v.Weight)})
	}
	d = &report.Document{Heading: c.Test + " · " + report.Things(int64(sessions), "session"), Tables: []report.Table{t}, JSON: c, Lines: report.Each(c.Variants)}
	if c.Recomputed {
		d.Notes = append(d.Notes, "No exposure was recorded: variants were computed from the hash of the sessions.")
	}
	for _, x := range []struct {
		n    int64
		what string
	}{
		{c.Checks.Crossovers, "Sessions that saw several variants (each counts for its first)"},
		{c.Checks.HashMismatches, "Sessions that saw another variant than the hash assigns"},
		{c.Checks.UnknownVariants, "Exposures to variants that the test does not have (left out)"},
		{c.Checks.ConversionsBeforeExposure, "Sessions that converted only before their exposure (not counted as converted)"},
		{c.Checks.ConversionsUnexposed, "Sessions that converted without an exposure (not counted)"},
	} {
		if x.n > 0 {
			d.Notes = append(d.Notes, fmt.Sprintf("%s: %d.", x.what, x.n))
		}
	}
	return d, sessions
}
