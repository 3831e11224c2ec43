package stats

import "math"

// Interval is an estimate between its two ends.
type Interval struct{ Value, Low, High float64 }

// DifferenceOf returns the interval of b − a from the intervals of two independent
// estimates: the distances to their ends add up as errors do (MOVER: Zou & Donner
// 2008, Statistics in Medicine 27; of two Wilson intervals it is Newcombe's).
func DifferenceOf(a, b Interval) (lo, hi float64) {
	d := b.Value - a.Value
	return d - math.Hypot(b.Value-b.Low, a.High-a.Value), d + math.Hypot(b.High-b.Value, a.Value-a.Low)
}

// TotalsDifference returns the interval of sumB − sumA, totals of compound Poisson
// processes over equal lengths whose variance is estimated by the sums of squares
// (see CompareRates).
func TotalsDifference(sumA, squaresA, sumB, squaresB, alpha float64) (lo, hi float64) {
	margin := NormalQuantile(1-alpha/2) * math.Sqrt(squaresA+squaresB)
	return sumB - sumA - margin, sumB - sumA + margin
}
