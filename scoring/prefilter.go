package scoring

import "regexp/syntax"

// required returns literals of which every match of re holds at least one, or
// nil if there are none. The longer the literals, the rarer a false alarm.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			s := required(sub)
			if s == nil {
				return nil
			}
			all = append(all, s...)
		}
		return all
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if s := required(sub); s != nil && (best == nil || shortest(s) > shortest(best)) {
				best = s
			}
		}
		return best
	}
	return nil
}

func shortest(words []string) int {
	n := len(words[0])
	for _, w := range words {
		n = min(n, len(w))
	}
	return n
}

// automaton finds which of many literals a text holds in one pass, whatever
// their number (Aho and Corasick 1975).
type automaton struct {
	class  [256]uint8 // byte → column; bytes in no literal share column 0
	width  int
	next   []uint16 // state*width + column → state
	output [][]int  // state → what the literals that end there stand for
}

// maxStates bounds the automaton to what its state numbers can count.
const maxStates = 1<<16 - 1

// newAutomaton builds the automaton of literals; stands[i] is what literal i stands for.
func newAutomaton(literals []string, stands []int) *automaton {
	a := &automaton{}
	columns := uint8(0)
	for _, l := range literals {
		for i := range len(l) {
			if a.class[l[i]] == 0 {
				columns++
				a.class[l[i]] = columns
			}
		}
	}
	a.width = int(columns) + 1
	a.state()
	for i, l := range literals {
		s := 0
		for j := range len(l) {
			at := s*a.width + int(a.class[l[j]])
			if a.next[at] == 0 {
				a.next[at] = uint16(a.state())
			}
			s = int(a.next[at])
		}
		a.output[s] = append(a.output[s], stands[i])
	}
	a.link()
	return a
}

func (a *automaton) state() int {
	a.next = append(a.next, make([]uint16, a.width)...)
	a.output = append(a.output, nil)
	return len(a.output) - 1
}

// link completes the trie: where a state has no edge, the longest suffix's edge is taken.
func (a *automaton) link() {
	fail := make([]uint16, len(a.output))
	var queue []uint16
	for c := range a.width {
		if s := a.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		s := int(queue[0])
		queue = queue[1:]
		a.output[s] = append(a.output[s], a.output[fail[s]]...)
		for c := range a.width {
			over := a.next[int(fail[s])*a.width+c]
			if t := a.next[s*a.width+c]; t != 0 {
				fail[t] = over
				queue = append(queue, t)
			} else {
				a.next[s*a.width+c] = over
			}
		}
	}
}

// find calls hit for each literal that occurs in text.
func (a *automaton) find(text []byte, hit func(int)) {
	s := 0
	for _, b := range text {
		s = int(a.next[s*a.width+int(a.class[b])])
		for _, i := range a.output[s] {
			hit(i)
		}
	}
}
