package sqlite

import (
	"encoding/binary"
	"math"
)

// Record takes the values of a row, column by column, and holds them as SQLite
// stores them. Reset begins a row, the first one too.
type Record struct {
	types []byte // room for what stands before them, then serial types as varints
	body  []byte
	end   int // of types without the NULLs that end the row, which are not stored
}

// before is how much room there is in types: for the size of the header, if that is
// one byte, and for the type of an id.
const before = 2

// Reset empties the record.
func (r *Record) Reset() {
	r.types, r.body, r.end = append(r.types[:0], 0, 0), r.body[:0], before
}

// Null sets the next column.
func (r *Record) Null() { r.types = append(r.types, 0) }

// Int sets the next column.
func (r *Record) Int(v int64) {
	if v == 0 || v == 1 {
		r.types = append(r.types, 8+byte(v))
		r.end = len(r.types)
		return
	}
	serial, n := byte(6), 8
	switch {
	case v == int64(int8(v)):
		serial, n = 1, 1
	case v == int64(int16(v)):
		serial, n = 2, 2
	case v >= -1<<23 && v < 1<<23:
		serial, n = 3, 3
	case v == int64(int32(v)):
		serial, n = 4, 4
	case v >= -1<<47 && v < 1<<47:
		serial, n = 5, 6
	}
	r.types = append(r.types, serial)
	r.end = len(r.types)
	r.body = binary.BigEndian.AppendUint64(r.body, uint64(v)<<(64-8*n))[:len(r.body)+n]
}

// IntUnless sets the next column, to NULL for one value.
func (r *Record) IntUnless(null, v int64) {
	if v == null {
		r.Null()
	} else {
		r.Int(v)
	}
}

// Float sets the next column; NaN is NULL, as in SQLite.
func (r *Record) Float(v float64) {
	if math.IsNaN(v) {
		r.Null()
		return
	}
	r.long(7)
	r.body = binary.BigEndian.AppendUint64(r.body, math.Float64bits(v))
}

// Text sets the next column. It is not inlined so that TextOrNull can be, which
// mostly has no text.
//
//go:noinline
func (r *Record) Text(v string) {
	r.long(13 + 2*uint64(len(v)))
	r.body = append(r.body, v...)
}

// TextOrNull sets the next column, to NULL for "".
func (r *Record) TextOrNull(v string) {
	if v == "" {
		r.Null()
	} else {
		r.Text(v)
	}
}

// TextBy sets the next column to what write appends, to NULL if that is nothing.
func (r *Record) TextBy(write func(dst []byte) []byte) {
	from := len(r.body)
	r.body = write(r.body)
	if n := len(r.body) - from; n > 0 {
		r.long(13 + 2*uint64(n))
	} else {
		r.Null()
	}
}

// BlobBy sets the next column to what write appends.
func (r *Record) BlobBy(write func(dst []byte) []byte) {
	from := len(r.body)
	r.body = write(r.body)
	r.long(12 + 2*uint64(len(r.body)-from))
}

// long adds the type of a column that may be long.
func (r *Record) long(serial uint64) {
	switch {
	case serial < 1<<7:
		r.types = append(r.types, byte(serial))
	case serial < 1<<14:
		r.types = append(r.types, byte(serial>>7)|0x80, byte(serial)&0x7f)
	default:
		var b [9]byte
		r.types = append(r.types, b[:putVarint(b[:], serial)]...)
	}
	r.end = len(r.types)
}

// header returns what stands before the body, which the next call may change, and
// the size of both. Of the row of a table an id is the first column.
func (r *Record) header(id bool) (header []byte, size int) {
	from := before - 1
	if id {
		from--
	}
	n := r.end - from
	if n < 1<<7 {
		header = r.types[from:r.end]
		header[0] = byte(n)
		if id {
			header[1] = 0 // it stands beside the record
		}
		return header, n + len(r.body)
	}
	n--
	size = n + 1
	for size-n < varintLen(uint64(size)) {
		size++
	}
	header = make([]byte, size)
	copy(header[putVarint(header, uint64(size)):], r.types[from+1:r.end])
	return header, size + len(r.body)
}

// BindTo binds the columns as parameters of a statement from the first one on.
func (r *Record) BindTo(s *Stmt, first int) {
	body := r.body
	for i, types := first, r.types[before:]; len(types) > 0; i++ {
		serial := varint(types)
		types = types[varintLen(serial):]
		size := 0
		switch {
		case serial == 0:
			s.BindNull(i)
		case serial == 7:
			size = 8
			s.BindFloat(i, math.Float64frombits(binary.BigEndian.Uint64(body)))
		case serial < 12:
			var v int64
			v, size = integer(serial, body)
			s.BindInt(i, v)
		case serial&1 == 0:
			size = int(serial-12) / 2
			s.BindBlob(i, body[:size])
		default:
			size = int(serial-13) / 2
			s.bindText(i, body[:size])
		}
		body = body[size:]
	}
}

// integer reads an integer of that type, and returns its size.
func integer(serial uint64, b []byte) (v int64, size int) {
	if serial >= 8 {
		return int64(serial - 8), 0
	}
	size = [...]int{0, 1, 2, 3, 4, 6, 8}[serial]
	v = int64(int8(b[0]))
	for _, c := range b[1:size] {
		v = v<<8 | int64(c)
	}
	return v, size
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
