package report

import (
	"math"
	"strings"
)

// eighths draw the last part of a bar.
var eighths = []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}

// Bar draws a share of 0 to 1 as a bar of at most so many columns, which is never
// shortened; of what is not nothing at least a sliver is seen. Programs see nothing.
func Bar(share float64, width int) Cell {
	if !(share > 0) {
		return Cell{kind: drawing}
	}
	n := max(1, int(math.Round(min(share, 1)*float64(width)*8)))
	return Cell{kind: drawing, text: strings.Repeat("█", n/8) + eighths[n%8]}
}
