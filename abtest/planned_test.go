package abtest

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/stats"
)

func TestOnePlannedLookIsTheFixedTest(t *testing.T) {
	for _, alpha := range []float64{0.05, 0.01, 0.001} {
		b, err := GroupSequentialBounds([]float64{1}, alpha, 2)
		if want := -stats.NormalQuantile(alpha / 2); err != nil || !near(b[0], want, 1e-9) {
			t.Errorf("alpha %v: bound %v (%v), want %v", alpha, b, err, want)
		}
	}
}

// The paths of a simulated motion leave the bounds as often as was spent.
func TestPlannedLooksSpendAlpha(t *testing.T) {
	fractions := []float64{0.1, 0.15, 0.5, 0.6, 1}
	const alpha, paths = 0.2, 100000
	bounds, err := GroupSequentialBounds(fractions, alpha, 2)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	stopped := make([]float64, len(fractions)) // by each look
	for range paths {
		s, before := 0.0, 0.0
		for k, f := range fractions {
			s += random.NormFloat64() * math.Sqrt(f-before)
			before = f
			if math.Abs(s) >= bounds[k]*math.Sqrt(f) {
				for j := k; j < len(stopped); j++ {
					stopped[j]++
				}
				break
			}
		}
	}
	for k, f := range fractions {
		want := alpha * f * f
		if got := stopped[k] / paths; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/paths) {
			t.Errorf("by look %d %v of the paths were stopped, want %v", k+1, got, want)
		}
	}
}

// With a tenth more sessions, 28 looks at a plan have the power of one look.
func TestPlanCostsTenPercent(t *testing.T) {
	const looks, paths, power = 28, 40000, 0.8
	fractions := make([]float64, looks)
	for k := range fractions {
		fractions[k] = float64(k+1) / looks
	}
	bounds, err := GroupSequentialBounds(fractions, level, 2)
	if err != nil {
		t.Fatal(err)
	}
	drift := (z95 + stats.NormalQuantile(power)) * math.Sqrt(GroupSequentialCost)
	random := rand.New(rand.NewPCG(3, 4))
	found := 0
	for range paths {
		s := 0.0
		for k, f := range fractions {
			if s += random.NormFloat64()/math.Sqrt(looks) + drift/looks; math.Abs(s) >= bounds[k]*math.Sqrt(f) {
				found++
				break
			}
		}
	}
	if got := float64(found) / paths; math.Abs(got-power) > 0.01 {
		t.Errorf("power %v, want %v", got, power)
	}
}

// A look that adds next to nothing is the hardest for the grid: the bounds of
// the looks after it must not feel it.
func TestATinyLookChangesLittle(t *testing.T) {
	with, err := GroupSequentialBounds([]float64{0.5, 0.50001, 1}, level, 2)
	if err != nil {
		t.Fatal(err)
	}
	without, err := GroupSequentialBounds([]float64{0.5, 1}, level, 2)
	if err != nil {
		t.Fatal(err)
	}
	if !near(with[0], without[0], 1e-9) || !near(with[2], without[1], 1e-3) {
		t.Errorf("bounds %v with and %v without", with, without)
	}
}

func TestGroupSequentialBoundsRefuses(t *testing.T) {
	for _, c := range []struct {
		fractions    []float64
		alpha, power float64
	}{
		{[]float64{0, 1}, 0.05, 2},
		{[]float64{0.5, 0.5}, 0.05, 2},
		{[]float64{0.5, 0.4}, 0.05, 2},
		{[]float64{0.5, 1.1}, 0.05, 2},
		{[]float64{math.NaN()}, 0.05, 2},
		{[]float64{0.5, 0.5 + 1e-9}, 0.05, 2},
		{make([]float64, 1001), 0.05, 2},
		{[]float64{1}, 0, 2},
		{[]float64{1}, 1, 2},
		{[]float64{1}, math.NaN(), 2},
		{[]float64{1}, 0.05, 0},
	} {
		if b, err := GroupSequentialBounds(c.fractions, c.alpha, c.power); err == nil {
			t.Errorf("%.3v alpha %v power %v: bounds %v", c.fractions, c.alpha, c.power, b)
		}
	}
}

// P(B > A) for small counts, summed exactly: with the integer parameters
// a = x+1, b = y+1 it is Σᵢ<aB B(aA+i, bA+bB) / ((bB+i) B(1+i, bB) B(aA, bA)).
func exactBeats(a, b Group) float64 {
	lbeta := func(p, q float64) float64 {
		x, _ := math.Lgamma(p)
		y, _ := math.Lgamma(q)
		z, _ := math.Lgamma(p + q)
		return x + y - z
	}
	aA, bA := float64(a.Conversions+1), float64(a.Sessions-a.Conversions+1)
	bB := float64(b.Sessions - b.Conversions + 1)
	sum := 0.0
	for i := range b.Conversions + 1 {
		i := float64(i)
		sum += math.Exp(lbeta(aA+i, bA+bB)-lbeta(1+i, bB)-lbeta(aA, bA)) / (bB + i)
	}
	return sum
}

func TestBestVariant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawGroup(t, "a"), drawGroup(t, "b")
		p := BestVariant([]Group{a, b})
		if want := exactBeats(a, b); !near(p[1].Best, want, 1e-9) {
			t.Fatalf("%v %v: P(B best) is %v, want %v", a, b, p[1].Best, want)
		}
		if !near(p[0].Best+p[1].Best, 1, 1e-9) {
			t.Fatalf("%v %v: probabilities %v", a, b, p)
		}
		// E[max] - E[A] less E[max] - E[B] is E[B] - E[A].
		mean := func(g Group) float64 { return float64(g.Conversions+1) / float64(g.Sessions+2) }
		if !near(p[0].Loss-p[1].Loss, mean(b)-mean(a), 1e-9) {
			t.Fatalf("%v %v: losses %v", a, b, p)
		}
		m := BestVariant([]Group{b, a})
		if !near(m[0].Best, p[1].Best, 1e-12) || !near(m[1].Loss, p[0].Loss, 1e-12) {
			t.Fatalf("%v %v: no mirror, %v and %v", a, b, p, m)
		}
	})
	if p := BestVariant(nil); len(p) != 0 {
		t.Errorf("of no variants: %v", p)
	}
}

// The highest of k uniform rates is k/(k+1) on average.
func TestLossWithoutData(t *testing.T) {
	for k := 1; k <= 5; k++ {
		want := float64(k)/float64(k+1) - 0.5
		for _, p := range BestVariant(make([]Group, k)) {
			if !near(p.Loss, want, 1e-12) || !near(p.Best, 1/float64(k), 1e-12) {
				t.Errorf("%d variants without data: %+v, want a loss of %v", k, p, want)
			}
		}
	}
}

func TestBestOfManySessions(t *testing.T) {
	// With a hundred million sessions each, the normal approximation is exact
	// to five digits.
	a, b := Group{10_000_000, 100_000_000}, Group{10_004_000, 100_000_000}
	p := BestVariant([]Group{a, b})
	z := (b.rate() - a.rate()) / unpooledSE(a.rate(), 1e8, b.rate(), 1e8)
	if want := 1 - upperTail(z); math.Abs(p[1].Best-want) > 1e-5 {
		t.Errorf("P(B best) is %v, want %v", p[1].Best, want)
	}
}
