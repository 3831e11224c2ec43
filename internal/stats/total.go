package stats

import (
	"math/big"
	"math/bits"
)

// Total is a sum of whole numbers or of products of two of them that neither
// rounds nor overflows, so that it does not depend on the order of its parts. It
// is a signed integer of 192 bits, lowest word first, in two's complement: 2⁶³
// products of two int64 fit. The zero value is 0.
type Total [3]uint64

// Add adds x.
func (t *Total) Add(x int64) {
	sign := uint64(x >> 63)
	var c uint64
	t[0], c = bits.Add64(t[0], uint64(x), 0)
	if sign+c != 0 { // once in very many values
		t[1], c = bits.Add64(t[1], sign, c)
		t[2], _ = bits.Add64(t[2], sign, c)
	}
}

// AddProduct adds x·y.
func (t *Total) AddProduct(x, y int64) {
	hi, lo := bits.Mul64(uint64(x), uint64(y))
	// The signed product's upper word (Warren, Hacker's Delight, 8-3).
	hi -= uint64(x>>63)&uint64(y) + uint64(y>>63)&uint64(x)
	var c uint64
	t[0], c = bits.Add64(t[0], lo, 0)
	t[1], c = bits.Add64(t[1], hi, c)
	t[2], _ = bits.Add64(t[2], uint64(int64(hi)>>63), c)
}

// Merge adds o.
func (t *Total) Merge(o *Total) {
	var c uint64
	t[0], c = bits.Add64(t[0], o[0], 0)
	t[1], c = bits.Add64(t[1], o[1], c)
	t[2], _ = bits.Add64(t[2], o[2], c)
}

// int64 returns the value if it fits.
func (t *Total) int64() (v int64, ok bool) {
	v = int64(t[0])
	sign := uint64(v >> 63)
	return v, t[1] == sign && t[2] == sign
}

// big returns the value as a big integer.
func (t *Total) big() *big.Int {
	if v, ok := t.int64(); ok {
		return big.NewInt(v)
	}
	abs, negative := *t, int64(t[2]) < 0
	if negative {
		var borrow uint64
		for i, word := range t {
			abs[i], borrow = bits.Sub64(0, word, borrow)
		}
	}
	r := new(big.Int).SetUint64(abs[2])
	r.Lsh(r, 64).Or(r, new(big.Int).SetUint64(abs[1]))
	r.Lsh(r, 64).Or(r, new(big.Int).SetUint64(abs[0]))
	if negative {
		r.Neg(r)
	}
	return r
}

// Float returns the nearest float64.
func (t *Total) Float() float64 {
	if v, ok := t.int64(); ok {
		return float64(v)
	}
	return nearest(t.big())
}

// nearest returns the float64 nearest to v.
func nearest(v *big.Int) float64 {
	f, _ := new(big.Float).SetInt(v).Float64()
	return f
}
