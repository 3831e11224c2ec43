package sentiment

import "strings"

// The constants of VADER (Hutto & Gilbert 2014), on its scale of valence from -4 to 4.
const (
	boost        = 0.293 // a degree word before a word: "very"
	capitals     = 0.733 // a word in capitals among others that are not
	negation     = -0.74 // what "not" multiplies a valence by
	neverSo      = 1.25  // what "never so" multiplies it by
	beforeBut    = 0.5
	afterBut     = 1.5
	exclamation  = 0.292 // each of up to four
	question     = 0.18  // each of two or three
	questions    = 0.96  // more than three
	alpha        = 15    // normalises a sum of valences to -1..1
	mostExclaims = 4
	mostAsks     = 4
	reach        = 3 // how many words back a negation or booster counts
)

// distance weakens the booster one, two or three words before a word.
var distance = [reach]float64{1, 0.95, 0.9}

const negations = `aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't didn't
doesn't dont hadnt hasnt havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't mightn't mustn't neednt
needn't never none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't shan't shouldn't
uh-uh wasn't weren't without wont wouldnt won't wouldn't rarely seldom despite`

const boosters = `absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous
enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking
fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly
intensely major majorly more most particularly purely quite really remarkably so substantially thoroughly total totally
tremendous tremendously uber unbelievably unusually utter utterly very`

const dampeners = `almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally
partly scarce scarcely slight slightly somewhat sorta sortof sort-of`

// runs are words that mean something else together: idioms replace the valence
// of a word near them, dampening ones add to it. They are sought where the
// rarest of their words stands.
var runs = []struct {
	text, rarest string
	valence      float64
	adds         bool
}{
	{"the shit", "shit", 3, false}, {"the bomb", "bomb", 3, false}, {"bad ass", "ass", 1.5, false}, {"bus stop", "bus", 0, false},
	{"yeah right", "yeah", -2, false}, {"kiss of death", "kiss", -1.5, false}, {"to die for", "die", 3, false},
	{"beating heart", "beating", 3.1, false}, {"broken heart", "heart", -2.9, false},
	{"just enough", "enough", -boost, true}, {"kind of", "kind", -boost, true}, {"sort of", "sort", -boost, true},
}

// trait is what the rules know a word by, or a unit.
type trait uint32

const (
	inLexicon trait = 1 << iota
	negates
	boosts
	inRun // the rarest word of a run
	no
	never
	soOrThis
	without
	doubt
	least
	atOrVery
	orNor
	but
	kind
	of
	serves // a cue of service talk
	ahead  // its last word must follow but is no part of it

	inCapitals // the unit has capital letters and no small ones
	atEnd      // a sentence ends behind the unit
)

// traits are the words that single rules ask for.
var traits = map[string]trait{
	"no": no, "never": never, "so": soOrThis, "this": soOrThis, "without": without, "doubt": doubt, "least": least,
	"at": atOrVery, "very": atOrVery, "or": orNor, "nor": orNor, "but": but, "kind": kind, "of": of,
}

// addRules puts the words of the rules into the vocabulary.
func (v *vocabulary) addRules() {
	for w := range strings.FieldsSeq(negations) {
		v.add(w).traits |= negates
	}
	for w := range strings.FieldsSeq(boosters) {
		e := v.add(w)
		e.boost, e.traits = boost, e.traits|boosts
	}
	for w := range strings.FieldsSeq(dampeners) {
		e := v.add(w)
		e.boost, e.traits = -boost, e.traits|boosts
	}
	for w, t := range traits {
		v.add(w).traits |= t
	}
	for _, r := range runs {
		var ids [reach]int32
		n := 0
		for w := range strings.FieldsSeq(r.text) {
			v.add(w)
			ids[n] = v.id(w)
			n++
		}
		v.add(r.rarest).traits |= inRun
		v.runs = append(v.runs, run{ids, n, r.valence, r.adds})
	}
}

// run is one of the runs by the numbers of its words.
type run struct {
	ids     [reach]int32
	n       int
	valence float64
	adds    bool
}
