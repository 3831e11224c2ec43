package fonts

import (
	"strings"

	"chatcops/internal/safe"
)

// Clean makes text from people fit to be laid out: valid UTF-8 without control
// characters and without invisible ones that reorder text. Line breaks stay.
// Selectors and skin tones, for which the fonts have no glyphs, go.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF {
			return -1
		}
		return r
	}, safe.TerminalBlock(s))
}

// rightToLeft reports whether r is of a script that runs from right to left.
func rightToLeft(r rune) bool {
	return r >= 0x590 && r <= 0x8FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFE
}

// plain reports whether text needs neither another font nor shaping.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return plainRunes(s)
		}
	}
	return true
}

func plainRunes(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x300, r >= 0x370 && r < 0x530, r >= 0x1E00 && r <= 0x2044 && r != 0x203C && (r < 0x200B || r > 0x200F), r == '€', r == '−', r == '≤', r == '≥':
		default:
			return false
		}
	}
	return true
}
