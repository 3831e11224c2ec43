package sqlite

import (
	"fmt"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	lib "modernc.org/sqlite/lib"
)

// Stmt is a prepared statement. Parameters count from 1, columns from 0, as in SQLite.
type Stmt struct {
	c    *Conn
	p    uintptr
	sql  string
	bufs []buffer // hold bound text until the next Reset; the last one is in use
}

// buffer is a piece of C memory that bound text is copied to.
type buffer struct {
	p         uintptr
	size, use int
}

const firstBuffer = 4 << 10

// Prepare compiles one statement.
func (c *Conn) Prepare(sql string) (*Stmt, error) {
	text, err := libc.CString(sql)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(c.tls, text)
	slot := libc.Xcalloc(c.tls, 1, types.Size_t(unsafe.Sizeof(uintptr(0))))
	defer libc.Xfree(c.tls, slot)
	if rc := lib.Xsqlite3_prepare_v2(c.tls, c.db, text, -1, slot, 0); rc != lib.SQLITE_OK {
		return nil, c.errorOf(rc, sql)
	}
	return &Stmt{c: c, p: *(*uintptr)(pointer(slot)), sql: sql}, nil
}

// Close frees the statement. It may be called on nil and twice.
func (s *Stmt) Close() {
	if s == nil || s.p == 0 {
		return
	}
	lib.Xsqlite3_finalize(s.c.tls, s.p)
	s.p = 0
	for _, b := range s.bufs {
		libc.Xfree(s.c.tls, b.p)
	}
	s.bufs = nil
}

// Bind binds values of type int64, int, float64, string or nil from parameter 1 on.
func (s *Stmt) Bind(args ...any) error {
	for i, a := range args {
		switch a := a.(type) {
		case nil:
			s.BindNull(i + 1)
		case int64:
			s.BindInt(i+1, a)
		case int:
			s.BindInt(i+1, int64(a))
		case float64:
			s.BindFloat(i+1, a)
		case string:
			s.BindText(i+1, a)
		default:
			return fmt.Errorf("sqlite: cannot bind a %T", a)
		}
	}
	return nil
}

// BindInt binds an integer.
func (s *Stmt) BindInt(i int, v int64) {
	lib.Xsqlite3_bind_int64(s.c.tls, s.p, int32(i), lib.Tsqlite3_int64(v))
}

// BindFloat binds a floating-point number.
func (s *Stmt) BindFloat(i int, v float64) { lib.Xsqlite3_bind_double(s.c.tls, s.p, int32(i), v) }

// BindNull binds NULL.
func (s *Stmt) BindNull(i int) { lib.Xsqlite3_bind_null(s.c.tls, s.p, int32(i)) }

// BindText binds text, which is copied.
func (s *Stmt) BindText(i int, v string) {
	p := s.put(v)
	lib.Xsqlite3_bind_text(s.c.tls, s.p, int32(i), p, int32(len(v)), 0)
}

// BindBlob binds bytes, which are copied.
func (s *Stmt) BindBlob(i int, v []byte) {
	p := s.put(unsafe.String(unsafe.SliceData(v), len(v)))
	lib.Xsqlite3_bind_blob(s.c.tls, s.p, int32(i), p, int32(len(v)), 0)
}

func (s *Stmt) bindText(i int, v []byte) { s.BindText(i, unsafe.String(unsafe.SliceData(v), len(v))) }

// put copies v into C memory that lives until the next Reset.
func (s *Stmt) put(v string) uintptr {
	last := len(s.bufs) - 1
	if last < 0 || s.bufs[last].size-s.bufs[last].use < len(v)+1 {
		size := firstBuffer
		if last >= 0 {
			size = 2 * s.bufs[last].size
		}
		size = max(size, len(v)+1)
		s.bufs = append(s.bufs, buffer{p: libc.Xmalloc(s.c.tls, types.Size_t(size)), size: size})
		last++
	}
	b := &s.bufs[last]
	p := b.p + uintptr(b.use)
	copy(unsafe.Slice((*byte)(pointer(p)), len(v)+1), v)
	b.use += len(v)
	return p
}

// Exec runs the statement to its end and resets it.
func (s *Stmt) Exec() error {
	for {
		ok, err := s.Next()
		if err != nil {
			return err
		}
		if !ok {
			return nil
		}
	}
}

// Next steps to the next row. At the end, and on an error, it resets the statement and returns false.
func (s *Stmt) Next() (bool, error) {
	rc := lib.Xsqlite3_step(s.c.tls, s.p)
	switch rc {
	case lib.SQLITE_ROW:
		return true, nil
	case lib.SQLITE_DONE:
		s.Reset()
		return false, nil
	}
	err := s.c.errorOf(rc, s.sql)
	s.Reset()
	return false, err
}

// Reset makes the statement ready to run again; bindings are kept only for
// numbers and NULL, so bind all text anew.
func (s *Stmt) Reset() {
	lib.Xsqlite3_reset(s.c.tls, s.p)
	if n := len(s.bufs); n > 0 {
		for _, b := range s.bufs[:n-1] {
			libc.Xfree(s.c.tls, b.p)
		}
		s.bufs = append(s.bufs[:0], s.bufs[n-1])
		s.bufs[0].use = 0
	}
}

// Int returns an integer column, 0 for NULL.
func (s *Stmt) Int(i int) int64 { return int64(lib.Xsqlite3_column_int64(s.c.tls, s.p, int32(i))) }

// Float returns a floating-point column, 0 for NULL.
func (s *Stmt) Float(i int) float64 { return lib.Xsqlite3_column_double(s.c.tls, s.p, int32(i)) }

// IsNull reports whether a column is NULL.
func (s *Stmt) IsNull(i int) bool {
	return lib.Xsqlite3_column_type(s.c.tls, s.p, int32(i)) == lib.SQLITE_NULL
}

// Bytes returns a text column; it is valid until the next step.
func (s *Stmt) Bytes(i int) []byte {
	p := lib.Xsqlite3_column_text(s.c.tls, s.p, int32(i))
	if p == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(pointer(p)), lib.Xsqlite3_column_bytes(s.c.tls, s.p, int32(i)))
}

// Blob returns a column of bytes; it is valid until the next step.
func (s *Stmt) Blob(i int) []byte {
	p := lib.Xsqlite3_column_blob(s.c.tls, s.p, int32(i))
	if p == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(pointer(p)), lib.Xsqlite3_column_bytes(s.c.tls, s.p, int32(i)))
}

// Text returns a copy of a text column, "" for NULL.
func (s *Stmt) Text(i int) string { return string(s.Bytes(i)) }
