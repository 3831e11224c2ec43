package scoring

import (
	"encoding/binary"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// tokens are the words of one text; they reuse their memory.
type tokens struct {
	lower   []byte // the text in lower case; padding stands behind it
	words   []token
	aligned bool // each byte of lower stands where it stood in the text
}

// token is a word of the text in lower case.
type token struct {
	start, end int32
	number     uint32 // of the vocabulary
	first      byte
	sentence   bool // it begins a sentence
	part       bool // it begins a part of a sentence: after a comma, a dash, a bracket
}

// padding stands behind a text, so that each byte of it can be read together with those behind it.
var padding [keyLength]byte

// read takes a text apart.
func (t *tokens) read(text string, v *vocabulary) {
	t.fold(text)
	t.cut(v)
}

// text returns the words from first to before end as they stand in text.
func (t *tokens) text(text string, first, end int) string {
	from, to := t.words[first].start, t.words[end-1].end
	if t.aligned {
		return text[from:to]
	}
	return string(t.lower[from:to])
}

// of returns the bytes of a word.
func (t *tokens) of(w *token) []byte { return t.lower[w.start:w.end] }

// fold puts text in lower case into lower, with plain apostrophes and without
// any but ASCII characters between words.
func (t *tokens) fold(text string) {
	b := append(append(t.lower[:0], text...), padding[:]...)
	t.aligned = true
	var all uint64
	for i := 0; i < len(text); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		all |= x
		binary.LittleEndian.PutUint64(b[i:], lowerASCII(x))
	}
	if all&(utf8.RuneSelf*eachByte) != 0 {
		b, t.aligned = foldRunes(b[:0], text)
		b = append(b, padding[:]...)
	}
	t.lower = b[:len(b)-len(padding)]
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
func foldRunes(b []byte, text string) (folded []byte, aligned bool) {
	aligned = true
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
			if isWordRune(r) {
				b = utf8.AppendRune(b, unicode.ToLower(r))
			} else { // as many bytes of what stands between words
				b = append(b, "    "[:n]...)
			}
		}
		aligned = aligned && len(b)-before == n
		i += n - 1
	}
	return b, aligned
}

// inWord tells the ASCII letters and digits, in lower case.
var inWord = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
	}
	return is
}()

// inFolded tells the bytes of words in a folded text, in which only words have
// bytes that are not ASCII.
var inFolded = func() (is [256]bool) {
	for c := range is {
		is[c] = inWord[c] || c >= utf8.RuneSelf
	}
	return is
}()

// cut cuts lower into words: runs of letters and digits, with apostrophes
// inside of them.
func (t *tokens) cut(v *vocabulary) {
	ts, n := t.words[:0], len(t.lower)
	b := t.lower[:n+len(padding)]
	sentence, part := true, true
	for i := 0; ; {
		for ; i < n && !inFolded[b[i]]; i++ {
			switch ends[b[i]] {
			case endsSentence:
				sentence, part = true, true
			case endsPart:
				part = true
			case dash:
				part = part || i > 0 && b[i-1] == ' '
			}
		}
		if i >= n {
			break
		}
		start := i
		i = endOfWord(b, i)
		ts = append(ts, token{int32(start), int32(i), v.lookup(b, start, i), b[start], sentence, part})
		sentence, part = false, false
	}
	t.words = ts
}

// endOfWord returns where the word that begins at i ends.
func endOfWord(b []byte, i int) int {
	for {
		n := wordBytes(binary.LittleEndian.Uint64(b[i:]))
		i += n
		if n == 8 {
			continue
		}
		if b[i] != '\'' || !inFolded[b[i+1]] {
			return i
		}
		i++
	}
}

// wordBytes returns how many of the first of eight bytes are inFolded; it
// compares them all at once, as lowerASCII does.
func wordBytes(x uint64) int {
	ascii := x &^ (utf8.RuneSelf * eachByte)
	letter := (ascii + (utf8.RuneSelf-'a')*eachByte) &^ (ascii + (utf8.RuneSelf-'z'-1)*eachByte)
	digit := (ascii + (utf8.RuneSelf-'0')*eachByte) &^ (ascii + (utf8.RuneSelf-'9'-1)*eachByte)
	other := ^(letter | digit | x) & (utf8.RuneSelf * eachByte)
	return bits.TrailingZeros64(other) / 8
}

// What a character between words ends.
const (
	endsNothing = iota
	endsPart
	dash // ends a part behind a space
	endsSentence
)

// ends tells what characters end.
var ends = [256]uint8{
	'.': endsSentence, '!': endsSentence, '?': endsSentence, ';': endsSentence, '\n': endsSentence,
	',': endsPart, ':': endsPart, '(': endsPart, ')': endsPart, '-': dash,
}

// isWordRune reports whether a character may stand in a word of a phrase.
func isWordRune(r rune) bool {
	return r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
