package cmd

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"chatcops/abtest"
	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/metrics"
)

type resultsOptions struct {
	common
	testFlags
	designFlags
	selection
	by    string
	bayes bool
}

const resultsHelp = `Says what a test proves so far: sessions and conversions of each variant, the
difference from the control with its interval, one verdict, and what to do next.

The verdict stays valid however often you look: in a test without any difference
the chance that it ever names a winner is below 5 %. That makes the intervals
wider than those of a test for one look. Each hour of the test counts as a look,
and a difference that one told stays told unless what came since contradicts it,
so that nothing is lost by looking seldom. Two other ways are sooner, but must be
chosen before the start: planned_sessions of the configuration (or --planned)
takes a daily look up to that number, and --fixed holds for one look only.

A session belongs to the variant that it was exposed to first, and converts at
most once, at or after that. It belongs to the period of that exposure; without a
period, the start and the end of the configured test hold. Where no exposure to
the test was recorded at all, the variants are computed anew from the hash of the
sessions that started in the period.`

const resultsExamples = `  chatcops abtest results prompt_tone_v2
  chatcops abtest results prompt_tone_v2 log.jsonl --variants control,friendly --format json
  chatcops abtest results prompt_tone_v2 --metric quality_score --guardrail escalation_rate --guardrail duration=10%
  chatcops abtest results prompt_tone_v2 --planned 20000
  chatcops abtest results prompt_tone_v2 --unit user
  chatcops abtest results prompt_tone_v2 --by channel`

func newResultsCmd(app *App) *cobra.Command {
	o := &resultsOptions{}
	c := &cobra.Command{
		Use:     "results TEST [PATH...]",
		Short:   "What a test proves so far, and what to do next",
		Long:    resultsHelp,
		Example: resultsExamples,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.designFlags.check(c); err != nil {
				return err
			}
			return runResults(c.Context(), app, o, args[0], args[1:])
		},
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.testFlags.bind(c)
	o.designFlags.bind(c)
	o.selection.bind(c)
	c.Flags().StringVar(&o.by, "by", "", "look into the segments of a dimension, for exploration: channel, model, property:KEY, …")
	c.Flags().BoolVar(&o.bayes, "bayes", false, "add the probability to be best, for information only")
	_ = c.RegisterFlagCompletionFunc("by", app.completePrefixed(withoutPrefixes(dimensionNames()), namesOfDimensions, false))
	return c
}

func runResults(ctx context.Context, app *App, o *resultsOptions, name string, paths []string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	t, err := newTrial(cfg, name, &o.testFlags, &o.designFlags)
	if err != nil {
		return err
	}
	count := &testCount{trial: t, idle: cfg.IdleTimeout.Microseconds(), costOf: pricesOf(cfg).CostOf, most: min(mostSegments, cfg.Limits.Groups)}
	if count.filter, err = o.filter(); err != nil {
		return err
	}
	if count.filter.Span, err = o.span(app, cfg); err != nil {
		return err
	}
	count.filter.Span = t.within(count.filter.Span, o.period != "" || o.since != "" || o.until != "")
	if count.by, err = o.segments(count.filter); err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, paths)
	if err != nil {
		return err
	}
	defer s.close()
	if count.keep, err = s.condition(ctx, &o.selection); err != nil {
		return err
	}
	if o.by == metrics.TopicDimension {
		g, err := s.topics(ctx)
		if err != nil {
			return err
		}
		count.by.TellTopics(g.labelOf)
	}
	result, err := judge(ctx, app, s.Store, name, count)
	if err != nil {
		return err
	}
	if o.by != "" {
		result.explore(o.by, count.segments)
	}
	if o.bayes {
		if err := result.believe(); err != nil {
			return err
		}
	}
	d := result.document(cfg.Format)
	if len(count.exposures) > 0 && !result.seen() {
		app.explain(&o.common, d, cfg.Format, "No exposed session was selected; "+whenExposed(count.exposures, cfg.Location())+".")
	}
	return o.write(app, cfg, d)
}

