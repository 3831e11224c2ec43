package cmd

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"chatcops/internal/briefing"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/safe"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report/page"
)

// build computes the numbers and makes the report of them.
func (o *reportOptions) build(ctx context.Context, app *App, cfg *config.Config, s *session, r *briefing.Request) (*page.Document, *store.Report, error) {
	var err error
	if r.First, r.Last, err = s.Span(); err != nil {
		return nil, nil, err
	}
	filter, err := o.filter()
	if err != nil {
		return nil, nil, err
	}
	keep, err := s.condition(ctx, &o.selection)
	if err != nil {
		return nil, nil, err
	}
	views, err := r.Views()
	if err != nil {
		return nil, nil, err
	}
	scan := &reportScan{request: r, views: views, filter: filter, keep: keep, cfg: cfg, asked: newReportQuestions(r, cfg, filter, keep)}
	source := briefing.Source{Filters: o.told(), Version: "chatcops " + buildVersion(), Redacted: !o.noRedact, Redact: safe.NewRedactor(cfg.Redact.Patterns).Redact, Reason: reason,
		Currency: cfg.Currency}
	if o.noRedact {
		source.Redact = func(s string) string { return s }
	}
	if source.Topics, scan.topicOf, err = o.reportTopics(ctx, app, cfg, s, r, scan.asked); err != nil {
		return nil, nil, err
	}
	if err := scan.run(ctx, s.Store); err != nil {
		return nil, nil, err
	}
	if err := scan.addFeedback(s.Store); err != nil {
		return nil, nil, err
	}
	if err := scan.asked.answer(ctx, s, &scan.folds, &source); err != nil {
		return nil, nil, err
	}
	if source.Rules, err = s.Rules(); err != nil {
		return nil, nil, err
	}
	if r.Asks("experiments") {
		filter.Span = r.Span
		if source.Tests, err = app.reportedTests(ctx, s.Store, cfg, filter, keep); err != nil {
			return nil, nil, err
		}
	}
	reader, err := s.NewReader()
	if err != nil {
		return nil, nil, err
	}
	defer reader.Close()
	doc, err := briefing.Build(r, source, scan.result, scan.tally, reader.Conversation)
	if err != nil {
		return nil, nil, err
	}
	record, err := o.dated(app, cfg, s, r, doc)
	if record != nil {
		record.Version = source.Version
		record.Conversations = scan.result(briefing.View{Compared: true}).Coverage.Conversations
	}
	return doc, record, err
}

// told names the filters for people.
func (o *reportOptions) told() []string {
	var list []string
	for _, x := range []struct {
		name   string
		values []string
	}{{"bot", o.bots}, {"channel", o.channels}, {"user", o.users}, {"model", o.models}, {"language", o.languages}, {"outcome", o.outcomes},
		{"property", o.properties}, {"variant", o.variants}, {"topic", o.topics}} {
		if len(x.values) > 0 {
			list = append(list, x.name+" "+strings.Join(x.values, " or "))
		}
	}
	return list
}

// reportScan answers all the views of a report in one scan over the facts.
type reportScan struct {
	request *briefing.Request
	views   []briefing.View
	filter  metrics.Filter
	keep    func(*chat.Facts) bool
	cfg     *config.Config
	topicOf func(*chat.Facts) string
	asked   *reportQuestions
	results map[string]*metrics.Result
	tally   *briefing.Tally
	folds   reportFolds
	within  *store.Keys                 // the conversations of the period
	largest map[string]*metrics.Largest // of the views that have too many groups
}

// result is the answer to a view.
func (r *reportScan) result(v briefing.View) *metrics.Result { return r.results[v.Key()] }

// part is what one part of a scan folds.
type scanPart struct {
	collectors []*metrics.Collector
	tally      *briefing.Tally
	folds      reportFolds
	within     store.Keys
}

func (r *reportScan) queries() []metrics.Query {
	list := make([]metrics.Query, len(r.views))
	costOf := pricesOf(r.cfg).CostOf
	for i, v := range r.views {
		list[i] = r.request.Query(v)
		span := list[i].Span
		list[i].Filter = r.filter
		list[i].Span = span
		list[i].TopicOf, list[i].CostOf, list[i].Currency = r.topicOf, costOf, r.cfg.Currency
		if len(v.By) == 1 && metrics.Unbounded(v.By[0]) {
			list[i].MaxGroups, list[i].Largest = r.cfg.Limits.Groups, r.largest[v.Key()]
		}
	}
	return list
}

