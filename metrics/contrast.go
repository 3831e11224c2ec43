package metrics

import (
	"errors"
	"slices"
)

// Contrasted is a number of one side beside that of another, its baseline: the
// fields of the previous period hold what the baseline has.
type Contrasted struct {
	Value
	// AdjustedP is the p-value adjusted for all the comparisons that were made at
	// once; Significant goes by it.
	AdjustedP *float64 `json:"adjusted_p"`
}

// Contrast compares what a collector has collected with a baseline. Both must be
// of queries of the same metrics, without groups and with Contrasts set. Counts
// are compared as rates per unit of time.
func (c *Collector) Contrast(baseline *Collector) ([]Contrasted, error) {
	l := lengths{1, 1}
	if lo, hi := c.query.Span.Bounds(); !sameBounds(lo, hi, baseline) {
		l = lengths{c.query.length(c.query.Span), baseline.query.length(baseline.query.Span)}
	}
	return c.contrast(baseline, l)
}

// contrast is Contrast of periods of these lengths.
func (c *Collector) contrast(baseline *Collector, l lengths) ([]Contrasted, error) {
	if err := errors.Join(c.err, baseline.err); err != nil {
		return nil, err
	}
	now, was := c.total(c.sides[0]), baseline.total(baseline.sides[0])
	var list []Contrasted
	for _, v := range c.plan.values(now, was, l) {
		list = append(list, Contrasted{Value: v})
	}
	return list, nil
}

// ContrastNotes say what makes the periods of the two unequal, where they differ.
func (c *Collector) ContrastNotes(baseline *Collector) []string {
	if lo, hi := c.query.Span.Bounds(); sameBounds(lo, hi, baseline) {
		return []string{}
	}
	q := c.query
	q.Previous = &baseline.query.Span
	return q.comparisonNotes(lengths{q.length(q.Span), q.length(*q.Previous)})
}

func sameBounds(lo, hi int64, o *Collector) bool {
	otherLo, otherHi := o.query.Span.Bounds()
	return lo == otherLo && hi == otherHi
}

// Adjust sets the adjusted p-values of comparisons made at once (Holm 1979, A
// simple sequentially rejective multiple test procedure), and by them what is
// significant.
func Adjust(lists ...[]Contrasted) {
	var tested []*Contrasted
	for _, list := range lists {
		for i := range list {
			if list[i].PValue != nil {
				tested = append(tested, &list[i])
			}
		}
	}
	slices.SortStableFunc(tested, func(a, b *Contrasted) int {
		switch {
		case *a.PValue < *b.PValue:
			return -1
		case *a.PValue > *b.PValue:
			return 1
		}
		return 0
	})
	least := 0.0
	for i, v := range tested {
		least = max(least, min(1, float64(len(tested)-i)**v.PValue))
		p, significant := least, least < alpha
		v.AdjustedP, v.Significant = &p, &significant
	}
}

// Verdict is what a gate says.
type Verdict string

// The verdicts of a gate.
const (
	GatePassed  Verdict = "passed"
	GateFailed  Verdict = "failed"
	GateUnclear Verdict = "too_few_to_tell"
)

// Gate judges whether a number is worse than its baseline by more than a margin,
// in its unit: it failed if so and if that is not noise; it passed if the whole
// interval of the difference stays within the margin; else there is too little
// data to tell. ok is false for a number of which neither direction is better.
func (v *Contrasted) Gate(margin float64) (verdict Verdict, ok bool) {
	sign := map[Direction]float64{Higher: -1, Lower: 1}[v.Better]
	if sign == 0 {
		return "", false
	}
	if v.Change == nil {
		return GateUnclear, true
	}
	if sign**v.Change > margin && v.Significant != nil && *v.Significant {
		return GateFailed, true
	}
	if v.ChangeLow == nil || v.ChangeHigh == nil {
		return GateUnclear, true
	}
	if max(sign**v.ChangeLow, sign**v.ChangeHigh) <= margin {
		return GatePassed, true
	}
	return GateUnclear, true
}
