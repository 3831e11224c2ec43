package scoring

import "chatcops/internal/lexis"

// allowed finds the first match of a phrase that no guard of its rule overlaps.
// None begins before token from, and without guarded no guard is in the text.
func (p *phrase) allowed(ts *lexis.Text, from int, guarded bool) (first, end int, ok bool) {
	for next := max(0, from); ; next = first + 1 {
		if first, end, ok = p.match(ts, next, len(ts.Words)); !ok || !guarded || !p.forbidden(ts, first, end) {
			return first, end, ok
		}
	}
}

// forbidden reports whether one of the guards has a word in common with the
// tokens from first to end.
func (p *phrase) forbidden(ts *lexis.Text, first, end int) bool {
	for at := max(0, first-p.guards.longest); at < end; at++ {
		if t := &ts.Words[at]; p.guards.opens.have(t) && p.guards.overlap(ts, at, first) {
			return true
		}
	}
	return false
}

// overlap reports whether a guard begins at a token and reaches token first.
func (g *guards) overlap(ts *lexis.Text, at, first int) bool {
	for i := range g.phrases {
		p := &g.phrases[i]
		if (at == 0 || !p.start) && p.opens.have(&ts.Words[at]) && p.from(0, at, at, ts) > max(at, first) {
			return true
		}
	}
	return false
}

// match finds the first place where the phrase stands in the tokens of a text;
// it begins at token from or later, and before token to.
func (p *phrase) match(ts *lexis.Text, from, to int) (first, end int, ok bool) {
	if p.start {
		to = min(to, 1)
	}
	if p.end {
		from = max(from, len(ts.Words)-p.longest)
	}
	for i := from; i < to; i++ {
		if !p.opens.have(&ts.Words[i]) {
			continue
		}
		if end := p.from(0, i, i, ts); end > i {
			return i, end, true
		}
	}
	return 0, 0, false
}

// from matches the elements from e on against the tokens from i on, and returns
// the token after the match, -1 if there is none. first is where the match began.
func (p *phrase) from(e, i, first int, ts *lexis.Text) int {
	if e == len(p.elements) {
		if p.end && i < len(ts.Words) {
			return -1
		}
		return i
	}
	el := &p.elements[e]
	if el.pause {
		if i > 0 && i < len(ts.Words) && !ts.Words[i].Part {
			return -1
		}
		return p.from(e+1, i, first, ts)
	}
	if el.gap {
		for n := 0; n <= maxGap && i+n <= len(ts.Words); n++ {
			if n > 0 && ts.Words[i+n-1].Sentence && i+n-1 > first {
				return -1
			}
			if end := p.from(e+1, i+n, first, ts); end >= 0 {
				return end
			}
		}
		return -1
	}
	if i < len(ts.Words) && (i == first || !ts.Words[i].Sentence) && el.opens.have(&ts.Words[i]) {
		number := ts.Words[i].Number
		for k := range el.openings {
			o := &el.openings[k]
			if o.number != number && o.number != lexis.Unknown {
				continue // most alternatives end here
			}
			next := i + 1
			if !o.alone {
				run := el.alternatives[k]
				if next = i + len(run); !run.follows(i, first, ts) {
					continue
				}
			}
			if end := p.from(e+1, next, first, ts); end >= 0 {
				return end
			}
		}
	}
	if el.optional {
		return p.from(e+1, i, first, ts)
	}
	return -1
}

// follows reports whether the words of a run stand at token i and behind it, in
// the sentence of token first.
func (r run) follows(i, first int, ts *lexis.Text) bool {
	if i+len(r) > len(ts.Words) {
		return false
	}
	for k := range r {
		t := &ts.Words[i+k]
		if t.Sentence && i+k > first {
			return false
		}
		if w := &r[k]; w.number != lexis.Unknown && w.number != t.Number || w.number == lexis.Unknown && !w.is(ts.Of(t)) {
			return false
		}
	}
	return true
}

// is reports whether a word of a text is one that w stands for.
func (w *word) is(have []byte) bool {
	if w.prefix && len(have) > len(w.text) {
		have = have[:len(w.text)]
	}
	return string(have) == w.text || w.near && isNear(have, w.text)
}
