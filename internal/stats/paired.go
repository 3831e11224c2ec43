package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// McNemar returns the exact two-sided p-value of McNemar's test of pairs of yes and
// no: of those that differ, yes became no in lost and no became yes in won, under
// the hypothesis each with probability ½ (McNemar 1947, Psychometrika 12; exact by
// the binomial distribution). Without pairs that differ it is 1.
func McNemar(lost, won int64) float64 {
	n, k := float64(lost+won), float64(min(lost, won))
	if n == 0 || 2*k >= n {
		return 1
	}
	// P(X <= k) of a binomial with n and ½ is I(½; n−k, k+1) (Abramowitz & Stegun 6.6.4).
	return min(1, 2*mathext.RegIncBeta(n-k, k+1, 0.5))
}

// PairedT tests the mean of the differences of pairs with Student's t (Student
// 1908). ok is false with less than two pairs or without spread.
func PairedT(differences []float64, alpha float64) (d Difference, ok bool) {
	n := float64(len(differences))
	var sum, squares float64
	for _, x := range differences {
		sum += x
	}
	if n > 0 {
		d.Value = sum / n
	}
	for _, x := range differences {
		squares += (x - d.Value) * (x - d.Value)
	}
	d.P, d.DF = 1, n-1
	if n < 2 || squares == 0 {
		return d, false
	}
	se := math.Sqrt(squares / (n - 1) / n)
	d.T = d.Value / se
	d.P = StudentP(d.T, d.DF)
	margin := StudentQuantile(1-alpha/2, d.DF) * se
	d.Low, d.High = d.Value-margin, d.Value+margin
	return d, true
}
