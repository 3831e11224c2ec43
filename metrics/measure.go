package metrics

import (
	"slices"

	"chatcops/internal/stats"
)

// measure is a number of one question, beside the metrics of the registry: it
// is computed, bounded and tested the same way.
type measure struct {
	name, title string
	unit        Unit
	better      Direction
	clustered   bool // a share of things that come in clusters, such as the ratings of conversations
}

func (m measure) value() Value {
	return Value{Metric: m.name, Name: m.name, Title: m.title, Unit: m.unit, Better: m.better, Warnings: []string{}}
}

// before is the sample of the period compared with, nil if there is none.
type before[T any] = *T

// share is a share of independent things.
func (m measure) share(now tally, was before[tally]) Value {
	v := m.value()
	v.share(now)
	if was == nil || was.n == 0 {
		return v
	}
	previous := float64(was.hits) / float64(was.n)
	v.Previous = &previous
	if v.Value != nil {
		change := *v.Value - previous
		v.Change = &change
		v.testShares(*was, now)
	}
	return v
}

// count is a number of things, which are counted and not estimated: the test is
// that of their rates per unit of time.
func (m measure) count(basis int64, now float64, was before[float64], l lengths) Value {
	return m.total(basis, now, now, was, was, l)
}

// total is a sum of amounts, whose squares the test needs.
func (m measure) total(basis int64, now, squares float64, was, wasSquares before[float64], l lengths) Value {
	v := m.value()
	v.count(basis, now)
	if was == nil {
		return v
	}
	v.Previous = was
	if v.Value != nil {
		change := now - *was
		v.Change = &change
		v.testRate(*was, *wasSquares, now, squares, l)
	}
	return v
}

// estimated is a mean or ratio whose two terms are shown beside it.
type estimated struct {
	stats.Estimate
	numerator, denominator float64
}

// meanOf is the mean of a sample that counts in units of one.
func meanOf(s *stats.Sums, one float64) estimated {
	return estimated{s.Mean().Scaled(one), s.X.Float() / one, float64(s.N)}
}

// ratioOf is the ratio of two sums over a sample, the numerator in units of one.
func ratioOf(s *stats.PairSums, one float64) estimated {
	return estimated{s.Ratio().Scaled(one), s.Y.Float() / one, s.X.Float()}
}

// sharedBy is the share of things that clusters, such as users, have few of.
func sharedBy(s *stats.ClusterSums) estimated {
	return estimated{s.Ratio(), s.Y.Float(), s.X.Float()}
}

// estimate is a mean or ratio with its interval and test.
func (m measure) estimate(now estimated, was before[estimated]) Value {
	v := m.value()
	v.N = now.N
	if now.N > 0 {
		v.fraction(now.numerator, now.denominator)
		v.warnIfSmall()
		m.bound(&v, now)
	}
	if was == nil || was.N == 0 {
		return v
	}
	previous := was.numerator / was.denominator
	v.Previous = &previous
	if v.Value != nil {
		change := *v.Value - previous
		v.Change = &change
		m.test(&v, now, *was)
	}
	return v
}

func (e estimated) tally() tally { return tally{int64(e.numerator), int64(e.denominator)} }

// alone reports whether the things of a share stand each alone: there is one in
// each cluster, or the clusters show no spread.
func (e estimated) alone() bool {
	return (e.SE == 0 || e.denominator == float64(e.N)) && e.numerator <= e.denominator
}

// clusteredInterval is the interval of a share of what comes in clusters.
func (e estimated) clusteredInterval() (low, high float64, ok bool) {
	if e.alone() {
		t := e.tally()
		low, high = stats.Wilson(t.hits, t.n, alpha)
		return low, high, true
	}
	if low, high, ok := stats.WilsonOf(e.Estimate, alpha); ok {
		return low, high, true
	}
	low, high, ok = e.Interval(alpha)
	return low, high, ok && !spreadless(e.Estimate)
}

// testClustered tests such shares, of which v has the later one with its interval,
// and reports whether nothing is left to be said.
func (v *Value) testClustered(now, was estimated) bool {
	if now.alone() && was.alone() || now.SE == 0 || was.SE == 0 {
		if now.numerator <= now.denominator && was.numerator <= was.denominator {
			v.testShares(was.tally(), now.tally())
		}
		return true
	}
	p, ok := stats.CompareClusterShares(was.Estimate, now.Estimate, was.denominator, now.denominator)
	if !ok {
		return false
	}
	v.setP(p)
	if low, high, ok := was.clusteredInterval(); ok {
		v.changeBetween(&stats.Interval{Value: was.Value, Low: low, High: high}, ends(v))
	}
	return true
}

func (m measure) bound(v *Value, e estimated) {
	if m.unit == UnitShare && e.SE == 0 && !m.clustered { // no spread says nothing of a share
		return
	}
	v.bound(e, m.clustered)
}

func (m measure) test(v *Value, now, was estimated) {
	if m.clustered && v.testClustered(now, was) {
		return
	}
	v.testMeans(was, now)
}

// quantile is a quantile of samples, which it sorts.
func (m measure) quantile(p float64, now []int64, was before[[]int64], one float64) Value {
	v := m.value()
	slices.Sort(now)
	v.N = int64(len(now))
	if v.N > 0 {
		value := stats.Quantile(now, p) / one
		v.Value = &value
		v.warnIfSmall()
		if lo, hi, ok := stats.QuantileInterval(now, p, alpha); ok {
			low, high := float64(lo)/one, float64(hi)/one
			v.Low, v.High = &low, &high
		} else {
			v.warn("no interval: n = %d is too few", v.N)
		}
	}
	if was == nil || len(*was) == 0 {
		return v
	}
	slices.Sort(*was)
	previous := stats.Quantile(*was, p) / one
	v.Previous = &previous
	if v.Value != nil {
		change := *v.Value - previous
		v.Change = &change
		v.setP(stats.CompareQuantiles(*was, now, p))
	}
	return v
}
