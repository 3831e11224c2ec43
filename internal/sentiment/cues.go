package sentiment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// node is a place in the tree of phrases.
type node struct {
	edges []edge // sorted by word
	cue   int32  // the entry of the phrase that ends here, 0 for none
}

type edge struct{ word, to int32 }

// longestCue bounds how many words a phrase has, and so the time to match one.
const longestCue = 8

// cue is a line of the cues.
type cue struct {
	valence float64
	entry   int32 // that its phrases count as
	ahead   bool  // the last word must follow but is not part of it
}

// place is a place in the phrases of a line: one of its runs of words stands there.
type place struct {
	choices  [][]int32
	optional bool
}

// addCues reads the cues of service talk. Their syntax is told in lexicon/service.txt.
func (v *vocabulary) addCues(text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		valence, err := strconv.ParseFloat(fields[0], 64)
		if err != nil || !(valence >= -4 && valence <= 4) || len(fields) == 1 {
			return fmt.Errorf("line %d: want a valence from -4 to 4 and a phrase: %q", n, strings.TrimSpace(line))
		}
		c := cue{valence: valence, entry: int32(len(v.entries))}
		// no word of a text has the text of this entry, which is in no slot
		e := entry{text: strings.Join(fields[1:], " "), valence: valence, traits: inLexicon | serves}
		if strings.HasPrefix(fields[len(fields)-1], "+") {
			c.ahead, e.traits = true, e.traits|ahead
		}
		v.entries = append(v.entries, e)
		if err := v.grow(c, v.places(fields[1:]), 0, 0, 0); err != nil {
			return fmt.Errorf("line %d: %w: %q", n, err, strings.TrimSpace(line))
		}
	}
	return nil
}

// places reads the places of a line.
func (v *vocabulary) places(fields []string) []place {
	var places []place
	for _, f := range fields {
		inner, optional := strings.CutPrefix(strings.TrimPrefix(f, "+"), "[")
		p := place{optional: optional}
		for choice := range strings.SplitSeq(strings.TrimSuffix(inner, "]"), "|") {
			var ids []int32
			for word := range strings.SplitSeq(choice, "_") {
				v.add(word)
				ids = append(ids, v.id(word))
			}
			p.choices = append(p.choices, ids)
		}
		places = append(places, p)
	}
	return places
}

// grow adds the phrases of a line that go on with places, behind n words of
// which the first is given and the last led to the node at.
func (v *vocabulary) grow(c cue, places []place, first, at int32, n int) error {
	if len(places) == 0 {
		return v.end(c, first, at, n)
	}
	if places[0].optional {
		if err := v.grow(c, places[1:], first, at, n); err != nil {
			return err
		}
	}
	for _, words := range places[0].choices {
		first, at, n := first, at, n
		for _, word := range words {
			if n == 0 {
				first, at = word, v.root(word)
			} else {
				at = v.step(at, word)
			}
			n++
		}
		if err := v.grow(c, places[1:], first, at, n); err != nil {
			return err
		}
	}
	return nil
}

// end ends a phrase of n words. It may stand in two lines that agree.
func (v *vocabulary) end(c cue, first, at int32, n int) error {
	if n == 0 || n == 1 && c.ahead || n > longestCue {
		return fmt.Errorf("a phrase has 1 to %d words", longestCue)
	}
	if n == 1 {
		e := &v.entries[first]
		if e.traits&serves != 0 && e.valence != c.valence {
			return fmt.Errorf("%q has the valence %g already", e.text, e.valence)
		}
		e.valence, e.traits = c.valence, e.traits|inLexicon|serves
		return nil
	}
	if node := &v.cues[at]; node.cue == 0 {
		node.cue = c.entry
	} else if e := v.entries[node.cue]; e.valence != c.valence {
		return fmt.Errorf("a phrase of it has the valence %g already, in %q", e.valence, e.text)
	}
	return nil
}

// root returns the node behind the first word of phrases, a new one if need be.
func (v *vocabulary) root(word int32) int32 {
	e := &v.entries[word]
	if e.cue == 0 {
		e.cue = int32(len(v.cues))
		v.cues = append(v.cues, node{})
	}
	return e.cue
}

// step returns the node after a word, a new one if need be.
func (v *vocabulary) step(at, word int32) int32 {
	edges := v.cues[at].edges
	i, found := slices.BinarySearchFunc(edges, word, func(e edge, word int32) int { return int(e.word - word) })
	if found {
		return edges[i].to
	}
	to := int32(len(v.cues))
	v.cues[at].edges = slices.Insert(edges, i, edge{word, to})
	v.cues = append(v.cues, node{})
	return to
}
