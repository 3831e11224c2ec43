package stats

import "math"

// Estimate is a mean or a ratio with its standard error, from N observations.
// SE means nothing when N < 2. DF are the degrees of freedom of SE, N − 1 where it
// is 0.
type Estimate struct {
	N         int64
	Value, SE float64
	DF        float64
}

// degrees returns the degrees of freedom of the standard error.
func (e Estimate) degrees() float64 {
	if e.DF > 0 {
		return e.DF
	}
	return float64(e.N - 1)
}

// Scaled returns the estimate in a unit in which one is unit of the old:
// microseconds become seconds by Scaled(1e6).
func (e Estimate) Scaled(unit float64) Estimate {
	return Estimate{N: e.N, Value: e.Value / unit, SE: e.SE / unit, DF: e.DF}
}

// Interval returns the interval Value ± t·SE with Student's t of as many degrees
// of freedom as SE has (Student 1908). ok is false when N < 2: there is none.
func (e Estimate) Interval(alpha float64) (lo, hi float64, ok bool) {
	if e.N < 2 {
		return 0, 0, false
	}
	d := StudentQuantile(1-alpha/2, e.degrees()) * e.SE
	return e.Value - d, e.Value + d, true
}

// Difference is what a test says of b − a.
type Difference struct {
	Value, Low, High float64
	T, DF, P         float64
}

// Welch compares two independent estimates: t = (b − a)/√(SE²a + SE²b) with the
// degrees of freedom of Welch (1947) and Satterthwaite (1946). For means it is
// Welch's test; for ratios, whose standard errors are those of the delta method,
// it is the z test of Deng et al. 2018 with the caution that small samples need.
// ok is false when it cannot be said: N < 2 in either or no variance in both.
func Welch(a, b Estimate, alpha float64) (d Difference, ok bool) {
	va, vb := a.SE*a.SE, b.SE*b.SE
	se := math.Sqrt(va + vb)
	if a.N < 2 || b.N < 2 || se == 0 {
		return Difference{Value: b.Value - a.Value, P: 1}, false
	}
	// Shares of the variance, not its squares, so that nothing underflows.
	ra, rb := va/(va+vb), vb/(va+vb)
	d.DF = 1 / (ra*ra/a.degrees() + rb*rb/b.degrees())
	d.Value = b.Value - a.Value
	d.T = d.Value / se
	d.P = StudentP(d.T, d.DF)
	margin := StudentQuantile(1-alpha/2, d.DF) * se
	d.Low, d.High = d.Value-margin, d.Value+margin
	return d, true
}
