package metrics

import (
	"cmp"
	"math"
	"slices"

	"chatcops/internal/stats"
)

// visit is the start of a conversation of a user.
type visit struct {
	start int64
	next  int32    // the visit of the user that was noted before, as its index + 1
	cells [2]int32 // the cell of each side that counts it, as its index + 1
}

// visit notes one. The pointer is good until the next.
func (c *Collector) visit(u *user, start int64) *visit {
	c.visits = append(c.visits, visit{start: start, next: u.visit})
	u.visit = int32(len(c.visits))
	return &c.visits[len(c.visits)-1]
}

// mergeUsers adds what another collector knows of users; places say where its
// cells went. It makes room beforehand: entries come in the order of their homes,
// and in a table that is too small for them they would pile up in one place, each
// searched through by the next.
func (c *Collector) mergeUsers(o *Collector, places [2][]int32) {
	t := &c.users
	for len(t.slots)/4*3 <= t.used+o.users.used {
		t.grow()
	}
	for _, u := range o.users.slots {
		if u.key == 0 {
			continue
		}
		mine := t.at(u.key)
		mine.first = min(mine.first, u.first)
		mine.in |= u.in
		for at := u.visit; at != 0; {
			v := o.visits[at-1]
			for i, cell := range v.cells {
				if cell != 0 {
					v.cells[i] = places[i][cell-1] + 1
				}
			}
			at, v.next = v.next, mine.visit
			c.visits = append(c.visits, v)
			mine.visit = int32(len(c.visits))
		}
	}
}

// recontacts folds for each user, of the conversations that unitOf puts into a
// unit, how many are old enough to judge and after how many of these the user
// came again within a Day. unitOf maps the index of a cell of a side to the unit
// that it belongs to, -1 for none.
func (c *Collector) recontacts(side int, unitOf []int32, units int) []stats.PairSums {
	sums := make([]stats.PairSums, units)
	oldest := int64(c.query.Newest) - Day
	if c.query.Newest == 0 || !c.query.Newest.Known() {
		oldest = math.MinInt64 // nothing is old enough
	}
	var visits []visit
	tally := make([]struct{ again, judged int64 }, units)
	var touched []int32
	for i := range c.users.slots {
		u := &c.users.slots[i]
		if u.key == 0 || u.in&c.sides[side].bit == 0 {
			continue
		}
		visits, touched = visits[:0], touched[:0]
		for at := u.visit; at != 0; at = c.visits[at-1].next {
			visits = append(visits, c.visits[at-1])
		}
		if len(visits) > 1 {
			slices.SortFunc(visits, func(a, b visit) int { return cmp.Compare(a.start, b.start) })
		}
		later := 0 // the first visit after the one at hand
		for k, v := range visits {
			for later <= k || later < len(visits) && visits[later].start == v.start {
				later++
			}
			if v.cells[side] == 0 || v.start > oldest || unitOf[v.cells[side]-1] < 0 {
				continue
			}
			unit := unitOf[v.cells[side]-1]
			if tally[unit].judged == 0 {
				touched = append(touched, unit)
			}
			tally[unit].judged++
			tally[unit].again += one(later < len(visits) && visits[later].start-v.start <= Day)
		}
		for _, unit := range touched {
			sums[unit].Add(tally[unit].again, tally[unit].judged)
			tally[unit].again, tally[unit].judged = 0, 0
		}
	}
	return sums
}
