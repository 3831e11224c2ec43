package scoring

import (
	"slices"

	"chatcops/internal/lexis"
)

// place is where in phrases the words that were read may have led to.
type place int32

// The places before all phrases.
const (
	anywhere  place = iota // phrases may begin
	beginning              // of the text: also those that must begin it
)

// move leads from a place to another over one word.
type move struct {
	from, to place
	part     bool // the word must begin a part of a sentence
}

// plan is the places of phrases and the moves between them.
type plan struct {
	words   []word       // that lead from one place to another, each once; the first is none
	moves   [][]move     // by word
	any     []move       // over every word
	done    []int32      // by place: the phrase that may be complete there, -1 for none
	ending  []bool       // by phrase: it is complete only at the end of the text
	gapped  int          // how many phrases have places in their gaps
	whole   []int        // by the number of a whole word: its number in words, 0 for none
	numbers map[word]int // the same of other words
}

// mostGapped bounds the phrases that have places in their gaps: states are as many
// as there are ways to be in several at once.
const mostGapped = 24

// newPlan makes the plan of phrases, whose words a vocabulary of that size has.
func newPlan(phrases []phrase, size int) *plan {
	p := &plan{done: []int32{anywhere: -1, beginning: -1}, words: make([]word, 1), moves: make([][]move, 1), whole: make([]int, size), numbers: map[word]int{}}
	for number := range phrases {
		p.add(int32(number), &phrases[number])
	}
	return p
}

// ways are the moves that lead on from some place of a phrase.
type ways struct {
	list []way
	done bool // nothing more must come
}

type way struct {
	word int // its number in the plan, anyWord for every word
	part bool
	to   place
}

const anyWord = -1

// add adds the places of a phrase, the last first. Of one too many with gaps they
// are those of a part between two of them.
func (p *plan) add(number int32, of *phrase) {
	from, to := 0, len(of.elements)
	if slices.ContainsFunc(of.elements, func(e element) bool { return e.gap }) {
		if p.gapped++; p.gapped > mostGapped {
			from, to = of.longestPart()
		}
	}
	p.ending = append(p.ending, of.end && to == len(of.elements))
	on := ways{done: true}
	for i := to - 1; i >= from; i-- {
		on = p.before(&of.elements[i], number, on)
	}
	if of.start && from == 0 {
		p.connect(beginning, on)
	} else {
		p.connect(anywhere, on)
	}
}

// longestPart returns the elements without a gap, from one to before another, that
// have the most words which must be there.
func (p *phrase) longestPart() (from, to int) {
	most, words, begun := 0, 0, 0
	for i := range p.elements {
		if p.elements[i].gap {
			words, begun = 0, i+1
			continue
		}
		if words += p.elements[i].shortest(); words >= most {
			most, from, to = words, begun, i+1
		}
	}
	return from, to
}

// before returns the ways on from before an element, of those from behind it.
func (p *plan) before(e *element, number int32, behind ways) ways {
	on := ways{}
	switch {
	case e.pause:
		on.done = behind.done
		for _, w := range behind.list {
			w.part = true
			on.list = append(on.list, w)
		}
	case e.gap:
		on = behind
		for range maxGap {
			over := way{word: anyWord, to: p.stand(number, on)}
			on = ways{append(slices.Clone(behind.list), over), behind.done}
		}
	default:
		to := p.stand(number, behind)
		for _, r := range e.alternatives {
			on.list = append(on.list, p.through(r, number, to))
		}
		if e.optional {
			on.list, on.done = append(on.list, behind.list...), behind.done
		}
	}
	return on
}

// through makes the places within a run and returns the way into it.
func (p *plan) through(r run, number int32, to place) way {
	for i := len(r) - 1; i > 0; i-- {
		to = p.stand(number, ways{list: []way{{word: p.number(r[i]), to: to}}})
	}
	return way{word: p.number(r[0]), to: to}
}

// stand makes a place of a phrase from which these ways lead on.
func (p *plan) stand(number int32, on ways) place {
	if !on.done {
		number = -1
	}
	at := place(len(p.done))
	p.done = append(p.done, number)
	p.connect(at, on)
	return at
}

// connect makes the moves by which ways lead on. A gap behind a pause begins anywhere
// in a sentence: a phrase too many does no harm.
func (p *plan) connect(from place, on ways) {
	for _, w := range on.list {
		m := move{from, w.to, w.part}
		if w.word == anyWord {
			p.any = append(p.any, m)
		} else {
			p.moves[w.word] = append(p.moves[w.word], m)
		}
	}
}

// number returns the number of a word in the plan, a new one if need be.
func (p *plan) number(w word) int {
	n := p.whole[w.number]
	if w.number == lexis.Unknown {
		n = p.numbers[w]
	}
	if n != 0 {
		return n
	}
	n = len(p.words)
	if p.words, p.moves = append(p.words, w), append(p.moves, nil); w.number == lexis.Unknown {
		p.numbers[w] = n
	} else {
		p.whole[w.number] = n
	}
	return n
}
