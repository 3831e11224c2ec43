package metrics

import (
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// Bounds of a result, for the sake of memory: how many groups it may have, and
// how many numbers in all its groups.
const (
	maxGroups  = 100_000
	maxNumbers = 500_000
)

// Collector folds the facts of conversations into a Result. It is fed by Add,
// in any order; parts of the data can be fed to collectors of their own that are
// then merged: the result is the same to the last bit. It must not be used by
// several goroutines at once.
type Collector struct {
	query    Query
	plan     *plan
	matcher  *matcher
	axes     []*axis
	sides    []*side // the period, and the one compared with if there is one
	users    userTable
	arrivals arrivals
	terms    terms // of the conversation at hand
	untimed  int64
	limit    int // of the groups
	err      error
}

// side folds the conversations of one period.
type side struct {
	lo, hi int64 // bounds of the period
	bit    uint8 // of user.in
	cells  map[groupKey]*cell
	list   []*cell    // by their index
	keys   []groupKey // of these
	last   groupKey   // the cell of the conversation before: neighbours tend to agree
	cell   *cell
}

// groupKey holds the codes of a group in the dimensions asked for, else 0.
type groupKey [2]int64

// NewCollector prepares for a query. It is an error when the query names a
// metric or a dimension that does not exist, or more than two dimensions.
func NewCollector(q Query) (*Collector, error) {
	p, err := newPlan(q.Metrics, q.Previous != nil || q.Contrasts, q.CostOf != nil)
	if err != nil {
		return nil, err
	}
	if err := p.checkOrder(&q); err != nil {
		return nil, err
	}
	axes, err := q.axes()
	if err != nil {
		return nil, err
	}
	c := &Collector{query: q, plan: p, matcher: newMatcher(q.Filter), axes: axes, limit: min(maxGroups, maxNumbers/len(p.columns))}
	c.sides = append(c.sides, newSide(q.Span, 1))
	if q.Previous != nil {
		c.sides = append(c.sides, newSide(*q.Previous, 2))
	}
	return c, nil
}

func newSide(span period.Span, bit uint8) *side {
	s := &side{bit: bit, cells: map[groupKey]*cell{}}
	s.lo, s.hi = span.Bounds()
	return s
}

// Add folds in one conversation; no conversation may be added twice. Those that
// the query does not select are left out, but to count those without a time it
// must be given them even where the period is bounded. The outcome must be
// settled (see chat.Facts.Settle). The facts are not kept.
func (c *Collector) Add(f *chat.Facts) {
	if c.err != nil {
		return // there are too many groups: remember no more of them
	}
	var u *user
	var v *arrival
	if c.plan.users && f.UserKey != 0 {
		u = c.users.at(f.UserKey)
		if f.Timed() {
			u.first = min(u.first, int64(f.StartedAt))
			if c.plan.visits {
				v = c.arrive(u, int64(f.StartedAt))
			}
		}
	}
	if !c.matcher.match(f) {
		return
	}
	if !f.Timed() {
		c.untimed++
	}
	if !c.covers(int64(f.StartedAt)) {
		return
	}
	c.terms.measure(f)
	measureScores(&c.terms, c.plan.scores, c.query.ScoreOf, f)
	c.terms.measureCost(c.query.CostOf, f)
	for i, s := range c.sides {
		if at := int64(f.StartedAt); at < s.lo || at >= s.hi {
			continue
		}
		cell := c.cellOf(s, f, i == 0)
		if cell == nil {
			continue
		}
		cell.add(c.plan, outcome(f), &c.terms, f)
		if v != nil {
			v.cells[i] = cell.index + 1
		}
		if u != nil {
			u.in |= s.bit
			cell.identified++
			if cell.users != nil {
				cell.users[f.UserKey] = struct{}{}
			}
		}
	}
}

// covers reports whether a time lies in one of the periods.
func (c *Collector) covers(at int64) bool {
	for _, s := range c.sides {
		if at >= s.lo && at < s.hi {
			return true
		}
	}
	return false
}

// AddHistory says that a user, by Facts.UserKey, started a conversation at that
// time. It decides who is new and counts nothing, so that it may repeat what Add
// is given. See Query.NeedsHistory.
func (c *Collector) AddHistory(userKey uint64, started chat.Time) {
	if (c.plan.history || c.plan.visits) && userKey != 0 && started.Known() {
		u := c.users.at(userKey)
		u.first = min(u.first, int64(started))
		if c.plan.visits {
			c.arrive(u, int64(started))
		}
	}
}

// cellOf returns the cell of the group of a conversation, nil when there are too
// many. Stretches of time of the other period are put together: nothing is
// compared with them.
func (c *Collector) cellOf(s *side, f *chat.Facts, current bool) *cell {
	var key groupKey
	for i, a := range c.axes {
		if !current && a.dimension.bucketed() {
			key[i] = noKey
			continue
		}
		key[i] = a.code(f)
	}
	if s.cell == nil || s.last != key {
		s.last, s.cell = key, s.cells[key]
		if s.cell == nil && c.room(s) {
			s.cell = c.plan.newCell(len(c.axes) > 0)
			s.put(key, s.cell)
		}
	}
	return s.cell
}

// put adds the cell of a group.
func (s *side) put(key groupKey, cell *cell) {
	cell.index = int32(len(s.list))
	s.cells[key] = cell
	s.list, s.keys = append(s.list, cell), append(s.keys, key)
}

// room reports whether one more group may be opened, and notes the error if not.
func (c *Collector) room(s *side) bool {
	if len(s.cells) < c.limit {
		return true
	}
	c.err = fmt.Errorf("more than %d groups by %s: group by a dimension with fewer values, ask for fewer metrics, choose a shorter period or add a filter",
		c.limit, strings.Join(c.query.By, " and "))
	return false
}

// Merge adds what another collector of the same query has collected. The other
// must not be used any more.
func (c *Collector) Merge(o *Collector) {
	if o.err != nil {
		c.err = o.err
	}
	c.untimed += o.untimed
	var places [2][]int32 // where the cells of the other went
	for i, from := range o.sides {
		to := c.sides[i]
		places[i] = make([]int32, len(from.list))
		for theirs, cell := range from.cells {
			var key groupKey
			for d, a := range c.axes {
				key[d] = a.translate(o.axes[d], theirs[d])
			}
			place := &places[i][cell.index]
			if mine := to.cells[key]; mine != nil {
				*place = mine.index
				mine.merge(cell)
			} else if c.room(to) {
				to.put(key, cell)
				*place = cell.index
			}
		}
	}
	c.mergeUsers(o, places)
}
