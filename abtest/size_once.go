package abtest

import (
	"math"

	"chatcops/internal/stats"
)

// GroupSequentialCost is by how much more sessions a planned test with daily
// looks needs for the power of one look; TestPlanCostsTenPercent measures it.
const GroupSequentialCost = 1.1

// other is the rate to be told from the baseline: higher by MDE or, where that
// reaches 1, lower.
func (p Plan) other(baseline float64) float64 {
	if up := baseline * (1 + p.MDE); up < 1 {
		return up
	}
	return baseline * (1 - p.MDE)
}

// SizeOnceConversions returns how many sessions control and treatment need
// together so that the pooled z test at one look finds a lift of MDE over the
// baseline, see SizeConversions. ok is false when no number would do.
func SizeOnceConversions(baseline float64, p Plan) (n int64, ok bool) {
	if !(baseline > 0 && baseline < 1) {
		return 0, false
	}
	ratio := p.WeightB / p.WeightA
	return wholeSize(SizeConversions(baseline, p.other(baseline), p.Alpha, p.Power, ratio) * (1 + ratio))
}

// SizeOnceMeans is SizeOnceConversions for a mean with the given standard
// deviations of single values: (z_{α/2}+z_β)²·(σ²A+σ²B/κ)/δ² in the control.
func SizeOnceMeans(baseline, sdA, sdB float64, p Plan) (n int64, ok bool) {
	ratio, effect := p.WeightB/p.WeightA, baseline*p.MDE
	if !sensible(p.Alpha, p.Power, ratio) || effect == 0 {
		return 0, false
	}
	z := stats.NormalQuantile(p.Power) - stats.NormalQuantile(p.Alpha/2)
	return wholeSize(z * z * (sdA*sdA + sdB*sdB/ratio) / (effect * effect) * (1 + ratio))
}

// wholeSize rounds a size up.
func wholeSize(n float64) (int64, bool) {
	if math.IsNaN(n) || n >= mostSessions {
		return 0, false
	}
	return int64(math.Ceil(n)), true
}

// SmallestEffect returns the smallest MDE, to a millionth, that size says can be
// found with so many sessions; ok is false when none up to most can. A larger
// MDE must not need more.
func SmallestEffect(sessions int64, most float64, size func(mde float64) (int64, bool)) (mde float64, ok bool) {
	found := func(mde float64) bool {
		n, ok := size(mde)
		return ok && n <= sessions
	}
	if !found(most) {
		return 0, false
	}
	low, high := 0.0, most
	for high-low > 1e-6 {
		if middle := (low + high) / 2; found(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true
}
