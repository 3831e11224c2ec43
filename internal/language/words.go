package language

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words counts the words of a text, of maxMessage at most, until they tell
// enough for one message.
func (d *Detector) words(text string) {
	var b padded
	copy(b[:], text)
	for i := 0; i < len(text); {
		switch starts[b[i]] {
		case between:
			i++
			continue
		case special:
			if n := notWord(text[i:]); n > 0 {
				i += n
				continue
			}
		}
		var end int
		var w *tableWord
		key, n := letters(&b, i)
		switch {
		case n < maxWord && endsPlain(b[i+n]): // as most do
			d.text = binary.LittleEndian.AppendUint64(d.text, key|' '<<(8*n&63))[:len(d.text)+n+1]
			d.scripts[latin] += uint16(n + 1)
			end, w = i+n, wordSets.of(key)
		case n == maxWord:
			end, w = d.long(&b, i)
		}
		if end == 0 {
			end, w = d.spell(text, i)
		}
		if d.count(w.points, w.set) {
			return
		}
		if end == i || b[end] == ' ' {
			end++ // what stands between words
		}
		i = end
	}
}

// padded is a text that is read, with zeros behind it: eight bytes can be read from each of its own.
type padded [maxMessage + 8]byte

// What a byte begins: what stands between words, perhaps no word of a language, or a word.
const (
	between = iota
	special
	aWord
)

var starts = func() (is [256]uint8) {
	for c := range is {
		switch {
		case c >= '0' && c <= '9' || c == '@' || c == '#' || c == 'h' || c == 'w':
			is[c] = special
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf:
			is[c] = aWord
		}
	}
	return is
}()

// notWord returns the length of what begins a text and is no word of a
// language: an address, the name of an account, a tag, a number with its unit.
func notWord(text string) int {
	switch text[0] {
	case 'h':
		if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
			return 0
		}
	case 'w':
		if !strings.HasPrefix(text, "www.") {
			return 0
		}
	}
	n := 1
	for n < len(text) && text[n] > ' ' {
		n++
	}
	return n
}

// endsPlain reports whether a word in letters of ASCII ends before a byte.
func endsPlain(c byte) bool { return c != '\'' && c < utf8.RuneSelf }

// long reads the word that begins at i if it is in letters of ASCII, at least
// maxWord of them. It returns where it ends, 0 if it is not, and its languages.
func (d *Detector) long(b *padded, i int) (end int, w *tableWord) {
	start := len(d.text)
	end = i
	for n := maxWord; n == maxWord; end += n {
		var lower uint64
		lower, n = letters(b, end)
		d.text = binary.LittleEndian.AppendUint64(d.text, lower)[:len(d.text)+n]
	}
	if !endsPlain(b[end]) {
		d.text = d.text[:start]
		return 0, nil
	}
	w = &none
	if end-i == maxWord {
		w = wordSets.of(pack(d.text[start:]))
	}
	d.text = append(d.text, ' ')
	d.scripts[latin] += uint16(end - i + 1)
	return end, w
}

// letters returns how many of the eight bytes from i on are letters of ASCII, and
// these in lower case. It looks at all at once: added to a byte, what is missing
// from a limit to 128 sets its highest bit if it reaches the limit.
func letters(b *padded, i int) (lower uint64, n int) {
	const each = 0x0101010101010101 // times a byte holds it eight times
	x := binary.LittleEndian.Uint64(b[i:])
	lower = x | ('a'-'A')*each
	low := lower &^ (utf8.RuneSelf * each)
	letter := (low + (utf8.RuneSelf-'a')*each) &^ (low + (utf8.RuneSelf-'z'-1)*each) &^ x & (utf8.RuneSelf * each)
	other := (letter ^ utf8.RuneSelf*each) >> 7 // the lowest bits of bytes that are none
	return lower & (other&-other - 1), bits.TrailingZeros64(other) / 8
}

// word is the word that is being spelt.
type word struct {
	start      int  // in the detector's text
	apostrophe int  // where its last one stands in that text, -1 if it has none
	others     bool // it has letters that are not Latin
	unknown    bool // it has such of which the table has no words
}

// spell reads the word that begins at i character by character. It returns where
// it ends, i if there is none, and its languages.
func (d *Detector) spell(text string, i int) (end int, s *tableWord) {
	w := word{start: len(d.text), apostrophe: -1}
	for i < len(text) {
		n := d.char(&w, text[i:])
		if n == 0 {
			break
		}
		i += n
	}
	if len(d.text) == w.start {
		return i, &none
	}
	d.text = append(d.text, ' ')
	if !w.others {
		d.scripts[latin] += uint16(len(d.text) - w.start)
	}
	if w.unknown {
		return i, &none
	}
	spelt := d.text[w.start : len(d.text)-1]
	s = lookup(spelt)
	if s.set == 0 && w.apostrophe >= 0 { // l'heure
		at := w.apostrophe + 1 - w.start
		article := lookup(spelt[:at])
		d.count(article.points, article.set)
		if len(spelt) > at+1 {
			s = lookup(spelt[at:])
		}
	}
	return i, s
}

// lookup returns what is known of a word in lower case.
func lookup(word []byte) *tableWord {
	if len(word) > maxWord {
		return &none
	}
	return wordSets.of(pack(word))
}

// char reads the character that text begins with into a word and returns its
// length, 0 if it does not belong to the word.
func (d *Detector) char(w *word, text string) int {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case r != '\'' && r != '’':
		return d.letter(w, r, n)
	case len(d.text) == w.start:
		return 0
	}
	w.apostrophe = len(d.text)
	d.text = append(d.text, '\'')
	return n
}

// letter reads a letter of n bytes.
func (d *Detector) letter(w *word, r rune, n int) int {
	l := readLetter(r)
	if l.small == 0 {
		return 0
	}
	if l.is != latin {
		d.scripts[l.is]++
		d.others++
		w.others = true
		w.unknown = w.unknown || l.is != cyrillic
	}
	if l.small < maxLetter {
		of := letterSets[l.small]
		d.count(points(letterPoints[:], of), of)
	}
	d.text = utf8.AppendRune(d.text, l.small)
	return n
}

// aLetter is what there is to know of a letter.
type aLetter struct {
	small rune // in lower case, 0 if it is none
	is    script
}

// alphabets are the letters of ASCII and of the first scripts, up to Arabic.
var alphabets = func() (all [0x780]aLetter) {
	for r := range all {
		all[r] = findLetter(rune(r))
	}
	return all
}()

func readLetter(r rune) aLetter {
	if r < rune(len(alphabets)) {
		return alphabets[r]
	}
	return findLetter(r)
}

func findLetter(r rune) aLetter {
	if !unicode.IsLetter(r) && !unicode.IsMark(r) {
		return aLetter{}
	}
	r = unicode.ToLower(r)
	return aLetter{r, scriptOf(r)}
}
