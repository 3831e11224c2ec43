package metrics

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"chatcops/internal/chat"
)

// Starts come back by user and time, however many there are and whoever has them.
func TestUserLogGathers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for name, user := range map[string]func() uint64{
		"many users": func() uint64 { return r.Uint64() },
		"a few":      func() uint64 { return 1 + r.Uint64N(5) },
		"one":        func() uint64 { return 7 },
		"alike":      func() uint64 { return (1 + r.Uint64N(900)) << 50 },
	} {
		for _, n := range []int{0, 1, 40, 5000, 60_000} {
			var logs [3]userLog
			var want []start
			keys := map[uint64]int64{}
			for range n {
				key := user()
				s := start{user: scatter(key), at: r.Int64N(1000), cells: [2]int32{r.Int32N(3), 0}}
				if r.IntN(9) == 0 {
					s.at = int64(chat.NoTime)
				}
				logs[r.IntN(len(logs))].add(s)
				want = append(want, s)
				first := int64(neverSeen)
				if known, ok := keys[key]; ok {
					first = known
				}
				if s.at != int64(chat.NoTime) {
					first = min(first, s.at)
				}
				keys[key] = first
			}
			l := &logs[0]
			l.gather() // what was gathered before is merged too
			stay := [2][]int32{{0, 1, 2}, nil}
			l.merge(&logs[1], stay)
			l.merge(&logs[2], stay)
			l.gather()
			var got []start
			users := 0
			firsts := map[uint64]int64{}
			l.each(func(own []start) {
				users++
				firsts[own[0].user] = firstOf(own)
				got = append(got, own...)
			})
			byAll := func(a, b start) int {
				return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.at, b.at), cmp.Compare(a.cells[0], b.cells[0]))
			}
			if !slices.IsSortedFunc(got, func(a, b start) int { return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.at, b.at)) }) {
				t.Fatalf("%s, %d: not in order", name, n)
			}
			slices.SortFunc(want, byAll)
			slices.SortFunc(got, byAll)
			if !slices.Equal(got, want) || users != len(keys) {
				t.Fatalf("%s: %d starts of %d users, want %d of %d", name, len(got), users, len(want), len(keys))
			}
			for key, first := range keys {
				if at := firsts[scatter(key)]; at != first {
					t.Fatalf("%s, %d: user %d was first seen at %d, want %d", name, n, key, at, first)
				}
			}
		}
	}
}

// A merge tells where the cells of the other log went.
func TestUserLogMoves(t *testing.T) {
	var a, b userLog
	a.add(start{user: 1, at: 5, cells: [2]int32{1, 0}})
	b.add(start{user: 1, at: 6, cells: [2]int32{2, 1}})
	a.merge(&b, [2][]int32{{3, 4}, {9}})
	a.gather()
	a.each(func(own []start) {
		if want := []start{{1, 5, [2]int32{1, 0}}, {1, 6, [2]int32{5, 10}}}; !slices.Equal(own, want) {
			t.Errorf("%v, want %v", own, want)
		}
	})
}
