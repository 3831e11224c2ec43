package abtest

import (
	"math"
	"sort"

	"chatcops/internal/stats"
)

// mostSessions bounds the search for a size: what needs more has none.
const mostSessions = 1 << 52

// Plan is what a sequential test's size depends on besides the effect.
type Plan struct {
	MDE              float64 // smallest lift worth finding, as a share of the baseline
	WeightA, WeightB float64
	PairTotal        float64 // see DefaultPairTotal
	Alpha, Power     float64 // Alpha is that of one comparison
}

// SizeSequentialConversions returns how many sessions control and treatment
// need together so that an always-valid comparison finds a lift of MDE over
// the baseline rate, if one looks once; looking more often finds it sooner, so
// this is an upper bound. When baseline·(1+MDE) reaches 1 a drop of MDE is
// planned for. ok is false when no number of sessions would do, as for a
// baseline of 0 or 1.
func SizeSequentialConversions(baseline float64, p Plan) (n int64, ok bool) {
	if !(baseline > 0 && baseline < 1) {
		return 0, false
	}
	other := p.other(baseline)
	shareA := p.WeightA / (p.WeightA + p.WeightB)
	return p.size((other - baseline) / unpooledSE(baseline, shareA, other, 1-shareA))
}

// SizeSequentialMeans is SizeSequentialConversions for a mean with the given
// standard deviations of single values; a baseline of 0 has no lift.
func SizeSequentialMeans(baseline, sdA, sdB float64, p Plan) (n int64, ok bool) {
	shareA := p.WeightA / (p.WeightA + p.WeightB)
	return p.size(baseline * p.MDE / math.Sqrt(sdA*sdA/shareA+sdB*sdB/(1-shareA)))
}

// size returns the smallest N with Φ(e√N-c) + Φ(-e√N-c) ≥ Power, where c is
// the critical value at N, and e the effect in standard errors of one session.
func (p Plan) size(effect float64) (int64, bool) {
	enough := func(n int) bool {
		c := criticalValue(float64(n)*tuning()/p.PairTotal, p.Alpha)
		return rejection(c, effect*math.Sqrt(float64(n))) >= p.Power
	}
	if math.IsInf(effect, 0) || !enough(mostSessions) {
		return 0, false
	}
	return int64(sort.Search(mostSessions, enough)), true
}

// MoreSessions returns how many sessions the whole test still needs for the
// pair of control and treatment to reach n, when the pair has `have` of them
// and weighs pairWeight of totalWeight.
func MoreSessions(n, have int64, pairWeight, totalWeight float64) int64 {
	if n <= have {
		return 0
	}
	return int64(math.Ceil(float64(n-have) * totalWeight / pairWeight))
}

// DaysRemaining returns how many days it takes to see that many more sessions
// at perDay new ones a day (the mean of the last complete days); ok is false
// when it never will.
func DaysRemaining(more int64, perDay float64) (days int64, ok bool) {
	if more <= 0 {
		return 0, true
	}
	d := math.Ceil(float64(more) / perDay)
	if !(perDay > 0) || d >= mostSessions {
		return 0, false
	}
	return int64(d), true
}

// deviation recovers the sample standard deviation of an estimate.
func deviation(e stats.Estimate) float64 { return e.SE * math.Sqrt(float64(e.N)) }
