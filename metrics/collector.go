package metrics

import (
	"cmp"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// DefaultMaxGroups bounds how many groups a result may have, for the sake of memory.
const DefaultMaxGroups = 100_000

// numbersAGroup bounds how many numbers all groups of a result may have, as a
// multiple of the groups.
const numbersAGroup = 5

// mostGroups is how many groups of so many numbers a query may have.
func (q *Query) mostGroups(columns int) int {
	most := cmp.Or(q.MaxGroups, DefaultMaxGroups)
	return max(1, min(most, numbersAGroup*most/columns))
}

// Collector folds the facts of conversations into a Result. It is fed by Add,
// in any order; parts of the data can be fed to collectors of their own that are
// then merged: the result is the same to the last bit. It must not be used by
// several goroutines at once.
type Collector struct {
	query   Query
	plan    *plan
	matcher *matcher
	axes    []*axis
	sides   []*side // the period, and the one compared with if there is one
	users   userLog
	terms   terms // of the conversation at hand
	untimed int64
	limit   int // of the groups
	err     error
}

// side folds the conversations of one period.
type side struct {
	lo, hi int64 // bounds of the period
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
	c := &Collector{query: q, plan: p, matcher: newMatcher(q.Filter), axes: axes, limit: q.mostGroups(len(p.columns))}
	c.sides = append(c.sides, newSide(q.Span))
	if q.Previous != nil {
		c.sides = append(c.sides, newSide(*q.Previous))
	}
	return c, nil
}

func newSide(span period.Span) *side {
	s := &side{cells: map[groupKey]*cell{}}
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
	identified := c.plan.users && f.UserKey != 0
	selected := c.matcher.match(f)
	if selected && !f.Timed() {
		c.untimed++
	}
	if !selected || !c.covers(int64(f.StartedAt)) {
		c.AddHistory(f.UserKey, f.StartedAt)
		return
	}
	c.terms.measure(f)
	measureScores(&c.terms, c.plan.scores, c.query.ScoreOf, f)
	c.terms.measureCost(c.query.CostOf, f)
	seen := start{user: scatter(f.UserKey), at: int64(f.StartedAt)}
	for i, s := range c.sides {
		if at := int64(f.StartedAt); at < s.lo || at >= s.hi {
			continue
		}
		cell := c.cellOf(s, f, i == 0)
		if cell == nil {
			continue
		}
		cell.add(c.plan, outcome(f), &c.terms, f)
		seen.cells[i] = cell.index + 1
		if identified {
			cell.identified++
		}
	}
	if identified {
		c.users.add(seen)
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
		c.users.add(start{user: scatter(userKey), at: int64(started)})
	}
}

// Conversations returns how many conversations of the period were selected.
func (c *Collector) Conversations() (n int64) {
	for _, cell := range c.sides[0].list {
		n += cell.count(conversation)
	}
	return n
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
			s.cell = c.plan.newCell()
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
	c.err = &TooManyGroups{c.limit, c.query.By}
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
	c.users.merge(&o.users, places)
}
