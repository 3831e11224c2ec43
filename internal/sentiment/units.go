package sentiment

import (
	"bytes"
	"strings"
	"unicode"
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

// cut cuts a text at its spaces into units. Most are words that were read already.
func (a *Analyzer) cut(text string, words []lexis.Word, n Numbers) {
	a.units, a.seen = a.units[:0], 0
	for i := 0; i < len(text); {
		if classes[text[i]] == space {
			i++
			continue
		}
		for len(words) > 0 && int(words[0].Start) < i {
			words = words[1:]
		}
		if len(words) > 0 && int(words[0].Start) == i {
			if end := a.take(text, &words[0], n); end > i {
				i = end
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

// take adds a word of a text if nothing but one character of punctuation stands
// between it and the next space, and returns where that is, 0 if it is not so.
func (a *Analyzer) take(text string, w *lexis.Word, n Numbers) int {
	u := unit{word: n.of(w.Number), start: w.Start, end: w.End}
	end := int(w.End)
	if end < len(text) && classes[text[end]] != space {
		c := text[end]
		end++
		if classes[c]&punctuation == 0 || u.end-u.start <= 2 || end < len(text) && classes[text[end]] != space {
			return 0
		}
		if c == '.' || c == '!' || c == '?' || c == ';' {
			u.traits |= atEnd
		}
	}
	word := text[u.start:u.end]
	if u.word == 0 || classes[word[0]] != letter { // all known words are in ASCII
		seen := class(0)
		for i := range len(word) {
			seen |= classes[word[i]]
		}
		switch {
		case seen&high != 0:
			return 0 // it may have other capitals
		case seen&(capital|letter) == capital:
			u.traits |= inCapitals
		}
	}
	if w.Apostrophe && len(word) > 2 && hasNot(word) {
		u.traits |= negates
	}
	u.traits |= a.words.traits[u.word]
	a.add(u)
	return end
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
		if c := text[i]; c == '.' || c == '!' || c == '?' || c == ';' {
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
	word, traits := find(a.words, k, text[from:to])
	a.add(unit{word, traits | here, int32(from), int32(to)})
}

// add adds a unit.
func (a *Analyzer) add(u unit) {
	a.units = append(a.units, u)
	a.seen |= u.traits
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
		if description != nil || r == variation || r == joiner || unicode.IsSpace(r) {
			a.pushUnicode(text, word, i)
			word = i + n
		}
		for _, id := range description {
			// what describes it negates nothing
			a.add(unit{id, a.words.entries[id].traits &^ negates, int32(i), int32(i + n)})
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
	here := trait(0)
	if seen&(capital|letter) == capital {
		here |= inCapitals
	}
	if last < len(b) && bytes.ContainsAny(b[last:], ".!?;") {
		here |= atEnd
	}
	if from < to && utf8.RuneCount(b[first:last]) > 2 {
		named := first > 0 && b[first-1] == '@'
		start, end, b = from, to, b[first:last]
		if named {
			b = nil
		}
	}
	if seen&apostrophe != 0 && hasNot(b) {
		here |= negates
	}
	word, traits := find(a.words, keyOf(b), b)
	a.add(unit{word, traits | here, int32(start), int32(end)})
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
