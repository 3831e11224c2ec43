package abtest

import "math"

// Planning is what the size of a test depends on besides its effect.
type Planning struct {
	Shares    bool
	Baseline  float64 // the control's rate or mean
	Deviation float64 // of the single values of a mean
	Weights   []int64 // of the variants, the control first
	Power     float64 // with which the effect is to be found
	PairTotal float64 // see DefaultPairTotal
}

// Sessions returns how many sessions with a value the whole test needs so that
// each treatment's lift of mde is found. For the always-valid intervals it is an
// upper bound: they often find it sooner. ok is false when no number would do.
func (p Planning) Sessions(mode Mode, mde float64) (n int64, ok bool) {
	var total float64
	var weighted []float64
	for _, w := range p.Weights {
		if w > 0 {
			weighted, total = append(weighted, float64(w)), total+float64(w)
		}
	}
	if len(weighted) < 2 {
		return 0, false
	}
	for _, w := range weighted[1:] {
		plan := Plan{MDE: mde, WeightA: weighted[0], WeightB: w, PairTotal: p.PairTotal, Alpha: level / float64(len(weighted)-1), Power: p.Power}
		pair, ok := p.pair(mode, plan)
		if !ok {
			return 0, false
		}
		n = max(n, MoreSessions(pair, 0, plan.WeightA+plan.WeightB, total))
	}
	return n, true
}

// Least returns how many sessions with a value the whole test has about when every
// variant reaches the minimum of a verdict; ok is false where none ever does.
func (p Planning) Least() (n int64, ok bool) {
	need := float64(MinValues)
	if p.Shares {
		need = math.Ceil(MinConversions / p.Baseline)
	}
	var total, least float64
	for _, w := range p.Weights {
		if w > 0 {
			total, least = total+float64(w), max(least, need/float64(w))
		}
	}
	return wholeSize(least * total)
}

// pair is the size of the control and one treatment together.
func (p Planning) pair(mode Mode, plan Plan) (int64, bool) {
	if mode == AlwaysValid {
		if p.Shares {
			return SizeSequentialConversions(p.Baseline, plan)
		}
		return SizeSequentialMeans(p.Baseline, p.Deviation, p.Deviation, plan)
	}
	size := func() (int64, bool) { return SizeOnceMeans(p.Baseline, p.Deviation, p.Deviation, plan) }
	if p.Shares {
		size = func() (int64, bool) { return SizeOnceConversions(p.Baseline, plan) }
	}
	n, ok := size()
	if ok && mode == Planned {
		n = int64(math.Ceil(float64(n) * GroupSequentialCost))
	}
	return n, ok
}

// Smallest returns the smallest lift that so many sessions of the whole test find;
// ok is false when they find none below 100 %.
func (p Planning) Smallest(mode Mode, sessions int64) (mde float64, ok bool) {
	most := 0.999
	if p.Shares && p.Baseline > 0 {
		most = math.Min(most, math.Max(1e-6, 1/p.Baseline-1-1e-9)) // beyond it a drop is planned for
	}
	return SmallestEffect(sessions, most, func(mde float64) (int64, bool) { return p.Sessions(mode, mde) })
}

// Planning returns what the data so far say of the size of the test.
func (s *Study) Planning(power float64) Planning {
	p := Planning{Shares: s.Sample.kind == Shares, Power: power, PairTotal: DefaultPairTotal}
	arms := s.controlFirst(s.Sample.arms(s.Test, allDays))
	for _, a := range arms {
		p.Weights = append(p.Weights, a.Weight)
	}
	for _, a := range arms {
		if a.Weight > 0 {
			p.Baseline, p.Deviation = s.Sample.Read(a).Value, deviation(a.Value)
			break
		}
	}
	return p
}
