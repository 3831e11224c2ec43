package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Of two Wilson intervals it is the interval of Newcombe.
func TestDifferenceOfWilsonIsNewcombe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		na, nb := rapid.Int64Range(1, 500).Draw(t, "na"), rapid.Int64Range(1, 500).Draw(t, "nb")
		xa, xb := rapid.Int64Range(0, na).Draw(t, "xa"), rapid.Int64Range(0, nb).Draw(t, "xb")
		share := func(x, n int64) Interval {
			lo, hi := Wilson(x, n, 0.05)
			return Interval{float64(x) / float64(n), lo, hi}
		}
		lo, hi := DifferenceOf(share(xa, na), share(xb, nb))
		wantLo, wantHi := Newcombe(xa, na, xb, nb, 0.05)
		near(t, "low end", lo, wantLo)
		near(t, "high end", hi, wantHi)
	})
}

// The interval of a difference of counts leaves out 0 where the test finds a change.
func TestTotalsDifferenceAgreesWithItsTest(t *testing.T) {
	for i := range 60 {
		for j := range 60 {
			a, b := float64(i), float64(j)
			if a+b == 0 {
				continue
			}
			lo, hi := TotalsDifference(a, a, b, b, 0.05)
			_, p := CompareRates(a, a, 7, b, b, 7)
			if (lo > 0 || hi < 0) != (p < 0.05) {
				t.Errorf("%g and %g: %g to %g, p = %g", a, b, lo, hi, p)
			}
		}
	}
}

func TestCompareClusterShares(t *testing.T) {
	// With the standard errors of independent observations it is near the pooled z test.
	of := func(x, n float64) Estimate {
		p := x / n
		return Estimate{N: int64(n), Value: p, SE: math.Sqrt(p * (1 - p) / n)}
	}
	p, ok := CompareClusterShares(of(100, 1000), of(130, 1000), 1000, 1000)
	_, want := TwoProportionZ(100, 1000, 130, 1000)
	if !ok || math.Abs(p-want) > 0.001 {
		t.Errorf("p = %g, %v; the pooled z test says %g", p, ok, want)
	}
	if _, ok := CompareClusterShares(of(0, 10), of(3, 10), 10, 10); ok {
		t.Error("a share without spread is tested")
	}
}

func TestHolm(t *testing.T) {
	for _, c := range []struct{ p, want []float64 }{
		{nil, []float64{}}, {[]float64{0.04}, []float64{0.04}}, {[]float64{0.04, 0.01, 0.03}, []float64{0.06, 0.03, 0.06}}, {[]float64{0.9, 0.8}, []float64{1, 1}},
	} {
		if got := Holm(c.p); !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
			t.Errorf("%v: %v, want %v", c.p, got, c.want)
		}
	}
}
