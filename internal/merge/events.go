package merge

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
)

// EventPiece is a run of events of one conversation that one import brought.
type EventPiece struct {
	Events []chat.Event
	Import int64
}

// Events returns the events of pieces, each once, ordered by time. Events
// without an id that are equal within one import are different ones; across
// imports they are the same.
func Events(pieces []EventPiece) []chat.Event {
	if len(pieces) == 1 && rising(pieces[0].Events) {
		return pieces[0].Events
	}
	slices.SortStableFunc(pieces, func(a, b EventPiece) int { return cmp.Compare(a.Import, b.Import) })
	var out []chat.Event
	there := map[chat.Event]int{}
	used := map[chat.Event]int{}
	for i, p := range pieces {
		if i > 0 && p.Import != pieces[i-1].Import {
			clear(used)
		}
		for _, e := range p.Events {
			k := e
			if e.ID != "" {
				k = chat.Event{ID: e.ID}
				if n := there[k]; n > 0 { // one event told twice: the version stands that sorts last
					if compareEvents(e, out[n-1]) > 0 {
						out[n-1] = e
					}
					continue
				}
				there[k] = len(out) + 1
				out = append(out, e)
				continue
			}
			if used[k] < there[k] {
				used[k]++
				continue
			}
			used[k]++
			there[k]++
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, compareEvents)
	return out
}

// rising recognises the common case: distinct times in order and ids that do not recur.
func rising(es []chat.Event) bool {
	var ids fewIDs
	for i := range es {
		if i > 0 && es[i-1].Time >= es[i].Time || es[i].ID != "" && !ids.add(es[i].ID) {
			return false
		}
	}
	return true
}

func compareEvents(a, b chat.Event) int {
	return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Type, b.Type), cmp.Compare(a.SourceType, b.SourceType),
		cmp.Compare(a.MessageID, b.MessageID), cmp.Compare(a.Properties, b.Properties), cmp.Compare(a.UserID, b.UserID), cmp.Compare(a.Channel, b.Channel))
}
