package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Snippet is the piece of a text around what was found in it.
type Snippet struct {
	Text    string // with an ellipsis where it was cut
	Matches []Span // in Text, in bytes
}

// Snippet cuts about limit characters out of text, those around the first match
// and as many others as fit; the beginning if there is none. Words stay whole
// where they are short.
func (m *Matcher) Snippet(text string, limit int) Snippet {
	spans := m.Spans(text)
	start := 0
	if len(spans) > 0 {
		start = back(text, spans[0].Start, limit/4)
	}
	end := forward(text, start, limit)
	if whole := forward(text, end, 1); whole >= len(text) {
		end = len(text)
	}
	start = min(start, back(text, start, limit-utf8.RuneCountInString(text[start:end])))
	s := Snippet{}
	cut := text[start:end]
	trimmed := strings.TrimLeftFunc(cut, unicode.IsSpace)
	start += len(cut) - len(trimmed)
	trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace)
	if strings.TrimSpace(text[:start]) != "" {
		s.Text = "…"
	}
	for _, at := range spans {
		if at.Start < start || at.Start >= start+len(trimmed) {
			continue
		}
		s.Matches = append(s.Matches, Span{len(s.Text) + at.Start - start, len(s.Text) + min(at.End-start, len(trimmed))})
	}
	s.Text += trimmed
	if start+len(trimmed) < len(strings.TrimRightFunc(text, unicode.IsSpace)) {
		s.Text += "…"
	}
	return s
}

// slack is how far an end moves to keep a word whole.
const slack = 12

// back goes n characters back from at, and on to the start of the word there.
func back(text string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	for i, tries := at, 0; i > 0 && tries < slack; tries++ {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if unicode.IsSpace(r) {
			return i
		}
		if i -= size; i == 0 {
			return 0
		}
	}
	return at
}

// forward goes n characters on from at, and back to the end of the word there.
func forward(text string, at, n int) int {
	from := at
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	if at == len(text) {
		return at
	}
	for i, tries := at, 0; i > from && tries < slack; tries++ {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if unicode.IsSpace(r) {
			return i - size
		}
		i -= size
	}
	return at
}

// Marked returns the text of a snippet with each match between open and close,
// all of it passed through clean.
func (s Snippet) Marked(open, close string, clean func(string) string) string {
	var b strings.Builder
	at := 0
	for _, m := range s.Matches {
		b.WriteString(clean(s.Text[at:m.Start]) + open + clean(s.Text[m.Start:m.End]) + close)
		at = m.End
	}
	return b.String() + clean(s.Text[at:])
}

// Run returns how many bytes from at on are of one kind, matched or not, and
// which: at least one of the text that is left.
func (s Snippet) Run(at int) (n int, match bool) {
	for _, m := range s.Matches {
		switch {
		case at < m.Start:
			return m.Start - at, false
		case at < m.End:
			return m.End - at, true
		}
	}
	return len(s.Text) - at, false
}
