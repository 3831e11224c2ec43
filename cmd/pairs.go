package cmd

import (
	"context"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// pairedBy reads --pair and checks that the metrics can be compared so.
func (o *compareOptions) pairedBy(names []string) (property string, err error) {
	if o.pair == "" {
		return "", nil
	}
	property, ok := strings.CutPrefix(o.pair, "property:")
	if !ok || property == "" {
		return "", usagef("--pair %s: write property:KEY, the property that names the case", o.pair)
	}
	if _, err := metrics.NewPairs(names, property, 0); err != nil {
		return "", usageError{err}
	}
	return property, nil
}

// pairs compares a candidate with the baseline case by case.
func pairs(ctx context.Context, baseline, candidate *asked, names []string, property string) ([]metrics.Contrasted, error) {
	limit := candidate.cfg.Limits.Groups
	total, err := metrics.NewPairs(names, property, limit)
	if err != nil {
		return nil, err
	}
	for side, a := range map[int]*asked{metrics.Before: baseline, metrics.Now: candidate} {
		a.fields = store.Texts
		_, err := a.scan(ctx, func() (func(*metrics.Selector, *chat.Facts), func()) {
			part, _ := metrics.NewPairs(names, property, limit) // the names were accepted above
			take := func(_ int, f *chat.Facts) { part.Add(side, f) }
			return func(s *metrics.Selector, f *chat.Facts) { s.Each(f, take) }, func() { total.Merge(part) }
		})
		if err != nil {
			return nil, err
		}
	}
	list, err := total.Contrast()
	if err == nil && len(list) > 0 && list[0].N == 0 && total.Without[metrics.Now]+total.Without[metrics.Before] > 0 {
		candidate.app.notice(&candidate.question.common, "no case is on both sides; conversations without the property %s: %d and %d", property,
			total.Without[metrics.Before], total.Without[metrics.Now])
	}
	return list, err
}
