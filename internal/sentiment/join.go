package sentiment

// step is a step on the way through the phrases, in a place of a hash table.
type step struct {
	from, word uint16 // a word takes the way from one to another
	to         uint16 // 0 if the place is free
	cue        uint16 // the entry of the phrase that ends there, 0 for none
}

// stepBits is for about twice as many places as there are steps.
const stepBits = 15

// addSteps puts the tree of phrases into a table. The way begins at the number of
// the first word; the nodes have the numbers behind those of the words.
func (v *vocabulary) addSteps() {
	v.steps = make([]step, 1<<stepBits)
	for i := range v.entries {
		if cue := v.entries[i].cue; cue != 0 {
			v.addStepsFrom(uint16(i), &v.cues[cue])
		}
	}
}

func (v *vocabulary) addStepsFrom(from uint16, n *node) {
	for _, e := range n.edges {
		s := step{from, uint16(e.word), uint16(len(v.entries) + int(e.to)), uint16(v.cues[e.to].cue)}
		*v.place(s.from, s.word) = s
		v.addStepsFrom(s.to, &v.cues[e.to])
	}
}

// place returns the place of a step, or the free one where it would be.
func (v *vocabulary) place(from, word uint16) *step {
	for at := (uint32(from)<<16 | uint32(word)) * 0x9E3779B1 >> (32 - stepBits); ; at++ {
		s := &v.steps[at%(1<<stepBits)]
		if s.to == 0 || s.from == from && s.word == word {
			return s
		}
	}
}

// joinCues puts one unit in the place of each phrase of the units, the longest
// that begins at a word. A phrase lies within one sentence.
func (a *Analyzer) joinCues() {
	units, out, done := a.units, 0, 0 // units[:done] became units[:out]
	for _, at := range a.begins {
		i := int(at)
		if i < done {
			continue
		}
		cue, n := a.longest(units[i:])
		if cue == 0 {
			continue
		}
		u := units[i]
		here := u.traits & inCapitals
		for _, w := range units[i+1 : i+n] {
			u.end = w.end
			here &= w.traits
		}
		u.word, u.traits = cue, a.words.known[cue].traits|here
		out += copy(units[out:], units[done:i])
		units[out] = u
		out++
		done = i + n
	}
	a.units = units[:out+copy(units[out:], units[done:])]
}

// longest returns the longest phrase that begins with the first of the units,
// and how many units it takes.
func (a *Analyzer) longest(units []unit) (cue int32, words int) {
	from := uint16(units[0].word)
	for i := 1; i < len(units) && units[i-1].traits&atEnd == 0; i++ {
		s := a.words.place(from, uint16(units[i].word))
		if s.to == 0 {
			break
		}
		if s.cue != 0 {
			if cue, words = int32(s.cue), i+1; a.words.known[cue].traits&ahead != 0 {
				words = i
			}
		}
		from = s.to
	}
	return cue, words
}
