// Package language tells in which language a conversation is: most by the
// frequent words of their languages, which costs a few microseconds, the rest by
// the trigrams of a library, which costs some fifty times as much.
package language

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How much is read and how clear it must be.
const (
	maxMessage    = 256 // bytes read of one message
	maxText       = 768 // bytes read of one conversation
	enoughMessage = 24  // points in one message: a greeting in another language must not decide
	enoughText    = 48  // points in a conversation
	fewestPoints  = 4   // with fewer, words decide nothing
)

// Detector tells the language of one conversation after the other. It reuses
// its memory and serves one goroutine. Its zero value is ready for use.
type Detector struct {
	points  [maxLanguages]uint16
	message [maxLanguages]uint16 // points of the message that is read
	scripts [scriptCount]uint16  // letters of each; of Latin, bytes
	others  int                  // letters that are not Latin
	text    []byte               // the words read, in lower case, a space behind each
	read    int                  // bytes
	enough  bool
}

// maxLanguages is how many languages a set can hold.
const maxLanguages = 32

// Reset makes the detector ready for another conversation.
func (d *Detector) Reset() {
	*d = Detector{text: d.text[:0]}
}

// Add reads the text of a message. Of long messages it reads the beginning, and
// nothing once it has read enough to tell the language.
func (d *Detector) Add(text string) {
	if d.enough {
		return
	}
	text = text[:min(len(text), maxMessage)]
	d.read += len(text)
	d.message = [maxLanguages]uint16{}
	d.words(text)
	for l := range codes {
		d.points[l] += d.message[l]
	}
	best, second := d.lead()
	d.enough = d.read >= maxText || d.points[best] >= enoughText && d.points[best] >= 2*d.points[second]
}

// words counts the words of a text until they tell enough for one message.
func (d *Detector) words(text string) {
	for i := 0; i < len(text); {
		if starts[text[i]] == between {
			i++
			continue
		}
		if starts[text[i]] == special {
			if n := notWord(text[i:]); n > 0 {
				i += n
				continue
			}
		}
		w := word{start: len(d.text), apostrophe: -1}
		for i < len(text) {
			lower := d.text
			for i < len(text) && lowerOf[text[i]] != 0 {
				c := lowerOf[text[i]]
				w.key = w.key<<8 | uint64(c)
				lower = append(lower, c)
				i++
			}
			d.text = lower
			if i == len(text) || starts[text[i]] == between && text[i] != '\'' {
				break
			}
			n := d.char(&w, text[i:])
			if n == 0 {
				break
			}
			i += n
		}
		if len(d.text) == w.start { // what stands between words
			i++
			continue
		}
		d.text = append(d.text, ' ')
		if !w.others {
			d.scripts[latin] += uint16(len(d.text) - w.start)
		}
		if !w.unknown && d.word(&w) {
			return
		}
	}
}

// word is the word that is being read.
type word struct {
	start      int  // in the detector's text
	apostrophe int  // where its last one stands in that text, -1 if it has none
	others     bool // it has letters that are not Latin
	unknown    bool // it has such of which the table has no words
	key        uint64
}

// lowerOf is an ASCII letter in lower case, 0 for other characters.
var lowerOf = func() (is [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		is[c], is[c-'a'+'A'] = c, c
	}
	return is
}()

// char reads the character that text begins with, no ASCII letter, into a word
// and returns its length, 0 if it does not belong to the word.
func (d *Detector) char(w *word, text string) int {
	r, n := rune(text[0]), 1
	if r >= utf8.RuneSelf {
		r, n = utf8.DecodeRuneInString(text)
	}
	switch {
	case r != '\'' && r != '’':
		return d.letter(w, r, n)
	case len(d.text) == w.start:
		return 0
	}
	w.apostrophe = len(d.text)
	w.key = w.key<<8 | '\''
	d.text = append(d.text, '\'')
	return n
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
		case lowerOf[c] != 0 || c >= utf8.RuneSelf:
			is[c] = aWord
		}
	}
	return is
}()

// notWord returns the length of what begins a text and is no word of a
// language: an address, the name of an account, a tag, a number with its unit.
func notWord(text string) int {
	if lowerOf[text[0]] != 0 && !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "www.") {
		return 0
	}
	n := 1
	for n < len(text) && text[n] > ' ' {
		n++
	}
	return n
}

// letter counts a letter beyond ASCII.
func (d *Detector) letter(w *word, r rune, n int) int {
	if !unicode.IsLetter(r) && !unicode.IsMark(r) {
		return 0
	}
	r = unicode.ToLower(r)
	if s := scriptOf(r); s != latin {
		d.scripts[s]++
		d.others++
		w.others = true
		w.unknown = w.unknown || s != cyrillic
	}
	if r < maxLetter {
		d.count(letterPoints[:], letterSets[r])
	}
	before := len(d.text)
	d.text = utf8.AppendRune(d.text, r)
	for _, c := range d.text[before:] {
		w.key = w.key<<8 | uint64(c)
	}
	return n
}

// word counts a word and reports whether the message has told enough.
func (d *Detector) word(w *word) bool {
	text := d.text[w.start : len(d.text)-1]
	var s set
	if len(text) <= maxWord {
		s = wordSets.of(w.key)
	}
	if s == 0 && w.apostrophe >= 0 { // l'heure
		at := w.apostrophe + 1 - w.start
		d.count(wordPoints[:], lookup(text[:at]))
		if len(text) > at+1 {
			s = lookup(text[at:])
		}
	}
	return d.count(wordPoints[:], s)
}

func lookup(word []byte) set {
	if len(word) > maxWord {
		return 0
	}
	var key uint64
	for _, c := range word {
		key = key<<8 | uint64(c)
	}
	return wordSets.of(key)
}

// count gives the languages of a set their points and reports whether the
// message has told enough.
func (d *Detector) count(of []uint16, s set) (enough bool) {
	p := points(of, s)
	if p == 0 {
		return false
	}
	for ; s != 0; s &= s - 1 {
		l := bits.TrailingZeros32(uint32(s))
		d.message[l] += p
		enough = enough || d.message[l] >= enoughMessage
	}
	return enough
}

// lead returns the two languages with the most points.
func (d *Detector) lead() (best, second int) {
	best, second = 0, 1
	if d.points[1] > d.points[0] {
		best, second = 1, 0
	}
	for l := 2; l < len(codes); l++ {
		switch {
		case d.points[l] > d.points[best]:
			best, second = l, best
		case d.points[l] > d.points[second]:
			second = l
		}
	}
	return best, second
}

// Language returns the language of what was read as an ISO 639-1 code, such as
// "de", or "" if that was too little to tell.
func (d *Detector) Language() string {
	if code, ok := d.byScript(); ok {
		return code
	}
	best, second := d.lead()
	top, next := d.points[best], d.points[second]
	if top >= fewestPoints && 3*top >= 4*next+6 {
		return codes[best]
	}
	return d.byTrigrams()
}
