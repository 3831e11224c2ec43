package jsondoc

import (
	"encoding/binary"
	"math/bits"
)

// Constants of the word-at-a-time search (Lamport's and Mycroft's zero-byte test).
const (
	ones     = 0x0101010101010101
	highBits = 0x8080808080808080
)

// skipSpace returns the index of the first byte from i on that is not JSON whitespace.
func skipSpace(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// specialBits sets a high bit where w holds a quote, backslash or control
// character. A byte below 0x80 gets it where a subtraction went below zero; the
// borrow can spoil higher bytes, so only the lowest bit set is to be trusted.
func specialBits(w uint64) uint64 {
	return ((w ^ ('"' * ones) - ones) | (w ^ ('\\' * ones) - ones) | (w - ' '*ones)) &^ w & highBits
}

// special returns the index of the first quote, backslash or control character
// from i on, len(b) if there is none, and the bits of the bytes it saw: a high
// bit is set if any before the index is not ASCII.
func special(b []byte, i int) (at int, seen uint64) {
	for ; i+16 <= len(b); i += 16 {
		block := b[i : i+16]
		w, x := binary.LittleEndian.Uint64(block), binary.LittleEndian.Uint64(block[8:])
		if found := specialBits(w); found != 0 {
			n := bits.TrailingZeros64(found) &^ 7
			return i + n/8, seen | w&(1<<n-1)
		}
		seen |= w
		if found := specialBits(x); found != 0 {
			n := bits.TrailingZeros64(found) &^ 7
			return i + 8 + n/8, seen | x&(1<<n-1)
		}
		seen |= x
	}
	for ; i < len(b); i++ {
		if c := b[i]; c == '"' || c == '\\' || c < ' ' {
			break
		}
		seen |= uint64(b[i])
	}
	return i, seen
}

// scanString checks the string whose content starts at b[i] and returns the
// index after the closing quote, negative if the string is not valid.
func scanString(b []byte, i int) (int, tag) {
	flags := tag(String)
	for {
		at, seen := special(b, i)
		if seen&highBits != 0 {
			flags |= hasNonASCII
		}
		if at >= len(b) || b[at] < ' ' {
			return -1, 0
		}
		if b[at] == '"' {
			return at + 1, flags
		}
		n := escapeLen(b, at)
		if n == 0 {
			return -1, 0
		}
		flags |= hasEscape
		i = at + n
	}
}

// escapeLen returns the length of the escape whose backslash is b[i], 0 if it is none.
func escapeLen(b []byte, i int) int {
	if i+1 >= len(b) {
		return 0
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if hex4(b, i+2) >= 0 {
			return 6
		}
	}
	return 0
}

// hex4 returns the value of the four hexadecimal digits at b[i], -1 if they are none.
func hex4[T []byte | string](b T, i int) rune {
	if i+4 > len(b) {
		return -1
	}
	var r rune
	for k := i; k < i+4; k++ {
		switch c := b[k]; {
		case c-'0' <= 9:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return r
}

// scanLiteral returns the kind of the number, boolean or null at b[i] and the index
// after it, negative if there is none.
func scanLiteral(b []byte, i int) (int, tag) {
	switch b[i] {
	case 't':
		return scanWord(b, i, "true"), tag(Bool)
	case 'f':
		return scanWord(b, i, "false"), tag(Bool)
	case 'n':
		return scanWord(b, i, "null"), tag(Null)
	}
	return scanNumber(b, i), tag(Number)
}

// scanWord returns the index after the literal word at b[i], negative if it is another.
func scanWord(b []byte, i int, word string) int {
	if len(b)-i >= len(word) && string(b[i:i+len(word)]) == word {
		return i + len(word)
	}
	return -1
}

// scanNumber returns the index after the number at b[i], negative if there is none.
func scanNumber(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	first := i
	if i = digits(b, i); i < 0 || b[first] == '0' && i > first+1 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		if i = digits(b, i+1); i < 0 {
			return -1
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		i = digits(b, i)
	}
	return i
}

// digits returns the index after the digits at b[i], negative if there are none.
func digits(b []byte, i int) int {
	first := i
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	if i == first {
		return -1
	}
	return i
}
