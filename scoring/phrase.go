package scoring

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/chat"
)

// phrase is one phrase of a rule, taken apart into words. Its syntax is told in
// rules/languages/en_replies.yaml. A match lies within one sentence.
type phrase struct {
	rule       string
	kind       chat.SignalKind
	elements   []element
	start, end bool     // the message must begin, end with it
	guards     []phrase // no match counts that has a word in common with one of theirs
	longest    int      // how many words a match holds at most
	opens      shapes   // of the words with which a match can begin
}

// element is one place of a phrase.
type element struct {
	alternatives [][]word // each a run of words; unused in a gap
	optional     bool
	gap          bool // up to maxGap words of any kind
	pause        bool // no word, but where a part of a sentence begins or ends
	opens        shapes
}

// word is a word of a phrase, or the beginning of one, or one that may hold a slip.
type word struct {
	text         string
	prefix, near bool
}

// maxGap is how many words ... stands for at most. maxGaps bounds how often it
// may stand in one phrase, so that the time to match is bounded for each word.
const (
	maxGap  = 4
	maxGaps = 2
)

// parsePhrase reads a phrase of a rules file.
func parsePhrase(text string) (phrase, error) { return places{}.parsePhrase(text) }

// places are those that phrases have in common, read once.
type places map[string]element

func (known places) parsePhrase(text string) (phrase, error) {
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
		e, read := known[place]
		if !read {
			if e, err = parsePlace(place); err != nil {
				return fail("%v", err)
			}
			known[place] = e
		}
		switch {
		case e.gap:
			gaps++
			p.longest += maxGap
		case !e.optional && !e.pause:
			fixed++
		}
		p.longest += e.longest()
		if fixed == 0 || fixed == 1 && !e.optional && !e.gap && !e.pause {
			p.opens.join(e.opens)
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
	case len(p.literals()) == 0:
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

func parsePlace(s string) (element, error) {
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
	for run := range strings.SplitSeq(inner, "|") {
		var words []word
		for w := range strings.FieldsSeq(run) {
			text, prefix := strings.CutSuffix(w, "*")
			text, near := strings.CutSuffix(text, "~")
			text = strings.Trim(text, "'")
			for _, c := range text {
				if !isWordRune(c) {
					return e, fmt.Errorf("%q cannot stand in a word", c)
				}
			}
			if text == "" {
				return e, fmt.Errorf("%q is no word", w)
			}
			if near && (prefix || len(text) < minNear) {
				return e, fmt.Errorf("%q: ~ follows a whole word of %d letters or more", w, minNear)
			}
			words = append(words, word{text, prefix, near})
		}
		if words == nil {
			return e, fmt.Errorf("%q has an empty alternative", s)
		}
		e.alternatives = append(e.alternatives, words)
		e.opens.join(words[0].shapes())
	}
	return e, nil
}

// slots is how many places of a phrase are looked for before it is matched.
const slots = 3

// literals returns words to look for, by slot: every match of the phrase holds
// one of each slot at least. The places with the longest words are the rarest.
func (p *phrase) literals() [][]word {
	var fixed [][]word
	for _, e := range p.elements {
		if e.optional || e.gap || e.pause {
			continue
		}
		if all := e.literals(); all != nil {
			fixed = append(fixed, all)
		}
	}
	slices.SortStableFunc(fixed, func(a, b []word) int { return shortest(b) - shortest(a) })
	return fixed[:min(slots, len(fixed))]
}

// literals returns the longest part of each alternative that can be looked for,
// nil if one has none.
func (e *element) literals() []word {
	var all []word
	for _, run := range e.alternatives {
		longest := literalOf(run)
		if longest.text == "" {
			return nil
		}
		all = append(all, longest)
	}
	return all
}

// literalOf returns the longest part of a run of words without slips, and with
// any ending only at its end, as one text.
func literalOf(run []word) (longest word) {
	var part word
	for _, w := range run {
		switch {
		case w.near:
			part = word{}
			continue
		case part.text == "" || part.prefix:
			part = word{text: w.text, prefix: w.prefix}
		default:
			part = word{text: part.text + " " + w.text, prefix: w.prefix}
		}
		if len(part.text) > len(longest.text) {
			longest = part
		}
	}
	return longest
}

// longest is how many words an alternative holds at most.
func (e *element) longest() int {
	n := 0
	for _, run := range e.alternatives {
		n = max(n, len(run))
	}
	return n
}

func shortest(words []word) int {
	return len(slices.MinFunc(words, func(a, b word) int { return len(a.text) - len(b.text) }).text)
}

// match finds the first place where the phrase stands in the tokens of a text;
// it begins at token from or later, and before token to.
func (p *phrase) match(text []byte, ts []token, from, to int) (first, end int, ok bool) {
	if p.start {
		to = min(to, 1)
	}
	if p.end {
		from = max(from, len(ts)-p.longest)
	}
	for i := from; i < to; i++ {
		if !p.opens.have(ts[i].shape) {
			continue
		}
		if end := p.from(0, i, i, text, ts); end > i {
			return i, end, true
		}
	}
	return 0, 0, false
}

// from matches the elements from e on against the tokens from i on, and returns
// the token after the match, -1 if there is none. first is where the match began.
func (p *phrase) from(e, i, first int, text []byte, ts []token) int {
	if e == len(p.elements) {
		if p.end && i < len(ts) {
			return -1
		}
		return i
	}
	el := &p.elements[e]
	if el.pause {
		if i > 0 && i < len(ts) && !ts[i].part {
			return -1
		}
		return p.from(e+1, i, first, text, ts)
	}
	if el.gap {
		for n := 0; n <= maxGap && i+n <= len(ts); n++ {
			if n > 0 && ts[i+n-1].sentence && i+n-1 > first {
				return -1
			}
			if end := p.from(e+1, i+n, first, text, ts); end >= 0 {
				return end
			}
		}
		return -1
	}
	if i < len(ts) && el.opens.have(ts[i].shape) {
		for _, run := range el.alternatives {
			if run[0].text[0] != text[ts[i].start] {
				continue // most alternatives end here
			}
			if n := follows(run, i, first, text, ts); n > 0 {
				if end := p.from(e+1, i+n, first, text, ts); end >= 0 {
					return end
				}
			}
		}
	}
	if el.optional {
		return p.from(e+1, i, first, text, ts)
	}
	return -1
}

// follows returns the number of words of run if they stand at token i, 0 if not.
func follows(run []word, i, first int, text []byte, ts []token) int {
	if i+len(run) > len(ts) {
		return 0
	}
	for k := range run {
		t := &ts[i+k]
		if t.sentence && i+k > first {
			return 0
		}
		w, have := &run[k], text[t.start:t.end]
		if w.prefix && len(have) > len(w.text) {
			have = have[:len(w.text)]
		}
		if string(have) != w.text && !(w.near && isNear(have, w.text)) {
			return 0
		}
	}
	return len(run)
}
