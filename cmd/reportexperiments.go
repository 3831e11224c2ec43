package cmd

import (
	"context"
	"slices"

	"chatcops/abtest"
	"chatcops/internal/briefing"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

// reportedTests judges the tests of the period, as abtest results does: those that
// are configured and those that sessions were exposed to. A test that cannot be
// judged tells why instead of its verdict.
func (app *App) reportedTests(ctx context.Context, s *store.Store, cfg *config.Config, filter metrics.Filter, keep func(*chat.Facts) bool) ([]briefing.Test, error) {
	names, err := s.Tests()
	if err != nil {
		return nil, err
	}
	for _, t := range cfg.Tests {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	var tests []briefing.Test
	for _, name := range names {
		o, err := app.reportedTest(ctx, s, cfg, name, filter, keep)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		switch {
		case err != nil:
			tests = append(tests, briefing.Test{Name: name, Verdict: err.Error()})
		case o.sessions() > 0:
			tests = append(tests, testOf(o))
		}
	}
	return tests, nil
}

func (app *App) reportedTest(ctx context.Context, s *store.Store, cfg *config.Config, name string, filter metrics.Filter, keep func(*chat.Facts) bool) (*outcome, error) {
	t, err := newTrial(cfg, name, &testFlags{}, &designFlags{})
	if err != nil {
		return nil, err
	}
	count := &testCount{trial: t, filter: filter, keep: keep, idle: cfg.IdleTimeout.Microseconds(), costOf: pricesOf(cfg).CostOf}
	count.filter.Span = t.within(filter.Span, filter.Span != period.Span{Location: filter.Span.Location})
	return judge(ctx, app, s, name, count)
}

// statusWords say in a table what a comparison has come to.
var statusWords = map[abtest.Status]string{
	abtest.Better: "better", abtest.Worse: "worse", abtest.StatusHigher: "higher", abtest.StatusLower: "lower",
	abtest.Unclear: "unclear", abtest.Same: "the same", abtest.TooLittle: "too few sessions",
}

// judgedP is the p-value of a comparison that was made.
func judgedP(c *comparisonJSON) *float64 {
	if c.Status == abtest.TooLittle {
		return nil
	}
	return c.AdjustedP
}

// testOf is the outcome of a test as the report shows it.
func testOf(o *outcome) briefing.Test {
	m := o.metric()
	t := briefing.Test{Name: o.name, Metric: m.title(), Unit: m.unit(), Verdict: o.verdict()}
	switch m.better {
	case abtest.Higher:
		t.Better = report.Higher
	case abtest.Lower:
		t.Better = report.Lower
	}
	for _, v := range o.variants() {
		t.Variants = append(t.Variants, briefing.Variant{Name: v.Name, Sessions: v.Sessions, Conversions: v.Conversions, Value: v.Value, Low: v.Low, High: v.High})
	}
	for _, c := range o.comparisons() {
		if c.Difference == nil || c.Low == nil || c.High == nil {
			continue
		}
		i := slices.IndexFunc(t.Variants, func(v briefing.Variant) bool { return v.Name == c.Treatment })
		e := &briefing.Effect{Difference: *c.Difference, Low: *c.Low, High: *c.High, P: judgedP(&c), Status: statusWords[c.Status], Code: string(c.Status)}
		switch c.Status {
		case abtest.Better:
			e.Tone = report.Higher
		case abtest.Worse:
			e.Tone = report.Lower
		}
		t.Variants[i].Effect = e
	}
	return t
}
