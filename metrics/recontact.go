package metrics

import (
	"cmp"
	"math"
	"slices"

	"chatcops/internal/stats"
)

// arrival is the start of a conversation of a user.
type arrival struct {
	start int64
	next  int32    // the one of the user that was noted before, as its index + 1
	cells [2]int32 // the cell of each side that counts it, as its index + 1
}

// arrivals are those of a collector, in pieces so that growing moves none of them.
type arrivals struct {
	pieces [][]arrival
	n      int32
}

// arrivalPiece is how many arrivals a piece holds, a power of two.
const arrivalPiece = 1 << 12

// add adds an arrival and returns its place, of which the pointer stays good.
func (v *arrivals) add(x arrival) *arrival {
	if v.n%arrivalPiece == 0 {
		v.pieces = append(v.pieces, make([]arrival, 0, arrivalPiece))
	}
	piece := &v.pieces[v.n/arrivalPiece]
	*piece = append(*piece, x)
	v.n++
	return &(*piece)[len(*piece)-1]
}

// at returns the arrival of an index + 1.
func (v *arrivals) at(place int32) *arrival {
	return &v.pieces[(place-1)/arrivalPiece][(place-1)%arrivalPiece]
}

// arrive notes one of a user.
func (c *Collector) arrive(u *user, start int64) *arrival {
	v := c.arrivals.add(arrival{start: start, next: u.arrived})
	u.arrived = c.arrivals.n
	return v
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
		for at := u.arrived; at != 0; {
			v := *o.arrivals.at(at)
			for i, cell := range v.cells {
				if cell != 0 {
					v.cells[i] = places[i][cell-1] + 1
				}
			}
			at, v.next = v.next, mine.arrived
			c.arrivals.add(v)
			mine.arrived = c.arrivals.n
		}
	}
}

// recontacts folds for each user, of the conversations that unitOf puts into a
// unit, how many are old enough to judge and after how many of these the user
// came again within a Day. unitOf maps the index of a cell of a side to the unit
// that it belongs to, -1 for none.
func (c *Collector) recontacts(side int, unitOf []int32, units int) []stats.ClusterSums {
	sums := make([]stats.ClusterSums, units)
	oldest := int64(c.query.Newest) - Day
	if c.query.Newest == 0 || !c.query.Newest.Known() {
		oldest = math.MinInt64 // nothing is old enough
	}
	var own []arrival
	tally := make([]struct{ again, judged int64 }, units)
	var touched []int32
	for i := range c.users.slots {
		u := &c.users.slots[i]
		if u.key == 0 || u.in&c.sides[side].bit == 0 {
			continue
		}
		own, touched = own[:0], touched[:0]
		for at := u.arrived; at != 0; {
			v := c.arrivals.at(at)
			own, at = append(own, *v), v.next
		}
		if len(own) > 1 {
			slices.SortFunc(own, func(a, b arrival) int { return cmp.Compare(a.start, b.start) })
		}
		later := 0 // the first one after the one at hand
		for k, v := range own {
			for later <= k || later < len(own) && own[later].start == v.start {
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
			tally[unit].again += one(later < len(own) && own[later].start-v.start <= Day)
		}
		for _, unit := range touched {
			sums[unit].Add(tally[unit].again, tally[unit].judged)
			tally[unit].again, tally[unit].judged = 0, 0
		}
	}
	return sums
}
