// Package language tells in which language a conversation is: most by the
// frequent words of their languages, which costs a few microseconds, the rest by
// trigrams, which costs about as much again.
package language

import "math/bits"

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
	pointed set                  // the languages that have points
	scripts [scriptCount]uint16  // letters of each; of Latin, bytes
	others  int                  // letters that are not Latin
	text    []byte               // the words read, in lower case, a space behind each
	read    int                  // bytes
	enough  bool
	met     []uint16 // numbers of the trigrams in the text, each once
	times   []uint16 // by number, how often each is there; zeros when nothing is read
}

// maxLanguages is how many languages a set can hold.
const maxLanguages = 32

// Reset makes the detector ready for another conversation.
func (d *Detector) Reset() {
	*d = Detector{text: d.text[:0], met: d.met, times: d.times}
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
	top, next := uint16(0), uint16(0)
	for s := d.pointed; s != 0; s &= s - 1 {
		l := bits.TrailingZeros32(uint32(s)) % maxLanguages
		p := d.points[l] + d.message[l]
		d.points[l] = p
		next = max(next, min(top, p))
		top = max(top, p)
	}
	d.enough = d.read >= maxText || top >= enoughText && top >= 2*next
}

// count gives the languages of a set so many points each and reports whether the
// message has told enough.
func (d *Detector) count(p uint16, s set) (enough bool) {
	if p == 0 {
		return false
	}
	d.pointed |= s
	for ; s != 0; s &= s - 1 {
		l := bits.TrailingZeros32(uint32(s)) % maxLanguages
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
