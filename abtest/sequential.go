package abtest

import (
	"math"

	"chatcops/internal/stats"
)

// DefaultPairTotal is the number of sessions of control and treatment together
// at which the always-valid intervals are tightest, unless the test was
// planned for another total. It is GrowthBook's default.
const DefaultPairTotal = 5000

// tuningLevel is the level at which the confidence sequence is tuned. It stays
// so whatever level an interval has: the tuning must not depend on the data or
// on the number of comparisons.
const tuningLevel = 0.05

// Comparison is what the data say of one treatment against the control. What
// is not defined is NaN.
type Comparison struct {
	Z          float64
	P, LnP     float64 // p-value and its logarithm, which does not underflow
	Crit       float64 // |Z| at which P is the interval's level
	Difference float64 // B minus A
	Low, High  float64 // interval of the difference
	Lift       float64 // (B-A)/|A|
	// LiftLow and LiftHigh bound the lift. LiftHigh is +Inf when the control
	// has no conversions.
	LiftLow, LiftHigh float64
	// Told is the earlier hour that told a difference which now alone would not:
	// P is of then, and the intervals are those in which both agree. Else nil.
	Told *Moment
	// TakenBack says that an earlier hour told a difference, but that what came
	// since contradicts it: the effect has changed.
	TakenBack bool
}

// undecided is the comparison of which nothing is known.
func undecided() Comparison {
	n := math.NaN()
	return Comparison{Z: n, P: 1, Crit: n, Difference: n, Low: n, High: n, Lift: n, LiftLow: n, LiftHigh: n}
}

