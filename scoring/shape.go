package scoring

import "chatcops/internal/lexis"

// shapes is a set of words: the whole ones exactly, those with an ending or a
// slip roughly, by what a look at a few numbers tells.
type shapes struct {
	known   []uint64 // a bit for each number of a whole word
	firsts  uint32   // of words with an ending or a slip: bits of their first bytes
	lengths uint32   // and of their lengths
}

// maxLength is from which length on words have the same bit.
const maxLength = 31

// add adds all words that w stands for.
func (s *shapes) add(w *word) {
	n := len(w.text)
	switch {
	case w.prefix:
		s.lengths |= ^uint32(0) << min(n, maxLength)
	case w.near:
		s.lengths |= 7 << (min(n, maxLength-1) - 1)
	default:
		s.grow(int(w.number)/64 + 1)
		s.known[w.number/64] |= 1 << (w.number % 64)
		return
	}
	s.firsts |= 1 << (w.text[0] & 31)
}

// shapeOf is the set of the words that w stands for.
func shapeOf(w *word) *shapes {
	s := &shapes{}
	s.add(w)
	return s
}

// join adds the words of o.
func (s *shapes) join(o *shapes) {
	s.grow(len(o.known))
	for i, bits := range o.known {
		s.known[i] |= bits
	}
	s.firsts |= o.firsts
	s.lengths |= o.lengths
}

func (s *shapes) grow(n int) {
	if n > len(s.known) {
		s.known = append(s.known, make([]uint64, n-len(s.known))...)
	}
}

// have reports whether a word of a text can be in the set.
func (s *shapes) have(t *lexis.Word) bool {
	if at := t.Number / 64; at < uint32(len(s.known)) && s.known[at]>>(t.Number%64)&1 != 0 {
		return true
	}
	return s.firsts>>(t.First&31)&1 != 0 && s.lengths>>min(t.End-t.Start, maxLength)&1 != 0
}
