package scoring

// shapes is a set of words, seen roughly: what a look at a few numbers tells of
// whether a word of a text can be one of many.
type shapes struct {
	known   uint64 // bits of the numbers of whole words
	firsts  uint32 // of words with an ending or a slip: bits of their first bytes
	lengths uint32 // and of their lengths
}

// knownBits is how many bits the numbers of words share.
const knownBits = 64

// maxLength is from which length on words have the same bit.
const maxLength = 31

// shapes are those of all words that w stands for.
func (w *word) shapes() (s shapes) {
	n := len(w.text)
	switch {
	case w.prefix:
		s.lengths = ^uint32(0) << min(n, maxLength)
	case w.near:
		s.lengths = 7 << (min(n, maxLength-1) - 1)
	default:
		return shapes{known: 1 << (w.number % knownBits)}
	}
	s.firsts = 1 << (w.text[0] & 31)
	return s
}

// join adds the shapes of o.
func (s *shapes) join(o shapes) {
	s.known |= o.known
	s.firsts |= o.firsts
	s.lengths |= o.lengths
}

// have reports whether a word of a text can be in the set.
func (s *shapes) have(t *token) bool {
	return s.known>>(t.number%knownBits)&1 != 0 ||
		s.firsts>>(t.first&31)&1 != 0 && s.lengths>>min(t.end-t.start, maxLength)&1 != 0
}
