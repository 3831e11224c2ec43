package scoring

import (
	"math"
	"slices"
	"strings"

	"chatcops/internal/lexis"
)

// index tells where in a text phrases may match at all: it finds the words that
// the rarest place of a phrase needs.
type index struct {
	anchors    []uint64 // a bit for each number of a word that has outputs
	from       []uint32 // the outputs of the word numbered n are those from from[n] to before from[n+1]
	outputs    []output
	beginnings [32][]beginning // of words, by the last bits of their first byte
	firsts     uint32          // which of these there are
	near       neighbours
}

// output is what a word of the text is to a phrase: it stands in its rarest place.
type output struct {
	phrase        int32
	least, most   uint16 // how many words of a match stand before it
	first, last   uint16 // how many words of the text may stand before it, behind it
	before, after set    // of the words of which one stands right before it, behind it
}

// beginning is the beginning of words that fill a place.
type beginning struct {
	text string
	output
}

// hit is where matches of a phrase may begin: from a token to before another,
// both below lexis.MaxRead. Hits sort by phrase, those of a phrase by their place.
type hit uint64

func newHit(phrase int32, from, to int) hit { return hit(phrase)<<32 | hit(from)<<16 | hit(to) }

func (h hit) phrase() int { return int(h >> 32) }
func (h hit) from() int   { return int(h >> 16 & 0xffff) }
func (h hit) to() int     { return int(h & 0xffff) }

// newIndex builds the index of phrases, all of whose words v has.
func newIndex(phrases []phrase, v *lexis.Vocabulary) *index {
	x := &index{anchors: make([]uint64, v.Size()/64+1), from: make([]uint32, v.Size()+1)}
	byWord := make([][]output, v.Size())
	sets := newSets()
	for number := range phrases {
		p := &phrases[number]
		e := p.rarest()
		before, after := p.around(e)
		for _, r := range p.elements[e].alternatives {
			at := r.anchor()
			o := p.output(e, at, len(r))
			o.phrase, o.before, o.after = int32(number), sets.number(before), sets.number(after)
			if at > 0 {
				o.before = sets.number(shapeOf(&r[at-1]))
			}
			if at+1 < len(r) {
				o.after = sets.number(shapeOf(&r[at+1]))
			}
			if w := &r[at]; w.number == lexis.Unknown {
				first := w.text[0] & 31
				x.beginnings[first] = append(x.beginnings[first], beginning{w.text, o})
				x.firsts |= 1 << first
			} else {
				byWord[w.number] = append(byWord[w.number], o)
			}
		}
	}
	for n := 1; n < len(byWord); n++ {
		text := v.Text(uint32(n))
		for _, b := range x.beginnings[text[0]&31] {
			if strings.HasPrefix(text, b.text) {
				byWord[n] = append(byWord[n], b.output)
			}
		}
	}
	for n, outputs := range byWord {
		if len(outputs) > 0 {
			x.anchors[n/64] |= 1 << (n % 64)
		}
		x.outputs = append(x.outputs, outputs...)
		x.from[n+1] = uint32(len(x.outputs))
	}
	x.near = sets.neighbours(v)
	return x
}

// anywhere is more than the words of a text are.
const anywhere = math.MaxUint16

// output tells where matches lie of which word at of a run of so many words in
// element e stands at some word.
func (p *phrase) output(e, at, words int) output {
	least, most := p.wordsBefore(e)
	_, all := p.wordsBefore(len(p.elements))
	behind := all - most - p.elements[e].longest() + words - at - 1
	o := output{least: short(least + at), most: short(most + at), first: anywhere, last: anywhere}
	if p.start {
		o.first = o.most
	}
	if p.end {
		o.last = short(behind)
	}
	return o
}

// short is a number of words, of which a text has less than anywhere.
func short(n int) uint16 { return uint16(min(n, anywhere)) }

// find lists in hits where phrases may match.
func (x *index) find(ts *lexis.Text, hits []hit) []hit {
	for i := range ts.Words {
		t := &ts.Words[i]
		if t.Number == lexis.Unknown {
			if x.firsts>>(t.First&31)&1 != 0 {
				hits = x.findBeginnings(i, ts, hits)
			}
			continue
		}
		if x.anchors[t.Number/64]>>(t.Number%64)&1 == 0 {
			continue
		}
		before, after := x.near.around(ts.Words, i)
		outputs := x.outputs[x.from[t.Number]:x.from[t.Number+1]]
		for k := range outputs {
			if o := &outputs[k]; before.has(o.before)&after.has(o.after) != 0 {
				hits = o.note(i, len(ts.Words), hits)
			}
		}
	}
	return hits
}

// findBeginnings does what find does for the beginnings of token i, a word that
// the vocabulary lacks.
func (x *index) findBeginnings(i int, ts *lexis.Text, hits []hit) []hit {
	word := ts.Of(&ts.Words[i])
	beginnings := x.beginnings[word[0]&31]
	for k := range beginnings {
		b := &beginnings[k]
		if len(word) < len(b.text) || string(word[:len(b.text)]) != b.text {
			continue
		}
		if before, after := x.near.around(ts.Words, i); before.has(b.before)&after.has(b.after) != 0 {
			hits = b.note(i, len(ts.Words), hits)
		}
	}
	return hits
}

// note adds a hit if token i of so many may be that of a match.
func (o *output) note(i, words int, hits []hit) []hit {
	if to := i - int(o.least) + 1; to > 0 && i <= int(o.first) && words-1-i <= int(o.last) {
		hits = append(hits, newHit(o.phrase, max(0, i-int(o.most)), to))
	}
	return hits
}

// wordsBefore is how many words of a match stand before element e.
func (p *phrase) wordsBefore(e int) (least, most int) {
	for i := range p.elements[:e] {
		el := &p.elements[i]
		least += el.shortest()
		most += el.longest()
	}
	return least, most
}

// around returns the words of which one stands right before element e and of
// which one stands right behind it, nil if there may be any or none.
func (p *phrase) around(e int) (before, after *shapes) {
	before, after = &shapes{}, &shapes{}
	for i := e - 1; ; i-- {
		if i < 0 || p.elements[i].gap {
			before = nil
			break
		}
		before.join(&p.elements[i].ends)
		if p.elements[i].shortest() > 0 {
			break
		}
	}
	for i := e + 1; ; i++ {
		if i == len(p.elements) || p.elements[i].gap {
			after = nil
			break
		}
		after.join(&p.elements[i].opens)
		if p.elements[i].shortest() > 0 {
			break
		}
	}
	return before, after
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

// rarest returns which of the anchored elements has the rarest words.
func (p *phrase) rarest() int {
	best := -1
	for i := range p.elements {
		if e := &p.elements[i]; e.isAnchored() && (best < 0 || e.commonness() < p.elements[best].commonness()) {
			best = i
		}
	}
	return best
}

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
