package stats

import (
	"math/bits"
	"slices"
)

// finestBits is how many leading bits of a value tell its bucket: values of one
// bucket differ by less than a thousandth.
const finestBits = 10

// bucketOf returns the bucket of a value that is not negative; buckets rise as
// values do.
func bucketOf(v int64) int {
	length := bits.Len64(uint64(v))
	return length<<finestBits | int(uint64(v)>>max(0, length-1-finestBits)&(1<<finestBits-1))
}

// Ranked finds order statistics of values that are not negative without sorting
// them all.
type Ranked struct {
	values Clusters // in any pieces
	counts []int64  // by bucket
}

// NewRanked counts values by buckets.
func NewRanked(values Clusters) *Ranked {
	r := &Ranked{values, make([]int64, 65<<finestBits)}
	for piece := range values {
		for _, v := range piece {
			r.counts[bucketOf(v)]++
		}
	}
	return r
}

// Ranks returns the order statistics of ranks, from 1 and ascending: only the
// buckets in which a rank lies are sorted.
func (r *Ranked) Ranks(ranks ...int64) []int64 {
	type stretch struct {
		before int64 // values in lower buckets
		values []int64
	}
	wanted := map[int]*stretch{}
	places := make([]*stretch, len(ranks))
	var before int64
	next := 0
	for bucket, n := range r.counts {
		for ; next < len(ranks) && ranks[next] <= before+n; next++ {
			if wanted[bucket] == nil {
				wanted[bucket] = &stretch{before: before, values: make([]int64, 0, n)}
			}
			places[next] = wanted[bucket]
		}
		before += n
	}
	chosen := make([]bool, len(r.counts))
	for bucket := range wanted {
		chosen[bucket] = true
	}
	for piece := range r.values {
		for _, v := range piece {
			if b := bucketOf(v); chosen[b] {
				wanted[b].values = append(wanted[b].values, v)
			}
		}
	}
	for _, s := range wanted {
		slices.Sort(s.values)
	}
	list := make([]int64, len(ranks))
	for i, rank := range ranks {
		list[i] = places[i].values[rank-places[i].before-1]
	}
	return list
}
