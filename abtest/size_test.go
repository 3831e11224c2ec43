package abtest

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func drawRate(t *rapid.T, name string) float64 { return rapid.Float64Range(0.01, 0.99).Draw(t, name) }

func TestSizeHasItsPower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pA, pB := drawRate(t, "pA"), drawRate(t, "pB")
		if math.Abs(pA-pB) < 1e-3 {
			return
		}
		ratio := rapid.SampledFrom([]float64{1, 2, 1.0 / 9}).Draw(t, "ratio")
		n := SizeConversions(pA, pB, 0.05, 0.8, ratio)
		// The far tail, which the size leaves out, only adds.
		if power := PowerConversions(pA, pB, n, ratio, 0.05); power < 0.8-1e-9 || power > 0.81 {
			t.Fatalf("%v sessions have power %v", n, power)
		}
		mirrored := SizeConversions(pB, pA, 0.05, 0.8, 1/ratio)
		if !near(mirrored, n*ratio, 1e-9) {
			t.Fatalf("control needs %v, as treatment %v", n*ratio, mirrored)
		}
		d := rapid.Float64Range(0.02, 1.5).Draw(t, "d")
		exact := SizeMeansExact(d, 0.05, 0.8, ratio)
		if power := PowerMeans(d, exact, ratio, 0.05); !near(power, 0.8, 1e-9) {
			t.Fatalf("%v values have power %v", exact, power)
		}
		if known := SizeMeans(d, 0.05, 0.8, ratio); exact < known*0.99 || exact > known+4*(1+1/ratio) {
			t.Fatalf("%v values by the t test, %v by the z test", exact, known)
		}
	})
}

// Cohen, Statistical Power Analysis (1988), table 2.4.1: at α .05 and power
// .80, 64 values in each of two groups for d = .5, and 26 for d = .8.
func TestSizesOfTheLiterature(t *testing.T) {
	for d, want := range map[float64]float64{0.5: 64, 0.8: 26, 0.2: 394} {
		if got := math.Ceil(SizeMeansExact(d, 0.05, 0.8, 1)); got != want {
			t.Errorf("d %v needs %v values, want %v", d, got, want)
		}
	}
}

func TestNoSizeWillDo(t *testing.T) {
	for name, n := range map[string]float64{
		"equal rates":     SizeConversions(0.1, 0.1, 0.05, 0.8, 1),
		"rate above 1":    SizeConversions(0.9, 1.1, 0.05, 0.8, 1),
		"rate below 0":    SizeConversions(-0.1, 0.1, 0.05, 0.8, 1),
		"alpha 0":         SizeConversions(0.1, 0.2, 0, 0.8, 1),
		"power 1":         SizeConversions(0.1, 0.2, 0.05, 1, 1),
		"power of alpha":  SizeMeans(0.5, 0.05, 0.05, 1),
		"no treatment":    SizeMeans(0.5, 0.05, 0.8, 0),
		"no difference":   SizeMeans(0, 0.05, 0.8, 1),
		"none, exactly":   SizeMeansExact(0, 0.05, 0.8, 1),
		"NaN":             SizeConversions(math.NaN(), 0.1, 0.05, 0.8, 1),
		"infinite ratio":  SizeMeans(0.5, 0.05, 0.8, math.Inf(1)),
		"power not a one": SizeMeans(0.5, 0.05, math.NaN(), 1),
	} {
		if !math.IsNaN(n) {
			t.Errorf("%s: %v sessions", name, n)
		}
	}
}

var plan = Plan{MDE: 0.1, WeightA: 1, WeightB: 1, PairTotal: DefaultPairTotal, Alpha: 0.05, Power: 0.8}

// The sequential size is the smallest that has the power.
func TestSequentialSizeIsTheSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plan
		p.WeightA = rapid.SampledFrom([]float64{1, 2, 9}).Draw(t, "weight of A")
		baseline := drawRate(t, "baseline")
		n, ok := SizeSequentialConversions(baseline, p)
		if !ok {
			t.Fatalf("no size for a baseline of %v", baseline)
		}
		other := baseline * 1.1
		if other >= 1 {
			other = baseline * 0.9
		}
		power := func(n float64) float64 {
			share := p.WeightA / (p.WeightA + p.WeightB)
			c := criticalValue(n*tuning()/p.PairTotal, p.Alpha)
			return rejection(c, (other-baseline)/unpooledSE(baseline, n*share, other, n*(1-share)))
		}
		if power(float64(n)) < 0.8-1e-9 || power(float64(n-1)) >= 0.8+1e-9 {
			t.Fatalf("%d sessions have power %v, one fewer %v", n, power(float64(n)), power(float64(n-1)))
		}
	})
}

func TestSequentialSizeOfMeans(t *testing.T) {
	// A mean with the deviations of two rates needs what the rates need.
	rates, _ := SizeSequentialConversions(0.2, plan)
	means, ok := SizeSequentialMeans(0.2, math.Sqrt(0.2*0.8), math.Sqrt(0.22*0.78), plan)
	if !ok || means != rates {
		t.Errorf("%d sessions, %v; want %d", means, ok, rates)
	}
	for name, c := range map[string][3]float64{
		"baseline 0": {0, 1, 1}, "no spread": {5, 0, 0}, "NaN": {math.NaN(), 1, 1}, "tiny effect": {1e-12, 1, 1},
	} {
		if n, ok := SizeSequentialMeans(c[0], c[1], c[2], plan); ok {
			t.Errorf("%s: %d sessions", name, n)
		}
	}
	for _, baseline := range []float64{0, 1, -0.1, math.NaN()} {
		if n, ok := SizeSequentialConversions(baseline, plan); ok {
			t.Errorf("baseline %v: %d sessions", baseline, n)
		}
	}
}

func TestMoreSessionsAndDays(t *testing.T) {
	for _, c := range []struct {
		n, have     int64
		pair, total float64
		want        int64
	}{
		{1000, 400, 2, 2, 600},
		{1000, 400, 2, 3, 900},
		{1000, 999, 2, 3, 2},
		{1000, 1000, 2, 3, 0},
		{1000, 5000, 2, 3, 0},
	} {
		if got := MoreSessions(c.n, c.have, c.pair, c.total); got != c.want {
			t.Errorf("%+v: got %d", c, got)
		}
	}
	for _, c := range []struct {
		more   int64
		perDay float64
		want   int64
		ok     bool
	}{
		{100, 50, 2, true}, {101, 50, 3, true}, {0, 0, 0, true}, {1, 0, 0, false}, {1, 0.5, 2, true},
		{1, math.NaN(), 0, false}, {1, -1, 0, false}, {1 << 50, 1e-9, 0, false},
	} {
		if got, ok := DaysRemaining(c.more, c.perDay); got != c.want || ok != c.ok {
			t.Errorf("%+v: got %d, %v", c, got, ok)
		}
	}
}
