package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"chatcops/internal/period"
)

// checkOrder finds the number by which the query sorts.
func (p *plan) checkOrder(q *Query) error {
	p.sortBy, p.sortUp = -1, q.Reverse
	if q.Top < 0 {
		return fmt.Errorf("top %d: write a number of groups", q.Top)
	}
	if len(q.By) == 0 && (q.Sort != "" || q.Reverse || q.Top > 0) {
		return fmt.Errorf("only groups can be sorted and cut off: say what to group by")
	}
	if q.Sort == "" {
		return nil
	}
	p.sortBy = slices.IndexFunc(p.columns, func(c column) bool { return c.name == q.Sort })
	if p.sortBy < 0 {
		var known []string
		for _, c := range p.columns {
			known = append(known, c.name)
		}
		return fmt.Errorf("groups cannot be sorted by %q: the metrics that were asked for are %s", q.Sort, strings.Join(known, ", "))
	}
	return nil
}

// sortUnits puts units into the order that the query asks for, and returns all
// of them with the greatest first, or the least if that is asked for: by the
// number that the query sorts by, else by their conversations. What has no value
// comes last.
func (c *Collector) sortUnits(units []*unit) []*unit {
	value := func(u *unit) *float64 {
		n := float64(u.now.count(conversation))
		return &n
	}
	if c.plan.sortBy >= 0 {
		by := &c.plan.columns[c.plan.sortBy]
		known := map[*unit]*float64{}
		for _, u := range units {
			v := by.read(u.now)
			known[u] = v.Value
		}
		value = func(u *unit) *float64 { return known[u] }
	}
	sorted := slices.Clone(units)
	slices.SortStableFunc(sorted, func(x, y *unit) int {
		a, b := value(x), value(y)
		switch {
		case a == nil || b == nil:
			return int(one(a == nil) - one(b == nil))
		case c.plan.sortUp:
			return cmp.Compare(*a, *b)
		}
		return cmp.Compare(*b, *a)
	})
	if c.plan.sortBy >= 0 || c.plan.sortUp {
		copy(units, sorted)
	}
	return sorted
}

// top keeps the first units of sorted, in their order, and puts all others into one.
func (c *Collector) top(units, sorted []*unit) []*unit {
	kept := map[*unit]bool{}
	rest := &unit{rest: true, now: c.plan.newCell()}
	for _, u := range sorted[:c.query.Top] {
		kept[u] = true
	}
	var list []*unit
	in := map[groupKey]bool{}
	for _, u := range units {
		if kept[u] {
			list = append(list, u)
			in[u.keys[0]] = true
			continue
		}
		rest.keys = append(rest.keys, u.keys...)
		rest.now.merge(u.now)
	}
	if units[0].before != nil {
		// What was there before and is no more belongs to the rest too.
		rest.before = c.plan.newCell()
		before := c.sides[1]
		for _, cell := range before.list {
			key := before.keys[cell.index]
			if in[key] {
				continue
			}
			rest.before.merge(cell)
			if c.sides[0].cells[key] == nil {
				rest.gone = append(rest.gone, key)
			}
		}
	}
	return append(list, rest)
}

// order returns the keys of the groups in the order of the output. Where groups
// are stretches or times of the clock alone, those without conversations are there too.
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
	keys = append(keys, c.gaps(s)...)
	slices.SortFunc(keys, func(x, y groupKey) int {
		for i, a := range c.axes {
			if x[i] == y[i] {
				continue
			}
			if last := cmp.Compare(lateness(x[i]), lateness(y[i])); last != 0 {
				return last
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

// lateness puts what has no value behind all values, and the rest last.
func lateness(code int64) int {
	switch code {
	case noKey:
		return 1
	case restCode:
		return 2
	}
	return 0
}

// gaps returns the keys between the first and the last that have no
// conversations, where the groups are of time alone: a table that leaves out the
// days on which nothing happened would hide just that.
func (c *Collector) gaps(s *side) []groupKey {
	if len(c.axes) != 1 || c.axes[0].buckets == nil {
		return nil
	}
	var lo, hi int64
	found := false
	for key := range s.cells {
		if key[0] != noKey {
			if !found {
				lo, hi, found = key[0], key[0], true
			}
			lo, hi = min(lo, key[0]), max(hi, key[0])
		}
	}
	if !found {
		return nil
	}
	var list []groupKey
	for _, code := range c.axes[0].dimension.buckets(c.axes[0].buckets, lo, hi, c.limit) {
		if key := (groupKey{code}); s.cells[key] == nil {
			list = append(list, key)
		}
	}
	return list
}

// buckets lists the buckets from lo to hi, of a cyclic unit all of them; nil if
// there are more than limit.
func (d *Dimension) buckets(b *period.Bucketer, lo, hi int64, limit int) []int64 {
	switch {
	case d.unit == period.HourOfDay:
		return sequence(0, 23)
	case d.unit == period.Weekday:
		return sequence(1, 7)
	case (hi-lo)/3600e6 > int64(limit) && d.unit == period.Hour, (hi-lo)/Day > int64(limit):
		return nil
	}
	list := b.Range(period.Span{Start: time.UnixMicro(lo), End: time.UnixMicro(hi + 1)})
	if len(list) > limit {
		return nil
	}
	return list
}

func sequence(from, to int64) (list []int64) {
	for i := from; i <= to; i++ {
		list = append(list, i)
	}
	return list
}
