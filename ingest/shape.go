package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// shaped reads one JSON value of a format with a shape of its own: a record, or
// an object around an array of records.
func (d *decoder) shaped(v jsondoc.Value, line int) error {
	list := d.shape.wrapped(v)
	if !list.Exists() {
		return d.shape.read(d, v, line)
	}
	record, at := d.record, 0
	d.out.read-- // the records count, not what is around them
	for it := list.Iter(); it.Next(); {
		start := it.Value().Offset()
		line, at = line+bytes.Count(record[at:start], []byte{'\n'}), start
		d.out.read++
		d.record = it.Value().Raw()
		if err := d.shape.read(d, it.Value(), line); err != nil {
			d.reject(line, d.record, err.Error())
		}
	}
	return nil
}

// wrapped returns the array of records that an object is around, Missing if it is none.
func (s *shape) wrapped(v jsondoc.Value) jsondoc.Value {
	for _, key := range s.wrap {
		if list := v.Get(key); list.Kind() == jsondoc.Array {
			return list
		}
	}
	return jsondoc.Value{}
}

// matches reports whether v is a record of the format or is around one.
func (s *shape) matches(v jsondoc.Value) bool {
	if s.match(v) {
		return true
	}
	const most = 5
	n := 0
	for it := s.wrapped(v).Iter(); it.Next() && n < most; n++ {
		if s.match(it.Value()) {
			return true
		}
	}
	return false
}

// loose adds a record whose messages may be a part of its conversation.
func (d *decoder) loose(rec chat.Record) error {
	if rec.Conversation == "" && len(rec.Messages) > 0 {
		return errors.New("a message of no conversation")
	}
	d.out.push(&rec, 0)
	return nil
}

// whole adds a record that tells all of a conversation so far. One without an id
// gets one made of its words.
func (d *decoder) whole(rec chat.Record) error {
	if len(rec.Messages)+len(rec.Events) == 0 {
		return errors.New("a conversation without messages")
	}
	if len(rec.Messages) > math.MaxInt32 {
		return errors.New("more messages than one conversation may have")
	}
	if rec.Conversation == "" {
		rec.Conversation = unnamed
	}
	rec.Whole = true
	d.out.push(&rec, int64(xxhash.Sum64(d.record)))
	return nil
}

// shapedCells reads a row of a table as an object of its cells.
func (d *decoder) shapedCells(c *columns, cells []string, line int) error {
	if len(cells) == 1 && len(c.titles) > 1 && strings.TrimSpace(cells[0]) == "" {
		d.out.read--
		return nil
	}
	if len(cells) != len(c.titles) {
		return fmt.Errorf("%d cells, but the header has %d columns", len(cells), len(c.titles))
	}
	object := []byte{'{'}
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if len(object) > 1 {
			object = append(object, ',')
		}
		object = jsondoc.AppendString(object, c.titles[i])
		object = append(object, ':')
		object = d.appendCell(object, cell)
	}
	d.record = append(object, '}')
	v, err := d.json.Parse(d.record)
	if err != nil {
		return err
	}
	return d.shape.read(d, v, line)
}

// appendCell adds a cell to a JSON object: an object or an array as it is, all else as text.
func (d *decoder) appendCell(b []byte, cell string) []byte {
	if cell[0] == '{' || cell[0] == '[' {
		if _, err := d.inner.Parse([]byte(cell)); err == nil {
			return append(b, cell...)
		}
	}
	return jsondoc.AppendString(b, cell)
}

// rest gathers the members of a record that nothing else is read from.
type rest []byte

// add keeps a member, but not a null.
func (r *rest) add(key string, v jsondoc.Value) {
	if v.Kind() == jsondoc.Null || v.Kind() == jsondoc.Missing {
		return
	}
	r.key(key)
	*r = jsondoc.Compact(*r, v.Raw())
}

// addText keeps text under a key of ours, unless it is empty.
func (r *rest) addText(key, text string) {
	if text != "" {
		r.key(key)
		*r = jsondoc.AppendString(*r, text)
	}
}

func (r *rest) key(key string) {
	if len(*r) > 0 {
		*r = append(*r, ',')
	}
	*r = append(jsondoc.AppendString(*r, key), ':')
}

// object returns what was kept as a JSON object, "" if there is nothing.
func (r rest) object() string {
	if len(r) == 0 {
		return ""
	}
	return "{" + string(r) + "}"
}

// calls gathers the tool calls of a message as [{id,name,arguments}].
type calls []byte

// add takes one call; its arguments may be Missing, or JSON quoted as text.
func (c *calls) add(id, name string, arguments jsondoc.Value) {
	sep := byte(',')
	if len(*c) == 0 {
		sep = '['
	}
	b := append(append(*c, sep), `{"id":`...)
	b = jsondoc.AppendString(b, id)
	b = jsondoc.AppendString(append(b, `,"name":`...), name)
	b = append(b, `,"arguments":`...)
	if arguments.Exists() {
		b = jsondoc.Compact(b, arguments.Raw())
	} else {
		b = append(b, "null"...)
	}
	*c = append(b, '}')
}

// text returns the calls as JSON, "" if there are none.
func (c calls) text() string {
	if len(c) == 0 {
		return ""
	}
	return string(append(c, ']'))
}

// newMessage is a message of which no more is known than who says what.
func newMessage(id string, role chat.Role, content string) chat.Message {
	return chat.Message{ID: id, Role: role, Content: content, Time: chat.NoTime, Position: -1}
}
