package cmd

import (
	"cmp"
	"container/heap"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/guess"
)

// sortField is something that conversations can be sorted by.
type sortField struct {
	name, doc string
	column    string // of the table for people, which shows it before others
	greatest  bool   // the greatest comes first
	value     func(*chat.Facts) (float64, bool)
}

// sortFields is the one table of them: flag, completion and help derive from it.
var sortFields = []sortField{
	{"started", "newest first", "started_at", true, func(f *chat.Facts) (float64, bool) { return float64(f.StartedAt), f.StartedAt.Known() }},
	{"ended", "last active first", "", true, func(f *chat.Facts) (float64, bool) { return float64(f.EndedAt), f.EndedAt.Known() }},
	{"outcome", "escalated first, then in the order of stats", "outcome", false, func(f *chat.Facts) (float64, bool) { return float64(f.Outcome), f.Engaged() }},
	{"score", "lowest quality first", "quality_score", false, scoreOf},
	{"sentiment", "most negative first", "sentiment", false, sentimentOf},
	{"messages", "longest first", "messages", true, messagesOf},
	{"duration", "longest first", "duration_seconds", true, durationOf},
}

func durationOf(f *chat.Facts) (float64, bool) {
	return float64(f.EndedAt - f.StartedAt), f.StartedAt.Known() && f.EndedAt > f.StartedAt
}

func sortNames() []string {
	var names []string
	for _, s := range sortFields {
		names = append(names, s.name)
	}
	return names
}

func findSort(name string) (sortField, error) {
	for _, s := range sortFields {
		if s.name == name {
			return s, nil
		}
	}
	return sortField{}, usagef("--sort: unknown order %q: %s", name, guess.Word(name, sortNames()))
}

// candidate is a conversation while it is being sorted.
type candidate struct {
	key     int64
	value   float64
	known   bool
	started chat.Time
}

// compareBy orders candidates: what has no value comes last, ties newest first,
// then as they came in.
func compareBy(greatest bool) func(a, b candidate) int {
	return func(a, b candidate) int {
		if a.known != b.known {
			if a.known {
				return -1
			}
			return 1
		}
		if by := cmp.Compare(a.value, b.value); by != 0 && a.known {
			if greatest {
				return -by
			}
			return by
		}
		return cmp.Or(-cmp.Compare(a.started, b.started), cmp.Compare(a.key, b.key))
	}
}

// first keeps the first of many things in an order, all of them where limit is 0.
type first[T any] struct {
	limit   int
	compare func(a, b T) int
	kept    []T // a heap, the last in the order on top, once limit are kept
}

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (t *first[T]) Len() int           { return len(t.kept) }
func (t *first[T]) Less(i, j int) bool { return t.compare(t.kept[i], t.kept[j]) > 0 }
func (t *first[T]) Swap(i, j int)      { t.kept[i], t.kept[j] = t.kept[j], t.kept[i] }
func (t *first[T]) Push(x any)         { t.kept = append(t.kept, x.(T)) }
func (t *first[T]) Pop() any {
	last := t.kept[len(t.kept)-1]
	t.kept = t.kept[:len(t.kept)-1]
	return last
}

func (t *first[T]) add(x T) {
	switch {
	case t.limit == 0 || len(t.kept) < t.limit:
		t.kept = append(t.kept, x)
		if len(t.kept) == t.limit {
			heap.Init(t)
		}
	case t.compare(x, t.kept[0]) < 0:
		t.kept[0] = x
		heap.Fix(t, 0)
	}
}

// sorted returns the first of all that several have kept.
func sorted[T any](parts []first[T]) []T {
	all := first[T]{limit: parts[0].limit, compare: parts[0].compare}
	for i := range parts {
		for _, x := range parts[i].kept {
			all.add(x)
		}
	}
	slices.SortFunc(all.kept, all.compare)
	return all.kept
}
