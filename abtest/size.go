package abtest

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"

	"chatcops/internal/stats"
)

// SizeConversions returns how many sessions the control needs, not rounded, so
// that one look by the pooled z test at level alpha finds the rates pA and pB
// different with the given power; the treatment needs ratio times as many.
// Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions (2003),
// chapter 4, without continuity correction. NaN when nothing would do:
// a rate outside 0..1, equal rates, or a power not above alpha.
func SizeConversions(pA, pB, alpha, power, ratio float64) float64 {
	if !sensible(alpha, power, ratio) || !isRate(pA) || !isRate(pB) || pA == pB {
		return math.NaN()
	}
	pooled := (pA + ratio*pB) / (1 + ratio)
	root := -stats.NormalQuantile(alpha/2)*math.Sqrt(pooled*(1-pooled)*(1+1/ratio)) +
		stats.NormalQuantile(power)*math.Sqrt(pA*(1-pA)+pB*(1-pB)/ratio)
	return root * root / ((pB - pA) * (pB - pA))
}

func isRate(p float64) bool { return p >= 0 && p <= 1 }

// sensible tells whether a size can be computed for these.
func sensible(alpha, power, ratio float64) bool {
	return alpha > 0 && alpha < power && power < 1 && ratio > 0 && !math.IsInf(ratio, 1)
}

// PowerConversions returns the power of that look with nA sessions in the
// control and ratio times as many in the treatment: variance pooled under the
// hypothesis, unpooled under the alternative, both tails.
func PowerConversions(pA, pB, nA, ratio, alpha float64) float64 {
	pooled := (pA + ratio*pB) / (1 + ratio)
	se0 := math.Sqrt(pooled * (1 - pooled) * (1 + 1/ratio) / nA)
	se1 := unpooledSE(pA, nA, pB, nA*ratio)
	return rejection(-stats.NormalQuantile(alpha/2)*se0/se1, (pB-pA)/se1)
}

// rejection is the chance of |Z| ≥ crit for a Z of variance 1 around shift.
func rejection(crit, shift float64) float64 {
	return upperTail(crit-shift) + upperTail(crit+shift)
}

// unpooledSE is the standard error of the difference of two rates.
func unpooledSE(pA, nA, pB, nB float64) float64 {
	return math.Sqrt(pA*(1-pA)/nA + pB*(1-pB)/nB)
}

// SizeMeans returns how many values the control needs, not rounded, so that
// one look finds a difference of d standard deviations, as SizeConversions
// does: (z_{α/2}+z_β)²(1+1/ratio)/d², which takes the deviations as known and
// leaves out the far tail. NaN when nothing would do.
func SizeMeans(d, alpha, power, ratio float64) float64 {
	if !sensible(alpha, power, ratio) || d == 0 {
		return math.NaN()
	}
	root := -stats.NormalQuantile(alpha/2) + stats.NormalQuantile(power)
	return root * root * (1 + 1/ratio) / (d * d)
}

// SizeMeansExact is SizeMeans for the t test itself, whose deviations are
// estimated: the nA at which PowerMeans is power.
func SizeMeansExact(d, alpha, power, ratio float64) float64 {
	n := SizeMeans(d, alpha, power, ratio)
	if math.IsNaN(n) {
		return n
	}
	fewest := 3 / (1 + ratio) // below, no degree of freedom is left
	return bisect(fewest, 2*n+100*(1+1/ratio), func(nA float64) bool {
		return PowerMeans(d, nA, ratio, alpha) < power
	})
}

// PowerMeans returns the power of a two-sided t test at level alpha of a
// difference of d standard deviations, with nA values in the control and ratio
// times as many in the treatment: the noncentral t distribution, as the
// expectation of a normal tail over the estimated deviation.
func PowerMeans(d, nA, ratio, alpha float64) float64 {
	df := nA*(1+ratio) - 2
	crit := -stats.StudentQuantile(alpha/2, df)
	shift := d * math.Sqrt(nA*ratio/(1+ratio))
	// s = √(χ²/df) has density ∝ s^(df-1)·exp(-df·s²/2).
	peak := math.Sqrt(math.Max(0, df-1) / df)
	logDensity := func(s float64) float64 { return (df-1)*math.Log(s) - df*s*s/2 }
	top := logDensity(math.Max(peak, 1e-3))
	width := 1 / math.Sqrt(2*df)
	nodes, weights := make([]float64, panelNodes), make([]float64, panelNodes)
	quad.Legendre{}.FixedLocations(nodes, weights, 0, width)
	var power, all float64
	for from := math.Max(0, peak-panelDeviations*width); from < peak+panelDeviations*width; from += width {
		for i, x := range nodes {
			s := from + x
			w := weights[i] * math.Exp(logDensity(s)-top)
			all += w
			power += w * rejection(crit*s, shift)
		}
	}
	return power / all
}
