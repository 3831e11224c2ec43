package cmd

import (
	"context"
	"runtime"
	"sync"

	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// counting counts the groups of queries that have too many of them, in one pass.
type counting struct {
	newest  chat.Time
	idle    int64
	keep    func(*chat.Facts) bool // nil for all
	queries []metrics.Query
}

func (c *counting) run(ctx context.Context, s *store.Store) ([]*metrics.Census, error) {
	total, err := c.begin()
	if err != nil {
		return nil, err
	}
	span := store.Span{}
	for i := range c.queries {
		span = widened(span, scanSpan(&c.queries[i], false), i == 0)
	}
	var mu sync.Mutex
	var parts [][]*metrics.Census
	err = s.Scan(ctx, store.Texts, span, runtime.GOMAXPROCS(0), func(int) func(*chat.Facts) error {
		part, _ := c.begin() // the queries were accepted above
		mu.Lock()
		parts = append(parts, part)
		mu.Unlock()
		return func(f *chat.Facts) error {
			f.Settle(c.newest, c.idle)
			if c.keep == nil || c.keep(f) {
				for _, census := range part {
					census.Add(f)
				}
			}
			return nil
		}
	})
	for _, part := range parts {
		for i, census := range part {
			total[i].Merge(census)
		}
	}
	return total, err
}

func (c *counting) begin() ([]*metrics.Census, error) {
	var list []*metrics.Census
	for _, q := range c.queries {
		census, err := metrics.NewCensus(q)
		if err != nil {
			return nil, err
		}
		list = append(list, census)
	}
	return list, nil
}
