package sqlite

import (
	"encoding/binary"
	"math"
)

// Row takes the values of one row, whose columns count from 1. Statements take
// them in any order, a Record in that of the columns.
type Row interface {
	BindInt(i int, v int64)
	BindFloat(i int, v float64)
	BindText(i int, v string)
	BindTextOrNull(i int, v string)
	BindBlob(i int, v []byte)
	BindNull(i int)
}

// Record is a row as SQLite stores it. Its first column is the id.
type Record struct {
	id     int64
	types  []byte // serial types as varints
	body   []byte
	nulls  int // that end the row so far
	prefix [18]byte
	head   []byte
}

// Reset empties the record.
func (r *Record) Reset() { r.types, r.body, r.nulls = r.types[:0], r.body[:0], 0 }

// BindInt sets the next column; the first one is the id.
func (r *Record) BindInt(i int, v int64) {
	if i == 1 {
		r.id = v
		r.types = append(r.types, 0) // the id stands beside the record
		return
	}
	switch {
	case v == 0 || v == 1:
		r.add(8 + uint64(v))
	case v == int64(int8(v)):
		r.add(1)
		r.body = append(r.body, byte(v))
	case v == int64(int16(v)):
		r.add(2)
		r.body = binary.BigEndian.AppendUint16(r.body, uint16(v))
	case v >= -1<<23 && v < 1<<23:
		r.add(3)
		r.body = append(r.body, byte(v>>16), byte(v>>8), byte(v))
	case v == int64(int32(v)):
		r.add(4)
		r.body = binary.BigEndian.AppendUint32(r.body, uint32(v))
	case v >= -1<<47 && v < 1<<47:
		r.add(5)
		r.body = binary.BigEndian.AppendUint32(append(r.body, byte(v>>40), byte(v>>32)), uint32(v))
	default:
		r.add(6)
		r.body = binary.BigEndian.AppendUint64(r.body, uint64(v))
	}
}

// BindFloat sets the next column; NaN is NULL, as in SQLite.
func (r *Record) BindFloat(i int, v float64) {
	if math.IsNaN(v) {
		r.BindNull(i)
		return
	}
	r.add(7)
	r.body = binary.BigEndian.AppendUint64(r.body, math.Float64bits(v))
}

// BindText sets the next column.
func (r *Record) BindText(_ int, v string) {
	r.add(13 + 2*uint64(len(v)))
	r.body = append(r.body, v...)
}

// BindBlob sets the next column.
func (r *Record) BindBlob(_ int, v []byte) {
	r.add(12 + 2*uint64(len(v)))
	r.body = append(r.body, v...)
}

// BindTextOrNull sets the next column, to NULL for "".
func (r *Record) BindTextOrNull(i int, v string) {
	if v == "" {
		r.BindNull(i)
	} else {
		r.BindText(i, v)
	}
}

// BindNull sets the next column. Those that end a row are not stored.
func (r *Record) BindNull(int) { r.nulls++ }

func (r *Record) add(serial uint64) {
	for ; r.nulls > 0; r.nulls-- {
		r.types = append(r.types, 0)
	}
	if serial < 0x80 {
		r.types = append(r.types, byte(serial))
		return
	}
	r.types = append(r.types, r.prefix[:putVarint(r.prefix[:], serial)]...)
}

// header returns what stands before the body, and the size of both.
func (r *Record) header() (header []byte, size int) {
	n := len(r.types) + 1
	for n-len(r.types) < varintLen(uint64(n)) {
		n++
	}
	r.head = append(append(r.head[:0], r.prefix[:putVarint(r.prefix[:], uint64(n))]...), r.types...)
	return r.head, n + len(r.body)
}

// varintLen returns the length of a varint of SQLite: seven bits a byte, the
// highest ones first, eight bits in a ninth.
func varintLen(v uint64) int {
	n := 1
	for ; v >= 0x80 && n < 9; v >>= 7 {
		n++
	}
	return n
}

func putVarint(b []byte, v uint64) int {
	n := varintLen(v)
	if n == 9 {
		b[8] = byte(v)
		v >>= 8
		for i := 7; i >= 0; i-- {
			b[i] = byte(v) | 0x80
			v >>= 7
		}
		return 9
	}
	for i := n - 1; i >= 0; i-- {
		b[i] = byte(v)&0x7f | 0x80
		v >>= 7
	}
	b[n-1] &= 0x7f
	return n
}

// varint reads what putVarint writes.
func varint(b []byte) (v uint64) {
	for i := range 8 {
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return v
		}
	}
	return v<<8 | uint64(b[8])
}
