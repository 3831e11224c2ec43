package topics

import (
	"cmp"
	"slices"
)

// sameShare is how much of two groups, of all that is in either, must be in both
// for the one to go on as the other.
const sameShare = 0.25

// Match renumbers the topics of a new model so that each one that goes on as a
// topic of an older grouping keeps its ID; others get IDs from next on. Both
// groupings tell the ID of the same conversations, in the same order, None
// included. It returns the new grouping with the IDs that it has then, the older
// topic of each topic that goes on, and the next free ID.
func (m *Model) Match(older, newer []int, next int) (renumbered []int, next2 int) {
	type pair struct{ from, to int }
	both, before, now := map[pair]int{}, map[int]int{}, map[int]int{}
	for i, from := range older {
		to := newer[i]
		if from != None {
			before[from]++
		}
		if to != None {
			now[to]++
		}
		if from != None && to != None {
			both[pair{from, to}]++
		}
	}
	type match struct {
		pair
		share float64
	}
	var list []match
	for p, n := range both {
		if share := float64(n) / float64(before[p.from]+now[p.to]-n); share >= sameShare {
			list = append(list, match{p, share})
		}
	}
	slices.SortFunc(list, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	to, taken := map[int]int{}, map[int]bool{}
	for _, x := range list {
		if _, done := to[x.to]; !done && !taken[x.from] {
			to[x.to], taken[x.from] = x.from, true
		}
	}
	for i := range m.Topics {
		t := &m.Topics[i]
		id, goesOn := to[t.ID]
		if !goesOn {
			id = next
			to[t.ID] = id
			next++
		}
		t.ID = id
	}
	renumbered = make([]int, len(newer))
	for i, id := range newer {
		if renumbered[i] = id; id != None {
			renumbered[i] = to[id]
		}
	}
	return renumbered, next
}

// ByID returns the topic of an ID.
func (m *Model) ByID(id int) (*Topic, bool) {
	for i := range m.Topics {
		if m.Topics[i].ID == id {
			return &m.Topics[i], true
		}
	}
	return nil, false
}
