// Package sqlite is a thin binding to the SQLite that modernc.org/sqlite
// carries: connections and prepared statements without database/sql between.
//
// An import binds ten values for each message; database/sql would box each of
// them. One mechanism for all queries is simpler than a fast one beside it. A
// Conn and its statements belong to one goroutine at a time.
package sqlite

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"syscall"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	lib "modernc.org/sqlite/lib"
)

// Mode says how Open treats the file.
type Mode int

// Modes of Open.
const (
	ReadOnly  Mode = iota // the file must exist and is not changed
	ReadWrite             // the file must exist
	Immutable             // as ReadOnly, without locks: for files in folders that cannot be written
)

// Error is an error of SQLite with its extended result code.
type Error struct {
	Code   int // extended result code
	Text   string
	SQL    string        // the statement, "" if none
	System syscall.Errno // of the operating system, 0 if none is behind it
}

func (e *Error) Error() string {
	if e.SQL == "" {
		return e.Text
	}
	return fmt.Sprintf("%s (in %s)", e.Text, e.SQL)
}

// Primary result codes that callers tell apart.
const (
	Busy         = lib.SQLITE_BUSY
	Locked       = lib.SQLITE_LOCKED
	Full         = lib.SQLITE_FULL
	ReadOnlyFile = lib.SQLITE_READONLY
	IOErr        = lib.SQLITE_IOERR
	Corrupt      = lib.SQLITE_CORRUPT
	NotADB       = lib.SQLITE_NOTADB
	CantOpen     = lib.SQLITE_CANTOPEN
	Perm         = lib.SQLITE_PERM
	NoMem        = lib.SQLITE_NOMEM
	TooBig       = lib.SQLITE_TOOBIG
	Constraint   = lib.SQLITE_CONSTRAINT
	Protocol     = lib.SQLITE_PROTOCOL // locks that do not work
	NoLFS        = lib.SQLITE_NOLFS    // a file system without large files
)

// CannotLock reports whether a file system has refused a lock, rather than
// another process holding it: network drives do.
func CannotLock(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case lib.SQLITE_IOERR_LOCK, lib.SQLITE_IOERR_RDLOCK, lib.SQLITE_IOERR_UNLOCK, lib.SQLITE_IOERR_CHECKRESERVEDLOCK,
		lib.SQLITE_IOERR_SHMLOCK, lib.SQLITE_IOERR_SHMMAP, Protocol:
		return true
	}
	return false
}

// NoRoom reports whether the disk is full or the user's share of it is used up.
func NoRoom(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Code&0xff == Full || e.System == syscall.ENOSPC || e.System == syscall.EDQUOT)
}

// Code returns the primary result code of err, 0 if it is no error of SQLite.
func Code(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Code & 0xff
	}
	return 0
}

// Conn is one connection to a database file.
type Conn struct {
	tls    *libc.TLS
	db     uintptr
	cached map[string]*Stmt // statements that Run, Int and Cached have prepared
}

// Open opens the database file at path, which must exist. The path is taken as
// it is, whatever characters it holds.
func Open(path string, mode Mode) (*Conn, error) {
	c := &Conn{tls: libc.NewTLS()}
	flags := int32(lib.SQLITE_OPEN_READONLY)
	switch mode {
	case ReadWrite:
		flags = lib.SQLITE_OPEN_READWRITE
	case Immutable:
		flags |= lib.SQLITE_OPEN_URI
		u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "immutable=1", OmitHost: true}
		path = u.String()
	}
	name, err := libc.CString(path)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(c.tls, name)
	slot := libc.Xcalloc(c.tls, 1, types.Size_t(unsafe.Sizeof(uintptr(0))))
	defer libc.Xfree(c.tls, slot)
	rc := lib.Xsqlite3_open_v2(c.tls, name, slot, flags|lib.SQLITE_OPEN_NOMUTEX, 0)
	c.db = *(*uintptr)(pointer(slot))
	if rc != lib.SQLITE_OK {
		err := c.errorOf(rc, "")
		_ = c.Close()
		return nil, err
	}
	lib.Xsqlite3_extended_result_codes(c.tls, c.db, 1)
	return c, nil
}

// Close frees the connection. Statements must have been closed before.
func (c *Conn) Close() error {
	if c.db == 0 {
		return nil
	}
	for _, s := range c.cached {
		s.Close()
	}
	c.cached = nil
	rc := lib.Xsqlite3_close_v2(c.tls, c.db)
	c.db = 0
	c.tls.Close()
	if rc != lib.SQLITE_OK {
		return &Error{Code: int(rc), Text: "the database could not be closed"}
	}
	return nil
}

// Exec runs one or more statements that take no parameters.
func (c *Conn) Exec(sql string) error {
	text, err := libc.CString(sql)
	if err != nil {
		return err
	}
	defer libc.Xfree(c.tls, text)
	if rc := lib.Xsqlite3_exec(c.tls, c.db, text, 0, 0, 0); rc != lib.SQLITE_OK {
		return c.errorOf(rc, sql)
	}
	return nil
}

// Changes returns the number of rows that the last statement changed.
func (c *Conn) Changes() int64 { return int64(lib.Xsqlite3_changes64(c.tls, c.db)) }

// LastID returns the rowid of the last inserted row.
func (c *Conn) LastID() int64 { return int64(lib.Xsqlite3_last_insert_rowid(c.tls, c.db)) }

// Cached returns the prepared statement of a text, which the connection keeps.
// It must be reset, or stepped to its end, before it is used again.
func (c *Conn) Cached(sql string) (*Stmt, error) {
	if s, ok := c.cached[sql]; ok {
		return s, nil
	}
	s, err := c.Prepare(sql)
	if err != nil {
		return nil, err
	}
	if c.cached == nil {
		c.cached = map[string]*Stmt{}
	}
	c.cached[sql] = s
	return s, nil
}

// Int runs a query and returns its single integer; 0 when it has no row or a null.
func (c *Conn) Int(sql string, args ...any) (int64, error) {
	s, err := c.Cached(sql)
	if err != nil {
		return 0, err
	}
	defer s.Reset()
	if err := s.Bind(args...); err != nil {
		return 0, err
	}
	ok, err := s.Next()
	if err != nil || !ok {
		return 0, err
	}
	return s.Int(0), nil
}

// Run runs one statement with parameters.
func (c *Conn) Run(sql string, args ...any) error {
	s, err := c.Cached(sql)
	if err != nil {
		return err
	}
	defer s.Reset()
	if err := s.Bind(args...); err != nil {
		return err
	}
	return s.Exec()
}

func (c *Conn) errorOf(rc int32, sql string) error {
	e := &Error{Code: int(rc), SQL: sql, Text: libc.GoString(lib.Xsqlite3_errstr(c.tls, rc))}
	if c.db != 0 {
		e.Code = int(lib.Xsqlite3_extended_errcode(c.tls, c.db))
		if e.Code&0xff != int(rc)&0xff {
			e.Code = int(rc)
		} else {
			e.Text = libc.GoString(lib.Xsqlite3_errmsg(c.tls, c.db))
			switch e.Code & 0xff {
			case IOErr, CantOpen:
				e.System = syscall.Errno(lib.Xsqlite3_system_errno(c.tls, c.db))
			}
		}
	}
	return e
}

// pointer turns an address in memory of the C heap, which Go's collector never
// moves, into a pointer. The detour keeps vet's rule for Go memory out of it.
func pointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }
