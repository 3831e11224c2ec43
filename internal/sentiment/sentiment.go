// Package sentiment tells how content a message sounds, by the method of VADER
// (Hutto & Gilbert 2014: a lexicon of rated words and emoji, and rules for
// negation, degree, contrast and emphasis), with cues of service talk added.
package sentiment

import (
	"math"
	"slices"
	"strings"

	"chatcops/internal/lexis"
)

// Scale is what a compound score of 1 is in the numbers of this package.
const Scale = 10000

// Analyzer scores messages; it reuses its memory and serves one goroutine.
type Analyzer struct {
	words  *vocabulary
	units  []unit
	begins []int32 // the units at which a phrase may begin
	follow wordSet // what goes on phrases from the last unit
	seen   trait   // of any unit
	every  trait   // of all of them
	beyond int     // where the next character beyond ASCII stands
	folded []byte
}

// Term is a part of a message that counted for its score.
type Term struct {
	Text    string  // as the message has it: the user's own characters
	Valence float64 // after the rules, on VADER's scale of -4 to 4 for a word
}

// New returns an analyzer of English. The lexicon is compiled at the first call.
func New() *Analyzer {
	return &Analyzer{words: compiled()}
}

// Compound returns the compound score of a text in ten-thousandths, from -10000
// (negative) to 10000 (positive); 0 also for a text without any word that counts.
// Only the first 64 KiB count.
func (a *Analyzer) Compound(text string) int32 { return a.compound(text, nil, nil) }

// CompoundOf does what Compound does for a text whose words were read by a
// vocabulary that the words known here were entered into.
func (a *Analyzer) CompoundOf(t *lexis.Text, n Numbers) int32 {
	if t.Aligned {
		return a.compound(t.Original, t, n)
	}
	if text, ok := a.straighten(t.Original); ok {
		return a.compound(text, t, n)
	}
	return a.compound(t.Original, nil, nil)
}

func (a *Analyzer) compound(text string, read *lexis.Text, n Numbers) int32 {
	sum := a.read(text, read, n, nil)
	return int32(math.Round(sum / math.Sqrt(sum*sum+alpha) * Scale))
}

// Explain returns what counted for the score of a text, in its order. The sum of
// the valences, s, gives the compound score s/sqrt(s²+15). The emphasis of
// exclamation and question marks comes last.
func (a *Analyzer) Explain(text string) []Term {
	var terms []Term
	a.read(text, nil, nil, &terms)
	return terms
}

// read returns the sum of the valences of a text, of which words may be read
// already, and its terms if asked for.
func (a *Analyzer) read(text string, read *lexis.Text, n Numbers, terms *[]Term) float64 {
	text = text[:min(len(text), lexis.MaxRead)]
	a.cut(text, read, n)
	if a.seen&inLexicon == 0 && len(a.begins) == 0 {
		return 0
	}
	a.joinCues()
	contrast := a.contrast()
	sum := 0.0
	var before *unit // the last that counted
	for i := range a.units {
		u := &a.units[i]
		if u.traits&inLexicon == 0 {
			continue
		}
		v := a.valence(i)
		switch {
		case contrast < 0 || i == contrast:
		case i < contrast:
			v *= beforeBut
		default:
			v *= afterBut
		}
		sum += v
		if terms != nil && v != 0 {
			explain(terms, text, u, before, v)
			before = u
		}
	}
	if sum == 0 {
		return 0
	}
	exclaims, asks := strings.Count(text, "!"), strings.Count(text, "?")
	e := math.Copysign(emphasis(exclaims, asks), sum)
	if terms != nil && e != 0 {
		marks := strings.Repeat("!", min(exclaims, mostExclaims))
		if asks > 1 {
			marks += strings.Repeat("?", min(asks, mostAsks))
		}
		*terms = append(*terms, Term{marks, e})
	}
	return sum + e
}

// explain adds a term. The words that describe one emoji are one term.
func explain(terms *[]Term, text string, u, before *unit, v float64) {
	if n := len(*terms); before != nil && before.start == u.start && n > 0 {
		(*terms)[n-1].Valence += v
		return
	}
	*terms = append(*terms, Term{text[u.start:u.end], v})
}

// contrast finds the first "but", -1 if there is none.
func (a *Analyzer) contrast() int {
	if a.seen&but == 0 {
		return -1
	}
	return slices.IndexFunc(a.units, func(u unit) bool { return u.traits&but != 0 })
}

// emphasis returns what exclamation and question marks add to a sum of valences.
func emphasis(exclaims, asks int) float64 {
	e := float64(min(exclaims, mostExclaims)) * exclamation
	switch {
	case asks >= mostAsks:
		e += questions
	case asks > 1:
		e += float64(asks) * question
	}
	return e
}
