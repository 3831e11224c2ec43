package abtest

import (
	"iter"
	"math"

	"chatcops/internal/chat"
)

// Session names a session. Ids are unique within their source; the hash that
// assigns a variant is of the id alone.
type Session struct{ Source, ID string }

// Exposure says that a session saw a variant of the test. An exposure whose
// time is chat.NoTime counts as the session's earliest.
type Exposure struct {
	Session Session
	Variant string
	Time    chat.Time
}

// Conversion says that a session reached the goal of the test. One whose time
// is chat.NoTime counts if the session has an exposure, since it cannot be
// shown to come before it.
type Conversion struct {
	Session Session
	Time    chat.Time
}

// Counter counts the sessions and conversions of one test. Feed it exposures
// and conversions in any order, interleaved as they come. The first exposure
// of a session (smallest time; of equal times the one fed first) fixes its
// variant; a session converts at most once, and only at or after that
// exposure. It keeps one small entry for each session, and is not safe for
// concurrent use.
type Counter struct {
	test     *Test
	index    map[string]int // of the variants by name
	sessions map[Session]record
	unknown  int64
}

// record is what the counter knows of one session.
type record struct {
	variant       int32     // index of the first exposure's variant, -1 before any
	crossed       bool      // exposed to at least two known variants
	converted     bool      // has at least one conversion
	first         chat.Time // of the exposures
	lastConverted chat.Time // of the conversions: the one most likely to count
}

// NewCounter returns an empty counter for the test.
func NewCounter(t *Test) *Counter {
	c := &Counter{test: t, index: make(map[string]int, len(t.variants)), sessions: map[Session]record{}}
	for i, v := range t.variants {
		c.index[v] = i
	}
	return c
}

// Expose takes in an exposure. One to a variant that the test does not have is
// only counted (Checks.UnknownVariants); it exposes the session to nothing.
func (c *Counter) Expose(e Exposure) {
	i, known := c.index[e.Variant]
	if !known {
		c.unknown++
		return
	}
	r, seen := c.sessions[e.Session]
	variant := int32(i)
	switch {
	case !seen || r.variant < 0:
		r.variant, r.first = variant, e.Time
	default:
		r.crossed = r.crossed || variant != r.variant
		// chat.NoTime is the smallest Time, so an untimed exposure sorts first.
		if e.Time < r.first {
			r.variant, r.first = variant, e.Time
		}
	}
	c.sessions[e.Session] = r
}

// Convert takes in a conversion.
func (c *Counter) Convert(v Conversion) {
	at := v.Time
	if !at.Known() {
		at = math.MaxInt64 // after any exposure
	}
	r, seen := c.sessions[v.Session]
	if !seen {
		r.variant = -1
	}
	if !r.converted || at > r.lastConverted {
		r.lastConverted = at
	}
	r.converted = true
	c.sessions[v.Session] = r
}

// First is a session's first exposure.
type First struct {
	Variant int // index in the test
	Time    chat.Time
}

// First returns a session's first exposure; exposed is false if it has none.
func (c *Counter) First(s Session) (first First, exposed bool) {
	r, seen := c.sessions[s]
	if !seen || r.variant < 0 {
		return First{}, false
	}
	return First{int(r.variant), r.first}, true
}

// Exposed yields every session that was exposed, in no order.
func (c *Counter) Exposed() iter.Seq2[Session, First] {
	return func(yield func(Session, First) bool) {
		for session, r := range c.sessions {
			if r.variant >= 0 && !yield(session, First{int(r.variant), r.first}) {
				return
			}
		}
	}
}

// Counts returns what was counted so far.
func (c *Counter) Counts() Counts { return c.CountsOf(func(Session) bool { return true }) }

// CountsOf returns what was counted so far of the sessions that belong. Exposures
// to unknown variants are counted whosoever they are.
func (c *Counter) CountsOf(belongs func(Session) bool) Counts {
	out := newCounts(c.test)
	out.Checks.UnknownVariants = c.unknown
	for session, r := range c.sessions {
		if !belongs(session) {
			continue
		}
		if r.variant < 0 {
			out.Checks.ConversionsUnexposed++
			continue
		}
		v := &out.Variants[r.variant]
		v.Sessions++
		switch {
		case r.converted && r.lastConverted >= r.first:
			v.Conversions++
		case r.converted:
			out.Checks.ConversionsBeforeExposure++
		}
		if r.crossed {
			out.Checks.Crossovers++
		}
		if i, _ := c.test.Assign(session.ID); i != int(r.variant) {
			out.Checks.HashMismatches++
		}
	}
	return out.finish()
}
