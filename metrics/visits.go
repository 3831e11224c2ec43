package metrics

import (
	"cmp"
	"math"
	"slices"

	"chatcops/internal/chat"
)

// Visits are the conversations of identified users that have a time.
type Visits struct {
	list   []visit
	sorted bool
}

type visit struct {
	user     uint64
	at       int64
	selected bool // the filters select it
}

// Add notes a conversation, whatever the period; selected says that the filters
// select it. One without a user or a time is left out.
func (v *Visits) Add(f *chat.Facts, selected bool) {
	if f.UserKey != 0 && f.Timed() {
		v.list, v.sorted = append(v.list, visit{f.UserKey, int64(f.StartedAt), selected}), false
	}
}

// Merge adds the visits of another list.
func (v *Visits) Merge(o *Visits) { v.list, v.sorted = append(v.list, o.list...), false }

// sort puts the visits in the order of users and times.
func (v *Visits) sort() {
	if v.sorted {
		return
	}
	slices.SortFunc(v.list, func(a, b visit) int {
		return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.at, b.at), int(one(b.selected)-one(a.selected)))
	})
	v.sorted = true
}

// users yields the visits of each user in the order of their times. They must be sorted.
func (v *Visits) users(yield func(own []visit)) {
	for lo := 0; lo < len(v.list); {
		hi := lo + 1
		for hi < len(v.list) && v.list[hi].user == v.list[lo].user {
			hi++
		}
		yield(v.list[lo:hi])
		lo = hi
	}
}

// span returns the first and the last time of the visits that are selected,
// ok if there are any.
func (v *Visits) span() (first, last int64, ok bool) {
	first, last = math.MaxInt64, math.MinInt64
	for _, x := range v.list {
		if x.selected {
			first, last = min(first, x.at), max(last, x.at)
		}
	}
	return first, last, first <= last
}
