package cmd

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/abtest"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

func newABTestCmd(app *App) *cobra.Command {
	c := &cobra.Command{
		Use:     "abtest",
		Short:   "Deterministic variants and what they changed",
		Example: "  chatcops abtest assign prompt_tone_v2 s1 s2 --variants control,friendly\n  chatcops abtest results prompt_tone_v2",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return usagef("say what to do: assign or results") },
	}
	c.AddCommand(newAssignCmd(app), newResultsCmd(app))
	return c
}

// testFlags define a test on the command line.
type testFlags struct{ variants, weights string }

func (t *testFlags) bind(c *cobra.Command) {
	c.Flags().StringVar(&t.variants, "variants", "", "variants of the test, the control first: a,b")
	c.Flags().StringVar(&t.weights, "weights", "", "their weights: 50,50 (default equal)")
}

// test returns the test of a name: that of the flags, else of the configuration;
// nil if neither knows it.
func (t *testFlags) test(cfg *config.Config, name string) (*abtest.Test, error) {
	if t.variants == "" {
		if t.weights != "" {
			return nil, usagef("--weights needs --variants")
		}
		return configuredTest(cfg, name)
	}
	made, err := abtest.NewTest(name, list(t.variants), list(t.weights))
	if err != nil {
		return nil, usageError{err}
	}
	return made, nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

type assignOptions struct {
	common
	testFlags
}

const assignHelp = `Prints the variant of each session: SHA-256 of TEST:SESSION as a number, modulo
the sum of the weights. The same session always gets the same variant, in any
program that computes the same. With - the sessions are read from standard
input, one a line.`

func newAssignCmd(app *App) *cobra.Command {
	o := &assignOptions{}
	c := &cobra.Command{
		Use:     "assign TEST SESSION...",
		Short:   "The variant of each session",
		Long:    assignHelp,
		Example: "  chatcops abtest assign prompt_tone_v2 s1 s2 --variants control,friendly\n  cut -f1 sessions.tsv | chatcops abtest assign prompt_tone_v2 - --format jsonl",
		Args:    cobra.MinimumNArgs(2),
		RunE:    func(_ *cobra.Command, args []string) error { return runAssign(app, o, args[0], args[1:]) },
	}
	o.common.bind(c, formatNames()...)
	o.testFlags.bind(c)
	return c
}

// assignment is a line of abtest assign.
type assignment struct {
	Test    string `json:"test"`
	Session string `json:"session_id"`
	Variant string `json:"variant"`
	Index   int    `json:"index"`
}

func runAssign(app *App, o *assignOptions, name string, sessions []string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	t, err := o.test(cfg, name)
	if err != nil {
		return err
	}
	if t == nil {
		return withHint(usagef("the test %q is not configured", name), "give --variants a,b, or name it under tests in chatcops.yaml")
	}
	if slices.Equal(sessions, []string{"-"}) {
		if sessions, err = lines(app.In); err != nil {
			return err
		}
	}
	table := report.Table{Columns: []report.Column{{Name: "test", Title: "Test"}, {Name: "session_id", Title: "Session"}, {Name: "variant", Title: "Variant"}, {Name: "index", Title: "Index", Right: true}}}
	rows := []assignment{}
	for _, s := range sessions {
		i, v := t.Assign(s)
		rows = append(rows, assignment{name, s, v, i})
		table.Rows = append(table.Rows, []report.Cell{report.Text(name), report.Text(s), report.Text(v), report.Int(int64(i))})
	}
	return o.write(app, cfg, &report.Document{Tables: []report.Table{table}, JSON: rows, Lines: report.Each(rows)})
}

func lines(r io.Reader) ([]string, error) {
	var out []string
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if line := strings.TrimSuffix(s.Text(), "\r"); line != "" {
			out = append(out, line)
		}
	}
	return out, s.Err()
}

type resultsOptions struct {
	common
	testFlags
	selection
}

const resultsHelp = `Counts the sessions and conversions of each variant, with 95 % Wilson intervals.

A session belongs to the variant that it was exposed to first, and converts at
most once, at or after that. Where no exposure was recorded the variants are
computed anew from the hash of the sessions of the period.`

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
	selects := func(f *chat.Facts) bool { return filter.Match(f) && (keep == nil || keep(f)) }
	exposures, err := o.exposures(ctx, s.Store, name, filter, keep)
	if err != nil {
		return err
	}
	if t == nil {
		if t, err = exposedTest(name, exposures); err != nil {
			return err
		}
	}
	counts, err := countTest(ctx, s.Store, t, exposures, cfg, selects)
	if err != nil {
		return err
	}
	return o.write(app, cfg, resultsDocument(counts))
}

