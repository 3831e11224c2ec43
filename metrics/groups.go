package metrics

import (
	"cmp"
	"slices"
	"strings"
)

// groups returns the groups of the period in their order. Stretches of time have
// nothing to be compared with; other groups meet the one of the same key.
func (c *Collector) groups(l lengths) []Group {
	compared := len(c.sides) > 1
	for _, a := range c.axes {
		compared = compared && !a.dimension.bucketed()
	}
	s := c.sides[0]
	list := make([]Group, 0, len(s.cells))
	for _, key := range c.order(s) {
		var before *cell
		if compared {
			if before = c.sides[1].cells[key]; before == nil {
				before = c.plan.newCell(true)
			}
			c.finish(c.sides[1], key, before)
		}
		now := s.cells[key]
		c.finish(s, key, now)
		g := Group{Values: c.plan.values(now, before, l)}
		for i, a := range c.axes {
			g.Key = append(g.Key, KeyPart{Dimension: a.dimension.Name, Value: a.name(key[i])})
		}
		list = append(list, g)
	}
	return list
}

// finish makes the cell of a group ready to be read. Of a stretch of time the
// new users are those first seen in it.
func (c *Collector) finish(s *side, key groupKey, group *cell) {
	group.sort()
	group.counted = userCounts{all: int64(len(group.users))}
	for id := range group.users {
		first := c.users.at(id).first
		isNew := first >= s.lo
		for i, a := range c.axes {
			if isNew && a.dimension.bucketed() && key[i] != noKey {
				isNew = a.buckets.Index(first) == key[i]
			}
		}
		group.counted.new += one(isNew)
	}
}

// order returns the keys of the groups in the order of the output.
func (c *Collector) order(s *side) []groupKey {
	var sizes [2]map[int64]int64 // conversations by code, of each dimension
	keys := make([]groupKey, 0, len(s.cells))
	for i := range c.axes {
		sizes[i] = map[int64]int64{}
	}
	for key, cell := range s.cells {
		keys = append(keys, key)
		for i := range c.axes {
			sizes[i][key[i]] += cell.count(conversation)
		}
	}
	slices.SortFunc(keys, func(x, y groupKey) int {
		for i, a := range c.axes {
			if x[i] == y[i] {
				continue
			}
			if x[i] == noKey || y[i] == noKey { // no value comes last
				return int(one(x[i] == noKey) - one(y[i] == noKey))
			}
			if a.buckets != nil {
				return cmp.Compare(x[i], y[i])
			}
			if d := cmp.Compare(sizes[i][y[i]], sizes[i][x[i]]); d != 0 {
				return d
			}
			return strings.Compare(a.texts[x[i]], a.texts[y[i]])
		}
		return 0
	})
	return keys
}
