package demo

import "math/bits"

// rng is the SplitMix64 generator of Steele, Lea and Flood (OOPSLA 2014). It is
// spelled out here so that no change of a library can change the data.
type rng uint64

// golden is 2^64 divided by the golden ratio, the step of SplitMix64.
const golden = 0x9e3779b97f4a7c15

func (r *rng) next() uint64 {
	*r += golden
	return mix(uint64(*r))
}

// mix is the finaliser of SplitMix64, a bijection: distinct numbers stay distinct.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number in [0, n), 0 for n < 1.
func (r *rng) below(n int) int {
	if n < 1 {
		return 0
	}
	high, _ := bits.Mul64(r.next(), uint64(n))
	return int(high)
}

// chance is true in permille of a thousand cases.
func (r *rng) chance(permille int) bool { return r.below(1000) < permille }

// pick returns one of the choices, the zero value if there are none.
func pick[T any](r *rng, choices []T) (chosen T) {
	if len(choices) == 0 {
		return chosen
	}
	return choices[r.below(len(choices))]
}

// weighted returns an index with a probability in proportion to its weight.
func (r *rng) weighted(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	x := r.below(sum)
	for i, w := range weights {
		if x < w {
			return i
		}
		x -= w
	}
	return 0
}
