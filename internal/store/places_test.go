package store

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Places are sorted as by comparing them, whatever bytes their keys share.
func TestSortPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		mask := rapid.SampledFrom([]uint64{0, 3, 0xff, 0xffff, 0xff << 56, 0xff00ff00ff00ff00, 1<<64 - 1}).Draw(t, "mask")
		list := make([]place, rapid.SampledFrom([]int{0, 1, fewPlaces, fewPlaces + 1, 3000, 100_000}).Draw(t, "places"))
		for i := range list {
			list[i] = place{r.Uint64() & mask, int32(i)}
		}
		tie := func(x, y place) int { return cmp.Compare(x.i, y.i) }
		want := slices.Clone(list)
		slices.SortFunc(want, func(x, y place) int { return cmp.Or(cmp.Compare(x.key, y.key), tie(x, y)) })
		sortPlaces(list, tie)
		if !slices.Equal(list, want) {
			t.Fatal("they are in another order")
		}
	})
}

func BenchmarkSortPlaces(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]place, 100_000)
	for b.Loop() {
		for i := range list {
			list[i] = place{r.Uint64(), int32(i)}
		}
		sortPlaces(list, func(x, y place) int { return cmp.Compare(x.i, y.i) })
	}
}
