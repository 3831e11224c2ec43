package metrics

import (
	"slices"
	"sync"

	"chatcops/internal/period"
)

// Result computes the values of all that was added. It is an error when there
// were too many groups. The caller sets Coverage.Rules.
func (c *Collector) Result() (*Result, error) {
	if c.err != nil {
		return nil, c.err
	}
	totals := make([]*cell, len(c.sides))
	for i, s := range c.sides {
		totals[i] = c.total(s)
	}
	now := totals[0]
	r := &Result{
		Period:   newPeriod(c.query.Span),
		Coverage: Coverage{Conversations: now.count(conversation), Engaged: now.count(engaged), WithoutTime: c.untimed, WordsNotRead: now.count(unread)},
		Outcomes: now.outcomes,
		Messages: Speakers{User: now.count(fromUser), Assistant: now.count(fromAgent), HumanAgent: now.count(spoken) - now.count(dialogue)},
		Groups:   []Group{},
		Notes:    []string{},
	}
	if c.plan.money() {
		r.Currency = &c.query.Currency
	}
	l := lengths{now: c.query.length(c.query.Span)}
	var before *cell
	if c.query.Previous != nil {
		compared := newPeriod(*c.query.Previous)
		r.ComparedTo, before = &compared, totals[1]
		l.before = c.query.length(*c.query.Previous)
	}
	r.Period.Complete = c.query.complete(c.query.Span)
	if r.ComparedTo != nil {
		r.ComparedTo.Complete = c.query.complete(*c.query.Previous)
		r.Notes = c.query.comparisonNotes(l)
	}
	r.Values = c.plan.values(now, before, l)
	if len(c.axes) > 0 {
		r.Groups = c.groups(l)
	}
	return r, nil
}

// length returns how many seconds of a span there can be data of; 0 if it has no
// end or no start.
func (q *Query) length(s period.Span) float64 {
	end := s.End
	if !q.AsOf.IsZero() && (end.IsZero() || q.AsOf.Before(end)) {
		end = q.AsOf
	}
	if s.Start.IsZero() || end.IsZero() {
		return 0
	}
	return max(0, period.Seconds(s.Start, end))
}

// total returns the cell of all the conversations of a period, ready to be read:
// since each is in one group, the sum of the groups.
func (c *Collector) total(s *side) *cell {
	var total *cell
	if len(c.axes) == 0 && len(s.cells) == 1 {
		total = s.cells[groupKey{}]
	} else {
		total = c.plan.newCell()
		for _, cell := range s.cells {
			total.merge(cell)
		}
	}
	var sorting sync.WaitGroup
	sorting.Go(total.sort)
	c.users.gather()
	side := slices.Index(c.sides, s)
	whole := make([]int32, len(s.list)) // all cells belong to one unit
	if c.plan.users {
		total.counted = c.distinct(side, whole, 1, func(_ int32, first int64) bool { return first >= s.lo })[0]
	}
	if c.plan.visits {
		total.recontacts = c.recontacts(side, whole, 1)[0]
	}
	sorting.Wait()
	return total
}

// values returns the numbers of a cell, compared with another if there is one.
func (p *plan) values(now, before *cell, l lengths) []Value {
	list := make([]Value, len(p.columns))
	for i := range p.columns {
		c := &p.columns[i]
		list[i] = c.read(now)
		if before != nil {
			c.compare(&list[i], now, before, l)
		}
	}
	return list
}
