package abtest

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// With 2k degrees of freedom the tail is that of a Poisson variable below k;
// with one it is that of a normal.
func TestChiSquaredTail(t *testing.T) {
	for _, x := range []float64{1e-6, 0.1, 1, 3, 10, 50, 200, 700, 1300} {
		if got, want := chiSquaredTail(x, 1), math.Erfc(math.Sqrt(x/2)); math.Abs(got-want) > 1e-11*want {
			t.Errorf("P(χ²₁ > %v) is %v, want %v", x, got, want)
		}
		for k := 1; k <= 10; k++ {
			want, term := 0.0, math.Exp(-x/2)
			for i := 1; i <= k; i++ {
				want += term
				term *= x / 2 / float64(i)
			}
			if got := chiSquaredTail(x, 2*k); math.Abs(got-want) > 1e-11*want {
				t.Errorf("P(χ² > %v) with %d degrees is %v, want %v", x, 2*k, got, want)
			}
		}
	}
}

func arms(sessions, weights []int64) []Arm {
	out := make([]Arm, len(sessions))
	for i := range out {
		out[i] = Arm{Name: string(rune('A' + i)), Sessions: sessions[i], Weight: weights[i]}
	}
	return out
}

func TestSampleRatio(t *testing.T) {
	for _, c := range []struct {
		name              string
		sessions, weights []int64
		df                int
		mismatch          bool
		unplanned         int64
	}{
		{"as planned", []int64{900, 100}, []int64{9, 1}, 1, false, 0},
		{"equal where 9 to 1 was planned", []int64{500, 500}, []int64{9, 1}, 1, true, 0},
		{"unlikely, but not enough", []int64{450, 550}, []int64{1, 1}, 1, false, 0}, // p 0.0016
		{"unlikely enough", []int64{447, 553}, []int64{1, 1}, 1, true, 0},           // p 0.0008
		{"too few to tell", []int64{15, 0}, []int64{1, 1}, 1, false, 0},
		{"just enough to tell", []int64{16, 0}, []int64{1, 1}, 1, true, 0},
		{"one variant with a weight", []int64{100, 3}, []int64{1, 0}, 0, false, 3},
		{"weight 0 is no expectation", []int64{50, 0, 50}, []int64{1, 0, 1}, 1, false, 0},
		{"no sessions", []int64{0, 0, 0}, []int64{1, 1, 1}, 2, false, 0},
		{"no variants", nil, nil, 0, false, 0},
	} {
		got := CheckSampleRatio(arms(c.sessions, c.weights))
		if got.DF != c.df || got.Mismatch != c.mismatch || got.Unplanned != c.unplanned {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// For two groups the χ² test is the square of the pooled z test.
func TestHomogeneityOfTwoIsThePooledZ(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawGroup(t, "a"), drawGroup(t, "b")
		h := CompareAll([]Group{a, {}, b})
		z := CompareConversions(a, b, DefaultPairTotal, level).Z
		if math.IsNaN(z) {
			z = 0
		}
		if !near(h.ChiSquared, z*z, 1e-9) || !near(h.P, math.Erfc(math.Abs(z)/math.Sqrt2), 1e-9) {
			t.Fatalf("%v %v: %+v, z² %v", a, b, h, z*z)
		}
		if h.G < -1e-9 || h.PG < 0 || h.PG > 1 {
			t.Fatalf("%v %v: %+v", a, b, h)
		}
	})
}

func TestLikelihoodRatioOfATable(t *testing.T) {
	// 10 of 20 against 5 of 20: expected 7.5 and 12.5 in each.
	want := 2 * (10*math.Log(10/7.5) + 5*math.Log(5/7.5) + 10*math.Log(10/12.5) + 15*math.Log(15/12.5))
	if h := CompareAll([]Group{{10, 20}, {5, 20}}); !near(h.G, want, 1e-12) || h.DF != 1 {
		t.Errorf("got %+v, want G %v", h, want)
	}
}

func TestHolm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 8).Draw(t, "p")
		adjusted := Holm(p)
		for i := range p {
			if adjusted[i] < p[i] || adjusted[i] > math.Min(1, p[i]*float64(len(p)))+1e-15 {
				t.Fatalf("p %v became %v", p, adjusted)
			}
			for j := range p {
				if p[i] < p[j] && adjusted[i] > adjusted[j] {
					t.Fatalf("p %v became %v: other order", p, adjusted)
				}
			}
		}
	})
	if got := Holm([]float64{0.04, 0.01, 0.03}); !near(got[0], 0.06, 1e-12) || !near(got[1], 0.03, 1e-12) || !near(got[2], 0.06, 1e-12) {
		t.Errorf("got %v", got)
	}
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		days    int
		missing []Group
		want    []Warning
	}{
		{7, nil, nil},
		{6, nil, []Warning{FewDays}},
		{30, []Group{{10, 1000}, {12, 1000}}, nil},
		{30, []Group{{10, 1000}, {90, 1000}}, []Warning{MissingValuesDiffer}},
		{0, []Group{{10, 1000}, {90, 1000}}, []Warning{FewDays, MissingValuesDiffer}},
	} {
		got := Warnings(c.days, c.missing)
		if len(got) != len(c.want) {
			t.Errorf("%d days, %v: got %v, want %v", c.days, c.missing, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%d days, %v: got %v, want %v", c.days, c.missing, got, c.want)
			}
		}
	}
}
