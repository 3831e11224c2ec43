package scoring

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// addressPattern is the expression of the goal email_captured. Its matches are
// found without it, many times faster.
const addressPattern = `[\pL\pN._%+-]*[\pL\pN_%+-]@[\pL\pN](?:[\pL\pN.-]*[\pL\pN])?\.\pL{2,}`

// findAddress returns where the first match of addressPattern in text begins and
// ends; ok is false if there is none.
func findAddress(text string) (from, to int, ok bool) {
	for at := next(text, '@', 0); at < len(text); at = next(text, '@', at+1) {
		if at == 0 || text[at-1] == '.' {
			continue
		}
		from = at - len(lastRun(text[:at], "._%+-"))
		if n := domain(text[at+1:]); n > 0 && from < at {
			return from, at + 1 + n, true
		}
	}
	return 0, 0, false
}

// lastRun returns the longest end of a text of letters, digits and some marks.
func lastRun(text, marks string) string {
	i := len(text)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		if !isLetterOrDigit(r) && !isOneOf(r, marks) {
			break
		}
		i -= n
	}
	return text[i:]
}

// domain returns the length of the domain that a text begins with, 0 if there is
// none. What stands behind its last dot is letters, two at least.
func domain(text string) int {
	end := 0
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !isLetterOrDigit(r) && (end == 0 || r != '.' && r != '-') {
			break
		}
		end += n
	}
	for dot := strings.LastIndexByte(text[:end], '.'); dot > 0; dot = strings.LastIndexByte(text[:dot], '.') {
		if before := text[dot-1]; before == '.' || before == '-' {
			continue
		}
		letters, n := 0, dot+1
		for n < end {
			r, size := utf8.DecodeRuneInString(text[n:])
			if !isLetter(r) {
				break
			}
			letters, n = letters+1, n+size
		}
		if letters >= 2 {
			return n
		}
	}
	return 0
}

func isOneOf(r rune, marks string) bool {
	return r < utf8.RuneSelf && strings.IndexByte(marks, byte(r)) >= 0
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r)
}

func isLetterOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || isLetter(r) || r >= utf8.RuneSelf && unicode.IsNumber(r)
}