// segments prepares --by; nil without it.
func (o *resultsOptions) segments(filter metrics.Filter) (*metrics.Segments, error) {
	if o.by == "" {
		return nil, nil
	}
	_, variant := metrics.VariantTest(o.by)
	if variant || o.by == "outcome" {
		return nil, usagef("--by %s: the variants may change it, so that its segments cannot be compared", o.by)
	}
	s, err := metrics.NewSegments(o.by, filter.Span)
	if err != nil {
		return nil, usageError{err}
	}
	return s, nil
}

// judge counts a test in the store and judges it.
func judge(ctx context.Context, app *App, s *store.Store, name string, count *testCount) (*outcome, error) {
	var err error
	if count.exposures, err = exposuresTo(s, name); err != nil {
		return nil, err
	}
	if err = count.complete(name, count.exposures); err != nil {
		return nil, err
	}
	if err = count.findScores(ctx, s); err != nil {
		return nil, err
	}
	checks, err := count.run(ctx, s)
	if err != nil {
		return nil, err
	}
	today, err := count.today(s, app.Now())
	if err != nil {
		return nil, err
	}
	o := &outcome{trial: count.trial, name: name, study: count.study(checks, today), recomputed: count.recomputed()}
	past := func(t time.Time) bool { return !t.IsZero() && !t.After(app.Now()) }
	o.ended, o.past = past(o.end), past(count.filter.Span.End)
	if o.finding, err = o.study.Judge(); err != nil {
		return nil, err
	}
	o.perDay, o.perDayOK = o.study.PerDay()
	if o.past {
		o.finding.DaysRemaining, o.perDayOK = nil, false
	}
	if len(o.finding.Treatments) > 0 {
		for _, g := range o.guardrails {
			o.guards = append(o.guards, o.study.Guard(g.part(), g.margin))
		}
		o.secondary = o.study.Explore(parts(o.metrics[1:]))
	}
	return o, nil
}

func parts(list []*testMetric) []abtest.Part {
	var out []abtest.Part
	for _, m := range list {
		out = append(out, m.part())
	}
	return out
}

// findScores makes ready to read the scores among the metrics.
func (c *testCount) findScores(ctx context.Context, s *store.Store) error {
	var q metrics.Query
	for _, m := range append(slices.Clone(c.metrics), c.guardrails...) {
		if name := m.gauge.Metric.Name; metrics.IsScore(name) {
			q.Metrics = append(q.Metrics, name+".mean")
		}
	}
	if len(q.Metrics) == 0 {
		return nil
	}
	err := addScores(ctx, s, &q, false)
	c.scoreOf = q.ScoreOf
	return err
}

// shownSegments is how many segments are compared: with each one more, all of
// them need stronger evidence.
const shownSegments = 12

// segment is a part of the sessions.
type segment struct {
	dimension, name string
	explored        abtest.Explored
}

// explore compares within the largest segments.
func (o *outcome) explore(dimension string, samples map[string]*abtest.Sample) {
	if len(o.finding.Treatments) == 0 {
		return
	}
	var names []string
	for name := range samples {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(samples[b].Len(), samples[a].Len()), cmp.Compare(a, b))
	})
	o.others = max(0, len(names)-shownSegments)
	names = names[:len(names)-o.others]
	var list []abtest.Part
	for _, name := range names {
		list = append(list, abtest.Part{Sample: samples[name], Better: o.metric().better})
	}
	for i, e := range o.study.Explore(list) {
		o.segments = append(o.segments, segment{dimension, names[i], e})
	}
}

// believe adds what a Bayesian makes of it.
func (o *outcome) believe() error {
	if o.metric().kind() != abtest.Shares || o.ByUser {
		return usagef("--bayes is for conversions and other shares of sessions")
	}
	if len(o.finding.Treatments) > 0 {
		o.bayes = o.study.Believe(o.finding.Arms)
	}
	return nil
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
