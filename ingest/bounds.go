package ingest

import (
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/store"
)

// bound rejects the records of a block that alone are more than a conversation may
// hold. What only several records together exceed is for the store to leave out.
func (d *decoder) bound(b store.Bounds) {
	kept := 0
	for i := range d.out.records {
		r := &d.out.records[i]
		if problem := d.exceeds(r, b); problem != "" {
			d.reject(r.Line, nil, problem)
			continue
		}
		if kept != i {
			d.out.records[kept], d.out.hashes[kept] = *r, d.out.hashes[i]
		}
		kept++
	}
	clear(d.out.records[kept:])
	d.out.records, d.out.hashes = d.out.records[:kept], d.out.hashes[:kept]
}

// exceeds says what of a record is more than the bounds allow, "" if nothing is.
func (d *decoder) exceeds(r *chat.Record, b store.Bounds) string {
	if b.Messages > 0 && max(len(r.Messages), len(r.Events)) > b.Messages {
		return tooManyMessages(max(len(r.Messages), len(r.Events)), b.Messages)
	}
	size := int64(len(r.Properties) + len(r.UserProperties))
	many := d.keys(r.Properties, b) || d.keys(r.UserProperties, b)
	for i := range r.Messages {
		m := &r.Messages[i]
		size += int64(len(m.Content) + len(m.ToolCalls) + len(m.Properties))
		many = many || d.keys(m.Properties, b)
	}
	for i := range r.Events {
		size += int64(len(r.Events[i].Properties))
		many = many || d.keys(r.Events[i].Properties, b)
	}
	switch {
	case many:
		return fmt.Sprintf("it has more than %d properties; raise limits.property_keys to read it", b.Properties)
	case b.Bytes > 0 && size > b.Bytes:
		return fmt.Sprintf("its conversation has more than %d bytes of text; raise limits.conversation_bytes to read it", b.Bytes)
	}
	return ""
}

func tooManyMessages(n, limit int) string {
	return fmt.Sprintf("its conversation has %d messages or events, more than %d; raise limits.conversation_messages to read it", n, limit)
}

// shortestMember is the fewest bytes that a member of a JSON object takes: "":1,
const shortestMember = 5

// keys reports whether an object has more members than properties may have.
func (d *decoder) keys(object string, b store.Bounds) bool {
	if b.Properties == 0 || len(object) < shortestMember*b.Properties {
		return false
	}
	v, err := d.inner.Parse([]byte(object))
	if err != nil {
		return false
	}
	n := 0
	for it := v.Iter(); it.Next(); n++ {
	}
	return n > b.Properties
}
