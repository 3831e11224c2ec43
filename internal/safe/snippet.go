package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Snippet shortens s to at most limit runes, an ellipsis in place of what is cut
// off. It cuts between characters as people see them: an accent, a joined
// emoji, a flag or a syllable of Hangul stays whole or goes. It does not clean:
// call it on cleaned text.
func Snippet(s string, limit int) string {
	if len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s
	}
	if limit <= 0 {
		return ""
	}
	cut, runes, flags := 0, 0, 0
	var before rune
	for i, r := range s {
		if !continues(before, r, flags) {
			cut = i
		}
		if runes == limit-1 {
			break
		}
		if isFlagLetter(r) {
			flags++
		} else {
			flags = 0
		}
		before = r
		runes++
	}
	return strings.TrimRightFunc(s[:cut], unicode.IsSpace) + "…"
}

const zeroWidthJoiner = '\u200d'

// continues reports whether r belongs to the same character as the rune before
// it: the rules of UAX #29 that matter in chats. flags is the number of letters
// of flags directly before r.
func continues(before, r rune, flags int) bool {
	switch {
	case unicode.IsMark(r), r == zeroWidthJoiner, r == '\u200c':
		return true
	case before == zeroWidthJoiner:
		return true
	case r >= 0x1f3fb && r <= 0x1f3ff: // skin tones
		return true
	case isFlagLetter(r):
		return flags%2 == 1
	case r >= 0x1160 && r <= 0x11ff: // vowels and finals of Hangul
		return true
	}
	return false
}

func isFlagLetter(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
