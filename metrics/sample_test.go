package metrics

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSampleKeepsAllValues(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{0, 1, firstPiece, firstPiece + 1, 5 * largePiece, 5*largePiece + 1} {
		var left, right sample
		var want []int64
		for i := range n {
			x := r.Int64N(1e9)
			want = append(want, x)
			if i%3 == 0 {
				left.add(x)
			} else {
				right.add(x)
			}
		}
		before := slices.Clone(right.last)
		left.merge(&right)
		left.sort()
		slices.Sort(want)
		if !slices.Equal(left.sorted(), want) {
			t.Errorf("%d values are not %d sorted ones", n, len(left.sorted()))
		}
		if !slices.Equal(right.last, before) {
			t.Errorf("sorting %d merged values moved those of the other sample", n)
		}
	}
}

// Samples of this size are sorted at the same time.
func TestLargeSamples(t *testing.T) {
	facts := someFacts(50_000)
	whole := collect(t, Query{}, data{facts: facts})
	left, right := collect(t, Query{}, data{facts: facts[:20_000]}), collect(t, Query{}, data{facts: facts[20_000:]})
	left.Merge(right)
	want := result(t, whole).Values
	for i, v := range result(t, left).Values {
		if v.Value == nil && want[i].Value == nil {
			continue // the facts have no feedback
		}
		if *v.Value != *want[i].Value || v.Low != nil && (*v.Low != *want[i].Low || *v.High != *want[i].High) {
			t.Errorf("%s in two parts: %g, at once %g", v.Name, *v.Value, *want[i].Value)
		}
	}
}
