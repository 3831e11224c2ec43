package cmd

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync"

	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// collect folds the facts of the store in parallel. Of too many groups it keeps those
// that the query wants to have kept, if these are the largest: that takes two passes more.
func collect(ctx context.Context, s *store.Store, q metrics.Query, idle int64, keep func(*chat.Facts) bool) (*metrics.Result, error) {
	newest, err := s.Newest()
	if err != nil {
		return nil, err
	}
	q.Newest = newest
	r, err := collectOnce(ctx, s, q, idle, keep)
	var tooMany *metrics.TooManyGroups
	if !errors.As(err, &tooMany) || q.Top == 0 || q.Sort != "" || q.Reverse || len(q.By) != 1 || !metrics.Unbounded(q.By[0]) {
		return r, err
	}
	c := &counting{newest: newest, idle: idle, keep: keep, queries: []metrics.Query{q}}
	census, countErr := c.run(ctx, s)
	if countErr != nil {
		return nil, countErr
	}
	if q.Top > census[0].Room() {
		return nil, err
	}
	q.Largest, q.Top = census[0].Largest(q.Top), 0
	return collectOnce(ctx, s, q, idle, keep)
}

func collectOnce(ctx context.Context, s *store.Store, q metrics.Query, idle int64, keep func(*chat.Facts) bool) (*metrics.Result, error) {
	fields := store.Numbers
	switch {
	case q.CostOf != nil:
		fields = store.Texts
	case q.NeedsText() || keep != nil:
		fields = store.Names
	}
	total, err := metrics.NewCollector(q)
	if err != nil {
		return nil, usageError{err}
	}
	parts := runtime.GOMAXPROCS(0)
	var mu sync.Mutex
	collectors := make([]*metrics.Collector, parts)
	err = s.Scan(ctx, fields, scanSpan(&q, q.NeedsHistory()), parts, func(i int) func(*chat.Facts) error {
		c, _ := metrics.NewCollector(q) // the query was accepted above
		mu.Lock()
		collectors[i] = c
		mu.Unlock()
		return func(f *chat.Facts) error {
			f.Settle(q.Newest, idle)
			if keep == nil || keep(f) {
				c.Add(f)
			} else {
				c.AddHistory(f.UserKey, f.StartedAt)
			}
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	for _, c := range collectors {
		if c != nil {
			total.Merge(c)
		}
	}
	return total.Result()
}

// scanSpan is what must be read for a query: both periods, with history all that
// came before, and what came soon after where it
// matters whether they came again.
func scanSpan(q *metrics.Query, history bool) store.Span {
	if q.Span.Start.IsZero() && q.Span.End.IsZero() && q.Previous == nil {
		return store.Span{}
	}
	lo, hi := q.Span.Bounds()
	if q.Previous != nil {
		before, until := q.Previous.Bounds()
		lo, hi = min(lo, before), max(hi, until)
	}
	if history {
		lo = int64(chat.NoTime)
	}
	if q.NeedsSequel() && hi < math.MaxInt64-metrics.Day {
		hi += metrics.Day + 1
	}
	return store.Span{Bounded: true, Start: chat.Time(lo), End: chat.Time(hi)}
}
