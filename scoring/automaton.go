package scoring

import (
	"cmp"
	"encoding/binary"
	"slices"

	"chatcops/internal/lexis"
)

// automaton tells which phrases may match in a text: one step for each word
// follows all of them at once. It takes words that the vocabulary lacks for any
// that they are like, so that it may name a phrase too many, but never misses one.
type automaton struct {
	// kinds are those of words: by number, behind that by first byte and length; of
	// each two, the second is for the word at the beginning of a part of a sentence.
	kinds  []uint32
	rough  uint32    // where those by first byte and length begin
	moves  [][]move  // by kind, in order; words of a kind make the same
	any    []move    // those that all words make, in order, none of them from anywhere
	opens  []int32   // by kind: the number of the set of places to which it leads from anywhere
	sets   [][]place // these sets
	done   []int32   // by place: the phrase that may be complete there, -1 for none
	ending []bool    // by phrase: it ends the text, and the places are those of its end
}

// newAutomaton makes the automaton of phrases, all of whose words v has.
func newAutomaton(phrases []phrase, v *lexis.Vocabulary) *automaton {
	p := newPlan(phrases, v.Size())
	a := &automaton{rough: uint32(v.Size()), any: inOrder(p.any), done: p.done, ending: p.ending}
	var open [firsts][]int // words with an ending or a slip, by first byte
	for w, n := range p.numbers {
		first := w.text[0] % firsts
		open[first] = append(open[first], n)
	}
	kinds := map[string]uint32{}
	var moves []move
	addWord := func(whole []move, first byte, fills func(*word) bool) {
		moves = append(moves[:0], whole...)
		for _, w := range open[first%firsts] {
			if fills(&p.words[w]) {
				moves = append(moves, p.moves[w]...)
			}
		}
		a.addWord(moves, kinds)
	}
	addWord(nil, 0, func(*word) bool { return false }) // lexis.Unknown
	for n := lexis.Unknown + 1; n < v.Size(); n++ {
		text := []byte(v.Text(uint32(n)))
		addWord(p.moves[p.whole[n]], text[0], func(w *word) bool { return w.is(text) })
	}
	for first := range byte(firsts) {
		for length := range int32(lengths) {
			like := lexis.Word{First: first, End: length}
			addWord(nil, first, func(w *word) bool { return shapeOf(w).have(&like) })
		}
	}
	a.open()
	return a
}

// noSet is the number of the set without places.
const noSet = 0

// open takes the moves from anywhere, which are many, out of the others.
func (a *automaton) open() {
	a.sets = [][]place{noSet: nil}
	numbers := map[string]int32{"": noSet}
	var key []byte
	for k, moves := range a.moves {
		key = key[:0]
		var to []place
		for len(moves) > 0 && moves[0].from == anywhere {
			if n := len(to); n == 0 || to[n-1] != moves[0].to {
				to = append(to, moves[0].to)
				key = binary.LittleEndian.AppendUint32(key, uint32(moves[0].to))
			}
			moves = moves[1:]
		}
		a.moves[k] = moves
		n, ok := numbers[string(key)]
		if !ok {
			n = int32(len(a.sets))
			numbers[string(key)] = n
			a.sets = append(a.sets, to)
		}
		a.opens = append(a.opens, n)
	}
}

// Words that the vocabulary lacks are told by the last bits of their first byte
// and by their length.
const (
	firsts  = 32
	lengths = maxLength + 1
)

// addWord adds the kinds of a word that makes these moves.
func (a *automaton) addWord(moves []move, kinds map[string]uint32) {
	if len(moves) == 0 && len(a.moves) > 0 { // as of most words: the first kind, that of unknown ones
		a.kinds = append(a.kinds, 0, 0)
		return
	}
	moves = inOrder(moves)
	within := slices.DeleteFunc(slices.Clone(moves), func(m move) bool { return m.part })
	var key []byte
	for _, moves := range [...][]move{within, moves} {
		key = key[:0]
		for _, m := range moves {
			key = binary.LittleEndian.AppendUint64(key, uint64(m.from)<<32|uint64(m.to))
		}
		k, ok := kinds[string(key)]
		if !ok {
			k = uint32(len(a.moves))
			kinds[string(key)] = k
			a.moves = append(a.moves, slices.Clone(moves))
		}
		a.kinds = append(a.kinds, k)
	}
}

// inOrder sorts moves by where they begin.
func inOrder(moves []move) []move {
	slices.SortFunc(moves, func(a, b move) int {
		if a.from != b.from {
			return cmp.Compare(a.from, b.from)
		}
		return cmp.Compare(a.to, b.to)
	})
	return moves
}

// kind returns the kind of a word of a text. It has no branches, which texts would
// make hard to foresee.
func (a *automaton) kind(t *lexis.Word) int {
	rough := a.rough + uint32(t.First%firsts)*lengths + uint32(min(t.End-t.Start, maxLength))
	unknown := uint32(int32(t.Number-1) >> 31) // all bits if it is lexis.Unknown, which is 0
	part := uint32(0)
	if t.Part {
		part = 1
	}
	return int(a.kinds[2*(t.Number|rough&unknown)+part])
}
