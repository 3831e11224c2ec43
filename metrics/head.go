package metrics

import (
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// Head says what the answer to a question rests on.
type Head struct {
	Period     Period   `json:"period"`
	ComparedTo *Period  `json:"compared_to"`
	Coverage   Coverage `json:"coverage"`
	Notes      []string `json:"notes"` // what makes the two periods unequal
}

// Selection says which conversations a question is about.
type Selection struct {
	Filter                          // its Span is the period
	Previous *period.Span           // the period to compare with, nil for none
	Keep     func(*chat.Facts) bool // a further condition, nil for none; called in parallel
	// AsOf is the instant after which there can be no data yet, see Query.AsOf.
	AsOf time.Time
}

// Selector tells the conversations of a selection. It serves one goroutine; of
// several that share the work each has its own, merged in the end.
type Selector struct {
	selection *Selection
	matcher   *matcher
	bounds    [2][2]int64
	sides     int
	coverage  Coverage
}

// Sides of a comparison.
const (
	Now = iota
	Before
)

// NewSelector prepares a selection.
func NewSelector(s *Selection) *Selector {
	c := &Selector{selection: s, matcher: newMatcher(s.Filter), sides: 1}
	c.bounds[Now][0], c.bounds[Now][1] = s.Span.Bounds()
	if s.Previous != nil {
		c.sides = 2
		c.bounds[Before][0], c.bounds[Before][1] = s.Previous.Bounds()
	}
	return c
}

// Matches reports whether the filters select a conversation, whatever the period.
func (c *Selector) Matches(f *chat.Facts) bool {
	return c.matcher.match(f) && (c.selection.Keep == nil || c.selection.Keep(f))
}

// In reports whether a time lies in the period of a side.
func (c *Selector) In(side int, at chat.Time) bool {
	return side < c.sides && c.bounds[side][0] <= int64(at) && int64(at) < c.bounds[side][1]
}

// Each calls take for each side to which a conversation belongs that the filters
// select, and counts it. The outcome must be settled.
func (c *Selector) Each(f *chat.Facts, take func(side int, f *chat.Facts)) {
	if !c.Matches(f) {
		return
	}
	if !f.Timed() {
		c.coverage.WithoutTime++
	}
	if c.In(Now, f.StartedAt) {
		c.coverage.Conversations++
		c.coverage.Engaged += one(f.Engaged())
		c.coverage.WordsNotRead += one(f.Engaged() && !f.WordsRead)
	}
	for side := range c.sides {
		if c.In(side, f.StartedAt) {
			take(side, f)
		}
	}
}

// Merge adds what another selector of the same selection has counted.
func (c *Selector) Merge(o *Selector) {
	c.coverage.Conversations += o.coverage.Conversations
	c.coverage.Engaged += o.coverage.Engaged
	c.coverage.WithoutTime += o.coverage.WithoutTime
	c.coverage.WordsNotRead += o.coverage.WordsNotRead
}

// Head returns what was selected; the caller sets Coverage.Rules.
func (c *Selector) Head() Head {
	s := c.selection
	q := Query{Filter: s.Filter, Previous: s.Previous, AsOf: s.AsOf}
	h := Head{Period: newPeriod(s.Span), Coverage: c.coverage, Notes: []string{}}
	h.Period.Complete = q.complete(s.Span)
	if s.Previous != nil {
		before := newPeriod(*s.Previous)
		before.Complete = q.complete(*s.Previous)
		h.ComparedTo, h.Notes = &before, q.comparisonNotes(s.lengths())
	}
	return h
}

// lengths returns how long the periods are of which there can be data.
func (s *Selection) lengths() lengths {
	q := Query{AsOf: s.AsOf}
	l := lengths{now: q.length(s.Span)}
	if s.Previous != nil {
		l.before = q.length(*s.Previous)
	}
	return l
}

// compared reports whether there is a period to compare with.
func (s *Selection) compared() bool { return s.Previous != nil }
