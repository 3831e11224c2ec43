package jsondoc

import (
	"strings"
	"unicode/utf8"
	"unsafe"
)

const hexDigits = "0123456789abcdef"

// AppendString appends s as a JSON string literal in valid UTF-8. It escapes
// what RFC 8259 demands and U+2028 and U+2029, which end lines in JavaScript;
// invalid bytes become U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	b := unsafe.Slice(unsafe.StringData(s), len(s))
	for i := 0; ; i++ {
		at, seen := special(b, i)
		if seen&highBits == 0 {
			dst = append(dst, s[i:at]...)
		} else {
			dst = appendRunes(dst, s[i:at])
		}
		if at == len(s) {
			return append(dst, '"')
		}
		dst = appendEscape(dst, s[at])
		i = at
	}
}

// appendRunes appends text that is not ASCII and holds nothing to escape but line ends.
func appendRunes(dst []byte, s string) []byte {
	if utf8.ValidString(s) && !strings.Contains(s, "\u2028") && !strings.Contains(s, "\u2029") {
		return append(dst, s...)
	}
	for _, r := range s {
		switch r {
		case '\u2028':
			dst = append(dst, `\u2028`...)
		case '\u2029':
			dst = append(dst, `\u2029`...)
		default: // U+FFFD for an invalid byte
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// appendEscape appends the escape of a quote, a backslash or a control character.
func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// Compact appends valid JSON without the whitespace outside its strings.
func Compact(dst []byte, raw []byte) []byte {
	for i := 0; i < len(raw); {
		start := i
		switch raw[i] {
		case ' ', '\t', '\r', '\n':
			i++
			continue
		case '"':
			if end, _ := scanString(raw, i+1); end > 0 {
				i = end
			} else {
				i = len(raw)
			}
		default:
			i++
		}
		dst = append(dst, raw[start:i]...)
	}
	return dst
}
