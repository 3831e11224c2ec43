package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"chatcops/internal/sqlite"
)

// errReader says that another process reads what ought to be wiped.
var errReader = errors.New("the write-ahead log is in use")

// Vacuum writes the file anew without what was deleted, and empties the
// write-ahead log, so that no byte of deleted rows is left in either.
func (s *Store) Vacuum() error {
	// The copy that SQLite makes meanwhile may be larger than memory.
	if err := s.conn.Exec("PRAGMA temp_store = FILE; VACUUM"); err != nil {
		return s.describeCopying(err)
	}
	busy, err := s.conn.Int("PRAGMA wal_checkpoint(TRUNCATE)")
	if err == nil && busy != 0 {
		err = &Error{s.path, "another process is reading it, so the log beside it could not be wiped", "end that process and run chatcops db vacuum", errReader}
	}
	return describe(s.path, err)
}

// describeCopying adds to a full disk how much room a copy of the whole file takes.
func (s *Store) describeCopying(err error) error {
	if sqlite.NoRoom(err) {
		size, _ := s.Bytes()
		return &Error{s.path, "the disk is full; nothing was changed", fmt.Sprintf("writing the file anew takes room for it twice over: make room for %d bytes in %s, then run chatcops db vacuum", 2*size, filepath.Dir(s.path)), err}
	}
	return describe(s.path, err)
}

// Bytes returns the size of the file and of the write-ahead log beside it.
func (s *Store) Bytes() (int64, error) {
	var sum int64
	for _, path := range []string{s.path, s.path + "-wal"} {
		info, err := os.Stat(path)
		if err == nil {
			sum += info.Size()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return 0, err
		}
	}
	return sum, nil
}

// Backup writes a consistent copy to a file that only the owner can read, also
// while an import into the database is running. The file appears when the copy is
// complete; one that exists already is replaced only if replace is set.
func (s *Store) Backup(to string, replace bool) error {
	at, err := os.Lstat(to)
	switch {
	case err == nil && !at.Mode().IsRegular() && at.Mode()&fs.ModeSymlink == 0:
		return &Error{to, "is no plain file", anotherFile, nil}
	case err == nil && !replace:
		return &Error{to, "exists already", "name another file, or replace it with --force", fs.ErrExist}
	}
	f, err := os.CreateTemp(filepath.Dir(to), ".chatcops-*.tmp") // 0600
	if err != nil {
		return unwritable(to, err, anotherFile)
	}
	f.Close()
	defer os.Remove(f.Name()) // in vain once it is renamed
	if err := s.copyTo(f.Name()); err != nil {
		if code := sqlite.Code(err); code == sqlite.Corrupt || code == sqlite.NotADB {
			return describe(s.path, err)
		}
		return describe(to, err)
	}
	if err := os.Rename(f.Name(), to); err != nil {
		return unwritable(to, err, anotherFile)
	}
	return nil
}

// copyTo writes a consistent copy into an empty file.
func (s *Store) copyTo(path string) error {
	// VACUUM INTO counts as writing, though not to the file that is open.
	if err := s.conn.Exec("PRAGMA query_only = 0"); err != nil {
		return err
	}
	return s.conn.Run("VACUUM INTO ?", path)
}
