// Package lexis takes texts apart into words and tells them by numbers.
package lexis

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// MaxRead bounds how much of one text is read, in bytes.
const MaxRead = 64 << 10

// Text is a text that was taken apart; it reuses its memory.
type Text struct {
	Original string // what was read of it
	Lower    []byte // the same in lower case; padding stands behind it
	Words    []Word
	ASCII    bool // there are no other characters in it
	Narrow   bool // no character of Lower takes more than two bytes
	Aligned  bool // each byte of Lower stands where it stood in Original
	plain    []byte
}

// Word is a word of a text in lower case: letters and digits, with apostrophes
// inside of it.
type Word struct {
	Start, End int32  // where it stands in Lower
	Number     uint32 // of the vocabulary
	Hash       uint32 // the same for the same word
	First      byte
	Sentence   bool // it begins a sentence
	Part       bool // it begins a part of a sentence: after a comma, a dash, a bracket
	Apostrophe bool // it has one
}

// Read takes a text apart, up to MaxRead.
func (t *Text) Read(text string, v *Vocabulary) {
	t.Original = text[:min(len(text), MaxRead)]
	t.fold(t.Original)
	t.cut(v)
}

// Span returns the words from first to before end as they stand in the text.
func (t *Text) Span(first, end int) string {
	from, to := t.Words[first].Start, t.Words[end-1].End
	if t.Aligned {
		return t.Original[from:to]
	}
	return string(t.Lower[from:to])
}

// Of returns the bytes of a word.
func (t *Text) Of(w *Word) []byte { return t.Lower[w.Start:w.End] }

// Plain is the hash of what stands from start to end of Lower without its apostrophes.
func (t *Text) Plain(start, end int) uint32 {
	b := t.plain[:0]
	for _, c := range t.Lower[start:end] {
		if c != '\'' {
			b = append(b, c)
		}
	}
	t.plain = append(b, padding[:]...)
	return hashOf(keyOf(t.plain, 0, len(b)))
}

// inFolded tells the bytes of words in a folded text, in which only words have
// bytes that are not ASCII.
var inFolded = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
	}
	return is
}()

// cut cuts Lower into words: runs of letters and digits, with apostrophes
// inside of them.
func (t *Text) cut(v *Vocabulary) {
	words, k, n := t.Words[:cap(t.Words)], 0, len(t.Lower)
	b := t.Lower[:n+len(padding)]
	sentence, part := true, true
	for i := 0; ; {
		if b[i] == ' ' {
			i++ // most words are one space apart
		}
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
		start, apostrophe := i, false
		key := binary.LittleEndian.Uint64(b[i : i+keyLength : i+keyLength])
		if n := wordBytes(key); n < 8 && b[i+n] != '\'' {
			i += n
			key &= 1<<(n*8&63) - 1
		} else {
			i, apostrophe = endOfWord(b, i)
			key = keyOf(b, start, i)
		}
		if k == len(words) {
			words = append(words, Word{})
			words = words[:cap(words)]
		}
		w := &words[k] // set field by field: a whole Word would be put together elsewhere and then copied
		k++
		w.Start, w.End, w.First = int32(start), int32(i), b[start]
		w.Sentence, w.Part, w.Apostrophe = sentence, part, apostrophe
		w.Hash, w.Number = hashOf(key), v.lookup(key, b, start, i)
		sentence, part = false, false
	}
	t.Words = words[:k]
}

// endOfWord returns where the word that begins at i ends, and whether it has an apostrophe.
func endOfWord(b []byte, i int) (end int, apostrophe bool) {
	for {
		n := wordBytes(binary.LittleEndian.Uint64(b[i:]))
		i += n
		if n == 8 {
			continue
		}
		if b[i] != '\'' || !inFolded[b[i+1]] {
			return i, apostrophe
		}
		apostrophe = true
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
