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
	ahead int32  // how many of its last words must follow but are not part of it
}

type edge struct{ word, to int32 }

// longestCue bounds how many words a phrase has, and so the time to match one.
const longestCue = 8

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
		ahead := int32(0)
		if strings.HasPrefix(fields[len(fields)-1], "+") {
			ahead = 1
		}
		cue := int32(len(v.entries)) // of all phrases of the line: its text has no word's form
		v.entries = append(v.entries, entry{text: strings.Join(fields[1:], " "), valence: valence, traits: inLexicon | serves})
		for _, phrase := range expand(fields[1:]) {
			if len(phrase) <= int(ahead) || len(phrase) > longestCue {
				return fmt.Errorf("line %d: a phrase has 1 to %d words: %q", n, longestCue, phrase)
			}
			v.addCue(phrase, valence, cue, ahead)
		}
	}
	return nil
}

// expand returns the phrases that a line stands for.
func expand(places []string) [][]string {
	phrases := [][]string{nil}
	for _, place := range places {
		place = strings.TrimPrefix(place, "+")
		inner, optional := strings.CutPrefix(place, "[")
		inner = strings.TrimSuffix(inner, "]")
		var longer [][]string
		for _, p := range phrases {
			if optional {
				longer = append(longer, p)
			}
			for word := range strings.SplitSeq(inner, "|") {
				longer = append(longer, append(slices.Clone(p), strings.Split(word, "_")...))
			}
		}
		phrases = longer
	}
	return phrases
}

// addCue adds a word with its valence, or a phrase that counts as the entry cue.
func (v *vocabulary) addCue(phrase []string, valence float64, cue, ahead int32) {
	first := v.add(phrase[0])
	if len(phrase) == 1 {
		first.valence, first.traits = valence, first.traits|inLexicon|serves
		return
	}
	if first.cue == 0 {
		first.cue = int32(len(v.cues))
		v.cues = append(v.cues, node{})
	}
	at := first.cue
	for _, word := range phrase[1:] {
		v.add(word)
		at = v.step(at, v.id(word))
	}
	v.cues[at].cue, v.cues[at].ahead = cue, ahead
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

// next returns the node after a word, 0 if there is none.
func (n *node) next(word int32) int32 {
	if word == 0 {
		return 0
	}
	edges := n.edges
	for len(edges) > 4 {
		if half := len(edges) / 2; edges[half].word <= word {
			edges = edges[half:]
		} else {
			edges = edges[:half]
		}
	}
	for _, e := range edges {
		if e.word == word {
			return e.to
		}
	}
	return 0
}

// joinCues puts one unit in the place of each phrase of the units, the longest
// that begins at a word. A phrase lies within one sentence.
func (a *Analyzer) joinCues() {
	units, out := a.units, 0
	for i := 0; i < len(units); {
		u := units[i]
		n := 1
		if at := a.words.entries[u.word].cue; at != 0 {
			if cue, words := a.longest(at, units[i:]); cue != 0 {
				last := &units[i+words-1]
				u.word, u.end, u.negates = cue, last.end, false
				n = words
			}
		}
		units[out] = u
		out++
		i += n
	}
	a.units = units[:out]
}

// longest returns the longest phrase that begins with the first of the units,
// and how many units it takes.
func (a *Analyzer) longest(at int32, units []unit) (cue int32, words int) {
	for i := 1; i < len(units) && !units[i-1].ends; i++ {
		if at = a.words.cues[at].next(units[i].word); at == 0 {
			break
		}
		if c := a.words.cues[at].cue; c != 0 {
			cue, words = c, i+1-int(a.words.cues[at].ahead)
		}
	}
	return cue, words
}
