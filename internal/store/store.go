// Package store keeps raw data and facts in one SQLite file. It alone knows SQL
// and how the file is laid out; docs/schema.md describes the tables as an API.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Error is a problem with a database file that a person can mend.
type Error struct {
	Path    string
	Problem string
	Way     string // the way out
	Err     error
}

func (e *Error) Error() string { return e.Path + ": " + e.Problem }

// Hint returns the way out.
func (e *Error) Hint() string { return e.Way }

func (e *Error) Unwrap() error { return e.Err }

// Full reports whether there is no room for the file.
func (e *Error) Full() bool { return sqlite.NoRoom(e.Err) }

// ErrMissing is wrapped when the file to read does not exist.
var ErrMissing = errors.New("no such database")

// Store is an open database file. It belongs to one goroutine at a time.
type Store struct {
	conn *sqlite.Conn
	path string
}

// pragmas are set on each connection.
const pragmas = pageCache + "; PRAGMA temp_store = MEMORY"

// pageCache is 8 MiB.
const pageCache = "PRAGMA cache_size = -8192"

// How long a connection waits for another process's lock: a reader for one
// transaction, an import for another import to finish. Who waits longer than
// waitsUntold is told so. Tests wait less.
var (
	readerWaits = 10 * time.Second
	writerWaits = 10 * time.Minute
	waitsUntold = 2 * time.Second
)

// Open opens an existing database for reading.
func Open(path string) (*Store, error) { return open(path, readerWaits) }

func open(path string, waits time.Duration) (*Store, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{path, "no such database", "import transcripts first: chatcops ingest FILE --db " + path + ", or name a transcript file", ErrMissing}
	} else if err != nil {
		return nil, &Error{path, "cannot be opened: " + rootCause(err), anotherPlace, err}
	}
	if err := regular(path); err != nil {
		return nil, err
	}
	// A connection that may write takes the files of WAL away when it is the last.
	conn, err := sqlite.Open(path, sqlite.ReadWrite)
	if err != nil {
		conn, err = sqlite.Open(path, sqlite.ReadOnly)
	}
	if err != nil {
		return nil, describe(path, err)
	}
	s := &Store{conn, path}
	version, err := s.check(waits)
	if err == nil {
		err = conn.Exec("PRAGMA query_only = 1")
	}
	if code := sqlite.Code(err); code == sqlite.CantOpen || code == sqlite.ReadOnlyFile {
		// A folder that cannot be written holds no place for the lock file of WAL.
		conn.Close()
		if s.conn, err = sqlite.Open(path, sqlite.Immutable); err == nil {
			version, err = s.check(waits)
		}
	}
	switch {
	case err != nil:
	case version == 0:
		err = &Error{path, "is empty: no import into it has begun", "chatcops ingest FILE --db " + path, ErrMissing}
	case version < schemaVersion():
		err = &Error{path, "was written by an older version of chatcops", "chatcops db rescore --db " + path + " brings it up to date", nil}
	}
	if err != nil {
		s.conn.Close()
		return nil, describe(path, err)
	}
	return s, nil
}

// Create opens a database for writing, makes it if it does not exist, and
// brings its schema up to date. Nobody but the owner can read a new file.
func Create(path string, now chat.Time) (*Store, error) {
	return CreateTelling(path, now, nil)
}

// CreateTelling is Create, and calls waiting when another process, which may
// take long, has to finish first.
func CreateTelling(path string, now chat.Time, waiting func()) (*Store, error) {
	if err := regular(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err != nil {
		return nil, unwritable(path, err, anotherPlace)
	}
	conn, err := sqlite.Open(path, sqlite.ReadWrite)
	if err != nil {
		return nil, describe(path, err)
	}
	s := &Store{conn, path}
	if waiting != nil {
		s.tellWaiting(waiting)
	}
	if err := s.prepare(now); err != nil {
		conn.Close()
		return nil, describe(path, err)
	}
	return s, nil
}

// regular refuses a pipe, a device and the like, of which SQLite would wait for a
// writer or believe that the disk had failed.
func regular(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return &Error{path, "is no regular file", anotherPlace, nil}
	}
	return nil
}

// tellWaiting calls waiting if another process keeps the file from being written
// now. What else may be wrong with it is for prepare to say.
func (s *Store) tellWaiting(waiting func()) {
	if info, err := os.Stat(s.path); err != nil || info.Size() == 0 {
		return // a transaction now would settle the size of its pages
	}
	err := s.wait(waitsUntold)
	if err == nil {
		err = s.conn.Exec("BEGIN IMMEDIATE; ROLLBACK")
	}
	if sqlite.Code(err) == sqlite.Busy {
		waiting()
	}
}

// wait sets how long the connection waits for a lock.
func (s *Store) wait(d time.Duration) error {
	return s.conn.Exec(fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds()))
}

// prepare migrates a database that was opened for writing.
func (s *Store) prepare(now chat.Time) error {
	version, err := s.check(writerWaits)
	if err != nil {
		return err
	}
	if version == 0 {
		// Larger pages make a bulk load faster; it can be set only on an empty file.
		if err := s.conn.Exec("PRAGMA page_size = 8192"); err != nil {
			return err
		}
	}
	return s.migrate(version, now)
}

// applicationID marks our files ("CHOP").
const applicationID = 0x43484F50

// check sets the connection up and returns the schema version, 0 for an empty file.
func (s *Store) check(waits time.Duration) (version int, err error) {
	if err := s.wait(waits); err != nil {
		return 0, err
	}
	if err := s.conn.Exec(pragmas); err != nil {
		return 0, err
	}
	v, err := s.conn.Int("PRAGMA user_version")
	if err != nil {
		return 0, err
	}
	id, err := s.conn.Int("PRAGMA application_id")
	if err != nil {
		return 0, err
	}
	tables, err := s.conn.Int("SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return 0, err
	}
	if id != applicationID && tables > 0 {
		return 0, &Error{s.path, "is a SQLite file, but not one of chatcops", "name another file with --db", nil}
	}
	if int(v) > schemaVersion() {
		return 0, &Error{s.path, fmt.Sprintf("has schema version %d, newer than this chatcops knows (%d)", v, schemaVersion()), "install a newer chatcops; nothing was changed", nil}
	}
	return int(v), nil
}

// Close closes the file.
func (s *Store) Close() error { return s.conn.Close() }

// unwritable is why a file cannot be made; other is the way out but to mend that.
func unwritable(path string, err error, other string) *Error {
	if errors.Is(err, fs.ErrNotExist) {
		return &Error{path, "its folder does not exist", "create " + filepath.Dir(path) + " first, or " + other, err}
	}
	return &Error{path, "cannot be written: " + rootCause(err), "make the file and its folder writable, or " + other, err}
}

// rootCause strips operation and path from an error of the file system.
func rootCause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
