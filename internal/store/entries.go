package store

import (
	"bytes"
	"cmp"
	"encoding/binary"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// entries are what the indexes of a fresh file have to hold, which SQLite would have
// to read again. They are those of all its conversations, whose keys are
// consecutive, without pointers.
type entries struct {
	first    int64 // key
	ids      []byte
	ends     []int    // of each id
	sources  []uint16 // of each, in names
	names    []string
	startsAt []chat.Time
}

// add takes new conversations, and facts of these and of others.
func (e *entries) add(rows []conversationRow, facts []queuedFacts) {
	if len(e.ends) == 0 && len(rows) > 0 {
		e.first = rows[0].key
	}
	for i := range rows {
		e.ids = append(e.ids, rows[i].record.Conversation...)
		e.ends = append(e.ends, len(e.ids))
		if n := len(e.names); n == 0 || e.names[n-1] != rows[i].source { // an import has one
			e.names = append(e.names, rows[i].source)
		}
		e.sources = append(e.sources, uint16(len(e.names)-1))
	}
	for i := range facts {
		at := facts[i].key - e.first
		if at == int64(len(e.startsAt)) {
			e.startsAt = append(e.startsAt, chat.NoTime)
		}
		e.startsAt[at] = facts[i].f.StartedAt
	}
}

func (e *entries) id(i int32) []byte {
	from := 0
	if i > 0 {
		from = e.ends[i-1]
	}
	return e.ids[from:e.ends[i]]
}

func (e *entries) source(i int32) string { return e.names[e.sources[i]] }

// fill fills the indexes, which are empty.
func (e *entries) fill(b *sqlite.Bulk) error {
	order := make([]place, len(e.ends))
	for i := range order {
		order[i] = place{uint64(e.startsAt[i]) ^ 1<<63, int32(i)} // NoTime, which is NULL, comes first
	}
	sortPlaces(order, func(x, y place) int { return cmp.Compare(x.i, y.i) })
	err := e.fillOne(b, "conversation_facts_started", order, func(r *sqlite.Record, i int32) { bindTime(r, e.startsAt[i]) })
	if err != nil {
		return err
	}
	for i := range order {
		order[i] = place{beginningOf(e.id(int32(i))), int32(i)}
	}
	sortPlaces(order, func(x, y place) int {
		return cmp.Or(bytes.Compare(e.id(x.i), e.id(y.i)), cmp.Compare(e.source(x.i), e.source(y.i)))
	})
	return e.fillOne(b, "conversations_id", order, func(r *sqlite.Record, i int32) {
		r.TextBy(func(dst []byte) []byte { return append(dst, e.id(i)...) })
		r.Text(e.source(i))
	})
}

func beginningOf(id []byte) uint64 {
	var b [8]byte
	copy(b[:], id)
	return binary.BigEndian.Uint64(b[:])
}

func (e *entries) fillOne(b *sqlite.Bulk, index string, order []place, bind func(*sqlite.Record, int32)) error {
	x, err := b.Index(index)
	if err != nil {
		return err
	}
	var r sqlite.Record
	for _, o := range order {
		r.Reset()
		bind(&r, o.i)
		r.Int(e.first + int64(o.i))
		if err = x.Append(&r); err != nil {
			break
		}
	}
	if cerr := x.Close(); err == nil {
		err = cerr
	}
	return err
}
