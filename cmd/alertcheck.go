package cmd

import (
	"context"
	"fmt"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// alertCheck is a set of rules with the periods that they look at, all of which
// are collected in one pass over the facts.
type alertCheck struct {
	asked   *asked
	now     chat.Time
	rules   []metrics.Rule
	spans   [][]int // of each rule: its period and those before, in queries
	queries []metrics.Query
}

func newAlertCheck(app *App, a *asked, rules []metrics.Rule) (*alertCheck, error) {
	c := &alertCheck{asked: a, now: chat.TimeOf(app.Now()), rules: rules}
	filter := a.selection.Filter
	for _, r := range rules {
		span := filter.Span
		if r.Period != "" {
			var err error
			if span, err = period.Parse(r.Period, app.Now(), a.cfg.Location()); err != nil {
				return nil, usageError{fmt.Errorf("rule %q: %w", r.Text, err)}
			}
		}
		var list []int
		for _, s := range append([]period.Span{span}, metrics.PeriodsBefore(span, r.Lookback())...) {
			list = append(list, c.query(s, r.Metric))
		}
		c.spans = append(c.spans, list)
	}
	for i := range c.queries {
		q := &c.queries[i]
		if q.NamesMoney() {
			q.CostOf, a.fields = pricesOf(a.cfg).CostOf, store.Texts
		}
		a.history = a.history || q.NeedsHistory() || q.NeedsSequel()
	}
	a.selection.Span = c.whole()
	return c, nil
}

// query returns the index of the query of a span, to which it adds a metric.
func (c *alertCheck) query(s period.Span, metric string) int {
	i := slices.IndexFunc(c.queries, func(q metrics.Query) bool { return q.Span.Start.Equal(s.Start) && q.Span.End.Equal(s.End) })
	if i < 0 {
		q := metrics.Query{Filter: c.asked.selection.Filter, Contrasts: true, AsOf: c.asked.selection.AsOf}
		q.Span = s
		i, c.queries = len(c.queries), append(c.queries, q)
	}
	c.queries[i].Metrics = append(c.queries[i].Metrics, metric)
	return i
}

// whole is the span that holds those of all queries.
func (c *alertCheck) whole() period.Span {
	whole := c.queries[0].Span
	for _, q := range c.queries {
		if !q.Span.Bounded() || !whole.Bounded() {
			return period.Span{Location: whole.Location}
		}
		if q.Span.Start.Before(whole.Start) {
			whole.Start = q.Span.Start
		}
		if q.Span.End.After(whole.End) {
			whole.End = q.Span.End
		}
	}
	return whole
}

// run judges the rules; nothing is known of their states before.
func (c *alertCheck) run(ctx context.Context) (*alertResult, error) {
	collectors, err := c.collect(ctx)
	if err != nil {
		return nil, err
	}
	extent := metrics.Extent{Newest: c.asked.newest}
	if extent.First, _, err = c.asked.Span(); err != nil {
		return nil, err
	}
	r := &alertResult{CheckedAt: c.asked.time(c.now)}
	for i := range c.rules {
		var before []*metrics.Collector
		for _, s := range c.spans[i][1:] {
			before = append(before, collectors[s])
		}
		rule := &c.rules[i]
		j, err := rule.Judge(collectors[c.spans[i][0]], before, extent)
		if err != nil {
			return nil, err
		}
		r.rows = append(r.rows, alertRow{Rule: rule.Text, Metric: rule.Metric, Changed: true, Since: c.asked.time(c.now), since: c.now, Judgement: j})
	}
	return r, nil
}

func (c *alertCheck) collect(ctx context.Context) ([]*metrics.Collector, error) {
	begin := func() (list []*metrics.Collector, err error) {
		for _, q := range c.queries {
			q.Newest = c.asked.newest
			one, err := metrics.NewCollector(q)
			if err != nil {
				return nil, usageError{err}
			}
			list = append(list, one)
		}
		return list, nil
	}
	if err := c.addScores(ctx); err != nil {
		return nil, err
	}
	if c.asked.history || c.asked.selection.Keep != nil {
		c.asked.fields = max(c.asked.fields, store.Texts)
	}
	total, err := begin()
	if err != nil {
		return nil, err
	}
	_, err = c.asked.scan(ctx, func() (func(*metrics.Selector, *chat.Facts), func()) {
		part, _ := begin() // the queries were accepted above
		take := func(s *metrics.Selector, f *chat.Facts) {
			matches := s.Matches(f)
			for _, one := range part {
				if matches {
					one.Add(f)
				} else {
					one.AddHistory(f.UserKey, f.StartedAt)
				}
			}
		}
		return take, func() {
			for i := range part {
				total[i].Merge(part[i])
			}
		}
	})
	return total, err
}

// addScores lets the queries read the scores that they ask for.
func (c *alertCheck) addScores(ctx context.Context) error {
	var all metrics.Query
	for _, q := range c.queries {
		all.Metrics = append(all.Metrics, q.Metrics...)
	}
	if err := addScores(ctx, c.asked.Store, &all, false); err != nil {
		return err
	}
	for i := range c.queries {
		c.queries[i].ScoreOf = all.ScoreOf
	}
	return nil
}
