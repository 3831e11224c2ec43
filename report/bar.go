package report

import (
	"math"
	"strings"
)

// barWidth is how many columns the longest bar takes.
const barWidth = 16

// eighths are parts of a block from one to seven eighths.
const eighths = "▏▎▍▌▋▊▉"

// drawBar draws v against most, to an eighth of a column; what is there at all
// shows at least as the thinnest line.
func drawBar(v, most float64) string {
	if v <= 0 || most <= 0 {
		return ""
	}
	n := max(1, int(math.Round(min(1, v/most)*barWidth*8)))
	text := strings.Repeat("█", n/8)
	if part := n % 8; part > 0 {
		text += string([]rune(eighths)[part-1])
	}
	return text
}
