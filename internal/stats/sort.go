package stats

import "slices"

// radixFrom is the length from which the radix sort beats the comparing one.
const radixFrom = 1 << 10

// digitBits is the length of a digit of the radix sort.
const digitBits = 11

// Sort sorts a sample in place: by comparison when it is short, else by radix,
// one digit after the other, of the distances from the least value.
func Sort(v []int64) {
	if len(v) < radixFrom {
		slices.Sort(v)
		return
	}
	least, most := v[0], v[0]
	for _, x := range v {
		least, most = min(least, x), max(most, x)
	}
	from, to := v, make([]int64, len(v))
	for shift := 0; (uint64(most)-uint64(least))>>shift != 0; shift += digitBits {
		var ends [1 << digitBits]int
		for _, x := range from {
			ends[(uint64(x)-uint64(least))>>shift&(1<<digitBits-1)]++
		}
		at := 0
		for i, n := range ends {
			ends[i], at = at, at+n
		}
		for _, x := range from {
			digit := (uint64(x) - uint64(least)) >> shift & (1<<digitBits - 1)
			to[ends[digit]] = x
			ends[digit]++
		}
		from, to = to, from
	}
	if &from[0] != &v[0] {
		copy(v, from)
	}
}
