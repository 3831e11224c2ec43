package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// NormalQuantile returns the z with P(Z <= z) = p for a standard normal Z.
func NormalQuantile(p float64) float64 { return distuv.UnitNormal.Quantile(p) }

// NormalP returns the two-sided p-value of z, erfc(|z|/√2): 1 − cdf would lose
// every digit in the tail.
func NormalP(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// manyDegrees is where the expansion of the t quantile in 1/df is exact to the
// last digits, while inverting the incomplete beta function begins to lose them.
const manyDegrees = 1e4

// StudentQuantile returns the t with P(T <= t) = p for Student's t with df
// degrees of freedom, df > 0, 0 < p < 1. For many degrees it is the expansion
// of Abramowitz & Stegun 26.7.5.
func StudentQuantile(p, df float64) float64 {
	if df < manyDegrees {
		return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(p)
	}
	z := NormalQuantile(p)
	z2 := z * z
	g1 := z * (z2 + 1) / 4
	g2 := z * ((5*z2+16)*z2 + 3) / 96
	g3 := z * (((3*z2+19)*z2+17)*z2 - 15) / 384
	return z + (g1+(g2+g3/df)/df)/df
}

// StudentP returns the two-sided p-value of t with df degrees of freedom: the
// incomplete beta function I(df/(df+t²); df/2, 1/2), accurate in the tail.
func StudentP(t, df float64) float64 {
	if math.IsInf(t, 0) {
		return 0
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}
