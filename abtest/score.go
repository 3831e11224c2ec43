package abtest

import "math"

// Group is one variant's conversions: how many of its sessions converted.
type Group struct{ Conversions, Sessions int64 }

// rate is NaN without sessions.
func (g Group) rate() float64 { return float64(g.Conversions) / float64(g.Sessions) }

// Interval is a closed interval; its ends may be infinite.
type Interval struct{ Low, High float64 }

// ScoreDifference is the score interval of the difference of two rates, B
// minus A: every δ with (b-a-δ)² ≤ crit²·V(δ), where V takes the rates that
// are most likely under pB-pA = δ. It is [-1, 1] when a variant has no
// sessions. Mee, Biometrics 40 (1984) 1175; Farrington and Manning, Statistics
// in Medicine 9 (1990) 1447, without their factor N/(N-1).
func ScoreDifference(a, b Group, crit float64) Interval {
	if a.Sessions <= 0 || b.Sessions <= 0 {
		return Interval{-1, 1}
	}
	d := b.rate() - a.rate()
	inside := func(delta float64) bool {
		pA := restrictedRate(a, b, delta)
		pB := pA + delta
		v := pA*(1-pA)/float64(a.Sessions) + pB*(1-pB)/float64(b.Sessions)
		return (d-delta)*(d-delta) <= crit*crit*v
	}
	return Interval{edge(d, -1, inside), edge(d, 1, inside)}
}

// restrictedRate is the most likely rate of A when B's is higher by delta. The
// likelihood is concave, so its slope is bisected.
func restrictedRate(a, b Group, delta float64) float64 {
	terms := [...]struct{ count, at, sign float64 }{
		{float64(a.Conversions), 0, 1},
		{float64(a.Sessions - a.Conversions), 1, -1},
		{float64(b.Conversions), -delta, 1},
		{float64(b.Sessions - b.Conversions), 1 - delta, -1},
	}
	rising := func(p float64) bool {
		slope := 0.0
		for _, t := range terms {
			if t.count > 0 {
				slope += t.sign * t.count / math.Abs(p-t.at)
			}
		}
		return slope > 0
	}
	return bisect(math.Max(0, -delta), math.Min(1, 1-delta), rising)
}

// widest bounds ln R in the search for a ratio's interval: what lies beyond is
// 0 or infinite.
const widest = 80

// ScoreRatio is the score interval of the ratio of two rates, pB/pA: every R
// with (b-Ra)² ≤ crit²·V(R), where V takes the rates that are most likely
// under pB = R·pA. The upper end is +Inf when A has no conversions, the lower
// 0 when B has none. Koopman, Biometrics 40 (1984) 513.
func ScoreRatio(a, b Group, crit float64) Interval {
	everything := Interval{0, math.Inf(1)}
	if a.Sessions <= 0 || b.Sessions <= 0 || a.Conversions+b.Conversions <= 0 {
		return everything
	}
	inside := func(lnR float64) bool {
		r := math.Exp(lnR)
		qA := commonRate(a, b, r)
		qB := r * qA
		v := qB*(1-qB)/float64(b.Sessions) + r*r*qA*(1-qA)/float64(a.Sessions)
		d := b.rate() - r*a.rate()
		return d*d <= crit*crit*v
	}
	out := everything
	center := math.Log(b.rate()) - math.Log(a.rate()) // infinite when one has no conversions
	center = math.Max(-widest, math.Min(widest, center))
	if b.Conversions > 0 {
		out.Low = math.Exp(edge(center, -widest, inside))
	}
	if a.Conversions > 0 {
		out.High = math.Exp(edge(center, widest, inside))
	}
	return out
}

// commonRate is the most likely rate of A when B's is r times as high: the
// smaller root of N·r·q² - (u+v)·q + C = 0 with u = r(nB+xA), v = nA+xB.
func commonRate(a, b Group, r float64) float64 {
	nA, xA := float64(a.Sessions), float64(a.Conversions)
	nB, xB := float64(b.Sessions), float64(b.Conversions)
	u, v := r*(nB+xA), nA+xB
	// (u+v)² - 4·N·r·C in a form without cancellation.
	discriminant := (u-v)*(u-v) + 4*r*(nA-xA)*(nB-xB)
	return 2 * (xA + xB) / (u + v + math.Sqrt(discriminant))
}

// edge returns where inside stops to hold on the way from start, where it
// does, to end; end itself if it holds there too.
func edge(start, end float64, inside func(float64) bool) float64 {
	if inside(end) {
		return end
	}
	return bisect(start, end, inside)
}

// bisect returns the point between from and to at which holds turns from true
// to false, to the last bit.
func bisect(from, to float64, holds func(float64) bool) float64 {
	for range 2000 { // more than any two floats need
		middle := from + (to-from)/2
		if middle == from || middle == to {
			break
		}
		if holds(middle) {
			from = middle
		} else {
			to = middle
		}
	}
	return from
}
