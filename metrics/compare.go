package metrics

import (
	"math"

	"chatcops/internal/stats"
)

// clockChange is by how much two periods of one length may differ, in seconds: an
// hour that the clock repeats or leaves out.
const clockChange = 3600

// lengths are those of the period and of the one compared with, in seconds; 0
// where a period has none.
type lengths struct{ now, before float64 }

// compare sets what a value was in the period before and tests the change. No
// test is made where a sample is empty or too poor to tell.
func (c *column) compare(v *Value, now, before *cell, l lengths) {
	was := c.read(before)
	v.Previous, v.PreviousN = was.Value, was.N
	if v.Value == nil || was.Value == nil {
		return
	}
	change := *v.Value - *was.Value
	v.Change = &change
	switch c.statistic.Fold {
	case Count, Distinct, DistinctNew, DistinctReturning:
		v.testRate(*was.Value, *was.Value, *v.Value, *v.Value, l)
	case Sum:
		one := c.metric.Unit.one()
		a, b := before.products[c.slots[0]], now.products[c.slots[0]]
		v.testRate(*was.Value, a.Float()/one/one, *v.Value, b.Float()/one/one, l)
	case Share:
		v.testShares(c.tally(before), c.tally(now))
	case Mean, Ratio, UserShare:
		c.testEstimates(v, now, before)
	case ReplyQuantile:
		a, b := &before.replies, &now.replies
		if p, ok := stats.CompareClusterQuantiles(a.clusters, b.clusters, a.n, b.n, c.statistic.P); ok {
			v.setP(p)
			v.changeBetween(ends(&was), ends(v))
		}
	case Quantile:
		v.setP(stats.CompareQuantiles(before.samples[c.slots[0]].sorted(), now.samples[c.slots[0]].sorted(), c.statistic.P))
		v.changeBetween(ends(&was), ends(v))
	}
}

// ends returns a value with its interval, nil where there is none.
func ends(v *Value) *stats.Interval {
	if v.Low == nil {
		return nil
	}
	return &stats.Interval{Value: *v.Value, Low: *v.Low, High: *v.High}
}

// changeBetween sets the interval of the change where both values have one.
func (v *Value) changeBetween(was, is *stats.Interval) {
	if was != nil && is != nil {
		low, high := stats.DifferenceOf(*was, *is)
		v.ChangeLow, v.ChangeHigh = &low, &high
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
		if math.Abs(l.now-l.before) <= clockChange { // of unequal lengths a difference of counts says nothing
			low, high := stats.TotalsDifference(sumA, squaresA, sumB, squaresB, alpha)
			v.ChangeLow, v.ChangeHigh = &low, &high
		}
	}
}

func (v *Value) testShares(a, b tally) {
	v.setP(stats.CompareShares(a.hits, a.n, b.hits, b.n))
	low, high := stats.Newcombe(a.hits, a.n, b.hits, b.n, alpha)
	v.ChangeLow, v.ChangeHigh = &low, &high
}

func (c *column) testEstimates(v *Value, now, before *cell) {
	a, b := c.estimate(before), c.estimate(now)
	if c.clusteredShare() && v.testClustered(b, a) {
		return
	}
	v.testMeans(a, b)
}

// testMeans tests the change of a mean or ratio from a to b.
func (v *Value) testMeans(a, b estimated) {
	d, ok := stats.Welch(a.Estimate, b.Estimate, alpha)
	if !ok || spreadless(a.Estimate) || spreadless(b.Estimate) {
		return
	}
	v.setP(d.P)
	v.ChangeLow, v.ChangeHigh = &d.Low, &d.High
}
