package jsondoc

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// chunkSize is what decoded strings are allocated in, to spare the garbage
// collector; a string of a quarter of it and more gets its own allocation.
const chunkSize = 32 << 10

// text returns the content of a string node.
func (p *Parser) text(n *node) string {
	s := alias(p.doc[n.start+1 : n.end-1])
	if n.tag.plain() || n.tag&hasEscape == 0 && utf8.ValidString(s) {
		return s
	}
	valid := true
	p.scratch, valid = decode(p.scratch[:0], s)
	p.mended = p.mended || !valid
	return p.keep(p.scratch)
}

// keyIs reports whether the content of a string node is key.
func (p *Parser) keyIs(n *node, key string) bool {
	s := p.doc[n.start+1 : n.end-1]
	if n.tag&hasEscape == 0 && string(s) == key {
		return n.tag.plain() || utf8.Valid(s)
	}
	if n.tag.plain() {
		return false
	}
	p.scratch, _ = decode(p.scratch[:0], alias(s))
	return string(p.scratch) == key
}

// keep returns a copy of b that lasts.
func (p *Parser) keep(b []byte) string {
	if len(b) >= chunkSize/4 {
		return string(b)
	}
	if cap(p.chunk)-len(p.chunk) < len(b) {
		p.chunk = make([]byte, 0, chunkSize)
	}
	start := len(p.chunk)
	p.chunk = append(p.chunk, b...)
	return alias(p.chunk[start:])
}

// decode appends the content of a valid string literal without its quotes:
// each invalid byte and each unpaired surrogate becomes U+FFFD. valid is false if
// there was an invalid byte.
func decode(dst []byte, s string) (text []byte, valid bool) {
	valid = true
	for {
		i := strings.IndexByte(s, '\\')
		part := s
		if i >= 0 {
			part = s[:i]
		}
		if utf8.ValidString(part) {
			dst = append(dst, part...)
		} else {
			dst, valid = appendMended(dst, part), false
		}
		if i < 0 {
			return dst, valid
		}
		r, n := decodeEscape(s[i:])
		dst = utf8.AppendRune(dst, r)
		s = s[i+n:]
	}
}

// decodeEscape returns the character of the escape at the start of s and the escape's length.
func decodeEscape(s string) (rune, int) {
	switch s[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r := hex4(s, 2)
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		if len(s) > 7 && s[6] == '\\' && s[7] == 'u' {
			if pair := utf16.DecodeRune(r, hex4(s, 8)); pair != utf8.RuneError {
				return pair, 12
			}
		}
		return utf8.RuneError, 6
	}
	return rune(s[1]), 2 // quote, backslash, slash
}

// appendMended appends s with each invalid byte replaced by U+FFFD.
func appendMended(dst []byte, s string) []byte {
	for _, r := range s {
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}
