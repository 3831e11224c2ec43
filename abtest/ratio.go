package abtest

import (
	"math"

	"chatcops/internal/stats"
)

// RatioSums are the sums over one variant's sessions from which a ratio metric
// ΣM/ΣD (thumbs-up per message) is compared, as any engine can add them up.
type RatioSums struct {
	N                int64
	M, MM, D, DD, MD float64 // Σm, Σm², Σd, Σd², Σmd
}

// Estimate returns the ratio with the standard error of the delta method,
// SE² = (s²M - 2R·sMD + R²·s²D)/(n·D̄²) with n-1 moments. Deng, Knoblich and
// Lu, KDD (2018). Its N is 0, which no test accepts, when ΣD is 0.
func (s RatioSums) Estimate() stats.Estimate {
	if s.N <= 0 || s.D == 0 {
		return stats.Estimate{}
	}
	n := float64(s.N)
	e := stats.Estimate{N: s.N, Value: s.M / s.D}
	if s.N > 1 {
		// The residuals m - R·d sum to 0, so their squares need no correction.
		squares := s.MM - 2*e.Value*s.MD + e.Value*e.Value*s.DD
		e.SE = math.Sqrt(math.Max(0, squares)*n/(n-1)) / math.Abs(s.D)
	}
	return e
}

// LiftTest is a test of the lift (B-A)/|A| at one look.
type LiftTest struct{ Lift, SE, DF, P float64 }

// CompareLiftOnce tests the lift of two means or ratios at one look by the delta
// method, with Welch's degrees of freedom, as GrowthBook does. ok is false
// when the control is 0, a variant has fewer than two values, or neither
// varies.
func CompareLiftOnce(a, b stats.Estimate) (t LiftTest, ok bool) {
	w, ok := stats.Welch(a, b, level)
	if !ok || a.Value == 0 {
		return LiftTest{}, false
	}
	size := math.Abs(a.Value)
	t = LiftTest{Lift: (b.Value - a.Value) / size, DF: w.DF}
	t.SE = math.Hypot(b.SE/size, b.Value/size*(a.SE/size))
	t.P = stats.StudentP(t.Lift/t.SE, t.DF)
	return t, true
}
