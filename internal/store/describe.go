package store

import (
	"errors"
	"path/filepath"
	"syscall"

	"chatcops/internal/sqlite"
)

// Ways out that several problems have.
const (
	anotherPlace = "choose another place with --db"
	anotherFile  = "name another file"

	elsewhere = "make the file and its folder writable, or " + anotherPlace
	localDisk = "network drives often cannot lock files: put the database on a local disk and name it with --db"
	waitForIt = "wait until it is done and try again; if there is no such process, the file may lie on a network drive that cannot lock files: put it on a local disk"
	restore   = "check the disk; restore a backup, or import the transcripts into a new file"
)

// problems is the one table of what SQLite's primary result codes mean to a
// person, with the way out. Where told is set, SQLite's own words follow.
var problems = map[int]struct {
	problem string
	told    bool
	way     string
}{
	sqlite.Busy:         {"another process is writing to it and did not finish in time", false, waitForIt},
	sqlite.Locked:       {"another process is writing to it and did not finish in time", false, waitForIt},
	sqlite.ReadOnlyFile: {"cannot be written: the file or its folder is read-only", false, elsewhere},
	sqlite.Perm:         {"cannot be written: the file or its folder is read-only", false, elsewhere},
	sqlite.CantOpen:     {"cannot be opened", true, "check that the folder exists and that you may read and write it and the files beside it that begin with the same name"},
	sqlite.Corrupt:      {"is damaged", true, restore},
	sqlite.Constraint:   {"is damaged", true, restore}, // we add only what may be added
	sqlite.NotADB:       {"is not a SQLite database", false, "name another file with --db; to analyse a transcript file, give it without --db"},
	sqlite.IOErr:        {"the disk failed", true, "check the disk; what was committed before is kept"},
	sqlite.NoLFS:        {"has grown beyond what its file system holds", false, anotherPlace},
	sqlite.NoMem:        {"there is not enough memory", false, "end other programs and try again; what was committed before is kept"},
	sqlite.TooBig:       {"a record is larger than SQLite can hold (1 GB)", false, "lower limits.record_bytes; what was committed before is kept"},
}

// describe turns errors of SQLite into words with a way out.
func describe(path string, err error) error {
	var e *Error
	var cause *sqlite.Error
	if err == nil || errors.As(err, &e) || !errors.As(err, &cause) {
		return err
	}
	if sqlite.NoRoom(err) {
		return &Error{path, "the disk is full; what was committed before is kept", "make room in " + filepath.Dir(path) + " and run the same command again", err}
	}
	if sqlite.CannotLock(err) {
		return &Error{path, "cannot be locked: " + words(cause), localDisk, err}
	}
	if cause.System == syscall.EFBIG {
		return &Error{path, "is as large as its file system or a limit of the process (ulimit -f) allows; what was committed before is kept", "choose another place with --db, or raise the limit", err}
	}
	p, ok := problems[sqlite.Code(err)]
	if !ok {
		return err
	}
	if p.told {
		p.problem += ": " + words(cause)
	}
	return &Error{path, p.problem, p.way, err}
}

// words are what SQLite and the operating system say, without the statement.
func words(e *sqlite.Error) string {
	if e.System == 0 {
		return e.Text
	}
	return e.Text + ": " + e.System.Error()
}