// exposures returns the exposures of the period to a test, of the sessions that
// the filters select.
func (o *resultsOptions) exposures(ctx context.Context, s *store.Store, name string, filter metrics.Filter, keep func(*chat.Facts) bool) ([]chat.Exposure, error) {
	span := filter.Span
	filter.Span = period.Span{}
	var selected map[string]bool
	if keep != nil || filter.NeedsText() || len(filter.Outcomes) > 0 {
		selected = map[string]bool{}
		err := s.Scan(ctx, store.Texts, store.Span{}, 1, func(int) func(*chat.Facts) error {
			return func(f *chat.Facts) error {
				if filter.Match(f) && (keep == nil || keep(f)) {
					selected[f.ID] = true
				}
				return nil
			}
		})
		if err != nil {
			return nil, err
		}
	}
	var out []chat.Exposure
	err := s.Exposures(name, func(e chat.Exposure) error {
		if (!e.Time.Known() || span.Contains(int64(e.Time))) && (selected == nil || selected[e.Session]) {
			out = append(out, e)
		}
		return nil
	})
	return out, err
}

// exposedTest makes a test of nothing but its exposures: equal weights, the
// variants sorted, control first if one is called so.
func exposedTest(name string, exposures []chat.Exposure) (*abtest.Test, error) {
	var variants []string
	for _, e := range exposures {
		if !slices.Contains(variants, e.Variant) {
			variants = append(variants, e.Variant)
		}
	}
	if len(variants) == 0 {
		return nil, withHint(usagef("of the test %q neither exposures nor variants are known", name), "give --variants a,b, or name it under tests in chatcops.yaml")
	}
	slices.Sort(variants)
	if i := slices.Index(variants, "control"); i > 0 {
		variants = slices.Insert(slices.Delete(variants, i, i+1), 0, "control")
	}
	t, err := abtest.NewTest(name, variants, nil)
	if err != nil {
		return nil, usageError{err}
	}
	return t, nil
}

// countTest counts from the exposures or, without any, from the hash of the selected sessions.
func countTest(ctx context.Context, s *store.Store, t *abtest.Test, exposures []chat.Exposure, cfg *config.Config, selects func(*chat.Facts) bool) (abtest.Counts, error) {
	counter := abtest.NewCounter(t)
	for _, e := range exposures {
		counter.Expose(abtest.Exposure{Session: e.Session, Variant: e.Variant, Time: e.Time})
	}
	newest, err := s.Newest()
	if err != nil {
		return abtest.Counts{}, err
	}
	converted := map[string]bool{}
	err = s.Scan(ctx, store.Texts, store.Span{}, 1, func(int) func(*chat.Facts) error {
		return func(f *chat.Facts) error {
			f.Settle(newest, cfg.IdleTimeout.Microseconds())
			switch {
			case len(exposures) > 0 && f.Converted:
				counter.Convert(abtest.Conversion{Session: f.ID, Time: f.ConvertedAt})
			case len(exposures) == 0 && selects(f):
				converted[f.ID] = converted[f.ID] || f.Converted
			}
			return nil
		}
	})
	if err != nil || len(exposures) > 0 {
		return counter.Counts(), err
	}
	return abtest.CountAssigned(t, func(yield func(string, bool) bool) {
		for session, did := range converted {
			if !yield(session, did) {
				return
			}
		}
	}), nil
}

func resultsDocument(c abtest.Counts) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "variant", Title: "Variant"}, {Name: "sessions", Title: "Sessions", Right: true},
		{Name: "conversions", Title: "Conversions", Right: true}, {Name: "rate", Title: "Rate", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People},
		{Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines}, {Name: "weight", Title: "Weight", Right: true}}}
	var sessions int64
	for _, v := range c.Variants {
		sessions += v.Sessions
		interval := report.Cell{}
		if v.Rate != nil {
			interval = report.Interval(v.Low, v.High, report.Share)
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(v.Name), report.Int(v.Sessions), report.Int(v.Conversions), number(v.Rate, report.Share), interval,
			report.Number(v.Low, report.Share), report.Number(v.High, report.Share), report.Int(v.Weight)})
	}
	d := &report.Document{Heading: fmt.Sprintf("%s · %d sessions", c.Test, sessions), Tables: []report.Table{t}, JSON: c, Lines: report.Each(c.Variants)}
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
	return d
}
