package sentiment

import (
	"strings"
	"unicode/utf8"

	"chatcops/internal/lexis"
)

// unit is a word, emoticon or emoji of a text, or a phrase that counts as one.
type unit struct {
	word       int32 // its number in the vocabulary, 0 for an unknown one
	traits     trait // of that word and of how it stands here
	start, end int32 // where it stands in the text, in bytes
}

const asciiPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// class says what a byte of a text is.
type class uint8

const (
	capital class = 1 << iota
	letter        // a small one
	digit
	punctuation
	apostrophe
	high // part of a character beyond ASCII
	rare // perhaps an emoji or a space beyond ASCII
	space
)

// classes tells the class of each byte, small puts it in lower case.
var classes, small = func() (of [256]class, small [256]byte) {
	for i := range of {
		c := byte(i)
		small[c] = c
		switch {
		case c >= 'A' && c <= 'Z':
			of[c], small[c] = capital, c+'a'-'A'
		case c >= 'a' && c <= 'z':
			of[c] = letter
		case c >= utf8.RuneSelf:
			of[c] = high
		case c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f:
			of[c] = space
		case c >= '0' && c <= '9':
			of[c] = digit
		case c == '\'':
			of[c] = punctuation | apostrophe
		case strings.IndexByte(asciiPunctuation, c) >= 0:
			of[c] = punctuation
		}
	}
	return of, small
}()

// cut cuts a text at its spaces into units. Most are words that were read already.
func (a *Analyzer) cut(text string, read *lexis.Text, n Numbers) {
	a.units, a.begins, a.follow = a.units[:0], a.begins[:0], 0
	a.seen, a.every = 0, ^trait(0)
	var words []lexis.Word
	if read != nil {
		words = read.Words
		if a.beyond = -1; read.ASCII {
			a.beyond = len(text)
		}
	}
	for i := 0; i < len(text); {
		if classes[text[i]] == space {
			i++
			continue
		}
		for len(words) > 0 && int(words[0].Start) < i {
			words = words[1:]
		}
		if len(words) > 0 && int(words[0].Start) == i {
			if taken, next := a.take(text, words, n); taken > 0 {
				words, i = words[taken:], next
				continue
			}
		}
		start := i
		for i < len(text) && classes[text[i]]&punctuation != 0 {
			i++
		}
		from, to := i, i // of the word without the punctuation around it
		seen, k, wordKey := class(0), key(0), key(0)
		for ; i < len(text); i++ {
			c := classes[text[i]]
			if c == space {
				break
			}
			seen |= c
			k = k.add(text[i])
			if c&punctuation == 0 {
				to, wordKey = i+1, k
			}
		}
		if seen&high != 0 {
			a.cutUnicode(text, start, i)
			continue
		}
		a.push(text, start, i, from, to, seen, wordKey)
	}
}

// push adds the word text[from:to] of the characters text[start:end] between
// spaces. What would have no more than two characters left without the
// punctuation around it is taken for an emoticon and stays whole.
func (a *Analyzer) push(text string, start, end, from, to int, seen class, k key) {
	here := trait(0)
	if seen&(capital|letter) == capital {
		here |= inCapitals
	}
	for i := to; i < end; i++ {
		if endsSentence(text[i]) {
			here |= atEnd
		}
	}
	switch {
	case to-from > 2:
		if from > start && text[from-1] == '@' { // a name is not its words
			a.add(unit{traits: here, start: int32(from), end: int32(to)})
			return
		}
		if seen&apostrophe != 0 && hasNot(text[from:to]) {
			here |= negates
		}
	case to-from < end-start:
		from, to = start, end
		k = keyOf(text[start:end])
	}
	word := find(a.words, k, text[from:to])
	a.add(unit{word, a.words.known[word].traits | here, int32(from), int32(to)})
}

func endsSentence(c byte) bool { return c == '.' || c == '!' || c == '?' || c == ';' }

// add adds a unit.
func (a *Analyzer) add(u unit) {
	if a.follow.has(u.word) {
		a.begins = append(a.begins, int32(len(a.units)-1))
	}
	a.follow = a.words.known[u.word].follow
	if u.traits&atEnd != 0 {
		a.follow = 0
	}
	a.units = append(a.units, u)
	a.seen |= u.traits
	a.every &= u.traits
}

// hasNot finds n't in a word.
func hasNot[T string | []byte](word T) bool {
	for i := 1; i+1 < len(word); i++ {
		if word[i] == '\'' && small[word[i-1]] == 'n' && small[word[i+1]] == 't' {
			return true
		}
	}
	return false
}
