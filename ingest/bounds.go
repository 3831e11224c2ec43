package ingest

import (
	"fmt"

	"chatcops/internal/chat"
)

// bound rejects the records of a block that alone are more than a conversation may
// hold. What only several records together exceed is for the store to leave out.
func (d *decoder) bound() {
	kept := 0
	for i := range d.out.records {
		r := &d.out.records[i]
		if problem := d.exceeds(r); problem != "" {
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
func (d *decoder) exceeds(r *chat.Record) string {
	b := d.bounds
	if b.Messages > 0 && max(len(r.Messages), len(r.Events)) > b.Messages {
		return tooManyMessages(max(len(r.Messages), len(r.Events)), b.Messages)
	}
	many := d.keys(r.Properties) || d.keys(r.UserProperties)
	for i := range r.Messages {
		many = many || d.keys(r.Messages[i].Properties)
	}
	for i := range r.Events {
		many = many || d.keys(r.Events[i].Properties)
	}
	switch {
	case many:
		return fmt.Sprintf("it has more than %d properties; raise limits.property_keys to read it", b.Properties)
	case b.Bytes > 0 && bytesOf(r) > b.Bytes:
		return fmt.Sprintf("its conversation has more than %d bytes of text; raise limits.conversation_bytes to read it", b.Bytes)
	}
	return ""
}

func tooManyMessages(n, limit int) string {
	return fmt.Sprintf("its conversation has %d messages or events, more than %d; raise limits.conversation_messages to read it", n, limit)
}

// shortestMember is the fewest bytes that a member of a JSON object takes: "":1,
const shortestMember = 5

// mayHaveManyKeys reports whether an object of so many bytes may have more members
// than properties may have.
func (d *decoder) mayHaveManyKeys(size int) bool {
	return d.bounds.Properties > 0 && size >= shortestMember*d.bounds.Properties
}

// keys reports whether an object has more members than properties may have.
func (d *decoder) keys(object string) bool {
	if !d.mayHaveManyKeys(len(object)) {
		return false
	}
	v, err := d.inner.Parse([]byte(object))
	if err != nil {
		return false
	}
	n := 0
	for it := v.Iter(); it.Next(); n++ {
	}
	return n > d.bounds.Properties
}
