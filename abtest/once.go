package abtest

import (
	"math"

	"chatcops/internal/stats"
)

// CompareConversionsOnce compares two rates for one look only, at a time fixed
// in advance: the pooled z test (Fisher's exact test when an expected count is
// below 5) with Newcombe's interval of the difference and the score interval
// of the lift. Looked at repeatedly it finds differences that are not there.
func CompareConversionsOnce(a, b Group, alpha float64) Comparison {
	c := undecided()
	if a.Sessions <= 0 || b.Sessions <= 0 {
		c.Low, c.High = -1, 1
		return c
	}
	c.Z, _ = stats.TwoProportionZ(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	c.P = stats.CompareShares(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	c.LnP = math.Log(c.P)
	c.Crit = -stats.NormalQuantile(alpha / 2)
	c.Difference = b.rate() - a.rate()
	c.Low, c.High = stats.Newcombe(a.Conversions, a.Sessions, b.Conversions, b.Sessions, alpha)
	c.setConversionLift(a, b)
	return c
}

// CompareMeansOnce compares two means, or two ratios, for one look only, by
// Welch's t test; the lift's interval is Fieller's at the same t.
func CompareMeansOnce(a, b stats.Estimate, alpha float64) Comparison {
	c := undecided()
	w, ok := stats.Welch(a, b, alpha)
	if !ok {
		return c
	}
	c.Z, c.P, c.LnP = w.T, w.P, math.Log(w.P)
	c.Crit = -stats.StudentQuantile(alpha/2, w.DF)
	c.Difference, c.Low, c.High = w.Value, w.Low, w.High
	c.setMeanLift(a, b)
	return c
}
