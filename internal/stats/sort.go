package stats

import "slices"

// radixFrom is the length from which the radix sort beats the comparing one.
const radixFrom = 1 << 10

// Sort sorts a sample in place: by comparison when it is short, else by radix,
// one byte after the other, leaving out the bytes that all the values share.
func Sort(v []int64) {
	if len(v) < radixFrom {
		slices.Sort(v)
		return
	}
	const flip = -1 << 63 // makes negative values sort before the others as bytes
	var counts [8][256]int
	for _, x := range v {
		u := uint64(x ^ flip)
		for b := range counts {
			counts[b][byte(u>>(8*b))]++
		}
	}
	from, to := v, make([]int64, len(v))
	for b := range counts {
		c := &counts[b]
		if c[byte(uint64(v[0]^flip)>>(8*b))] == len(v) {
			continue
		}
		at := 0
		for i, n := range c {
			c[i], at = at, at+n
		}
		for _, x := range from {
			digit := byte(uint64(x^flip) >> (8 * b))
			to[c[digit]] = x
			c[digit]++
		}
		from, to = to, from
	}
	if &from[0] != &v[0] {
		copy(v, from)
	}
}