func (r *reportScan) newPart(queries []metrics.Query) (*scanPart, error) {
	p := &scanPart{tally: briefing.NewTally(), folds: r.asked.begin()}
	for _, q := range queries {
		c, err := metrics.NewCollector(q)
		if err != nil {
			return nil, fmt.Errorf("report: %w", err)
		}
		p.collectors = append(p.collectors, c)
	}
	return p, nil
}

// run scans. Where a view has too many groups it does so again, with only the
// largest told apart.
func (r *reportScan) run(ctx context.Context, s *store.Store) error {
	newest, err := s.Newest()
	if err != nil {
		return err
	}
	crowded, err := r.once(ctx, s, newest)
	if err != nil || len(crowded) == 0 {
		return err
	}
	c := &counting{newest: newest, idle: r.cfg.IdleTimeout.Microseconds(), keep: r.keep}
	for _, i := range crowded {
		c.queries = append(c.queries, r.queries()[i])
	}
	counted, err := c.run(ctx, s)
	if err != nil {
		return err
	}
	r.largest = map[string]*metrics.Largest{}
	for k, i := range crowded {
		r.largest[r.views[i].Key()] = counted[k].Largest(min(briefing.MostGroups, counted[k].Room()))
	}
	_, err = r.once(ctx, s, newest)
	return err
}

// once scans once, and returns which views have too many groups.
func (r *reportScan) once(ctx context.Context, s *store.Store, newest chat.Time) (crowded []int, err error) {
	queries := r.queries()
	history := make([]bool, len(queries))
	span := store.Span{}
	for i := range queries {
		history[i] = queries[i].NeedsHistory()
		span = widened(span, scanSpan(&queries[i], history[i]), i == 0)
	}
	if r.asked.history {
		span = store.Span{}
	}
	total, err := r.newPart(queries)
	if err != nil {
		return nil, err
	}
	idle := r.cfg.IdleTimeout.Microseconds()
	parts := make([]*scanPart, runtime.GOMAXPROCS(0))
	var mu sync.Mutex
	err = s.Scan(ctx, r.asked.fields, span, len(parts), func(i int) func(*chat.Facts) error {
		p, _ := r.newPart(queries) // the queries were accepted above
		mu.Lock()
		parts[i] = p
		mu.Unlock()
		p.folds.period = func(f *chat.Facts) {
			p.tally.Add(f)
			p.within.Add(f.Key)
		}
		return func(f *chat.Facts) error {
			f.Settle(newest, idle)
			kept := r.keep == nil || r.keep(f)
			for i, c := range p.collectors {
				if history[i] {
					c.AddHistory(f.UserKey, f.StartedAt)
				}
				if kept {
					c.Add(f)
				}
			}
			p.folds.take(f)
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	return r.sum(total, parts)
}

// sum folds the parts into the results, and returns which views have too many groups.
func (r *reportScan) sum(total *scanPart, parts []*scanPart) (crowded []int, err error) {
	for _, p := range parts {
		if p == nil {
			continue
		}
		total.tally.Merge(p.tally)
		total.within.Merge(&p.within)
		total.folds.merge(&p.folds)
		for i, c := range p.collectors {
			total.collectors[i].Merge(c)
		}
	}
	r.tally, r.within, r.folds, r.results = total.tally, &total.within, total.folds, map[string]*metrics.Result{}
	for i, c := range total.collectors {
		result, err := c.Result()
		var tooMany *metrics.TooManyGroups
		switch {
		case errors.As(err, &tooMany) && r.largest == nil:
			crowded = append(crowded, i)
		case err != nil:
			return nil, err
		}
		r.results[r.views[i].Key()] = result
	}
	return crowded, nil
}

// addFeedback adds to the tally what is told beside the facts of conversations.
func (r *reportScan) addFeedback(s *store.Store) error {
	if !r.request.Asks("feedback") {
		return nil
	}
	return s.EachRating(func(key int64, rating int, reasons []byte) error {
		if r.within.Has(key) {
			r.tally.AddFeedback(rating, reasons)
		}
		return nil
	})
}

// widened is the span that holds both; the first one stands alone.
func widened(a, b store.Span, first bool) store.Span {
	switch {
	case first:
		return b
	case !a.Bounded || !b.Bounded:
		return store.Span{}
	}
	return store.Span{Bounded: true, Start: min(a.Start, b.Start), End: max(a.End, b.End)}
}
