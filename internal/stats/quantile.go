package stats

import (
	"math"
	"sort"
)

// Quantile returns the p-quantile of a sorted sample by linear interpolation of
// the order statistics at (n−1)p: type 7 of Hyndman & Fan 1996, the default of
// R, numpy and spreadsheets. The sample must not be empty.
func Quantile(sorted []int64, p float64) float64 {
	h := float64(len(sorted)-1) * p
	i := int(h)
	if i+1 >= len(sorted) {
		return float64(sorted[len(sorted)-1])
	}
	lo, hi := float64(sorted[i]), float64(sorted[i+1])
	return lo + (h-float64(i))*(hi-lo)
}

// QuantileRanks returns the ranks, from 1, of the order statistics between which
// the p-quantile of the population lies with a probability of at least 1 − alpha
// whatever the distribution: the number of values below the quantile is binomial
// (Thompson 1936; David & Nagaraja 2003, Order Statistics, 7.1). ok is false when
// n is too small for such an interval to exist: at 95 % the median needs n >= 6,
// the 90th percentile n >= 36.
func QuantileRanks(n int64, p, alpha float64) (lo, hi int64, ok bool) {
	if n < 1 {
		return 0, 0, false
	}
	ratio := func(k int64) float64 { return float64(n-k+1) / float64(k) * (p / (1 - p)) }
	m := unimodal(0, n, int64(float64(n+1)*p), ratio)
	miss := alpha / 2 * m.total()
	lo, hi = m.first, m.first+int64(len(m.weights))
	for below := m.at(lo); below <= miss; below += m.at(lo) {
		lo++ // as long as P(B <= lo) stays within alpha/2, rank lo+1 will do
	}
	for above := m.at(hi - 1); above <= miss; above += m.at(hi - 1) {
		hi-- // as long as P(B >= hi-1) stays within alpha/2
	}
	return lo, hi, lo >= 1 && hi <= n
}

// QuantileInterval returns the interval of the p-quantile that QuantileRanks
// gives for a sorted sample.
func QuantileInterval(sorted []int64, p, alpha float64) (lo, hi int64, ok bool) {
	l, h, ok := QuantileRanks(int64(len(sorted)), p, alpha)
	if !ok {
		return 0, 0, false
	}
	return sorted[l-1], sorted[h-1], true
}

// CompareQuantiles returns the p-value of the hypothesis that two sorted samples
// come from one distribution, against a difference at its p-quantile: the shares
// of either sample above the quantile of both together are compared (Mood 1950,
// the median test; Conover 1999, Practical Nonparametric Statistics, 4.3). How
// many are above is given, so that Fisher's test is exact here; z finds too much.
func CompareQuantiles(a, b []int64, p float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 1
	}
	k := int(math.Ceil(float64(len(a)+len(b)) * p))
	q := orderStatistic(a, b, max(k, 1))
	return Fisher(above(a, q), int64(len(a)), above(b, q), int64(len(b)))
}

// above counts the values of a sorted sample that exceed q.
func above(sorted []int64, q int64) int64 {
	return int64(len(sorted) - sort.Search(len(sorted), func(i int) bool { return sorted[i] > q }))
}

// orderStatistic returns the k-th smallest value, from 1, of two sorted samples
// together: the smallest q that at least k values do not exceed.
func orderStatistic(a, b []int64, k int) int64 {
	reached := func(q int64) bool {
		return len(a)-int(above(a, q))+len(b)-int(above(b, q)) >= k
	}
	// The answer is a value of a or of b; look for the least such in each.
	i := sort.Search(len(a), func(i int) bool { return reached(a[i]) })
	j := sort.Search(len(b), func(j int) bool { return reached(b[j]) })
	switch {
	case i == len(a):
		return b[j]
	case j == len(b):
		return a[i]
	}
	return min(a[i], b[j])
}
