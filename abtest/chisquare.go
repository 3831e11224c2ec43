package abtest

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// The sample-ratio check blocks a verdict below this p-value, once there are
// this many sessions for each variant: GrowthBook's 0.001 and 8.
const (
	sampleRatioLevel = 0.001
	sessionsForRatio = 8
)

// SampleRatio is the test of whether the sessions split as the weights say.
type SampleRatio struct {
	ChiSquared float64
	DF         int // variants with a weight, less one
	P          float64
	// Mismatch says that the split is too unlikely for any result to be trusted.
	Mismatch bool
	// Unplanned counts the sessions in variants of weight 0, which should have
	// none. They are no part of the χ², as they have no expectation.
	Unplanned int64
}

// CheckSampleRatio compares the sessions seen in each variant with those that
// the weights promise, by Pearson's χ². P is 1 with fewer than two variants
// with a weight, or no sessions in them.
func CheckSampleRatio(arms []Arm) SampleRatio {
	var total, weight float64
	r := SampleRatio{DF: -1, P: 1}
	for _, a := range arms {
		if a.Weight <= 0 {
			r.Unplanned += a.Sessions
			continue
		}
		r.DF++
		total += float64(a.Sessions)
		weight += float64(a.Weight)
	}
	r.DF = max(0, r.DF)
	if r.DF == 0 || total == 0 {
		return r
	}
	for _, a := range arms {
		if a.Weight > 0 {
			expected := total * (float64(a.Weight) / weight)
			d := float64(a.Sessions) - expected
			r.ChiSquared += d * d / expected
		}
	}
	r.P = chiSquaredTail(r.ChiSquared, r.DF)
	r.Mismatch = r.P < sampleRatioLevel && total >= sessionsForRatio*float64(r.DF+1)
	return r
}

// chiSquaredTail is P(X > x) for a χ² variable with df degrees of freedom: the
// upper regularised incomplete gamma function, so that small tails keep their
// digits.
func chiSquaredTail(x float64, df int) float64 {
	if df <= 0 || x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(float64(df)/2, x/2)
}

// Homogeneity is a test of whether several rates are equal.
type Homogeneity struct {
	ChiSquared, P float64 // Pearson's X²
	G, PG         float64 // likelihood ratio
	DF            int     // variants with sessions, less one
}

// CompareAll tests whether all groups convert at one rate. Groups without
// sessions are left out; when fewer than two remain, or all or none convert,
// there is nothing to test and both p-values are 1.
func CompareAll(groups []Group) Homogeneity {
	h := Homogeneity{DF: -1, P: 1, PG: 1}
	var sessions, converted float64
	for _, g := range groups {
		if g.Sessions > 0 {
			h.DF++
			sessions += float64(g.Sessions)
			converted += float64(g.Conversions)
		}
	}
	if h.DF < 1 || converted == 0 || converted == sessions {
		h.DF = 0
		return h
	}
	for _, g := range groups {
		if g.Sessions <= 0 {
			continue
		}
		x, n := float64(g.Conversions), float64(g.Sessions)
		for _, cell := range [...]struct{ seen, expected float64 }{
			{x, n * (converted / sessions)},
			{n - x, n * ((sessions - converted) / sessions)},
		} {
			d := cell.seen - cell.expected
			h.ChiSquared += d * d / cell.expected
			h.G -= 2 * d // these sum to 0, and make each term small
			if cell.seen > 0 {
				h.G += 2 * cell.seen * math.Log1p(d/cell.expected)
			}
		}
	}
	h.P, h.PG = chiSquaredTail(h.ChiSquared, h.DF), chiSquaredTail(h.G, h.DF)
	return h
}
