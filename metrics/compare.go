package metrics

import (
	"chatcops/internal/stats"
)

// lengths are those of the period and of the one compared with, in seconds; 0
// where a period has none.
type lengths struct{ now, before float64 }

// compare sets what a value was in the period before and tests the change. No
// test is made where a sample is empty or too poor to tell.
func (c *column) compare(v *Value, now, before *cell, l lengths) {
	was := c.read(before)
	v.Previous = was.Value
	if v.Value == nil || was.Value == nil {
		return
	}
	change := *v.Value - *was.Value
	v.Change = &change
	switch c.statistic.Fold {
	case Count, Distinct, DistinctNew, DistinctReturning:
		v.testRate(*was.Value, *was.Value, *v.Value, *v.Value, l)
	case Sum:
		a, b := before.products[c.slots[0]], now.products[c.slots[0]]
		v.testRate(*was.Value, a.Float(), *v.Value, b.Float(), l)
	case Share:
		v.testShares(c.tally(before), c.tally(now))
	case Mean, Ratio, UserShare:
		c.testEstimates(v, now, before)
	case ReplyQuantile:
		a, b := &before.replies, &now.replies
		if p, ok := stats.CompareClusterQuantiles(a.clusters, b.clusters, a.n, b.n, c.statistic.P); ok {
			v.setP(p)
		}
	case Quantile:
		v.setP(stats.CompareQuantiles(before.samples[c.slots[0]].sorted(), now.samples[c.slots[0]].sorted(), c.statistic.P))
	}
}

func (v *Value) setP(p float64) {
	significant := p < alpha
	v.PValue, v.Significant = &p, &significant
}

// testRate tests totals per unit of time.
func (v *Value) testRate(sumA, squaresA, sumB, squaresB float64, l lengths) {
	if l.now > 0 && l.before > 0 && sumA+sumB > 0 {
		_, p := stats.CompareRates(sumA, squaresA, l.before, sumB, squaresB, l.now)
		v.setP(p)
	}
}

func (v *Value) testShares(a, b tally) {
	v.setP(stats.CompareShares(a.hits, a.n, b.hits, b.n))
	low, high := stats.Newcombe(a.hits, a.n, b.hits, b.n, alpha)
	v.ChangeLow, v.ChangeHigh = &low, &high
}

func (c *column) testEstimates(v *Value, now, before *cell) {
	a, ya, xa := c.estimate(before)
	b, yb, xb := c.estimate(now)
	if c.clusteredShare() && (a.SE == 0 || b.SE == 0) {
		// Without spread the messages are compared as if each stood alone.
		if ya <= xa && yb <= xb {
			v.testShares(tally{int64(ya), int64(xa)}, tally{int64(yb), int64(xb)})
		}
		return
	}
	d, ok := stats.Welch(a, b, alpha)
	if !ok || spreadless(a) || spreadless(b) {
		return
	}
	v.setP(d.P)
	v.ChangeLow, v.ChangeHigh = &d.Low, &d.High
}
