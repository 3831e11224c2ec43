package abtest

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/stats"
)

// near compares numbers, NaN and infinities included.
func near(got, want, tolerance float64) bool {
	switch {
	case math.IsNaN(want):
		return math.IsNaN(got)
	case math.IsInf(want, 0):
		return got == want
	}
	return math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))
}

var z95 = stats.NormalQuantile(0.975)

// Mee's interval of 56/70 - 48/80, as tabled by Newcombe, Statistics in
// Medicine 17 (1998) 873, method 6; Koopman's of (36/40)/(16/80), from his
// paper's example.
func TestScoreIntervalsOfTheLiterature(t *testing.T) {
	d := ScoreDifference(Group{48, 80}, Group{56, 70}, z95)
	if !near(d.Low, 0.0533, 5e-5) || !near(d.High, 0.3377, 5e-5) {
		t.Errorf("difference in [%.4f, %.4f], want [0.0533, 0.3377]", d.Low, d.High)
	}
	r := ScoreRatio(Group{16, 80}, Group{36, 40}, z95)
	if !near(r.Low, 2.94, 2e-3) || !near(r.High, 7.15, 2e-3) {
		t.Errorf("ratio in [%.4f, %.4f], want [2.94, 7.15]", r.Low, r.High)
	}
}

func TestScoreIntervalsOfNothing(t *testing.T) {
	for _, g := range [][2]Group{{{}, {}}, {{}, {3, 10}}, {{3, 10}, {}}} {
		if d := ScoreDifference(g[0], g[1], z95); d != (Interval{-1, 1}) {
			t.Errorf("%v: difference in %v", g, d)
		}
		if r := ScoreRatio(g[0], g[1], z95); r != (Interval{0, math.Inf(1)}) {
			t.Errorf("%v: ratio in %v", g, r)
		}
	}
}

func drawGroup(t *rapid.T, name string) Group {
	n := rapid.OneOf(rapid.Int64Range(0, 20), rapid.Int64Range(0, 5000)).Draw(t, name+" sessions")
	return Group{Conversions: rapid.Int64Range(0, n).Draw(t, name+" conversions"), Sessions: n}
}

// The p-value, both intervals and the sign of the difference tell one story.
func TestConversionsAgreeWithThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawGroup(t, "a"), drawGroup(t, "b")
		alpha := rapid.SampledFrom([]float64{0.05, 0.025, 0.01}).Draw(t, "alpha")
		c := CompareConversions(a, b, DefaultPairTotal, alpha)
		if math.IsNaN(c.Crit) {
			if a.Sessions > 0 && b.Sessions > 0 || c.P != 1 || c.Low != -1 || c.High != 1 {
				t.Fatalf("%v %v: %+v", a, b, c)
			}
			return
		}
		if math.Abs(math.Abs(c.Z)-c.Crit) < 1e-6 {
			return // on the edge rounding decides
		}
		rejected := c.P <= alpha
		if rejected != (math.Abs(c.Z) >= c.Crit) {
			t.Fatalf("p %v at z %v, critical %v", c.P, c.Z, c.Crit)
		}
		if rejected != (c.Low > 0 || c.High < 0) {
			t.Fatalf("p %v but the difference in [%v, %v]", c.P, c.Low, c.High)
		}
		if !math.IsNaN(c.LiftLow) && rejected != (c.LiftLow > 0 || c.LiftHigh < 0) {
			t.Fatalf("p %v but the lift in [%v, %v]", c.P, c.LiftLow, c.LiftHigh)
		}
		if !(c.Low <= c.Difference && c.Difference <= c.High) {
			t.Fatalf("difference %v outside [%v, %v]", c.Difference, c.Low, c.High)
		}
		if !math.IsNaN(c.Lift) && !(c.LiftLow <= c.Lift+1e-12 && c.Lift <= c.LiftHigh+1e-12) {
			t.Fatalf("lift %v outside [%v, %v]", c.Lift, c.LiftLow, c.LiftHigh)
		}
	})
}

func TestSwappingMirrorsConversions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawGroup(t, "a"), drawGroup(t, "b")
		c, m := CompareConversions(a, b, DefaultPairTotal, level), CompareConversions(b, a, DefaultPairTotal, level)
		if !near(m.P, c.P, 1e-12) || !near(m.LnP, c.LnP, 1e-12) || !near(m.Z, -c.Z, 1e-12) || !near(m.Crit, c.Crit, 0) {
			t.Fatalf("tests differ: %+v, %+v", c, m)
		}
		if !near(m.Difference, -c.Difference, 1e-12) || !near(m.Low, -c.High, 1e-9) || !near(m.High, -c.Low, 1e-9) {
			t.Fatalf("differences do not mirror: %+v, %+v", c, m)
		}
		if c.LiftLow > -1 && !math.IsInf(c.LiftHigh, 1) {
			if !near((1+m.LiftLow)*(1+c.LiftHigh), 1, 1e-9) || !near((1+m.LiftHigh)*(1+c.LiftLow), 1, 1e-9) {
				t.Fatalf("lifts are not inverse: %+v, %+v", c, m)
			}
		}
		once, mirrored := CompareConversionsOnce(a, b, level), CompareConversionsOnce(b, a, level)
		if !near(mirrored.P, once.P, 1e-9) || !near(mirrored.Low, -once.High, 1e-9) || !near(mirrored.High, -once.Low, 1e-9) {
			t.Fatalf("one look does not mirror: %+v, %+v", once, mirrored)
		}
	})
}

