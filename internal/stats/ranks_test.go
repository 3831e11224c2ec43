package stats

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRanksAreThoseOfTheSortedValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Int64Range(0, 5), rapid.Int64Range(900_000, 1_100_000), rapid.Int64Min(0))
		clusters := rapid.SliceOfN(rapid.SliceOfN(value, 1, 6), 1, 40).Draw(t, "clusters")
		sorted := slices.Concat(clusters...)
		slices.Sort(sorted)
		n := int64(len(sorted))
		ranks := rapid.SliceOfN(rapid.Int64Range(1, n), 1, 4).Draw(t, "ranks")
		slices.Sort(ranks)
		for i, got := range NewRanked(slices.Values(clusters)).Ranks(ranks...) {
			if got != sorted[ranks[i]-1] {
				t.Fatalf("rank %d of %v is %d", ranks[i], sorted, got)
			}
		}
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		if sorted[n-1] < 1<<50 {
			near(t, "quantile", ClusterQuantile(NewRanked(slices.Values(clusters)), n, p), Quantile(sorted, p))
		}
	})
}

// Where every cluster has one value the interval is that of independent values,
// or wider; where values of a cluster are equal, it is as for so many clusters.
func TestClusterQuantileInterval(t *testing.T) {
	var single, doubled [][]int64
	var sorted []int64
	for i := range int64(200) {
		single, doubled = append(single, []int64{i}), append(doubled, []int64{i, i, i, i})
		sorted = append(sorted, i)
	}
	lo, hi, _ := QuantileInterval(sorted, 0.9, 0.05)
	q := Quantile(sorted, 0.9)
	l, h, ok := ClusterQuantileInterval(slices.Values(single), NewRanked(slices.Values(single)), 200, q, 0.9, 0.05)
	if !ok || l > lo || h < hi || lo-l > 3 || h-hi > 3 {
		t.Errorf("clusters of one: %d to %d, %v; independent values %d to %d", l, h, ok, lo, hi)
	}
	l4, h4, ok := ClusterQuantileInterval(slices.Values(doubled), NewRanked(slices.Values(doubled)), 800, q, 0.9, 0.05)
	if !ok || l4 > l+1 || h4 < h-1 {
		t.Errorf("clusters of four equal values: %d to %d, %v; of one %d to %d", l4, h4, ok, l, h)
	}
	if _, _, ok := ClusterQuantileInterval(slices.Values(single[:20]), NewRanked(slices.Values(single[:20])), 20, 18, 0.9, 0.05); ok {
		t.Error("20 values have an interval of p90")
	}
}

func TestWilsonOfIsWilsonForSingles(t *testing.T) {
	// 30 of 100 with the standard error of independent values: Wilson with t for z.
	e := (&PairSums{N: 100, Y: total(30), X: total(100), YY: total(30), XX: total(100), XY: total(30)}).Ratio()
	lo, hi, ok := WilsonOf(e, 0.05)
	wl, wh := Wilson(30, 100, 0.05)
	if !ok || lo > wl || hi < wh || wl-lo > 0.003 || hi-wh > 0.003 {
		t.Errorf("%g to %g, %v; Wilson %g to %g", lo, hi, ok, wl, wh)
	}
	for _, e := range []Estimate{{N: 1, Value: 0.5, SE: 0.1}, {N: 9, Value: 0.5}, {N: 9, Value: 1.2, SE: 0.1}, {N: 9, Value: 0, SE: 0}} {
		if _, _, ok := WilsonOf(e, 0.05); ok {
			t.Errorf("%+v has an interval", e)
		}
	}
}

func total(x int64) (t Total) {
	t.Add(x)
	return t
}
