package safe

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// TerminalWriter makes harmless what CSV keeps for programs when it is shown on
// a terminal instead: what reorders or hides text is left out, and a carriage
// return that ends no line becomes visible. Escape sequences pass, for the other
// doors have left only our own.
type TerminalWriter struct {
	w    io.Writer
	rest []byte // an unfinished character or end of a line
}

// NewTerminalWriter returns a writer to the terminal w. Flush must end it.
func NewTerminalWriter(w io.Writer) *TerminalWriter { return &TerminalWriter{w: w} }

// Write writes p, but for what may belong together with what follows.
func (t *TerminalWriter) Write(p []byte) (int, error) {
	text := append(t.rest, p...)
	end := len(text)
	for end > 0 && len(text)-end < utf8.UTFMax && !utf8.RuneStart(text[end-1]) {
		end--
	}
	if end > 0 && !utf8.FullRune(text[end-1:]) {
		end--
	} else {
		end = len(text)
	}
	if end > 0 && text[end-1] == '\r' {
		end--
	}
	err := t.put(text[:end])
	t.rest = bytes.Clone(text[end:])
	return len(p), err
}

// Flush writes the rest.
func (t *TerminalWriter) Flush() error {
	rest := t.rest
	t.rest = nil
	return t.put(rest)
}

func (t *TerminalWriter) put(text []byte) error {
	ascii := func(r rune) bool { return r >= utf8.RuneSelf || r == '\r' }
	if !bytes.ContainsFunc(text, ascii) {
		_, err := t.w.Write(text)
		return err
	}
	shown := strings.ReplaceAll(string(text), "\r\n", "\n")
	shown = strings.Map(func(r rune) rune {
		switch {
		case isHidden(r):
			return -1
		case r == '\r' || r > 0x7f && r < 0xa0:
			return visible(r)
		}
		return r
	}, shown)
	_, err := io.WriteString(t.w, shown)
	return err
}
