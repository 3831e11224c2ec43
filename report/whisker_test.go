package report

import (
	"math"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWhisker(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		scale               []float64
		low, estimate, high float64
		want                string
	}{
		{[]float64{-1, 1}, -0.5, 0, 0.5, "  ├─●─┤"},
		{[]float64{-1, 1}, -0.5, 0.25, 0.5, "  ├─┼●┤"},
		{[]float64{-1, 1}, 0.5, 0.75, 1, "    ┊ ├●┤"},
		{[]float64{-1, 1}, -1, -0.75, -0.5, "├●┤ ┊"},
		{[]float64{0, 1}, 0.5, 0.6, inf, "┊   ├●──▶"},
		{[]float64{0, 1}, -inf, 0.5, 1, "◀───●───┤"},
		{[]float64{0, 1}, 0, 0.5, 1, "├───●───┤"},
		{[]float64{0, 1}, 0.5, nan, 0.5, "┊   │"},
		{[]float64{0, 1}, nan, 0.5, nan, ""},
		{nil, 0, 0, 0, ""},
	} {
		var s Scale
		for _, v := range c.scale {
			s.Include(v)
		}
		if got := s.Whisker(c.low, c.estimate, c.high, 9); got != c.want {
			t.Errorf("%v on %v: %q, want %q", []float64{c.low, c.estimate, c.high}, c.scale, got, c.want)
		}
	}
}

// Whatever is drawn fits, and lies in its order.
func TestWhiskerFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Scale
		v := rapid.Float64Range(-1e9, 1e9)
		low := v.Draw(t, "low")
		high := rapid.Float64Range(low, 1e9).Draw(t, "high")
		s.Include(low)
		s.Include(high)
		s.Include(v.Draw(t, "other"))
		width := rapid.IntRange(3, 40).Draw(t, "width")
		if got := s.Whisker(low, (low+high)/2, high, width); utf8.RuneCountInString(got) > width || got == "" && (low != 0 || high != 0) {
			t.Fatalf("%q", got)
		}
	})
}

func TestSignedSpan(t *testing.T) {
	for _, c := range []struct {
		u         Unit
		low, high float64
		want      string
	}{
		{Share, -0.012, 0.034, "−1.2 to +3.4pp"}, {Relative, 0.012, 0.034, "+1.2 to +3.4%"}, {Seconds, -0.5, 90, "−500ms to +1m 30s"},
		{Relative, 0.1, math.Inf(1), "> +10.0%"}, {Relative, math.Inf(-1), -0.1, "< −10.0%"}, {Decimal(2), 1, 2, "+1.00 to +2.00"}, {Share, math.NaN(), math.NaN(), ""},
	} {
		if got := c.u.SignedSpan(c.low, c.high); got != c.want {
			t.Errorf("%v to %v: %q, want %q", c.low, c.high, got, c.want)
		}
	}
}
