package scoring

import (
	"encoding/binary"
	"slices"

	"chatcops/internal/lexis"
)

// states are those in which an automaton was: the sets of places to which words
// have led at once. What follows in a state on a kind of word is worked out when it is
// first met and then known, up to a bound. They serve one goroutine.
type states struct {
	of      *automaton
	next    []uint16 // by state and kind of word: the next state, with the bit complete if it is; unmet
	most    int      // of next, from when on all is forgotten
	list    []state
	numbers map[string]uint16 // of states, by their places
	places  []place           // the memory of step
	key     []byte
}

type state struct {
	begun  int32   // the set of places to which the last word led from anywhere
	places []place // the others, in order
	within []int32 // phrases that may be complete here
	atEnd  []int32 // that are if the text ends here
}

// The first states. None is where nothing of a sentence was read yet.
const (
	unmet uint16 = iota // no state, but that it is not known yet
	none
	start // of a text
)

// complete says of a state that phrases may be complete there. It is the bit
// behind those of maxStates.
const (
	complete  = 1 << 15
	maxStates = complete
)

// maxNext bounds the memory of states, in steps of two bytes. That is enough for
// some thirty thousand messages of which no two are alike.
const maxNext = 1 << 20

func newStates(a *automaton, most int) *states {
	s := &states{of: a, most: min(most, maxStates*len(a.moves))}
	s.forget()
	return s
}

// forget leaves only the first states.
func (s *states) forget() {
	s.next, s.numbers = append(s.next[:0], make([]uint16, len(s.of.moves))...), map[string]uint16{}
	s.list = append(s.list[:0], state{})
	s.enter(noSet, nil)
	s.enter(noSet, []place{beginning})
}

// hit is a phrase that may match and the word with which its first match may
// end, below lexis.MaxRead. Hits sort by phrase, those of a phrase by their words.
type hit uint64

func newHit(phrase int32, end int) hit { return hit(phrase)<<32 | hit(end) }

func (h hit) phrase() int { return int(h >> 32) }
func (h hit) end() int    { return int(uint32(h)) }

// find lists in hits the phrases that may match.
func (s *states) find(ts *lexis.Text, hits []hit) []hit {
	a, next, width, words := s.of, s.next, len(s.of.moves), ts.Words
	at := start
	for i := range words {
		t := &words[i]
		if t.Sentence && i > 0 {
			at = none
		}
		kind := a.kind(t)
		to := next[int(at)*width+kind]
		if to == unmet {
			to = s.step(at, kind)
			next = s.next
		}
		if at = to &^ complete; at != to {
			hits = note(s.list[at].within, i, hits)
		}
	}
	return note(s.list[at].atEnd, len(words)-1, hits)
}

// note adds hits of phrases that may be complete with some word.
func note(phrases []int32, word int, hits []hit) []hit {
	for _, p := range phrases {
		hits = append(hits, newHit(p, word))
	}
	return hits
}

// step works out to where a word of a kind leads from a state.
func (s *states) step(from uint16, kind int) uint16 {
	to := s.places[:0]
	for _, moves := range [...][]move{s.of.moves[kind], s.of.any} {
		to = lead(s.of.sets[s.list[from].begun], moves, to)
		to = lead(s.list[from].places, moves, to)
	}
	slices.Sort(to)
	to = slices.Compact(to)
	s.places = to
	if len(s.next) >= s.most {
		s.forget() // also the state from which it came
		return s.enter(s.of.opens[kind], to)
	}
	next := s.enter(s.of.opens[kind], to)
	s.next[int(from)*len(s.of.moves)+kind] = next
	return next
}

// lead adds the places to which moves lead from some; both are in order.
func lead(from []place, moves []move, to []place) []place {
	for len(from) > 0 && len(moves) > 0 {
		switch p, m := from[0], &moves[0]; {
		case p < m.from:
			from = from[1:]
		case p > m.from:
			moves = moves[1:]
		default:
			to = append(to, m.to)
			moves = moves[1:]
		}
	}
	return to
}

// enter returns the state of a set and other places, with the bit complete if need be.
func (s *states) enter(begun int32, others []place) uint16 {
	s.key = binary.LittleEndian.AppendUint32(s.key[:0], uint32(begun))
	for _, p := range others {
		s.key = binary.LittleEndian.AppendUint32(s.key, uint32(p))
	}
	n, ok := s.numbers[string(s.key)]
	if ok {
		return n
	}
	n = uint16(len(s.list))
	new := state{begun: begun, places: slices.Clone(others)}
	for _, places := range [...][]place{s.of.sets[begun], others} {
		for _, p := range places {
			switch done := s.of.done[p]; {
			case done < 0:
			case s.of.ending[done]:
				new.atEnd = append(new.atEnd, done)
			default:
				new.within = append(new.within, done)
			}
		}
	}
	if new.within != nil {
		n |= complete
	}
	s.list = append(s.list, new)
	s.numbers[string(s.key)] = n
	s.next = append(s.next, make([]uint16, len(s.of.moves))...)
	return n
}
