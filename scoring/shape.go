package scoring

// shapes is a set of shapes of words: what a look at one number tells of whether
// a word can be one of many. A word has a shape by its first two bytes and one by
// its length.
type shapes struct {
	starts  uint64
	lengths uint32
}

// maxLength is from which length on words have the same shape.
const maxLength = 31

// shapeOf is the shape of a word of the text.
func shapeOf(word []byte) shapes {
	second := byte(0)
	if len(word) > 1 {
		second = word[1]
	}
	return shapes{startBit(word[0], second), 1 << min(len(word), maxLength)}
}

func startBit(first, second byte) uint64 { return 1 << ((uint(first)*37 + uint(second)*11) & 63) }

// shapes are those of all words that w stands for.
func (w word) shapes() (s shapes) {
	n := len(w.text)
	switch {
	case w.prefix:
		s.lengths = ^uint32(0) << min(n, maxLength)
	case w.near:
		s.lengths = 7 << (min(n, maxLength-1) - 1)
	default:
		s.lengths = 1 << min(n, maxLength)
	}
	if w.near || n == 1 && w.prefix { // the second byte may be any
		for second := range 256 {
			s.starts |= startBit(w.text[0], byte(second))
		}
		return s
	}
	second := byte(0)
	if n > 1 {
		second = w.text[1]
	}
	s.starts = startBit(w.text[0], second)
	return s
}

// join adds the shapes of o.
func (s *shapes) join(o shapes) {
	s.starts |= o.starts
	s.lengths |= o.lengths
}

// have reports whether a word of that shape can be in the set.
func (s shapes) have(word shapes) bool {
	return s.starts&word.starts != 0 && s.lengths&word.lengths != 0
}
