package sentiment

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

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
		if isPlain(r) || r < firstPlain && alphabets[r].class&rare == 0 {
			i += n
			continue
		}
		description := a.words.emoji[r]
		if description != nil || r == variation || r == joiner || unicode.IsSpace(r) {
			a.pushUnicode(text, word, i)
			word = i + n
		}
		for _, id := range description {
			// what describes it negates nothing
			a.add(unit{id, a.words.known[id].traits &^ negates, int32(i), int32(i + n)})
		}
		i += n
	}
	a.pushUnicode(text, word, end)
}

const (
	variation = '\uFE0F' // says how an emoji looks
	joiner    = '\u200D' // between emoji that look like one
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
		r, n := utf8.DecodeRuneInString(text[i:end])
		c := readCharacter(r)
		f := c.fold
		seen |= c.class
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
	word := find(a.words, keyOf(b), b)
	a.add(unit{word, a.words.known[word].traits | here, int32(start), int32(end)})
}

// character is what a character is like.
type character struct {
	fold  rune // in lower case, punctuation as ASCII has it
	class class
}

// alphabets are the characters of ASCII and of the alphabets that have capitals and
// are written most: Latin, Greek, Cyrillic, Armenian.
var alphabets = func() (all [firstPlain]character) {
	for r := range all {
		all[r] = characterOf(rune(r))
	}
	return all
}()

// firstPlain is the first of the plain characters.
const firstPlain = 0x590

// isPlain reports whether a character is of scripts that have neither capitals
// nor emoji nor spaces: those from Hebrew to Burmese and those of East Asia.
func isPlain(r rune) bool {
	return r >= firstPlain && r < 0x10a0 || r >= 0x3040 && r < 0x3297 || r >= 0x3300 && r < 0xa640 || r >= 0xac00 && r < 0xd7a4
}

// readCharacter returns what a character is like.
func readCharacter(r rune) character {
	switch {
	case r < firstPlain:
		return alphabets[r]
	case isPlain(r):
		return character{fold: r}
	}
	return characterOf(r)
}

func characterOf(r rune) character {
	f, c := fold(r), class(0)
	switch {
	case r < utf8.RuneSelf:
		c = classes[r]
	case f < utf8.RuneSelf && classes[f]&punctuation != 0:
		c = classes[f]
	case unicode.IsUpper(r):
		c = capital
	case unicode.IsLower(r):
		c = letter
	}
	if r >= joiner || r == '©' || r == '®' || r >= utf8.RuneSelf && unicode.IsSpace(r) {
		c |= rare
	}
	return character{f, c}
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