// CompareConversions compares two rates so that the result holds at every look
// at the growing data: over all looks, P falls to alpha by chance, or an
// interval misses the truth, with probability alpha at most. pairTotal must
// not be derived from the data.
//
// The statistic is the pooled z in the asymptotic confidence sequence of
// Waudby-Smith et al., arXiv 2103.06476v7, eq. 9, 155 and 161; the intervals
// are score intervals at the same critical value, so that they agree with P.
func CompareConversions(a, b Group, pairTotal, alpha float64) Comparison {
	c := undecided()
	if a.Sessions <= 0 || b.Sessions <= 0 {
		c.Low, c.High = -1, 1
		return c
	}
	z, _ := stats.TwoProportionZ(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	c.decide(z, float64(a.Sessions)+float64(b.Sessions), pairTotal, alpha)
	c.Difference = b.rate() - a.rate()
	d := ScoreDifference(a, b, c.Crit)
	c.Low, c.High = d.Low, d.High
	c.setConversionLift(a, b)
	return c
}

// lnPOfConversions is the logarithm of the p-value of CompareConversions alone.
func lnPOfConversions(a, b Group, pairTotal float64) float64 {
	if a.Sessions <= 0 || b.Sessions <= 0 {
		return 0
	}
	z, _ := stats.TwoProportionZ(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	var c Comparison
	c.decide(z, float64(a.Sessions)+float64(b.Sessions), pairTotal, level)
	return c.LnP
}

// compareAt compares two arms at a critical value of which only the maker knows
// what it holds for, so that there is no p-value.
func (e Experiment) compareAt(a, b Arm, crit float64) Comparison {
	c := undecided()
	c.P, c.LnP, c.Crit = math.NaN(), math.NaN(), crit
	if e.Means {
		if a.Value.N < 2 || b.Value.N < 2 || a.Value.SE == 0 && b.Value.SE == 0 {
			return c
		}
		se := math.Hypot(a.Value.SE, b.Value.SE)
		c.Difference = b.Value.Value - a.Value.Value
		c.Z = c.Difference / se
		c.Low, c.High = c.Difference-crit*se, c.Difference+crit*se
		c.setMeanLift(a.Value, b.Value)
		return c
	}
	if a.Sessions <= 0 || b.Sessions <= 0 {
		c.Low, c.High = -1, 1
		return c
	}
	c.Z, _ = stats.TwoProportionZ(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	c.Difference = b.group().rate() - a.group().rate()
	d := ScoreDifference(a.group(), b.group(), crit)
	c.Low, c.High = d.Low, d.High
	c.setConversionLift(a.group(), b.group())
	return c
}

// setConversionLift sets the lift of two rates and its score interval at Crit.
// A lift of nothing over nothing is not defined.
func (c *Comparison) setConversionLift(a, b Group) {
	if a.Conversions+b.Conversions == 0 {
		return
	}
	if a.Conversions > 0 {
		c.Lift = c.Difference / a.rate()
	}
	r := ScoreRatio(a, b, c.Crit)
	c.LiftLow, c.LiftHigh = r.Low-1, r.High-1
}

// CompareMeans compares two means, or two ratios with the standard errors of
// the delta method, as CompareConversions does two rates; the lift's interval
// is Fieller's. Nothing can be said with fewer than two values in a variant or
// no spread in either.
func CompareMeans(a, b stats.Estimate, pairTotal, alpha float64) Comparison {
	c := undecided()
	if a.N < 2 || b.N < 2 || a.SE == 0 && b.SE == 0 {
		return c
	}
	c.Difference = b.Value - a.Value
	se := math.Hypot(a.SE, b.SE)
	c.decide(c.Difference/se, float64(a.N)+float64(b.N), pairTotal, alpha)
	c.Low, c.High = c.Difference-c.Crit*se, c.Difference+c.Crit*se
	c.setMeanLift(a, b)
	return c
}

// setMeanLift sets the lift of two means and its Fieller interval at Crit.
func (c *Comparison) setMeanLift(a, b stats.Estimate) {
	if a.Value != 0 {
		c.Lift = c.Difference / math.Abs(a.Value)
	}
	lift := FiellerLift(a, b, c.Crit)
	c.LiftLow, c.LiftHigh = lift.Low, lift.High
}

// decide sets Z, the p-value and the critical value at n sessions.
func (c *Comparison) decide(z, n, pairTotal, alpha float64) {
	t := n * tuning() / pairTotal
	c.Z = z
	c.LnP = math.Min(0, math.Log1p(t)/2-z*z*t/(2*(1+t)))
	c.P = math.Exp(c.LnP)
	c.Crit = criticalValue(t, alpha)
}

// tuning is ρ²·N*, the ρ² that makes the sequence tightest at N* sessions,
// times N*: -2 ln α + ln(1 - 2 ln α).
func tuning() float64 {
	l := -2 * math.Log(tuningLevel)
	return l + math.Log1p(l)
}

// criticalValue is the |z| at which the p-value at intrinsic time t is alpha.
func criticalValue(t, alpha float64) float64 {
	return math.Sqrt(2 * (1 + t) / t * (math.Log1p(t)/2 - math.Log(alpha)))
}

// FiellerLift is the interval of the lift (B-A)/|A| of two means: every λ with
// (B-A-λ|A|)² ≤ crit²·(seB² + (1±λ)²·seA²). Its ends are NaN when the control
// is too close to 0 to divide by: crit·seA ≥ |A|. Fieller, Journal of the
// Royal Statistical Society B 16 (1954) 175.
func FiellerLift(a, b stats.Estimate, crit float64) Interval {
	sA, sB := crit*a.SE/math.Abs(a.Value), crit*b.SE/math.Abs(a.Value)
	d := (b.Value - a.Value) / a.Value
	g := sA * sA
	if !(g < 1) || math.IsInf(sB, 0) || math.IsInf(d, 0) {
		return Interval{math.NaN(), math.NaN()}
	}
	// The roots of (1-g)λ² - 2(d+g)λ + d² - sA² - sB² = 0, the square root of
	// its discriminant written without cancellation.
	root := math.Hypot(sA*(1+d), sB*math.Sqrt(1-g))
	low, high := (d+g-root)/(1-g), (d+g+root)/(1-g)
	if a.Value < 0 {
		return Interval{-high, -low}
	}
	return Interval{low, high}
}
