package store

import (
	"cmp"
	"slices"
)

// place is a place in the order of an index.
type place struct {
	key uint64 // by which most of them differ
	i   int32
}

// fewPlaces are sorted by comparing them.
const fewPlaces = 24

// sortPlaces sorts places by their keys, and those of equal keys by compare. They
// are dealt out by one byte of the key after the other, which takes a sixth of the
// time of comparing them, and no memory.
func sortPlaces(list []place, compare func(x, y place) int) {
	dealPlaces(list, 56, func(x, y place) int {
		if x.key != y.key {
			return cmp.Compare(x.key, y.key)
		}
		return compare(x, y)
	})
}

// dealPlaces sorts places whose keys agree above the byte at a shift.
func dealPlaces(list []place, shift int, compare func(x, y place) int) {
	if len(list) <= fewPlaces || shift < 0 {
		slices.SortFunc(list, compare)
		return
	}
	var ends [256]int
	for _, p := range list {
		ends[byte(p.key>>shift)]++
	}
	var next [256]int // where the next one of each byte belongs
	at := 0
	for b, n := range ends {
		next[b], ends[b] = at, at+n
		at += n
	}
	from := 0
	for b, end := range ends {
		for next[b] < end {
			p := &list[next[b]]
			if to := byte(p.key >> shift); int(to) != b {
				*p, list[next[to]] = list[next[to]], *p
				next[to]++
			} else {
				next[b]++
			}
		}
		if end-from > 1 {
			dealPlaces(list[from:end], shift-8, compare)
		}
		from = end
	}
}