func TestEdgesOfConversions(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name        string
		a, b        Group
		p           float64 // NaN: some p below 1
		lift        float64
		low, high   float64 // of the difference; NaN: any finite one
		llow, lhigh float64 // of the lift; 0: any finite one
	}{
		{"no sessions in A", Group{0, 0}, Group{3, 10}, 1, nan, -1, 1, nan, nan},
		{"no sessions at all", Group{0, 0}, Group{0, 0}, 1, nan, -1, 1, nan, nan},
		{"none converts", Group{0, 1000}, Group{0, 1000}, 1, nan, nan, nan, nan, nan},
		{"all convert", Group{1000, 1000}, Group{1000, 1000}, 1, 0, nan, nan, 0, 0},
		{"A converts not, B does", Group{0, 1000}, Group{30, 1000}, nan, nan, nan, nan, 0, inf},
		{"A converts, B not", Group{30, 1000}, Group{0, 1000}, nan, -1, nan, nan, -1, 0},
		{"all of A, none of B", Group{5000, 5000}, Group{0, 5000}, nan, -1, -1, nan, -1, 0},
	} {
		got := CompareConversions(c.a, c.b, DefaultPairTotal, level)
		if math.IsNaN(c.p) != (got.P < 1) || !near(got.Lift, c.lift, 0) {
			t.Errorf("%s: p %v, lift %v; want %v, %v", c.name, got.P, got.Lift, c.p, c.lift)
		}
		if math.IsNaN(got.Low) || math.IsNaN(got.High) || !math.IsNaN(c.low) && got.Low != c.low || !math.IsNaN(c.high) && got.High != c.high {
			t.Errorf("%s: difference in [%v, %v], want [%v, %v]", c.name, got.Low, got.High, c.low, c.high)
		}
		for _, end := range [][2]float64{{got.LiftLow, c.llow}, {got.LiftHigh, c.lhigh}} {
			if end[1] == 0 && (math.IsNaN(end[0]) || math.IsInf(end[0], 0)) || end[1] != 0 && !near(end[0], end[1], 0) {
				t.Errorf("%s: lift in [%v, %v], want [%v, %v]", c.name, got.LiftLow, got.LiftHigh, c.llow, c.lhigh)
			}
		}
	}
	tiny := CompareConversions(Group{1000, 1e6}, Group{900000, 1e6}, DefaultPairTotal, level)
	if tiny.P != 0 || !(tiny.LnP < -1000) || math.IsInf(tiny.LnP, 0) {
		t.Errorf("p underflows to %v, its logarithm must not: %v", tiny.P, tiny.LnP)
	}
}

func drawEstimate(t *rapid.T, name string) stats.Estimate {
	return stats.Estimate{
		N:     rapid.Int64Range(0, 5000).Draw(t, name+" n"),
		Value: rapid.Float64Range(-10, 10).Draw(t, name+" mean"),
		SE:    rapid.SampledFrom([]float64{0, 0.01, 0.3, 2}).Draw(t, name+" se"),
	}
}

func TestMeansAgreeWithThemselvesAndMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawEstimate(t, "a"), drawEstimate(t, "b")
		c, m := CompareMeans(a, b, DefaultPairTotal, level), CompareMeans(b, a, DefaultPairTotal, level)
		if !near(m.P, c.P, 1e-12) || !near(m.Difference, -c.Difference, 0) || !near(m.Low, -c.High, 0) || !near(m.High, -c.Low, 0) {
			t.Fatalf("no mirror: %+v, %+v", c, m)
		}
		if a.N < 2 || b.N < 2 || a.SE == 0 && b.SE == 0 {
			if c.P != 1 || !math.IsNaN(c.Difference) {
				t.Fatalf("nothing can be said, but: %+v", c)
			}
			return
		}
		if math.Abs(math.Abs(c.Z)-c.Crit) < 1e-6 {
			return
		}
		rejected := c.P <= level
		if rejected != (c.Low > 0 || c.High < 0) {
			t.Fatalf("p %v but the difference in [%v, %v]", c.P, c.Low, c.High)
		}
		if !math.IsNaN(c.LiftLow) && rejected != (c.LiftLow > 0 || c.LiftHigh < 0) {
			t.Fatalf("p %v but the lift in [%v, %v]", c.P, c.LiftLow, c.LiftHigh)
		}
		// A metric and its negative have opposite lifts.
		a.Value, b.Value = -a.Value, -b.Value
		n := CompareMeans(a, b, DefaultPairTotal, level)
		if !near(n.Lift, -c.Lift, 1e-12) || !near(n.LiftLow, -c.LiftHigh, 1e-9) || !near(n.LiftHigh, -c.LiftLow, 1e-9) {
			t.Fatalf("negated: %+v, %+v", c, n)
		}
	})
}

