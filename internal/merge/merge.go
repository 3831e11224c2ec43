// Package merge joins the pieces in which a conversation was imported into one
// canonical transcript: the same pieces in any order, split anywhere, give the
// same messages in the same order, and nothing twice.
package merge

import (
	"cmp"
	"slices"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
)

// Piece is a run of messages of one conversation that one import brought.
type Piece struct {
	Messages []chat.Message
	// Whole says that the messages are the transcript as one record told it;
	// else they are loose rows, in the order in which they were read.
	Whole     bool
	UpdatedAt chat.Time // of a whole piece, if the record says so
	Import    int64     // the run of the import; rows of one run are distinct
}

// Messages returns the canonical transcript of pieces. Plain messages come
// first; after them those that arrived as events. The pieces are not changed.
func Messages(pieces []Piece) []chat.Message {
	if len(pieces) == 1 && !pieces[0].Whole && canonical(pieces[0].Messages) {
		return pieces[0].Messages
	}
	var wholes, rows []Piece
	for _, p := range pieces {
		if p.Whole {
			wholes = append(wholes, p)
		} else {
			rows = append(rows, p)
		}
	}
	told := joinWholes(wholes)
	if len(rows) == 0 {
		return told
	}
	loose := joinRows(rows)
	if len(told) == 0 {
		return loose
	}
	return complete(told, loose)
}

// canonical recognises the common case, rows that are timed in strictly rising
// order with an id each or none, so that nothing needs sorting or comparing.
func canonical(rows []chat.Message) bool {
	var ids fewIDs
	for i := range rows {
		m := &rows[i]
		if !m.Time.Known() || m.Position >= 0 || m.EventType != rows[0].EventType && (m.EventType == "" || rows[0].EventType == "") {
			return false
		}
		if i > 0 && rows[i-1].Time >= m.Time {
			return false
		}
		if m.ID != "" && !ids.add(m.ID) {
			return false
		}
	}
	return true
}

// fewIDs are the ids of a short conversation, by their hashes, which lie together.
type fewIDs struct {
	hashes [64]uint64
	n      int
}

// add takes an id; it reports whether there was room and none before may be the same.
func (f *fewIDs) add(id string) bool {
	hash := xxhash.Sum64String(id)
	if f.n == len(f.hashes) || slices.Contains(f.hashes[:f.n], hash) {
		return false
	}
	f.hashes[f.n] = hash
	f.n++
	return true
}

// joinRows removes duplicates among loose rows and puts them in order.
func joinRows(pieces []Piece) []chat.Message {
	slices.SortStableFunc(pieces, func(a, b Piece) int { return cmp.Compare(a.Import, b.Import) })
	rows := keyed(pieces)
	rows = append(rows, sequences(pieces)...)
	sortRows(rows)
	out := make([]chat.Message, len(rows))
	for i := range rows {
		out[i] = rows[i].Message
	}
	return out
}

// complete adds to a told transcript the loose rows that it lacks: those whose
// id, or whose speaker and words it does not hold. Of equal words those at the
// same time are the same; the rest are matched whatever their times say, for
// sources round them differently.
func complete(told, loose []chat.Message) []chat.Message {
	ids := make(map[string]bool, len(told))
	said := make(map[spoken]int, len(told))
	exact := make(map[identity]int, len(told))
	timed := true
	for i := range told {
		m := &told[i]
		if m.ID != "" {
			ids[m.ID] = true
		}
		k := spoken{m.Role, m.Content, m.ToolCalls}
		said[k]++
		exact[identity{spoken: k, time: m.Time}]++
		timed = timed && m.Time.Known()
	}
	loose = slices.DeleteFunc(slices.Clone(loose), func(m chat.Message) bool {
		if m.ID != "" && ids[m.ID] {
			return true
		}
		k := identity{spoken: spoken{m.Role, m.Content, m.ToolCalls}, time: m.Time}
		if exact[k] == 0 {
			return false
		}
		exact[k]--
		said[k.spoken]--
		return true
	})
	out := slices.Clone(told)
	for _, m := range loose {
		k := spoken{m.Role, m.Content, m.ToolCalls}
		if said[k] > 0 {
			said[k]--
			continue
		}
		out = append(out, m)
		timed = timed && m.Time.Known()
	}
	if timed {
		slices.SortStableFunc(out, func(a, b chat.Message) int {
			return cmp.Or(plainFirst(&a, &b), cmp.Compare(a.Time, b.Time))
		})
	} else {
		slices.SortStableFunc(out, func(a, b chat.Message) int { return plainFirst(&a, &b) })
	}
	return out
}

// spoken identifies what was said, whenever it was.
type spoken struct {
	role      chat.Role
	content   string
	toolCalls string
}

func plainFirst(a, b *chat.Message) int {
	switch {
	case a.EventType == "" && b.EventType != "":
		return -1
	case a.EventType != "" && b.EventType == "":
		return 1
	}
	return 0
}
