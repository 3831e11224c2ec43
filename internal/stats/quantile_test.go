package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestQuantileIsType7(t *testing.T) {
	// numpy.quantile([1, 2, 4, 8, 16], q) and R's quantile(x, q).
	x := []int64{1, 2, 4, 8, 16}
	for q, want := range map[float64]float64{0: 1, 0.1: 1.4, 0.25: 2, 0.5: 4, 0.9: 12.8, 1: 16} {
		near(t, "quantile", Quantile(x, q), want)
	}
	if got := Quantile([]int64{7}, 0.9); got != 7 {
		t.Errorf("quantile of one value = %g", got)
	}
}

func TestQuantileRanks(t *testing.T) {
	// The ranks for the median are those of the sign test's tables (Conover
	// 1999, table A3; also R's binom.test).
	for _, c := range []struct {
		n      int64
		p      float64
		lo, hi int64
		ok     bool
	}{
		{0, 0.5, 0, 0, false},
		{5, 0.5, 0, 6, false},
		{6, 0.5, 1, 6, true},
		{10, 0.5, 2, 9, true},
		{20, 0.5, 6, 15, true},
		{100, 0.5, 40, 61, true},
		{35, 0.9, 28, 36, false},
		{36, 0.9, 29, 36, true},
	} {
		lo, hi, ok := QuantileRanks(c.n, c.p, 0.05)
		if ok != c.ok || ok && (lo != c.lo || hi != c.hi) {
			t.Errorf("n = %d, p = %g: ranks %d, %d, %v, want %d, %d, %v", c.n, c.p, lo, hi, ok, c.lo, c.hi, c.ok)
		}
	}
}

// The guarantee itself, by adding up binomial probabilities.
func TestQuantileRanksCover(t *testing.T) {
	for n := int64(1); n <= 200; n++ {
		for _, p := range []float64{0.1, 0.5, 0.9} {
			lo, hi, ok := QuantileRanks(n, p, 0.05)
			if !ok {
				continue
			}
			var below, above float64
			for k := range n + 1 {
				b := binomial(n, k, p)
				if k < lo {
					below += b
				}
				if k >= hi {
					above += b
				}
			}
			if below > 0.025 || above > 0.025 {
				t.Errorf("n = %d, p = %g, ranks %d to %d miss by %g and %g", n, p, lo, hi, below, above)
			}
			if below+binomial(n, lo, p) <= 0.025 || above+binomial(n, hi-1, p) <= 0.025 {
				t.Errorf("n = %d, p = %g: ranks %d to %d are wider than need be", n, p, lo, hi)
			}
		}
	}
}

func binomial(n, k int64, p float64) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log(1-p))
}

func TestQuantileRanksOfMany(t *testing.T) {
	const n, p = 1_000_000, 0.9
	lo, hi, ok := QuantileRanks(n, p, 0.05)
	margin := NormalQuantile(0.975) * math.Sqrt(n*p*(1-p))
	if !ok || math.Abs(float64(lo)-(n*p-margin)) > 3 || math.Abs(float64(hi)-(n*p+margin)) > 3 {
		t.Errorf("ranks %d to %d, normal approximation %g ± %g", lo, hi, n*p, margin)
	}
}

func TestOrderStatisticOfTwoSamples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.Int64Range(-9, 9))
		a, b := values.Draw(t, "a"), values.Draw(t, "b")
		slices.Sort(a)
		slices.Sort(b)
		both := slices.Concat(a, b)
		slices.Sort(both)
		for i, want := range both {
			if got := orderStatistic(a, b, i+1); got != want {
				t.Fatalf("rank %d of %v and %v = %d, want %d", i+1, a, b, got, want)
			}
		}
	})
}

func TestCompareQuantiles(t *testing.T) {
	low, high := make([]int64, 100), make([]int64, 100)
	for i := range low {
		low[i], high[i] = int64(i), int64(i+60)
	}
	same := []int64{3, 3, 3}
	for _, c := range []struct {
		name     string
		a, b     []int64
		min, max float64
	}{
		{"a shift of the median", low, high, 0, 1e-9},
		{"the same sample twice", low, low, 1, 1},
		{"constants", same, same, 1, 1},
		{"nothing", nil, low, 1, 1},
	} {
		if p := CompareQuantiles(c.a, c.b, 0.5); p < c.min || p > c.max {
			t.Errorf("%s: p = %g, want %g to %g", c.name, p, c.min, c.max)
		}
	}
}

func TestSort(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{0, 1, radixFrom - 1, radixFrom, 3 * radixFrom} {
		for _, spread := range []int64{1, 300, 1 << 40, math.MaxInt64} {
			v := make([]int64, n)
			for i := range v {
				v[i] = r.Int64N(spread) - r.Int64N(spread)
			}
			want := slices.Clone(v)
			slices.Sort(want)
			if Sort(v); !slices.Equal(v, want) {
				t.Errorf("%d values within %d are not sorted", n, spread)
			}
		}
	}
}

func benchmarkSort(b *testing.B, sort func([]int64)) {
	r := rand.New(rand.NewPCG(7, 7))
	sample := make([]int64, 1_000_000)
	for i := range sample {
		sample[i] = int64(60e6 * r.ExpFloat64()) // microseconds, about a minute
	}
	v := make([]int64, len(sample))
	for b.Loop() {
		copy(v, sample)
		sort(v)
	}
}

func BenchmarkSortRadix(b *testing.B)     { benchmarkSort(b, Sort) }
func BenchmarkSortComparing(b *testing.B) { benchmarkSort(b, slices.Sort[[]int64]) }
