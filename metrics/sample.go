package metrics

import (
	"slices"

	"chatcops/internal/stats"
)

// sample keeps the values of a quantile in pieces, so that growing moves none of
// them: copying would cost more than all else that a conversation does.
type sample struct {
	full [][]int64 // pieces without room
	last []int64
}

// Sizes of the pieces: the first, and the largest.
const (
	firstPiece = 16
	largePiece = 1 << 13
)

func (s *sample) add(x int64) {
	if len(s.last) == cap(s.last) {
		if len(s.last) > 0 {
			s.full = append(s.full, s.last)
		}
		s.last = make([]int64, 0, min(max(firstPiece, 2*cap(s.last)), largePiece))
	}
	s.last = append(s.last, x)
}

// piece returns the values piece by piece, nil behind the last one.
func (s *sample) piece(i int) []int64 {
	switch {
	case i < len(s.full):
		return s.full[i]
	case i == len(s.full):
		return s.last
	}
	return nil
}

// pieces yields the values piece by piece, and reports whether to the end.
func (s *sample) pieces(yield func([]int64) bool) bool {
	for i := range len(s.full) + 1 {
		if !yield(s.piece(i)) {
			return false
		}
	}
	return true
}

// merge adds the values of o. It shares the pieces of o, of which sort makes a copy.
func (s *sample) merge(o *sample) {
	s.full = append(s.full, o.full...)
	if len(o.last) > 0 {
		s.full = append(s.full, o.last)
	}
}

// sort puts the values in order, into one piece.
func (s *sample) sort() {
	if len(s.full) > 0 {
		s.last = slices.Concat(append(s.full, s.last)...)
		s.full = nil
	}
	stats.Sort(s.last)
}

// sorted returns the values, once they are sorted.
func (s *sample) sorted() []int64 { return s.last }
