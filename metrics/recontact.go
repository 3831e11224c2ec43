package metrics

import (
	"math"

	"chatcops/internal/stats"
)

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
	tally := make([]struct{ again, judged int64 }, units)
	var touched []int32
	c.users.each(func(own []start) {
		own, touched = timed(own), touched[:0]
		later := 0 // the first one after the one at hand
		for k := range own {
			v := &own[k]
			if v.cells[side] == 0 || v.at > oldest || unitOf[v.cells[side]-1] < 0 {
				continue
			}
			for later <= k || later < len(own) && own[later].at == v.at {
				later++
			}
			unit := unitOf[v.cells[side]-1]
			if tally[unit].judged == 0 {
				touched = append(touched, unit)
			}
			tally[unit].judged++
			tally[unit].again += one(later < len(own) && own[later].at-v.at <= Day)
		}
		for _, unit := range touched {
			sums[unit].Add(tally[unit].again, tally[unit].judged)
			tally[unit].again, tally[unit].judged = 0, 0
		}
	})
	return sums
}
