package scoring

import (
	"encoding/binary"

	"chatcops/internal/lexis"
)

// set is the number of a set of words in an index.
type set uint32

// anything is the set of all words, and of no word at all.
const anything set = 0

// row tells of one word in which sets it can be: a bit for each.
type row []uint64

// has is 1 if the word of the row can be in a set.
func (r row) has(s set) uint64 { return r[s/64] >> (s % 64) & 1 }

// neighbours tells in which sets the words around a word can be. The bits of one
// word lie together, since it is asked for many sets.
type neighbours struct {
	bits  []uint64
	width int // of a row
	// known is how many rows there are of words by their numbers; the first is that of no word at all.
	known uint32
	rough [32][maxLength + 1]uint32 // the rows of other words, by the last bits of their first byte and their length
}

// around returns the rows of the words before and behind word i, in its sentence.
func (n *neighbours) around(words []lexis.Word, i int) (before, after row) {
	b, a := uint32(lexis.Unknown), uint32(lexis.Unknown)
	if i > 0 && !words[i].Sentence {
		b = n.of(&words[i-1])
	}
	if i+1 < len(words) && !words[i+1].Sentence {
		a = n.of(&words[i+1])
	}
	return n.row(b), n.row(a)
}

// of returns the number of the row of a word.
func (n *neighbours) of(t *lexis.Word) uint32 {
	if t.Number != lexis.Unknown && t.Number < n.known {
		return t.Number
	}
	return n.rough[t.First&31][min(t.End-t.Start, maxLength)]
}

func (n *neighbours) row(number uint32) row {
	return n.bits[int(number)*n.width:][:n.width]
}

// sets numbers sets of words, equal ones alike.
type sets struct {
	list    []*shapes // by number; nil for anything
	numbers map[string]set
}

func newSets() *sets { return &sets{[]*shapes{nil}, map[string]set{}} }

// number returns the number of a set; nil stands for anything.
func (s *sets) number(of *shapes) set {
	if of == nil {
		return anything
	}
	key := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, of.firsts), of.lengths)
	for _, bits := range of.known {
		key = binary.LittleEndian.AppendUint64(key, bits)
	}
	n, ok := s.numbers[string(key)]
	if !ok {
		n = set(len(s.list))
		s.list = append(s.list, of)
		s.numbers[string(key)] = n
	}
	return n
}

// neighbours makes the rows of the sets, whose words v has.
func (s *sets) neighbours(v *lexis.Vocabulary) neighbours {
	n := neighbours{width: len(s.list)/64 + 1, known: 1}
	for _, of := range s.list[1:] {
		n.known = max(n.known, min(uint32(64*len(of.known)), uint32(v.Size())))
	}
	n.add(s, nil)
	for number := uint32(1); number < n.known; number++ {
		text := v.Text(number)
		n.add(s, &lexis.Word{Number: number, First: text[0], End: int32(len(text))})
	}
	for first := range n.rough {
		for length := range n.rough[first] {
			n.rough[first][length] = n.add(s, &lexis.Word{First: byte(first), End: int32(length)})
		}
	}
	return n
}

// add adds the row of a word, nil for none at all, and returns its number. The
// rows of words that are in no set but anything are the first.
func (n *neighbours) add(s *sets, t *lexis.Word) uint32 {
	r := make(row, n.width)
	r[0] = 1 << anything
	for number, of := range s.list {
		if of != nil && t != nil && of.have(t) {
			r[number/64] |= 1 << (number % 64)
		}
	}
	n.bits = append(n.bits, r...)
	return uint32(len(n.bits)/n.width - 1)
}
