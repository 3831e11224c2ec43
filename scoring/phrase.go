package scoring

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
)

// phrase is one phrase of a rule, taken apart into words. Its syntax is told in
// rules/languages/en_replies.yaml. A match lies within one sentence.
type phrase struct {
	rule       string
	kind       chat.SignalKind
	bit        kinds // the kind alone
	elements   []element
	start, end bool    // the message must begin, end with it
	guards     *guards // no match counts that has a word in common with one of theirs
	longest    int     // how many words a match holds at most
	opens      shapes  // of the words with which a match can begin
}

// guards are the phrases of a rule that forbid what its others match.
type guards struct {
	phrases []phrase
	number  int    // of the first among those of all rules
	opens   shapes // of the words with which one of them can begin
	longest int    // how many words one of them holds at most
}

func newGuards(phrases []phrase) *guards {
	g := &guards{phrases: phrases}
	for i := range phrases {
		g.opens.join(&phrases[i].opens)
		g.longest = max(g.longest, phrases[i].longest)
	}
	return g
}

// have reports whether a guard of some number is one of them.
func (g *guards) have(number int) bool { return number >= g.number && number < g.number+len(g.phrases) }

// element is one place of a phrase.
type element struct {
	alternatives []run     // unused in a gap
	openings     []opening // their first words
	optional     bool
	gap          bool   // up to maxGap words of any kind
	pause        bool   // no word, but where a part of a sentence begins or ends
	opens        shapes // of their first words
}

// opening is the first word of a run.
type opening struct {
	number uint32 // of the vocabulary, unknown where an ending or a slip is allowed
	alone  bool   // it is a whole word, and there is no other in the run
}

// run is words that follow each other.
type run []word

// word is a word of a phrase, or the beginning of one, or one that may hold a slip.
type word struct {
	text         string
	prefix, near bool
	number       uint32 // of the vocabulary, unknown where an ending or a slip is allowed
}

// maxGap is how many words ... stands for at most. maxGaps bounds how often it
// may stand in one phrase, so that the time to match is bounded for each word.
const (
	maxGap  = 4
	maxGaps = 2
)

// phraseReader reads the phrases of one language.
type phraseReader struct {
	vocabulary *lexis.Vocabulary
	places     map[string]element // those that phrases have in common are read once
}

func newPhraseReader() *phraseReader {
	return &phraseReader{lexis.NewVocabulary(), map[string]element{}}
}

// phrase reads a phrase of a rules file.
func (r *phraseReader) phrase(text string) (phrase, error) {
	fail := func(format string, args ...any) (phrase, error) {
		return phrase{}, fmt.Errorf("phrase %q: "+format, append([]any{text}, args...)...)
	}
	var p phrase
	s := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, "’", "'")), " "))
	s, p.start = strings.CutPrefix(s, "^")
	s, p.end = strings.CutSuffix(s, "$")
	parts, err := splitPlaces(s)
	if err != nil {
		return fail("%v", err)
	}
	gaps, fixed := 0, 0
	for _, place := range parts {
		e, read := r.places[place]
		if !read {
			if e, err = r.place(place); err != nil {
				return fail("%v", err)
			}
			r.places[place] = e
		}
		switch {
		case e.gap:
			gaps++
		case !e.optional && !e.pause:
			fixed++
		}
		p.longest += e.longest()
		if fixed == 0 || fixed == 1 && !e.optional && !e.gap && !e.pause {
			p.opens.join(&e.opens)
		}
		p.elements = append(p.elements, e)
	}
	switch {
	case fixed == 0:
		return fail("nothing in it must be there")
	case p.elements[0].gap || p.elements[len(parts)-1].gap:
		return fail("... must stand between words")
	case gaps > maxGaps:
		return fail("... may stand %d times at most", maxGaps)
	case !p.anchored():
		return fail("one of the words that must be there has to be free of ~")
	}
	return p, nil
}

// splitPlaces cuts a phrase at the spaces outside of brackets.
func splitPlaces(s string) ([]string, error) {
	var places []string
	depth, start := 0, 0
	for i, c := range s + " " {
		switch c {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ' ':
			if depth == 0 {
				if i > start {
					places = append(places, s[start:i])
				}
				start = i + 1
			}
		}
		if depth < 0 || depth > 1 {
			return nil, fmt.Errorf("brackets must be closed and not lie within each other")
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("a bracket is not closed")
	}
	if len(places) == 0 {
		return nil, fmt.Errorf("it is empty")
	}
	return places, nil
}

func (r *phraseReader) place(s string) (element, error) {
	if s == "..." {
		return element{gap: true}, nil
	}
	if s == "." {
		return element{pause: true}, nil
	}
	var e element
	inner := s
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		e.optional, inner = true, s[1:len(s)-1]
	} else if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		inner = s[1 : len(s)-1]
	}
	for alternative := range strings.SplitSeq(inner, "|") {
		var words run
		for w := range strings.FieldsSeq(alternative) {
			text, prefix := strings.CutSuffix(w, "*")
			text, near := strings.CutSuffix(text, "~")
			text = strings.Trim(text, "'")
			for _, c := range text {
				if !lexis.IsWordRune(c) {
					return e, fmt.Errorf("%q cannot stand in a word", c)
				}
			}
			if text == "" {
				return e, fmt.Errorf("%q is no word", w)
			}
			if near && (prefix || len(text) < minNear) {
				return e, fmt.Errorf("%q: ~ follows a whole word of %d letters or more", w, minNear)
			}
			number := uint32(lexis.Unknown)
			if !prefix && !near {
				number = r.vocabulary.Number(text)
			}
			words = append(words, word{text, prefix, near, number})
		}
		if words == nil {
			return e, fmt.Errorf("%q has an empty alternative", s)
		}
		e.alternatives = append(e.alternatives, words)
		number := words[0].number
		e.openings = append(e.openings, opening{number, number != lexis.Unknown && len(words) == 1})
		e.opens.add(&words[0])
	}
	return e, nil
}

// anchored reports whether each match of the phrase holds a word without slips.
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

// shortest is how many words must stand in its place.
func (e *element) shortest() int {
	if e.optional || e.gap || e.pause {
		return 0
	}
	n := len(e.alternatives[0])
	for _, run := range e.alternatives {
		n = min(n, len(run))
	}
	return n
}

// longest is how many words may stand in its place.
func (e *element) longest() int {
	if e.gap {
		return maxGap
	}
	n := 0
	for _, run := range e.alternatives {
		n = max(n, len(run))
	}
	return n
}
