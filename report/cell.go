package report

import (
	"math"
	"strconv"
	"time"

	"chatcops/internal/safe"
)

// Cell is one value of a table, held exactly and printed for its reader. The
// zero Cell is undefined: a dash for people, empty for machines. So is every
// cell made from a number that is not finite or from the zero time.
type Cell struct {
	kind    kind
	noise   bool      // of a change: not significant
	doubt   bool      // rests on too little, see Doubtful
	better  Direction // of a change
	unit    Unit
	text    string
	a, b    float64
	n, of   int64
	instant time.Time
}

type kind uint8

const (
	undefined kind = iota
	textual
	word
	boolean
	integer
	fraction
	number
	interval
	change
	drawing
	spread
	pvalue
	instant
)

// Direction says which way a quantity is better.
type Direction int8

// The directions of a quantity.
const (
	Lower   Direction = -1
	Neither Direction = 0
	Higher  Direction = 1
)

// Text is text from people: cleaned for its target, shortened if the terminal is narrow.
func Text(s string) Cell { return Cell{kind: textual, text: s} }

// Word is text of our own, printed as it is.
func Word(s string) Cell { return Cell{kind: word, text: s} }

// Bool prints yes or no; for machines true or false.
func Bool(b bool) Cell {
	c := Cell{kind: boolean}
	if b {
		c.n = 1
	}
	return c
}

// Int is a whole number.
func Int(n int64) Cell { return Cell{kind: integer, n: n} }

// Of is a numerator with its denominator: 48 of 200. CSV is better served by a
// column for each.
func Of(numerator, denominator int64) Cell {
	return Cell{kind: fraction, n: numerator, of: denominator}
}

// Number is a quantity of a unit.
func Number(v float64, u Unit) Cell {
	if !finite(v) {
		return Cell{}
	}
	return Cell{kind: number, a: v, unit: u}
}

// Interval is the range from low to high: 18.6–30.4%; for machines low..high.
// CSV is better served by a column for each end.
func Interval(low, high float64, u Unit) Cell {
	if !finite(low) || !finite(high) {
		return Cell{}
	}
	return Cell{kind: interval, a: low, b: high, unit: u}
}

// Change is the difference from an earlier value to a later one. A significant
// one is marked ▲ or ▼ (on a terminal with colour, green where the quantity got
// better and red where it got worse), any other by ~.
func Change(difference float64, u Unit, better Direction, significant bool) Cell {
	if !finite(difference) {
		return Cell{}
	}
	return Cell{kind: change, a: difference, unit: u, better: better, noise: !significant}
}

// Doubtful marks, for people, a cell that rests on too little: * behind it.
func (c Cell) Doubtful() Cell {
	c.doubt = c.kind != undefined
	return c
}

// Spread is the interval of a change, signed as a change is: −1.2 to +3.4pp.
func Spread(low, high float64, u Unit) Cell {
	c := Interval(low, high, u)
	if c.kind == interval {
		c.kind = spread
	}
	return c
}

// PValue is the p of a test: 0.034, or <0.001.
func PValue(p float64) Cell {
	c := Number(p, Decimal(3))
	if c.kind == number {
		c.kind = pvalue
	}
	return c
}

// Instant is a point in time, printed in its own timezone; for machines RFC 3339.
func Instant(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	return Cell{kind: instant, instant: t}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// people is the cell as a person reads it; clean neutralises text from people.
func (c Cell) people(clean func(string) string) string {
	if c.doubt {
		c.doubt = false
		return c.people(clean) + "*"
	}
	switch c.kind {
	case textual:
		return clean(c.text)
	case word, drawing:
		return c.text
	case boolean:
		return [...]string{"no", "yes"}[c.n]
	case integer:
		return signedInt(c.n)
	case fraction:
		return signedInt(c.n) + " of " + signedInt(c.of)
	case number:
		return c.unit.format(c.a)
	case interval:
		return c.unit.formatSpan(c.a, c.b)
	case change:
		return c.mark() + " " + c.unit.formatChange(c.a)
	case spread:
		return c.unit.formatChange(c.a) + " to " + c.unit.formatChange(c.b)
	case pvalue:
		if c.a < 0.001 {
			return "<0.001"
		}
		return c.unit.format(c.a)
	case instant:
		return c.instant.Format("2006-01-02 15:04:05")
	default:
		return "–"
	}
}

// Shown is the cell as a terminal shows it where there is room.
func (c Cell) Shown() string { return c.people(safe.Terminal) }

// appendMachine appends the exact value.
func (c Cell) appendMachine(b []byte) []byte {
	switch c.kind {
	case textual:
		return append(b, safe.CSV(c.text)...)
	case word:
		return append(b, c.text...)
	case boolean:
		return strconv.AppendBool(b, c.n == 1)
	case integer:
		return strconv.AppendInt(b, c.n, 10)
	case fraction:
		b = append(strconv.AppendInt(b, c.n, 10), " of "...)
		return strconv.AppendInt(b, c.of, 10)
	case number, change, pvalue:
		return appendNumber(b, c.a)
	case interval, spread:
		return appendNumber(append(appendNumber(b, c.a), ".."...), c.b)
	case instant:
		return c.instant.AppendFormat(b, time.RFC3339Nano)
	default:
		return b
	}
}

// appendNumber writes the shortest text that reads back as v, with an exponent
// only where encoding/json has one, so that CSV and JSON agree.
func appendNumber(b []byte, v float64) []byte {
	format := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(b, v, format, -1, 64)
}

func (c Cell) mark() string {
	switch {
	case c.noise:
		return "~"
	case c.a > 0:
		return "▲"
	case c.a < 0:
		return "▼"
	default:
		return "="
	}
}

// progress tells whether a change is for the better, for the worse or neither.
func (c Cell) progress() Direction {
	switch {
	case c.kind != change || c.noise || c.a == 0:
		return Neither
	case c.a > 0:
		return c.better
	default:
		return -c.better
	}
}

// Figure is a number in prose, its thousands set apart.
func Figure(n int64) string { return signedInt(n) }

// Things is a number of things in prose: 1 session, 15,000 sessions. The plural
// of what takes an s.
func Things(n int64, what string) string {
	if n != 1 {
		what += "s"
	}
	return Figure(n) + " " + what
}

func signedInt(n int64) string {
	if n < 0 {
		return minus + group(strconv.FormatUint(-uint64(n), 10))
	}
	return group(strconv.FormatInt(n, 10))
}
