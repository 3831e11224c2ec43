package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestDistributions(t *testing.T) {
	near(t, "z(0.975)", NormalQuantile(0.975), 1.959963984540054)
	near(t, "P(|Z| > 10)", NormalP(10)*1e23, 1.523970604832105) // R: 2*pnorm(-10)
	for df, want := range map[float64]float64{                  // R: qt(0.975, df)
		1: 12.706204736174694, 2: 4.302652729749462, 30: 2.042272456301238, 1e3: 1.962339080792123,
	} {
		near(t, "t(0.975)", StudentQuantile(0.975, df), want)
	}
	if p := StudentP(40, 30); !(p > 1e-28 && p < 1e-26) {
		t.Errorf("P(|T| > 40) with 30 degrees of freedom = %g: the tail is lost", p)
	}
	if p := StudentP(math.Inf(-1), 3); p != 0 {
		t.Errorf("P(|T| > ∞) = %g", p)
	}
}

// The expansion and the inversion must meet where one takes over.
func TestStudentQuantileIsContinuous(t *testing.T) {
	for _, p := range []float64{0.9, 0.975, 0.995, 0.0001} {
		below, above := StudentQuantile(p, manyDegrees-1e-6), StudentQuantile(p, manyDegrees)
		if math.Abs(below-above) > 1e-10 {
			t.Errorf("p = %g: %.15g below, %.15g above", p, below, above)
		}
		near(t, "p-value of the quantile", StudentP(above, manyDegrees), 2*min(p, 1-p))
	}
}

func TestCompareShares(t *testing.T) {
	for _, c := range []struct {
		name           string
		xa, na, xb, nb int64
		want           float64
	}{
		// Fisher's tea tasting, and R: fisher.test(matrix(c(3,1,1,3),2)).
		{"few: exact", 3, 4, 1, 4, 0.4857142857142857},
		{"many: z", 60, 200, 40, 200, 0.02092133533779408},
		{"all hit", 5, 5, 9, 9, 1},
		{"empty", 0, 0, 3, 9, 1},
		{"both empty", 0, 0, 0, 0, 1},
	} {
		near(t, c.name, CompareShares(c.xa, c.na, c.xb, c.nb), c.want)
	}
}

func TestCompareRates(t *testing.T) {
	// 30 in 10 days against 60 in 15: z = (4-3)/√(90/25·(1/10+1/15)).
	z, p := CompareRates(30, 30, 10, 60, 60, 15)
	near(t, "z", z, 1/math.Sqrt(3.6*(0.1+1.0/15)))
	near(t, "p", p, NormalP(z))
	if z, p := CompareRates(0, 0, 1, 0, 0, 2); z != 0 || p != 1 {
		t.Errorf("nothing against nothing: z = %g, p = %g", z, p)
	}
	// The same sum in few large parts says less than in many small ones.
	_, small := CompareRates(1000, 1000, 1, 1200, 1200, 1)
	_, large := CompareRates(1000, 1e6, 1, 1200, 1.2e6, 1)
	if small >= 0.001 || large <= 0.5 {
		t.Errorf("p = %g in ones, %g in thousands", small, large)
	}
}

func TestWelchSaysWhenItCannot(t *testing.T) {
	for _, c := range [][2]Estimate{
		{{N: 1, Value: 3}, {N: 9, Value: 4, SE: 1}},
		{{N: 9, Value: 3}, {N: 9, Value: 4}},
	} {
		if d, ok := Welch(c[0], c[1], 0.05); ok || d.P != 1 || d.Value != 1 {
			t.Errorf("%+v: %+v, %v", c, d, ok)
		}
	}
}

// share returns how often of 2000 times yes holds.
func share(yes func() bool) float64 {
	const runs = 2000
	n := 0
	for range runs {
		if yes() {
			n++
		}
	}
	return float64(n) / runs
}

func TestIntervalsCover(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 26))
	clustered := func(n int) (p PairSums) { // hits of a share that varies by conversation
		for range n {
			x, rate := 1+r.Int64N(9), 0.4*r.Float64()
			var y int64
			for range x {
				if r.Float64() < rate {
					y++
				}
			}
			p.Add(y, x)
		}
		return p
	}
	waits := func(n int) []int64 { // skewed, mean and scale 1e6
		v := make([]int64, n)
		for i := range v {
			v[i] = int64(1e6 * r.ExpFloat64())
		}
		return v
	}
	covers := func(lo, hi, truth float64) bool { return lo <= truth && truth <= hi }
	for _, c := range []struct {
		name   string
		lo, hi float64
		covers func() bool
	}{
		{"share", 0.93, 0.97, func() bool {
			var x int64
			for range 150 {
				if r.Float64() < 0.12 {
					x++
				}
			}
			lo, hi := Wilson(x, 150, 0.05)
			return covers(lo, hi, 0.12)
		}},
		{"mean", 0.93, 0.97, func() bool {
			var s Sums
			for _, v := range waits(200) {
				s.Add(v)
			}
			lo, hi, ok := s.Mean().Interval(0.05)
			return ok && covers(lo, hi, 1e6)
		}},
		{"ratio of clusters", 0.93, 0.97, func() bool {
			p := clustered(150)
			lo, hi, ok := p.Ratio().Interval(0.05)
			return ok && covers(lo, hi, 0.2)
		}},
		{"90th percentile, at least", 0.945, 0.99, func() bool {
			v := waits(120)
			Sort(v)
			lo, hi, ok := QuantileInterval(v, 0.9, 0.05)
			return ok && covers(float64(lo), float64(hi), 1e6*math.Log(10))
		}},
	} {
		if got := share(c.covers); got < c.lo || got > c.hi {
			t.Errorf("%s: the interval covers in %.1f %% of the samples", c.name, 100*got)
		}
	}
}

func TestFalseAlarms(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 26))
	hits := func(n int, p float64) (x int64) {
		for range n {
			if r.Float64() < p {
				x++
			}
		}
		return x
	}
	waits := func(n int) []int64 {
		v := make([]int64, n)
		for i := range v {
			v[i] = int64(1e6 * r.ExpFloat64())
		}
		Sort(v)
		return v
	}
	total := func(days float64) (sum, squares float64) { // about 5 a day, of 1 to 9 each
		for at := r.ExpFloat64() / 5; at < days; at += r.ExpFloat64() / 5 {
			x := float64(1 + r.IntN(9))
			sum += x
			squares += x * x
		}
		return sum, squares
	}
	for _, c := range []struct {
		name string
		p    func() float64
	}{
		{"shares", func() float64 { return CompareShares(hits(300, 0.2), 300, hits(200, 0.2), 200) }},
		{"few shares", func() float64 { return CompareShares(hits(300, 0.02), 300, hits(5, 0.02), 5) }},
		{"medians", func() float64 { return CompareQuantiles(waits(90), waits(60), 0.5) }},
		{"90th percentiles", func() float64 { return CompareQuantiles(waits(90), waits(60), 0.9) }},
		{"totals", func() float64 {
			sa, qa := total(31)
			sb, qb := total(28)
			_, p := CompareRates(sa, qa, 31, sb, qb, 28)
			return p
		}},
		{"means", func() float64 {
			var a, b Sums
			for _, v := range waits(100) {
				a.Add(v)
			}
			for _, v := range waits(60) {
				b.Add(v)
			}
			d, _ := Welch(a.Mean(), b.Mean(), 0.05)
			return d.P
		}},
	} {
		if got := share(func() bool { return c.p() < 0.05 }); got > 0.06 {
			t.Errorf("%s: %.1f %% false alarms", c.name, 100*got)
		}
	}
}
