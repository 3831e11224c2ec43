package scoring

import "slices"

// index tells which phrases a text may match at all: it finds the words that
// the rarest places of a phrase need.
type index struct {
	from       []uint32 // the outputs of the word numbered n are those from from[n] to before from[n+1]
	outputs    []output
	beginnings [32][]beginning // of words, by the last bits of their first byte
	firsts     uint32          // which of these there are
}

// output is a place of a phrase that a word of the text fills.
type output struct {
	phrase    int32
	slot, all uint8   // the bit of the place, the bits of all slots of the phrase
	around    *around // nil if the word is all that must stand there
}

// around is a run that must stand around a word of the text.
type around struct {
	run run
	at  int // where in the run the word stands
}

// beginning is the beginning of words that fill a place.
type beginning struct {
	text string
	output
}

// filling keeps which slots of each phrase a text fills. What an earlier text
// filled is told by the number of its round and need not be cleared.
type filling struct {
	round uint32
	marks []uint32 // of each phrase: round<<slots, and the bits of the slots
	first []int32  // of each phrase: the token that filled its first slot
}

// slots is how many places of a phrase are looked for before it is matched.
const slots = 3

// next begins the round of another text.
func (f *filling) next(phrases int) {
	if f.round++; f.round > 1<<(32-slots)-1 {
		f.round = 1
		clear(f.marks)
	}
	if len(f.marks) < phrases {
		f.marks = append(f.marks, make([]uint32, phrases-len(f.marks))...)
		f.first = append(f.first, make([]int32, phrases-len(f.first))...)
	}
}

// newIndex builds the index of phrases, all of whose words v has.
func newIndex(phrases []phrase, v *vocabulary) *index {
	x := &index{from: make([]uint32, len(v.entries)+1)}
	byWord := make([][]output, len(v.entries))
	for number := range phrases {
		places := phrases[number].rarest()
		for slot, e := range places {
			for _, r := range e.alternatives {
				at := r.anchor()
				w := &r[at]
				o := output{phrase: int32(number), slot: 1 << slot, all: 1<<len(places) - 1}
				if len(r) > 1 {
					o.around = &around{r, at}
				}
				if w.number == unknown {
					first := w.text[0] & 31
					x.beginnings[first] = append(x.beginnings[first], beginning{w.text, o})
					x.firsts |= 1 << first
				} else {
					byWord[w.number] = append(byWord[w.number], o)
				}
			}
		}
	}
	for n, outputs := range byWord {
		x.outputs = append(x.outputs, outputs...)
		x.from[n+1] = uint32(len(x.outputs))
	}
	return x
}

// find lists in hits the phrases of which the text fills all slots.
func (x *index) find(ts *tokens, f *filling, hits []int32) []int32 {
	for i := range ts.words {
		t := &ts.words[i]
		outputs := x.outputs[x.from[t.number]:x.from[t.number+1]]
		for k := range outputs {
			hits = outputs[k].note(i, ts, f, hits)
		}
		if x.firsts>>(t.first&31)&1 != 0 {
			hits = x.findBeginnings(i, ts, f, hits)
		}
	}
	return hits
}

// findBeginnings does what find does for the beginnings of token i.
func (x *index) findBeginnings(i int, ts *tokens, f *filling, hits []int32) []int32 {
	word := ts.of(&ts.words[i])
	beginnings := x.beginnings[word[0]&31]
	for k := range beginnings {
		b := &beginnings[k]
		if len(word) >= len(b.text) && string(word[:len(b.text)]) == b.text {
			hits = b.note(i, ts, f, hits)
		}
	}
	return hits
}

// note marks the slot as filled if the run stands around token i, and adds the
// phrase to hits if that was its last one.
func (o *output) note(i int, ts *tokens, f *filling, hits []int32) []int32 {
	old := f.marks[o.phrase]
	if old>>slots != f.round {
		old = f.round << slots
	}
	mark := old | uint32(o.slot)
	if mark == old {
		return hits
	}
	if a := o.around; a != nil && (i < a.at || !a.run.follows(i-a.at, i-a.at, ts)) {
		return hits
	}
	if old&(1<<slots-1) == 0 {
		f.first[o.phrase] = int32(i)
	}
	f.marks[o.phrase] = mark
	if mark == f.round<<slots|uint32(o.all) {
		hits = append(hits, o.phrase)
	}
	return hits
}

// anchored reports whether each match of the phrase holds a word without slips
// by which it can be found.
func (p *phrase) anchored() bool { return slices.ContainsFunc(p.elements, element.isAnchored) }

// isAnchored reports whether an element is in each match, and each alternative
// of it has a word without slips.
func (e element) isAnchored() bool {
	if e.optional || e.gap || e.pause {
		return false
	}
	for _, r := range e.alternatives {
		if !slices.ContainsFunc(r, func(w word) bool { return !w.near }) {
			return false
		}
	}
	return true
}

// rarest returns the anchored elements whose words are the rarest, no more than
// there are slots. It leaves out those that are so much more common than the
// rarest that noting them would take longer than matching the phrase in vain.
func (p *phrase) rarest() []*element {
	var all []*element
	for i := range p.elements {
		if p.elements[i].isAnchored() {
			all = append(all, &p.elements[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *element) int { return a.commonness() - b.commonness() })
	limit := worthNoting * all[0].commonness()
	n := 1
	for n < min(slots, len(all)) && all[n].commonness() <= limit {
		n++
	}
	return all[:n]
}

// worthNoting is how many times as common as the rarest a further place may be; measured.
const worthNoting = 3

// commonness tells how often one of the alternatives is likely to be met.
func (e *element) commonness() int {
	sum := 0
	for _, r := range e.alternatives {
		sum += r[r.anchor()].commonness()
	}
	return sum
}

// anchor is the place of the rarest word without slips.
func (r run) anchor() int {
	rarest := -1
	for i := range r {
		if !r[i].near && (rarest < 0 || r[i].commonness() < r[rarest].commonness()) {
			rarest = i
		}
	}
	return rarest
}
