package jsondoc

import (
	"fmt"
	"unicode/utf8"
)

// SyntaxError says why a document is not JSON.
type SyntaxError struct {
	Offset  int    // bytes of the document before the problem
	Problem string // in words for people, without the place
}

// Error returns the problem and its place, counting bytes from 1.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s (at byte %d)", e.Problem, e.Offset+1)
}

func checkSize(n int64) error {
	if n > maxDocument {
		return &SyntaxError{maxDocument, "the record is larger than 2 GiB"}
	}
	return nil
}

func cutOff(b []byte) *SyntaxError {
	return &SyntaxError{len(b), "unexpected end: the record is cut off"}
}

func tooDeep(i, limit int) *SyntaxError {
	return &SyntaxError{i, fmt.Sprintf("nested deeper than %d levels", limit)}
}

// unexpected names the character at b[i]; where says what should stand there.
func unexpected(b []byte, i int, where string) *SyntaxError {
	r, size := utf8.DecodeRune(b[i:])
	if r == utf8.RuneError && size == 1 {
		return &SyntaxError{i, fmt.Sprintf("unexpected byte 0x%02x %s", b[i], where)}
	}
	return &SyntaxError{i, fmt.Sprintf("unexpected character %q %s", r, where)}
}

// missing is for a place where something certain should stand and does not.
func missing(b []byte, i int, where string) *SyntaxError {
	if i >= len(b) {
		return cutOff(b)
	}
	return unexpected(b, i, where)
}

// explain finds out what is wrong with the scalar at b[i], which was rejected.
func explain(b []byte, i int) *SyntaxError {
	c := b[i]
	switch {
	case c == '"':
		return explainString(b, i+1)
	case c == '-' || c-'0' <= 9:
		return explainNumber(b, i)
	case isLetter(c):
		return explainWord(b, i)
	}
	return unexpected(b, i, "where a value should start")
}

func explainString(b []byte, i int) *SyntaxError {
	for {
		at, _ := special(b, i)
		switch {
		case at >= len(b):
			return cutOff(b)
		case b[at] < ' ':
			return &SyntaxError{at, "control character in a string (it must be escaped)"}
		}
		n := escapeLen(b, at)
		if n == 0 {
			return explainEscape(b, at)
		}
		i = at + n
	}
}

func explainEscape(b []byte, i int) *SyntaxError {
	if i+1 >= len(b) {
		return cutOff(b)
	}
	if b[i+1] != 'u' {
		return &SyntaxError{i, "unknown escape in a string after a backslash"}
	}
	for k := i + 2; k < i+6; k++ {
		if k >= len(b) {
			return cutOff(b)
		}
		if c := b[k]; c-'0' > 9 && (c|0x20 < 'a' || c|0x20 > 'f') {
			break
		}
	}
	return &SyntaxError{i, `\u in a string without four hexadecimal digits`}
}

func explainNumber(b []byte, i int) *SyntaxError {
	end := i
	for end < len(b) && (b[end]-'0' <= 9 || b[end] == '-' || b[end] == '+' || b[end] == '.' || b[end]|0x20 == 'e') {
		end++
	}
	if last := b[end-1]; end == len(b) && last-'0' > 9 {
		return cutOff(b)
	}
	return &SyntaxError{i, fmt.Sprintf("%q is no number in JSON", excerpt(b[i:end]))}
}

func explainWord(b []byte, i int) *SyntaxError {
	end := i
	for end < len(b) && isLetter(b[end]) {
		end++
	}
	word := string(excerpt(b[i:end]))
	if end == len(b) {
		for _, known := range []string{"true", "false", "null"} {
			if len(word) < len(known) && known[:len(word)] == word {
				return cutOff(b)
			}
		}
	}
	return &SyntaxError{i, fmt.Sprintf("%q is no value in JSON", word)}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// excerpt bounds what an error quotes.
func excerpt(b []byte) []byte { return b[:min(len(b), 20)] }
