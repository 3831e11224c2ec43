package stats

import (
	"iter"
	"math"
)

// Clusters yields the values of each cluster of a sample, such as the times of
// the replies of each conversation. What it yields is valid until the next.
type Clusters = iter.Seq[[]int64]

// ShareAbove estimates the share of the values of clustered samples that exceed
// q, with the standard error of the delta method over clusters.
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

// ClusterQuantileInterval returns the interval of the p-quantile of clustered
// values, which are also given sorted: the values at the ends of the interval of
// the share that does not exceed the quantile (Woodruff 1952, Confidence
// intervals for medians and other position measures, JASA 47), never narrower
// than the one of independent values. ok is false when the sample is too small.
func ClusterQuantileInterval(clusters Clusters, sorted []int64, p, alpha float64) (lo, hi int64, ok bool) {
	n := int64(len(sorted))
	l, h, ok := QuantileRanks(n, p, alpha)
	if !ok {
		return 0, 0, false
	}
	e := ShareAbove(clusters, int64(math.Floor(Quantile(sorted, p))))
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
	return sorted[l-1], sorted[h-1], true
}

// CompareClusterQuantiles returns the p-value of the hypothesis that clustered
// values of two samples, also given sorted, come from one distribution, against a
// difference at its p-quantile: the shares above the quantile of both together
// are compared by Welch's test with errors of the delta method. ok is false where
// that cannot be said.
func CompareClusterQuantiles(a, b Clusters, sortedA, sortedB []int64, p float64) (pValue float64, ok bool) {
	if len(sortedA) == 0 || len(sortedB) == 0 {
		return 1, false
	}
	k := int(math.Ceil(float64(len(sortedA)+len(sortedB)) * p))
	q := orderStatistic(sortedA, sortedB, max(k, 1))
	d, ok := Welch(ShareAbove(a, q), ShareAbove(b, q), 0.05)
	return d.P, ok
}