// Each end of Fieller's interval is a lift that the data just do not reject.
func TestFiellerIsItsDefinition(t *testing.T) {
	a, b := stats.Estimate{Value: 4, SE: 0.3}, stats.Estimate{Value: 5, SE: 0.4}
	i := FiellerLift(a, b, 2.5)
	for _, lift := range []float64{i.Low, i.High} {
		z := (b.Value - a.Value*(1+lift)) / math.Hypot(b.SE, (1+lift)*a.SE)
		if !near(math.Abs(z), 2.5, 1e-12) {
			t.Errorf("lift %v has z %v, want 2.5", lift, z)
		}
	}
	for _, near0 := range []stats.Estimate{{Value: 0, SE: 1}, {Value: 0, SE: 0}, {Value: 1, SE: 0.4}, {Value: -1, SE: 0.4}} {
		if i := FiellerLift(near0, b, 2.5); !math.IsNaN(i.Low) || !math.IsNaN(i.High) {
			t.Errorf("control %+v: lift in %+v, want none", near0, i)
		}
	}
}

// The critical value at N sessions and the p-value there are inverse, and the
// intervals are tightest near N*.
func TestCriticalValue(t *testing.T) {
	at := func(n float64) float64 { return criticalValue(n*tuning()/DefaultPairTotal, level) }
	for _, n := range []float64{10, 500, 5000, 1e6} {
		if at(n) < z95 {
			t.Errorf("critical value %v at %v sessions is below that of one look", at(n), n)
		}
		var c Comparison
		c.decide(at(n), n, DefaultPairTotal, level)
		if !near(c.P, level, 1e-12) {
			t.Errorf("at the critical value for %v sessions p is %v", n, c.P)
		}
	}
	if best := at(DefaultPairTotal); at(DefaultPairTotal/2) < best || at(DefaultPairTotal*2) < best {
		t.Error("the critical value is not smallest near N*")
	}
}

func TestCompareMeansOnce(t *testing.T) {
	// Both variants with mean standard error 1 and 11 values: 20 degrees of freedom.
	c := CompareMeansOnce(stats.Estimate{N: 11, Value: 10, SE: 1}, stats.Estimate{N: 11, Value: 13, SE: 1}, level)
	if !near(c.Crit, 2.085963447, 1e-8) || !near(c.Low, 3-2.085963447*math.Sqrt2, 1e-8) || c.P >= level != (c.Low < 0) {
		t.Errorf("got %+v", c)
	}
	if !near(c.Lift, 0.3, 1e-12) || !(c.LiftLow < 0.3 && c.LiftHigh > 0.3) {
		t.Errorf("lift %v in [%v, %v]", c.Lift, c.LiftLow, c.LiftHigh)
	}
	if c := CompareMeansOnce(stats.Estimate{N: 1, Value: 10}, stats.Estimate{N: 11, Value: 13, SE: 1}, level); c.P != 1 || !math.IsNaN(c.Low) {
		t.Errorf("one value: %+v", c)
	}
}

func TestCompareConversionsOnceIsExactForFewConversions(t *testing.T) {
	c := CompareConversionsOnce(Group{0, 5}, Group{4, 4}, level)
	if want := 1.0 / 126; !near(c.P, want, 1e-12) { // one table of C(9,4)
		t.Errorf("p %v, want %v", c.P, want)
	}
}

func TestCompareLiftOnce(t *testing.T) {
	a, b := stats.Estimate{N: 40, Value: -2, SE: 0.5}, stats.Estimate{N: 50, Value: -1, SE: 0.25}
	got, ok := CompareLiftOnce(a, b)
	if !ok || got.Lift != 0.5 || !near(got.SE, math.Hypot(0.125, 0.125), 1e-12) {
		t.Errorf("got %+v, %v", got, ok)
	}
	if _, ok := CompareLiftOnce(stats.Estimate{N: 40, SE: 1}, b); ok {
		t.Error("a lift over 0")
	}
}

func TestRatioOfSums(t *testing.T) {
	// The pairs (1,2) (2,3) (3,7): R = 6/12, residuals 0, 0.5, -0.5.
	e := RatioSums{N: 3, M: 6, MM: 14, D: 12, DD: 62, MD: 29}.Estimate()
	if e.N != 3 || e.Value != 0.5 || !near(e.SE, math.Sqrt(0.5/2*3)/12, 1e-12) {
		t.Errorf("got %+v", e)
	}
	if e := (RatioSums{N: 3, M: 6}).Estimate(); e.N != 0 {
		t.Errorf("over 0: %+v", e)
	}
}

func BenchmarkCompareConversions(b *testing.B) {
	for b.Loop() {
		CompareConversions(Group{1000, 10000}, Group{1100, 10000}, DefaultPairTotal, level)
	}
}
