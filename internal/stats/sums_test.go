package stats

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// anyInt draws values of every magnitude and sign, ends included.
func anyInt() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64(), rapid.Int64Range(-5, 5),
		rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 0, -1}))
}

func TestTotalAgreesWithBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum, products Total
		wantSum, wantProducts := new(big.Int), new(big.Int)
		for _, v := range rapid.SliceOf(anyInt()).Draw(t, "values") {
			w := anyInt().Draw(t, "factor")
			sum.Add(v)
			products.AddProduct(v, w)
			wantSum.Add(wantSum, big.NewInt(v))
			wantProducts.Add(wantProducts, new(big.Int).Mul(big.NewInt(v), big.NewInt(w)))
		}
		if sum.big().Cmp(wantSum) != 0 || products.big().Cmp(wantProducts) != 0 {
			t.Fatalf("sum %v, want %v; products %v, want %v", sum.big(), wantSum, products.big(), wantProducts)
		}
		sum.Merge(&products)
		wantSum.Add(wantSum, wantProducts)
		want, _ := new(big.Float).SetInt(wantSum).Float64()
		if sum.big().Cmp(wantSum) != 0 || sum.Float() != want {
			t.Fatalf("merged %v (%g), want %v (%g)", sum.big(), sum.Float(), wantSum, want)
		}
	})
}

func TestSumsDependOnNeitherOrderNorPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOf(anyInt()).Draw(t, "xs")
		var whole, left, right Sums
		var pairs, pairsLeft, pairsRight PairSums
		for _, x := range xs {
			whole.Add(x)
			pairs.Add(x, x/3)
		}
		for _, x := range rapid.Permutation(xs).Draw(t, "shuffled") {
			if rapid.Bool().Draw(t, "side") {
				left.Add(x)
				pairsLeft.Add(x, x/3)
			} else {
				right.Add(x)
				pairsRight.Add(x, x/3)
			}
		}
		left.Merge(&right)
		pairsLeft.Merge(&pairsRight)
		if left != whole || pairsLeft != pairs {
			t.Fatalf("%v != %v or %v != %v", left, whole, pairsLeft, pairs)
		}
	})
}

// The textbook's two passes over moderate values, in floating point.
func TestEstimatesAgreeWithTwoPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ys := rapid.SliceOfN(rapid.Int64Range(-1000, 1000), 2, 50).Draw(t, "ys")
		var sums Sums
		var pairs PairSums
		n, mean, sumY, sumX := float64(len(ys)), 0.0, 0.0, 0.0
		x := func(i int) int64 { return int64(1 + i%7) }
		for i, y := range ys {
			sums.Add(y)
			pairs.Add(y, x(i))
			mean += float64(y) / n
			sumY += float64(y)
			sumX += float64(x(i))
		}
		var squares, residuals float64
		for i, y := range ys {
			squares += (float64(y) - mean) * (float64(y) - mean)
			d := float64(y) - sumY/sumX*float64(x(i))
			residuals += d * d
		}
		near(t, "mean", sums.Mean().Value, mean)
		near(t, "mean's error", sums.Mean().SE, math.Sqrt(squares/(n-1)/n))
		near(t, "ratio", pairs.Ratio().Value, sumY/sumX)
		near(t, "ratio's error", pairs.Ratio().SE, math.Sqrt(residuals/(n-1)*n)/sumX)
	})
}

func near(t interface{ Fatalf(string, ...any) }, what string, got, want float64) {
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		t.Fatalf("%s = %.17g, want %.17g", what, got, want)
	}
}

func TestVarianceDoesNotCancel(t *testing.T) {
	var s Sums
	const far = 1_700_000_000_000_000 // microseconds: an instant of our days
	for i := range int64(1000) {
		s.Add(far + i%2)
	}
	// Variance of n/2 zeros and n/2 ones: n/4 over n-1.
	near(t, "error", s.Mean().SE*math.Sqrt(1000), math.Sqrt(250.0/999))

	var p PairSums
	for i := range int64(100) {
		p.Add(3*(far+i), far+i)
	}
	if e := p.Ratio(); e.Value != 3 || e.SE != 0 {
		t.Errorf("an exact ratio of 3 has no error: %+v", e)
	}
}

func TestNothingToEstimate(t *testing.T) {
	var s Sums
	var p PairSums
	p.Add(5, 0)
	if s.Mean() != (Estimate{}) || p.Ratio() != (Estimate{}) {
		t.Errorf("mean %+v, ratio %+v of nothing", s.Mean(), p.Ratio())
	}
	s.Add(7)
	if _, _, ok := s.Mean().Interval(0.05); ok || s.Mean().Value != 7 {
		t.Errorf("one value: %+v with an interval: %v", s.Mean(), ok)
	}
}

func BenchmarkSums(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	xs := make([]int64, 4096)
	for i := range xs {
		xs[i] = r.Int64N(1e9)
	}
	var s Sums
	for i := 0; b.Loop(); i = (i + 1) & 4095 {
		s.Add(xs[i])
	}
}
