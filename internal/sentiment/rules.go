package sentiment

// has tells whether the unit k words before unit i exists and has a trait.
func (a *Analyzer) has(i, k int, t trait) bool {
	return i >= k && a.units[i-k].traits&t != 0
}

// standsOut reports whether a unit is in capitals and some other is not.
func (a *Analyzer) standsOut(u *unit) bool {
	return u.traits&inCapitals != 0 && a.every&inCapitals == 0
}

// sways are the words that change what a unit counts for, as far as idioms reach.
const sways = no | negates | boosts | inRun | soOrThis | least | kind

// valence returns what unit i counts for, by the words around it.
func (a *Analyzer) valence(i int) float64 {
	near := trait(0)
	for _, u := range a.units[max(i-reach, 0):min(i+reach, len(a.units))] {
		near |= u.traits
	}
	u := &a.units[i]
	e := &a.words.entries[u.word]
	switch {
	case e.valence == 0 && u.traits&serves != 0:
		return 0
	case near&sways != 0:
		return a.swayed(i, e, near)
	}
	return a.stressed(u, e.valence)
}

// stressed returns a valence with what capitals add to it.
func (a *Analyzer) stressed(u *unit, v float64) float64 {
	switch {
	case !a.standsOut(u):
		return v
	case v > 0:
		return v + capitals
	}
	return v - capitals
}

// swayed returns what unit i counts for, by the words around it, and the traits
// of these.
func (a *Analyzer) swayed(i int, e *entry, near trait) float64 {
	u := &a.units[i]
	if e.traits&boosts != 0 || e.traits&kind != 0 && i+1 < len(a.units) && a.has(i+1, 0, of) {
		return 0
	}
	v := e.valence
	if e.traits&no != 0 && i+1 < len(a.units) && a.has(i+1, 0, inLexicon) {
		v = 0 // it negates the next word
	}
	if a.has(i, 1, no) || a.has(i, 2, no) || a.has(i, 3, no) && a.has(i, 1, orNor) {
		v = e.valence * negation
	}
	v = a.stressed(u, v)
	for k := 1; k <= reach && k <= i; k++ {
		if a.has(i, k, inLexicon) {
			continue
		}
		v += a.degree(i-k, v) * distance[k-1]
		v = a.negate(v, i, k)
		if k == reach && near&inRun != 0 {
			v = a.idioms(v, i)
		}
	}
	if a.has(i, 1, least) && !a.has(i, 1, inLexicon) && !a.has(i, 2, atOrVery) {
		v *= negation
	}
	return v
}

// degree returns what unit i adds to a valence as a booster of a word after it.
func (a *Analyzer) degree(i int, v float64) float64 {
	u := &a.units[i]
	if u.traits&boosts == 0 {
		return 0
	}
	d := a.words.entries[u.word].boost
	if v < 0 {
		d = -d
	}
	if a.standsOut(u) {
		if v > 0 {
			d += capitals
		} else {
			d -= capitals
		}
	}
	return d
}

// negate applies the negation k words before unit i, if there is one. "Never so
// good" praises, "without a doubt" leaves things as they are. That "so" or "this"
// right before a word strengthens it from the fourth word on, as VADER's
// reference implementation has it, is kept for the same scores. A complaint is
// taken back only by the word right before it: in "not here yet, delayed again"
// nothing is.
func (a *Analyzer) negate(v float64, i, k int) float64 {
	switch {
	case k == 2 && a.has(i, 2, never) && a.has(i, 1, soOrThis),
		k == 3 && (a.has(i, 3, never) && a.has(i, 2, soOrThis) || a.has(i, 1, soOrThis)):
		return v * neverSo
	case k == 2 && a.has(i, 2, without) && a.has(i, 1, doubt),
		k == 3 && a.has(i, 3, without) && (a.has(i, 2, doubt) || a.has(i, 1, doubt)):
		return v
	case v < 0 && k > 1 && a.has(i, 0, serves):
		return v
	case a.has(i, k, negates):
		return v * negation
	}
	return v
}

// idioms replaces the valence of unit i by that of an idiom it stands in or
// near, and adds what dampens it. It needs three units before i.
func (a *Analyzer) idioms(v float64, i int) float64 {
	for _, s := range [...]struct{ back, n int }{{1, 2}, {2, 3}, {2, 2}, {3, 3}, {3, 2}} {
		if r := a.runAt(i-s.back, s.n, false); r != nil {
			v = r.valence
			break
		}
	}
	for n := 2; n <= 3; n++ {
		if r := a.runAt(i, n, false); r != nil {
			v = r.valence
		}
	}
	for _, s := range [...]struct{ back, n int }{{3, 3}, {3, 2}, {2, 2}} {
		if r := a.runAt(i-s.back, s.n, true); r != nil {
			v += r.valence
		}
	}
	return v
}

// runAt returns the run of n words that stands at unit i, nil if none does.
func (a *Analyzer) runAt(i, n int, adds bool) *run {
	if i+n > len(a.units) {
		return nil
	}
	for k := range a.words.runs {
		r := &a.words.runs[k]
		if r.ids[0] == a.units[i].word && r.n == n && r.adds == adds && r.ids[1] == a.units[i+1].word &&
			(n == 2 || r.ids[2] == a.units[i+2].word) {
			return r
		}
	}
	return nil
}
