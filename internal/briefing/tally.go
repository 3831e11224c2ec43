package briefing

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
)

// Tally counts of the conversations of the period what no metric tells: why they
// were handed over or given up, and which are worth reading. Several tallies,
// each of a part of the conversations, are merged; feedback is added to the
// merged one.
type Tally struct {
	escalated, abandoned map[reason]int64
	best, worst          []candidate
	feedback             int64
	ratings              [5]int64
	reasons              map[string]int64
}

// reason is why a verdict was given.
type reason struct {
	kind chat.EvidenceKind
	rule string
}

// candidate is a conversation that may be worth reading.
type candidate struct {
	key     int64
	id      string
	score   int32
	turns   int32
	outcome chat.Outcome
	facts   chat.Facts
}

// NewTally returns an empty tally.
func NewTally() *Tally {
	return &Tally{escalated: map[reason]int64{}, abandoned: map[reason]int64{}, reasons: map[string]int64{}}
}

// examples is how many of the best and of the worst conversations are shown.
const examples = 3

// Add counts a settled conversation of the period, which it does not keep.
func (t *Tally) Add(f *chat.Facts) {
	if !f.Engaged() {
		return
	}
	switch f.Outcome {
	case chat.Escalated:
		t.escalated[reason{f.Evidence.Kind, f.Evidence.Rule}]++
	case chat.Abandoned:
		t.abandoned[reason{f.Evidence.Kind, f.Evidence.Rule}]++
	}
	if f.UserMessages < 2 || f.AssistantMessages < 2 || !f.Outcome.Decided() {
		return // too little to learn from
	}
	c := candidate{key: f.Key, id: f.ID, score: f.Quality.Score, turns: f.UserMessages, outcome: f.Outcome, facts: *f}
	t.best = keep(t.best, c, better)
	t.worst = keep(t.worst, c, worse)
}

// Merge adds another tally.
func (t *Tally) Merge(o *Tally) {
	for r, n := range o.escalated {
		t.escalated[r] += n
	}
	for r, n := range o.abandoned {
		t.abandoned[r] += n
	}
	for _, c := range o.best {
		t.best = keep(t.best, c, better)
	}
	for _, c := range o.worst {
		t.worst = keep(t.worst, c, worse)
	}
}

// better orders the best first, of equals the longer one.
func better(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.turns, a.turns), cmp.Compare(a.id, b.id), cmp.Compare(a.key, b.key))
}

// worse orders the worst first, of equals the longer one.
func worse(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(b.turns, a.turns), cmp.Compare(a.id, b.id), cmp.Compare(a.key, b.key))
}

// keep inserts a candidate into a short list if it is among the first.
func keep(list []candidate, c candidate, order func(a, b candidate) int) []candidate {
	i, _ := slices.BinarySearchFunc(list, c, order)
	if i >= examples {
		return list
	}
	list = slices.Insert(list, i, c)
	return list[:min(len(list), examples)]
}

// apart returns the best and the worst; where there are so few that one would be
// among both, they are shared out.
func (t *Tally) apart() (best, worst []candidate) {
	best = t.best
	among := func(list []candidate) func(candidate) bool {
		return func(c candidate) bool {
			return slices.ContainsFunc(list, func(o candidate) bool { return o.key == c.key })
		}
	}
	if slices.ContainsFunc(t.worst, among(best)) {
		few := len(best)
		for _, c := range t.worst {
			if !among(best)(c) {
				few++
			}
		}
		best = best[:(few+1)/2]
	}
	return best, slices.DeleteFunc(slices.Clone(t.worst), among(best))
}

// reasons lists the reasons of a kind of end, most frequent first.
func reasons(counts map[reason]int64) []reason {
	list := make([]reason, 0, len(counts))
	for r := range counts {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b reason) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.kind, b.kind), cmp.Compare(a.rule, b.rule))
	})
	return list
}
