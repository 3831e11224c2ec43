package scoring

import "unicode/utf8"

// automaton finds which of many words a text holds in one pass, whatever their
// number (Aho and Corasick 1975). It sees the text through classes of bytes:
// both cases of a letter are one class, all that stands between words another.
type automaton struct {
	class   [256]uint8
	width   int
	next    []uint16 // state*width + class → state; states from silent on have output
	silent  uint16
	outputs [][]output // of state silent + i
}

// output is a slot of a phrase that a literal fills.
type output struct {
	phrase int
	slot   uint32 // its bit
	all    uint32 // the bits of all slots of the phrase
}

// filling keeps which slots of each phrase a text fills. What an earlier text
// filled is told by the number of its round and need not be cleared.
type filling struct {
	round uint32
	marks []uint32 // of each phrase: round<<slots, and the bits of the slots
}

// next begins the round of another text.
func (f *filling) next(phrases int) {
	if f.round++; f.round > 1<<(32-slots)-1 {
		f.round = 1
		clear(f.marks)
	}
	if len(f.marks) < phrases {
		f.marks = append(f.marks, make([]uint32, phrases-len(f.marks))...)
	}
}

// Classes of bytes that stand in no literal.
const (
	classOther   = 0 // of a word
	classBetween = 1 // words
)

// maxStates bounds the automaton to what its state numbers can count.
const maxStates = 1<<16 - 1

// literal is a word, or the beginning of one, that fills a slot.
type literal struct {
	word
	output
}

// builder is an automaton while its states are made.
type builder struct {
	*automaton
	out [][]output
}

// newAutomaton builds the automaton of literals. ok is false if they are too many.
func newAutomaton(literals []literal) (a *automaton, ok bool) {
	a = &automaton{}
	classes := uint8(classBetween)
	for c := range 256 {
		if c < utf8.RuneSelf && !inWord[c] && (c < 'A' || c > 'Z') {
			a.class[c] = classBetween
		}
	}
	for _, l := range literals {
		for i := range len(l.text) {
			c := l.text[i]
			if a.class[c] == classOther { // an apostrophe counts as between words
				classes++
				a.class[c] = classes
				if c-'a' < 26 {
					a.class[c-'a'+'A'] = classes
				}
			}
		}
	}
	a.width = int(classes) + 1
	b := &builder{automaton: a}
	b.state()
	for _, l := range literals {
		at := b.step(0, classBetween)
		for i := range len(l.text) {
			at = b.step(at, a.class[l.text[i]])
		}
		if !l.prefix {
			at = b.step(at, classBetween)
		}
		if len(b.out) > maxStates {
			return nil, false
		}
		b.out[at] = append(b.out[at], l.output)
	}
	b.link()
	b.renumber()
	return a, true
}

// step returns the state behind an edge of the trie, making it if need be.
func (b *builder) step(from int, class uint8) int {
	at := from*b.width + int(class)
	if b.next[at] == 0 {
		b.next[at] = uint16(b.state())
	}
	return int(b.next[at])
}

func (b *builder) state() int {
	b.next = append(b.next, make([]uint16, b.width)...)
	b.out = append(b.out, nil)
	return len(b.out) - 1
}

// link completes the trie: where a state has no edge, that of its longest suffix is taken.
func (b *builder) link() {
	fail := make([]uint16, len(b.out))
	var queue []uint16
	for c := range b.width {
		if s := b.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := int(queue[0])
		queue = queue[1:]
		b.out[s] = append(b.out[s], b.out[fail[s]]...)
		for c := range b.width {
			over := b.next[int(fail[s])*b.width+c]
			if t := b.next[s*b.width+c]; t != 0 {
				fail[t] = over
				queue = append(queue, t)
			} else {
				b.next[s*b.width+c] = over
			}
		}
	}
}

// renumber puts the states with output last, so that one comparison tells them.
func (b *builder) renumber() {
	order := make([]uint16, len(b.out)) // old → new
	n := uint16(0)
	for s := range b.out {
		if b.out[s] == nil {
			order[s] = n
			n++
		}
	}
	b.silent = n
	for s := range b.out {
		if b.out[s] != nil {
			order[s] = n
			n++
			b.outputs = append(b.outputs, b.out[s])
		}
	}
	next := make([]uint16, len(b.next))
	for s := range b.out {
		for c := range b.width {
			next[int(order[s])*b.width+c] = order[b.next[s*b.width+c]]
		}
	}
	b.next = next
}

// find lists in hits the phrases of which the text fills all slots.
func (a *automaton) find(text string, f *filling, hits []int) []int {
	s := a.next[classBetween]
	last := uint8(classBetween)
	for i := range len(text) {
		class := a.class[text[i]]
		if class == classBetween && last == classBetween {
			continue // whatever stands between two words is one step
		}
		last = class
		s = a.next[int(s)*a.width+int(class)]
		if s >= a.silent {
			hits = a.note(s, f, hits)
		}
	}
	if s = a.next[int(s)*a.width+classBetween]; s >= a.silent {
		hits = a.note(s, f, hits)
	}
	return hits
}

func (a *automaton) note(s uint16, f *filling, hits []int) []int {
	for i := range a.outputs[s-a.silent] {
		o := &a.outputs[s-a.silent][i]
		old := f.marks[o.phrase]
		if old>>slots != f.round {
			old = f.round << slots
		}
		mark := old | o.slot
		f.marks[o.phrase] = mark
		if full := f.round<<slots | o.all; mark == full && old != full {
			hits = append(hits, o.phrase)
		}
	}
	return hits
}
