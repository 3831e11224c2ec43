package search

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Span is where a match lies in a text, in bytes, half-open.
type Span struct{ Start, End int }

// Matcher looks for a query in one text after another. It reuses its memory and
// serves one goroutine.
type Matcher struct {
	q      *Query
	f      folded
	counts []int
}

// Matcher returns a matcher of the query.
func (q *Query) Matcher() *Matcher { return &Matcher{q: q, counts: make([]int, len(q.wanted))} }

// Match reports whether text holds all that is wanted and nothing of what is
// excluded, and how well: see rank.
func (m *Matcher) Match(text []byte) (score float64, ok bool) {
	m.f.set(text)
	for i := range m.q.wanted {
		if at, _ := m.q.wanted[i].find(m.f.text, 0); at < 0 {
			return 0, false
		}
	}
	for i := range m.q.excluded {
		if at, _ := m.q.excluded[i].find(m.f.text, 0); at >= 0 {
			return 0, false
		}
	}
	for i := range m.q.wanted {
		m.counts[i] = 0
		for at, end := m.q.wanted[i].find(m.f.text, 0); at >= 0; at, end = m.q.wanted[i].find(m.f.text, end) {
			m.counts[i]++
		}
	}
	return rank(m.counts, len(text)), true
}

// Parameters of BM25 (Robertson and Zaragoza 2009), and the length in bytes of a
// message that is neither rewarded nor punished: fixed, so that the rank of a
// message depends on nothing else.
const (
	saturation   = 1.2
	lengthWeight = 0.75
	usualLength  = 200
)

// rank is BM25 without the weights of rarity: a hit has all the words, so these
// would only weigh repetitions of one against those of another.
func rank(counts []int, length int) float64 {
	norm := saturation * (1 - lengthWeight + lengthWeight*float64(length)/usualLength)
	sum := 0.0
	for _, n := range counts {
		sum += float64(n) * (saturation + 1) / (float64(n) + norm)
	}
	return sum
}

// Spans returns where the words wanted stand in text, in order and apart.
func (m *Matcher) Spans(text string) []Span {
	m.f.fill(text)
	var spans []Span
	for i := range m.q.wanted {
		for at, end := m.q.wanted[i].find(m.f.text, 0); at >= 0; at, end = m.q.wanted[i].find(m.f.text, end) {
			spans = append(spans, Span{m.f.starts[at], m.f.after(end)})
		}
	}
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	apart := spans[:0]
	for _, s := range spans {
		if n := len(apart); n > 0 && s.Start < apart[n-1].End {
			apart[n-1].End = max(apart[n-1].End, s.End)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// after is where in the original the characters end that fold to text[:end].
func (f *folded) after(end int) int {
	for end < len(f.text) && f.starts[end] == f.starts[end-1] {
		end++ // half of a letter that folds to two
	}
	return f.starts[end]
}

// find returns the first place of the term at from or behind, -1 if there is none.
func (t *term) find(text []byte, from int) (start, end int) {
	first := t.words[0]
	for from <= len(text)-len(first) {
		i := bytes.Index(text[from:], first)
		if i < 0 {
			return -1, -1
		}
		i += from
		if opens(text, i) {
			if end := t.rest(text, i+len(first)); end >= 0 {
				return i, end
			}
		}
		from = i + 1
	}
	return -1, -1
}

// rest matches what follows the first word, which ends at, and returns the end; -1 if it does not follow.
func (t *term) rest(text []byte, at int) int {
	for _, w := range t.words[1:] {
		if !closes(text, at) {
			return -1
		}
		for at < len(text) {
			r, n := utf8.DecodeRune(text[at:])
			if kindOf(r) != between {
				break
			}
			at += n
		}
		if !bytes.HasPrefix(text[at:], w) {
			return -1
		}
		at += len(w)
	}
	if t.prefix {
		return wordEnd(text, at)
	}
	if !closes(text, at) {
		return -1
	}
	return at
}

// opens reports whether a word can start at i.
func opens(text []byte, i int) bool {
	if i == 0 {
		return true
	}
	before, _ := utf8.DecodeLastRune(text[:i])
	here, _ := utf8.DecodeRune(text[i:])
	return kindOf(before) != inWord || kindOf(here) == alone
}

// closes reports whether the word before i ends there.
func closes(text []byte, i int) bool {
	if i == len(text) {
		return true
	}
	here, _ := utf8.DecodeRune(text[i:])
	if kindOf(here) != inWord {
		return true
	}
	before, _ := utf8.DecodeLastRune(text[:i])
	return kindOf(before) == alone
}

// wordEnd is where the word ends that goes on at i.
func wordEnd(text []byte, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRune(text[i:])
		if kindOf(r) != inWord {
			break
		}
		i += n
	}
	return i
}

// Part looks for a piece of text anywhere, also within words; case and accents
// do not matter. It serves one goroutine.
type Part struct {
	piece []byte
	f     folded
}

// NewPart returns a finder of piece.
func NewPart(piece string) *Part {
	p := &Part{}
	p.f.set([]byte(piece))
	p.piece = bytes.Clone(p.f.text)
	return p
}

// In reports whether text holds the piece.
func (p *Part) In(text []byte) bool {
	p.f.set(text)
	return bytes.Contains(p.f.text, p.piece)
}
