package report

import (
	"math"
	"strings"
)

// Scale is what several whiskers are drawn on, so that they can be compared. It
// always shows 0.
type Scale struct{ low, high float64 }

// Include widens the scale to show a value; what is not finite needs no room.
func (s *Scale) Include(v float64) {
	if finite(v) {
		s.low, s.high = math.Min(s.low, v), math.Max(s.high, v)
	}
}

// Whisker draws an interval from low to high with its estimate, width characters
// wide: ├──●─┤, with ┊ where 0 is. An end that is infinite is an arrow. It is
// empty where there is nothing to draw.
func (s *Scale) Whisker(low, estimate, high float64, width int) string {
	if math.IsNaN(low) || math.IsNaN(high) || !(s.high > s.low) || width < 3 {
		return ""
	}
	at := func(v float64) int {
		share := math.Max(0, math.Min(1, (v-s.low)/(s.high-s.low)))
		return int(math.Round(share * float64(width-1)))
	}
	line := []rune(strings.Repeat(" ", width))
	from, to := at(low), at(high)
	for i := from; i <= to; i++ {
		line[i] = '─'
	}
	zero := at(0)
	line[zero] = '┊'
	if from < zero && zero < to {
		line[zero] = '┼'
	}
	line[from], line[to] = '├', '┤'
	if math.IsInf(low, -1) {
		line[from] = '◀'
	}
	if math.IsInf(high, 1) {
		line[to] = '▶'
	}
	if from == to {
		line[from] = '│'
	}
	if finite(estimate) {
		line[at(estimate)] = '●'
	}
	return strings.TrimRight(string(line), " ")
}
