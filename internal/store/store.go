// Package store keeps raw data and facts in one SQLite file. It alone knows SQL
// and how the file is laid out; docs/schema.md describes the tables as an API.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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

// ErrMissing is wrapped when the file to read does not exist.
var ErrMissing = errors.New("no such database")

// Store is an open database file. It belongs to one goroutine at a time.
type Store struct {
	conn *sqlite.Conn
	path string
}

// pragmas are set on each connection: 8 MiB of page cache.
const pragmas = `PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;`

// How long a connection waits for another process's lock, in milliseconds: a
// reader for one transaction, an import for another import to finish.
const (
	readerWaits = "PRAGMA busy_timeout = 10000;"
	writerWaits = "PRAGMA busy_timeout = 600000;"
)

// Open opens an existing database for reading.
func Open(path string) (*Store, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{path, "no such database", "import transcripts first: chatcops ingest FILE --db " + path + ", or name a transcript file", ErrMissing}
	} else if err != nil {
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
	version, err := s.check(readerWaits)
	if err == nil {
		err = conn.Exec("PRAGMA query_only = 1")
	}
	if code := sqlite.Code(err); code == sqlite.CantOpen || code == sqlite.ReadOnlyFile {
		// A folder that cannot be written holds no place for the lock file of WAL.
		conn.Close()
		if s.conn, err = sqlite.Open(path, sqlite.Immutable); err == nil {
			version, err = s.check(readerWaits)
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
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err != nil {
		return nil, &Error{path, "cannot be written: " + rootCause(err), "choose another place with --db", err}
	}
	conn, err := sqlite.Open(path, sqlite.ReadWrite)
	if err != nil {
		return nil, describe(path, err)
	}
	s := &Store{conn, path}
	if err := s.prepare(now); err != nil {
		conn.Close()
		return nil, describe(path, err)
	}
	return s, nil
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
func (s *Store) check(waits string) (version int, err error) {
	if err := s.conn.Exec(waits + pragmas); err != nil {
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

// describe turns errors of SQLite into words with a way out.
func describe(path string, err error) error {
	var e *Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	say := func(problem, way string) error { return &Error{path, problem, way, err} }
	switch sqlite.Code(err) {
	case sqlite.Busy, sqlite.Locked:
		return say("another process is writing to it and did not finish in time", "wait until it is done and try again")
	case sqlite.Full:
		return say("the disk is full; what was committed before is kept", "make room in "+filepath.Dir(path)+" and run the same command again")
	case sqlite.ReadOnlyFile:
		return say("cannot be written: the file or its folder is read-only", "choose another place with --db")
	case sqlite.CantOpen:
		return say("cannot be opened: "+err.Error(), "check that the folder exists and that you may read and write it")
	case sqlite.Corrupt:
		return say("is damaged: "+err.Error(), "restore a backup, or import the transcripts into a new file")
	case sqlite.NotADB:
		return say("is not a SQLite database", "name another file with --db; to analyse a transcript file, give it without --db")
	case sqlite.IOErr:
		return say("the disk failed: "+err.Error(), "check the disk; what was committed before is kept")
	}
	return err
}

// rootCause strips operation and path from an error of the file system.
func rootCause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
