package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CSV makes s harmless as a text cell of a CSV file; quoting is left to the
// writer. A cell that a spreadsheet could take for a formula gets a leading
// apostrophe, as OWASP advises: one whose first character is TAB, CR or LF, or,
// after spaces and invisible characters, one of = + - @ or of their full-width
// forms. So that UnguardCSV can tell, a text that already begins with
// apostrophes before such a character gets one more. NUL is removed, other
// control characters except TAB, CR and LF become visible as in Terminal, and
// invalid UTF-8 becomes U+FFFD: these changes are not undone.
//
// Numbers that chatcops renders are never passed through it.
func CSV(s string) string {
	if !isPlain(s) {
		s = printable(s)
	}
	if isFormula(s) {
		return "'" + s
	}
	return s
}

// UnguardCSV removes the apostrophe that CSV put in front of a cell. Cells without one come back as they are.
func UnguardCSV(s string) string {
	if strings.HasPrefix(s, "'") && isFormula(s) {
		return s[1:]
	}
	return s
}

// isFormula reports whether s, apart from leading apostrophes, could be taken for a formula.
func isFormula(s string) bool {
	s = strings.TrimLeft(s, "'")
	if s == "" {
		return false
	}
	switch s[0] {
	case '\t', '\r', '\n':
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	switch r, _ := utf8.DecodeRuneInString(s); r {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠':
		return true
	}
	return false
}

// printable removes NUL and makes other control characters and invalid UTF-8 visible.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 0:
			return -1
		case '\t', '\r', '\n':
			return r
		}
		return visible(r)
	}, s)
}
