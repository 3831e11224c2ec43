package lexis

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// padding stands behind a text, so that each byte of it can be read together with those behind it.
var padding [keyLength]byte

// fold puts a text in lower case into Lower, with plain apostrophes and without
// any but ASCII characters between words.
func (t *Text) fold(text string) {
	b := append(append(t.Lower[:0], text...), padding[:]...)
	var all uint64
	for i := 0; i < len(text); i += 8 {
		eight := b[i : i+8 : i+8]
		x := binary.LittleEndian.Uint64(eight)
		all |= x
		binary.LittleEndian.PutUint64(eight, lowerASCII(x))
	}
	t.Aligned, t.Narrow = true, true
	if t.ASCII = all&(utf8.RuneSelf*eachByte) == 0; !t.ASCII {
		b, t.Aligned, t.Narrow = foldRunes(b[:0], text)
		b = append(b, padding[:]...)
	}
	t.Lower = b[:len(b)-len(padding)]
}

// eachByte times a byte holds it eight times.
const eachByte = 0x0101010101010101

// lowerASCII puts eight ASCII characters in lower case at once. Added to a
// character, what is missing from a limit to 128 sets its highest bit if it reaches the limit.
func lowerASCII(x uint64) uint64 {
	fromA := x + (utf8.RuneSelf-'A')*eachByte
	behindZ := x + (utf8.RuneSelf-'Z'-1)*eachByte
	return x | (fromA&^behindZ&(utf8.RuneSelf*eachByte))>>2 // 32 lies between the cases
}

// foldRunes appends text as fold says.
func foldRunes(b []byte, text string) (folded []byte, aligned, narrow bool) {
	aligned, narrow = true, true
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < utf8.RuneSelf {
			if c-'A' < 26 {
				c += 'a' - 'A'
			}
			b = append(b, c)
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		before := len(b)
		switch r {
		case '’', '‘', 'ʼ':
			b = append(b, '\'')
		case '。', '！', '？', '…':
			b = append(b, '.', ' ', ' ')
		default:
			if r = lower(r); r == 0 {
				b = append(b, "    "[:n]...) // as many bytes of what stands between words
			} else {
				b = utf8.AppendRune(b, r)
				narrow = narrow && r < rune(len(lowerOfTwo))
			}
		}
		aligned = aligned && len(b)-before == n
		i += n - 1
	}
	return b, aligned, narrow
}

// lower returns a character in lower case, 0 if it may not stand in a word.
func lower(r rune) rune {
	switch {
	case r < rune(len(lowerOfTwo)):
		return lowerOfTwo[r]
	case r >= '一' && r <= '鿿', r >= 'ぁ' && r <= 'ゖ', r >= 'ァ' && r <= 'ヺ', r >= '가' && r <= '힣':
		return r // ideographs, kana and hangul have no case
	}
	return lookUpLower(r)
}

// lowerOfTwo is what lower returns for the characters of one byte and of two,
// which are most that are not ASCII.
var lowerOfTwo = func() (of [0x800]rune) {
	for r := range of {
		of[r] = lookUpLower(rune(r))
	}
	return of
}()

func lookUpLower(r rune) rune {
	if !IsWordRune(r) {
		return 0
	}
	return unicode.ToLower(r)
}

// IsWordRune reports whether a character may stand in a word of a phrase.
func IsWordRune(r rune) bool {
	return r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
