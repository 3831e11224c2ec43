package stats

import (
	"iter"
	"math"
)

// Clusters yields the values of each cluster of a sample, such as the times of
// the replies of each conversation. The values are not negative, and what is
// yielded is valid until the next.
type Clusters = iter.Seq[[]int64]

// ShareAbove estimates the share of the values of clusters that exceed q, with
// the standard error of the delta method over clusters.
func ShareAbove(clusters Clusters, q int64) Estimate {
	var s PairSums
	for values := range clusters {
		var above int64
		for _, v := range values {
			if v > q {
				above++
			}
		}
		s.Add(above, int64(len(values)))
	}
	return s.Ratio()
}

// ClusterQuantile returns the p-quantile of n values, n > 0, as Quantile does.
func ClusterQuantile(values *Ranked, n int64, p float64) float64 {
	h := float64(n-1) * p
	i := min(int64(h), n-1)
	at := values.Ranks(i+1, min(i+2, n))
	return float64(at[0]) + (h-float64(i))*float64(at[1]-at[0])
}

// ClusterQuantileInterval returns the interval of the p-quantile q of n values in
// clusters, which are given ranked too: the values at the ends of the interval of the share that does not
// exceed the quantile (Woodruff 1952, Confidence intervals for medians and other
// position measures, JASA 47), never narrower than the one of independent values.
// ok is false when the sample is too small.
func ClusterQuantileInterval(clusters Clusters, values *Ranked, n int64, q, p, alpha float64) (lo, hi int64, ok bool) {
	l, h, ok := QuantileRanks(n, p, alpha)
	if !ok {
		return 0, 0, false
	}
	e := ShareAbove(clusters, int64(math.Floor(q)))
	e.Value = 1 - p // what is asked for is the spread about the quantile itself
	below, above, ok := e.Interval(alpha)
	if !ok {
		return 0, 0, false
	}
	l = min(l, int64(math.Floor(float64(n)*(1-above))))
	h = max(h, int64(math.Ceil(float64(n)*(1-below)))+1)
	if l < 1 || h > n {
		return 0, 0, false
	}
	at := values.Ranks(l, h)
	return at[0], at[1], true
}

// CompareClusterQuantiles returns the p-value of the hypothesis that the na and nb
// clustered values of two samples come from one distribution, against a
// difference at its p-quantile: the shares above the quantile of both together
// are compared by Welch's test with errors of the delta method. ok is false where
// that cannot be said.
func CompareClusterQuantiles(a, b Clusters, na, nb int64, p float64) (pValue float64, ok bool) {
	if na == 0 || nb == 0 {
		return 1, false
	}
	both := func(yield func([]int64) bool) {
		for values := range a {
			if !yield(values) {
				return
			}
		}
		b(yield)
	}
	q := NewRanked(both).Ranks(max(1, int64(math.Ceil(float64(na+nb)*p))))[0]
	d, ok := Welch(ShareAbove(a, q), ShareAbove(b, q), 0.05)
	return d.P, ok
}
