// Package safe is the one door through which text written by people enters the
// output. Each target has a function that makes the text harmless there:
// Terminal and TerminalBlock (also for what is drawn, as in PDF), CSV, Markdown.
// HTML is escaped by html/template.
// Redactor replaces personal data by placeholders. Names, numbers and money that
// chatcops makes itself need none of this.
package safe

import (
	"strings"
	"unicode/utf8"
)

// Terminal makes s harmless as one line on a terminal. Line breaks and tabs
// become spaces; other control characters become visible (ESC is shown as ␛, so
// that no escape sequence remains), C1 controls and invalid UTF-8 become U+FFFD.
// Invisible characters that reorder or hide text are removed: bidirectional
// embeddings, overrides and isolates, zero-width spaces, soft hyphens, tags.
// What scripts and emoji need stays: joiners, direction marks, variation
// selectors. Terminal(Terminal(s)) is Terminal(s).
func Terminal(s string) string {
	if isPlain(s) {
		return s
	}
	return clean(s, " ", " ")
}

// TerminalBlock does the same for a text of several lines: line breaks of all
// kinds become \n, tabs four spaces.
func TerminalBlock(s string) string {
	if isPlain(s) {
		return s
	}
	return clean(s, "\n", "    ")
}

// isPlain reports whether s is of printable ASCII only.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func clean(s, lineBreak, tab string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c <= '~' {
			b.WriteByte(c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"): // the \n breaks the line
		case r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteString(lineBreak)
		case r == '\t':
			b.WriteString(tab)
		case isHidden(r):
		default:
			b.WriteRune(visible(r))
		}
		i += size
	}
	return b.String()
}

// visible replaces a control character by its picture, or by U+FFFD where Unicode has none.
func visible(r rune) rune {
	switch {
	case r < ' ':
		return '␀' + r
	case r == 0x7f:
		return '␡'
	case r > 0x7f && r < 0xa0:
		return utf8.RuneError
	}
	return r
}

// isHidden reports whether r is invisible and reorders or hides other text.
func isHidden(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == 0xad, // soft hyphen
		r == 0x034f,                  // grapheme joiner
		r == 0x180e,                  // Mongolian vowel separator
		r == 0x200b,                  // zero-width space
		r >= 0x202a && r <= 0x202e,   // embeddings and overrides
		r >= 0x2060 && r <= 0x206f,   // word joiner, invisible operators, isolates, deprecated controls
		r == 0xfeff,                  // byte order mark
		r >= 0xfff9 && r <= 0xfffb,   // interlinear annotation
		r >= 0xe0000 && r <= 0xe0fff: // tags and supplementary variation selectors
		return true
	}
	return false
}
