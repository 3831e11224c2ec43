package csvrow

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unsafe"
)

// ErrMore says that the block ends before the record does: the next block must
// hold the bytes from Offset on and more. It should be larger by a share of its
// size, not by a constant, or a long record takes quadratic time.
var ErrMore = errors.New("csvrow: the record goes on after the block")

// Error says what is wrong with one record. Reading can go on after it.
type Error struct {
	Offset  int    // bytes of the block before the problem
	Problem string // in words for people, without the place
}

// Error returns the problem.
func (e *Error) Error() string { return e.Problem }

// chunkSize is what fields with doubled quotes are allocated in; a field of a
// quarter of it and more gets its own allocation.
const chunkSize = 32 << 10

// Reader reads the records of one block after the other. It is for one goroutine.
type Reader struct {
	Sep byte // separates fields; any byte but a quote and a line break

	block  []byte
	start  int // of the record read last
	next   int // of the record to be read next
	fields []string
	chunk  []byte // content of fields that held doubled quotes; replaced when full, never reused
}

// Reset makes b the block to read, from its start.
func (r *Reader) Reset(b []byte) { r.block, r.start, r.next = b, 0, 0 }

// Start returns where in the block the record (or *Error) returned last begins.
func (r *Reader) Start() int { return r.start }

// Offset returns where in the block reading goes on.
func (r *Reader) Offset() int { return r.next }

// Next returns the fields of the next record; empty lines are none. eof says
// that nothing follows the block. The error is io.EOF after the last record
// at eof, ErrMore if the block ends before a record does (or holds no
// more), or an *Error that concerns this record alone: after it Next goes on at
// the next line.
func (r *Reader) Next(eof bool) ([]string, error) {
	b := r.block
	i := skipEmptyLines(b, r.next, eof)
	r.start, r.next = i, i
	if i >= len(b) && eof {
		return nil, io.EOF
	}
	r.fields = r.fields[:0]
	newline := -1 // the first from i on, once it was looked for
	for {
		if i < len(b) && b[i] == '"' {
			next, ended, err := r.quoted(i, eof)
			if err != nil {
				return nil, err
			}
			if i = next; ended {
				r.next = i
				return r.fields, nil
			}
			continue
		}
		if newline < i {
			n := bytes.IndexByte(b[i:], '\n')
			if n < 0 && !eof {
				return nil, ErrMore
			}
			if newline = i + n; n < 0 {
				newline = len(b)
			}
		}
		n := bytes.IndexByte(b[i:newline], r.Sep)
		if n < 0 {
			r.fields = append(r.fields, alias(bytes.TrimSuffix(b[i:newline], []byte{'\r'})))
			r.next = min(newline+1, len(b))
			return r.fields, nil
		}
		r.fields = append(r.fields, alias(b[i:i+n]))
		i += n + 1
	}
}

// quoted reads the field whose opening quote is at b[i]. It returns where the
// next field starts or, if the record ended, the next record.
func (r *Reader) quoted(i int, eof bool) (next int, ended bool, err error) {
	b := r.block
	closing, doubled := closingQuote(b, i+1)
	if closing < 0 {
		if !eof {
			return 0, false, ErrMore
		}
		r.next = lineEnd(b, i)
		return 0, false, &Error{i, fmt.Sprintf("the quote that opens field %d is never closed", len(r.fields)+1)}
	}
	next, end := afterQuote(b, closing+1, r.Sep, eof)
	switch end {
	case unknown:
		return 0, false, ErrMore
	case misplaced:
		r.next = next
		return 0, false, &Error{closing + 1, fmt.Sprintf(
			"text after the closing quote of field %d (a quote inside a quoted field must be doubled)", len(r.fields)+1)}
	}
	content := b[i+1 : closing]
	if doubled {
		content = r.undouble(content)
	}
	r.fields = append(r.fields, alias(content))
	return next, end == ofRecord, nil
}

// undouble returns a lasting copy of s with each pair of quotes made one.
func (r *Reader) undouble(s []byte) []byte {
	if len(s) >= chunkSize/4 {
		return bytes.ReplaceAll(s, []byte(`""`), []byte(`"`))
	}
	if cap(r.chunk)-len(r.chunk) < len(s) {
		r.chunk = make([]byte, 0, chunkSize)
	}
	start := len(r.chunk)
	for {
		q := bytes.IndexByte(s, '"')
		if q < 0 {
			r.chunk = append(r.chunk, s...)
			return r.chunk[start:]
		}
		r.chunk = append(r.chunk, s[:q+1]...)
		s = s[q+2:]
	}
}

// alias returns b as a string that shares its memory.
func alias(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
