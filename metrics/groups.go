package metrics

import (
	"slices"

	"chatcops/internal/stats"
)

// unit is what becomes one group of the result: the cells of one key or, of the
// rest, of several.
type unit struct {
	keys        []groupKey
	gone        []groupKey // of the rest: those that only the other period has
	rest        bool
	now, before *cell // before is nil where nothing is compared
}

// groups returns the groups of the period in their order. Stretches of time have
// nothing to be compared with; other groups meet the one of the same key.
func (c *Collector) groups(l lengths) []Group {
	units := c.units()
	c.readUnits(units)
	if sorted := c.sortUnits(units); c.query.Top > 0 && len(units) > c.query.Top {
		units = c.top(units, sorted)
		c.readUnits(units[len(units)-1:])
	}
	list := make([]Group, 0, len(units))
	for _, u := range units {
		g := Group{Values: c.plan.values(u.now, u.before, l)}
		for i, a := range c.axes {
			part := KeyPart{Dimension: a.dimension.Name, Value: &restKey}
			if !u.rest {
				part.Value = a.name(u.keys[0][i])
			}
			g.Key = append(g.Key, part)
		}
		if u.rest {
			g.Merged = c.merged(u)
		}
		list = append(list, g)
	}
	adjust(list)
	return list
}

// merged is how many groups were put together in the rest.
func (c *Collector) merged(rest *unit) int {
	if l := c.query.Largest; l != nil {
		return l.merged
	}
	return len(rest.keys)
}

// restKey is the key of the groups that were put together.
var restKey = "other"

// units makes a unit of each group, in the order of the output.
func (c *Collector) units() []*unit {
	compared := len(c.sides) > 1
	for _, a := range c.axes {
		compared = compared && !a.dimension.bucketed()
	}
	s := c.sides[0]
	list := make([]*unit, 0, len(s.cells))
	for _, key := range c.order(s) {
		u := &unit{keys: []groupKey{key}, now: s.cells[key], rest: key[0] == restCode}
		if u.now == nil { // a stretch of time without conversations
			u.now = c.plan.newCell()
			s.put(key, u.now)
		}
		if compared {
			if u.before = c.sides[1].cells[key]; u.before == nil {
				u.before = c.plan.newCell()
				c.sides[1].put(key, u.before)
			}
		}
		list = append(list, u)
	}
	return list
}

// readUnits makes the cells of units ready to be read. Of stretches of time the
// new users are those first seen in one of them.
func (c *Collector) readUnits(units []*unit) {
	for _, u := range units {
		u.now.sort()
		if u.before != nil {
			u.before.sort()
		}
	}
	if !c.plan.users || len(units) == 0 {
		return
	}
	for i, s := range c.sides {
		if i > 0 && units[0].before == nil {
			continue
		}
		places := c.places(s, units)
		counts := c.distinct(i, places, len(units), func(k int32, first int64) bool { return first >= s.lo && c.firstIn(first, units[k].keys) })
		var again []stats.ClusterSums
		if c.plan.visits {
			again = c.recontacts(i, places, len(units))
		}
		for k, u := range units {
			cell := u.now
			if i > 0 {
				cell = u.before
			}
			cell.counted = counts[k]
			if c.plan.visits {
				cell.recontacts = again[k]
			}
		}
	}
}

// places returns for each cell of a side the index of the unit that it belongs
// to, -1 for none.
func (c *Collector) places(s *side, units []*unit) []int32 {
	places := make([]int32, len(s.list))
	for k := range places {
		places[k] = -1
	}
	for k, u := range units {
		for _, key := range slices.Concat(u.keys, u.gone) {
			if cell := s.cells[key]; cell != nil {
				places[cell.index] = int32(k)
			}
		}
	}
	return places
}

// firstIn reports whether a first time lies in the stretches of time of one of
// the keys; those of other dimensions do not matter.
func (c *Collector) firstIn(first int64, keys []groupKey) bool {
	for _, key := range keys {
		in := true
		for i, a := range c.axes {
			if a.dimension.bucketed() && key[i] != noKey {
				in = in && a.buckets.Index(first) == key[i]
			}
		}
		if in {
			return true
		}
	}
	return false
}

// adjust corrects the p-values of the groups of each number for how many there
// are, so that among them the chance of any false alarm stays within alpha.
func adjust(groups []Group) {
	if len(groups) == 0 {
		return
	}
	for column := range groups[0].Values {
		var tested []*Value
		var p []float64
		for i := range groups {
			if v := &groups[i].Values[column]; v.PValue != nil {
				tested, p = append(tested, v), append(p, *v.PValue)
			}
		}
		for i, adjusted := range stats.Holm(p) {
			significant := adjusted < alpha
			tested[i].AdjustedP, tested[i].Significant = &adjusted, &significant
		}
	}
}
