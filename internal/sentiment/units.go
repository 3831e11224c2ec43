package sentiment

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unit is a word, emoticon or emoji of a text, or a phrase that counts as one.
type unit struct {
	word       int32 // its number in the vocabulary, 0 for an unknown one
	traits     trait // of that word
	start, end int32 // where it stands in the text, in bytes
	capitals   bool  // it has capital letters and no small ones
	negates    bool
	ends       bool // a sentence ends behind it
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
	space
)

var (
	classes [256]class
	small   [256]byte // the byte in lower case
)

func init() {
	for i := range 256 {
		c := byte(i)
		small[c] = c
		switch {
		case c >= 'A' && c <= 'Z':
			classes[c], small[c] = capital, c+'a'-'A'
		case c >= 'a' && c <= 'z':
			classes[c] = letter
		case c >= '0' && c <= '9':
			classes[c] = digit
		case c >= utf8.RuneSelf:
			classes[c] = high
		case c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f:
			classes[c] = space
		case c == '\'':
			classes[c] = punctuation | apostrophe
		case strings.IndexByte(asciiPunctuation, c) >= 0:
			classes[c] = punctuation
		}
	}
}

// cut cuts a text at its spaces into units.
func (a *Analyzer) cut(text string) {
	a.units, a.seen = a.units[:0], 0
	for i := 0; i < len(text); {
		if classes[text[i]] == space {
			i++
			continue
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
	ends := false
	for i := to; i < end; i++ {
		if c := text[i]; c == '.' || c == '!' || c == '?' || c == ';' {
			ends = true
		}
	}
	var word int32
	var traits trait
	not := false
	switch {
	case to-from <= 2:
		if to-from < end-start {
			from, to = start, end
			k = keyOf(text[start:end])
		}
		word, traits = find(a.words, k, text[from:to])
	case from == start || text[from-1] != '@': // a name is not its words
		word, traits = find(a.words, k, text[from:to])
		not = traits&negates != 0 || seen&apostrophe != 0 && hasNot(text[from:to])
	}
	a.seen |= traits
	a.units = append(a.units, unit{
		word: word, traits: traits, start: int32(from), end: int32(to),
		capitals: seen&(capital|letter) == capital, negates: not, ends: ends,
	})
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

// cutUnicode cuts text[start:end], which has no ASCII space in it, at emoji and
// other spaces.
func (a *Analyzer) cutUnicode(text string, start, end int) {
	word := start
	for i := start; i < end; {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		var description []int32
		if r >= firstEmoji || r == '©' || r == '®' {
			description = a.words.emoji[r]
		}
		if description != nil || unicode.IsSpace(r) || r == variation || r == joiner {
			a.pushUnicode(text, word, i)
			word = i + n
		}
		for _, id := range description {
			traits := a.words.entries[id].traits
			a.seen |= traits
			a.units = append(a.units, unit{word: id, traits: traits, start: int32(i), end: int32(i + n)})
		}
		i += n
	}
	a.pushUnicode(text, word, end)
}

const (
	variation  = '\uFE0F' // says how an emoji looks
	joiner     = '\u200D' // between emoji that look like one
	firstEmoji = '‼'      // but for two
)

// pushUnicode adds the word text[start:end], looked up in lower case and with
// the punctuation of ASCII.
func (a *Analyzer) pushUnicode(text string, start, end int) {
	if start == end {
		return
	}
	b, seen := a.folded[:0], class(0)
	from, to := end, start // of the text, without the punctuation around it
	first, last := 0, 0
	for i := start; i < end; {
		r, n := rune(text[i]), 1
		f := rune(small[text[i]])
		if r < utf8.RuneSelf {
			seen |= classes[r]
		} else {
			r, n = utf8.DecodeRuneInString(text[i:end])
			f = fold(r)
			seen |= classOf(r, f)
		}
		if f >= utf8.RuneSelf || classes[f]&punctuation == 0 {
			if from == end {
				from, first = i, len(b)
			}
			to, last = i+n, len(b)+utf8.RuneLen(f)
		}
		if f < utf8.RuneSelf {
			b = append(b, byte(f))
		} else {
			b = utf8.AppendRune(b, f)
		}
		i += n
	}
	a.folded = b
	u := unit{start: int32(start), end: int32(end), capitals: seen&(capital|letter) == capital}
	u.ends = last < len(b) && bytes.ContainsAny(b[last:], ".!?;")
	if from < to && utf8.RuneCount(b[first:last]) > 2 {
		named := first > 0 && b[first-1] == '@'
		b = b[first:last]
		u.start, u.end = int32(from), int32(to)
		if named {
			b = nil
		}
	}
	u.word, u.traits = find(a.words, keyOf(b), b)
	u.negates = u.traits&negates != 0 || seen&apostrophe != 0 && hasNot(b)
	a.seen |= u.traits
	a.units = append(a.units, u)
}

// classOf says what a character beyond ASCII is that folds to f.
func classOf(r, f rune) class {
	switch {
	case f < utf8.RuneSelf && classes[f]&punctuation != 0:
		return classes[f]
	case unicode.IsUpper(r):
		return capital
	case unicode.IsLower(r):
		return letter
	}
	return 0
}

// fold returns a character in lower case, and punctuation as ASCII has it.
func fold(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ':
		return '\''
	case '“', '”', '«', '»':
		return '"'
	case '–', '—':
		return '-'
	case '…', '。':
		return '.'
	case '！':
		return '!'
	case '？':
		return '?'
	}
	return unicode.ToLower(r)
}
