package language

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words counts the words of a text until they tell enough for one message.
func (d *Detector) words(text string) {
	for i := 0; i < len(text); {
		switch starts[text[i]] {
		case between:
			i++
			continue
		case special:
			if n := notWord(text[i:]); n > 0 {
				i += n
				continue
			}
		}
		end, s := d.plain(text, i)
		if end == 0 {
			end, s = d.spell(text, i)
		}
		if d.count(wordPoints[:], s) {
			return
		}
		if end == i || end < len(text) && text[end] == ' ' {
			end++ // what stands between words
		}
		i = end
	}
}

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

// plain reads the word that begins at i if it is in letters of ASCII. It returns
// where it ends, 0 if it is not, and its languages.
func (d *Detector) plain(text string, i int) (end int, s set) {
	key, n := letters(text[i:])
	end = i + n
	lower := binary.LittleEndian.AppendUint64(d.text, key)[:len(d.text)+n]
	for more := n; more == 8; end += more {
		var next uint64
		next, more = letters(text[end:])
		lower = binary.LittleEndian.AppendUint64(lower, next)[:len(lower)+more]
	}
	if end < len(text) && (text[end] == '\'' || text[end] >= utf8.RuneSelf) {
		return 0, 0
	}
	d.text = append(lower, ' ')
	d.scripts[latin] += uint16(end - i + 1)
	if end-i <= maxWord {
		s = wordSets.of(key)
	}
	return end, s
}

// letters returns how many of the first eight bytes are letters of ASCII, and
// these in lower case. It looks at all at once: added to a byte, what is missing
// from a limit to 128 sets its highest bit if it reaches the limit.
func letters(text string) (lower uint64, n int) {
	const each = 0x0101010101010101 // times a byte holds it eight times
	x := first(text)
	lower = x | ('a'-'A')*each
	low := lower &^ (utf8.RuneSelf * each)
	letter := (low + (utf8.RuneSelf-'a')*each) &^ (low + (utf8.RuneSelf-'z'-1)*each) &^ x & (utf8.RuneSelf * each)
	n = bits.TrailingZeros64(letter^utf8.RuneSelf*each) / 8
	return lower & (1<<(n*8) - 1), n
}

// first returns the first eight bytes of a text, zeros for what it lacks of them.
func first(text string) uint64 {
	if len(text) < 8 {
		var b [8]byte
		copy(b[:], text)
		return binary.LittleEndian.Uint64(b[:])
	}
	return uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
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
func (d *Detector) spell(text string, i int) (end int, s set) {
	w := word{start: len(d.text), apostrophe: -1}
	for i < len(text) {
		n := d.char(&w, text[i:])
		if n == 0 {
			break
		}
		i += n
	}
	if len(d.text) == w.start {
		return i, 0
	}
	d.text = append(d.text, ' ')
	if !w.others {
		d.scripts[latin] += uint16(len(d.text) - w.start)
	}
	if w.unknown {
		return i, 0
	}
	spelt := d.text[w.start : len(d.text)-1]
	s = lookup(spelt)
	if s == 0 && w.apostrophe >= 0 { // l'heure
		at := w.apostrophe + 1 - w.start
		d.count(wordPoints[:], lookup(spelt[:at]))
		if len(spelt) > at+1 {
			s = lookup(spelt[at:])
		}
	}
	return i, s
}

// lookup returns the languages of a word in lower case.
func lookup(word []byte) set {
	if len(word) > maxWord {
		return 0
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
		d.count(letterPoints[:], letterSets[l.small])
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
