package jsondoc

import "math"

// parseInt reads a valid JSON number exactly. ok is false if it is not whole
// or does not fit in an int64.
func parseInt(b []byte) (n int64, ok bool) {
	negative := b[0] == '-'
	if negative {
		b = b[1:]
	}
	var (
		m       uint64 // the digits up to the last that is not zero
		zeros   int64  // the zeros after them
		decimal int64  // digits after the decimal point
		power   int64  // the exponent
	)
	inFraction := false
scan:
	for i, c := range b {
		switch c {
		case '.':
			inFraction = true
			continue
		case 'e', 'E':
			power = parseExponent(b[i+1:])
			break scan
		}
		if inFraction {
			decimal++
		}
		if zeros++; c == '0' {
			continue
		}
		if m, ok = timesTen(m, zeros, uint64(c-'0')); !ok {
			return 0, false
		}
		zeros = 0
	}
	if m == 0 {
		return 0, true
	}
	scale := zeros + power - decimal
	if scale < 0 {
		return 0, false
	}
	if m, ok = timesTen(m, scale, 0); !ok {
		return 0, false
	}
	if negative {
		return int64(-m), m <= 1<<63
	}
	return int64(m), m <= math.MaxInt64
}

// timesTen returns m times ten to the power of n, plus d less than ten; ok is
// false if that exceeds 2⁶³ and more.
func timesTen(m uint64, n int64, d uint64) (product uint64, ok bool) {
	for ; n > 0 && m != 0; n-- {
		if m > 1<<63/10 {
			return 0, false
		}
		m *= 10
	}
	return m + d, true
}

// parseExponent reads a valid exponent, without its e; one too large for any
// document's digits to make up for is cut down.
func parseExponent(b []byte) int64 {
	negative := b[0] == '-'
	if b[0] == '-' || b[0] == '+' {
		b = b[1:]
	}
	var n int64
	for _, c := range b {
		n = min(n*10+int64(c-'0'), 1<<40)
	}
	if negative {
		return -n
	}
	return n
}
