package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chatcops/internal/sqlite/faulty"
)

func TestMain(m *testing.M) {
	if err := faulty.Install(); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// failed checks that an error names the file, its problem and a way out.
func failed(t *testing.T, what string, err error, path, problem, way string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Path != path || !strings.Contains(e.Problem, problem) || !strings.Contains(e.Way, way) {
		t.Fatalf("%s: %#v (%v), want %q and %q", what, err, err, problem, way)
	}
}

// sound checks that nothing is wrong with a file.
func sound(t *testing.T, what, path string) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return // nothing has come to be
	}
	s, err := Open(path)
	if errors.Is(err, ErrMissing) {
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer s.Close()
	if found, err := s.Check(); err != nil || len(found) > 0 {
		t.Fatalf("%s: %+v %v", what, found, err)
	}
}

// faults are the ways in which a system call may fail.
var faults = []struct {
	name    string
	call    faulty.Call
	with    syscall.Errno
	problem string
	way     string
}{
	{"full disk", faulty.Write, syscall.ENOSPC, "the disk is full", "make room in"},
	{"quota", faulty.Write, syscall.EDQUOT, "the disk is full", "make room in"},
	{"disk that cannot be written", faulty.Write, syscall.EIO, "input/output error", "check the disk"},
	{"disk that cannot be read", faulty.Read, syscall.EIO, "", "check the disk"}, // some of it looks like damage to SQLite
	{"truncation", faulty.Truncate, syscall.EIO, "the disk failed", "check the disk"},
}

// Whichever call of an import fails first, and all after it: the import says what
// is wrong, the file is sound, and the next import makes it what an undisturbed
// one would. Into a new file and into one with a part of the data. With
// CHATCOPS_FAULTS=all calls are not skipped as the import goes on.
func TestFaults(t *testing.T) {
	batches := load(40)
	want := undisturbed(t, batches)
	for _, f := range faults {
		for _, existing := range []bool{false, true} {
			name := f.name
			if existing {
				name += ", existing file"
			}
			t.Run(name, func(t *testing.T) { disturbAll(t, f.call, f.with, existing, batches, want, f.problem, f.way) })
		}
	}
}

func disturbAll(t *testing.T, call faulty.Call, with syscall.Errno, existing bool, batches [][]Item, want, problem, way string) {
	every := os.Getenv("CHATCOPS_FAULTS") == "all"
	disturbed := 0
	step := int64(1)
	for works := int64(0); ; works += step {
		path := filepath.Join(t.TempDir(), "a.db")
		if existing {
			s := create(t, path)
			if err := importAll(s, "first", batches[:1]); err != nil {
				t.Fatal(err)
			}
			s.Close()
		}
		faulty.Fail(call, with, works, 0)
		s, err := Create(path, 1)
		if err == nil {
			err = importAll(s, "a", batches)
			if cerr := s.Close(); err == nil {
				err = cerr
			}
		}
		hit := faulty.Heal()
		if err != nil {
			failed(t, fmt.Sprintf("after %d calls that worked", works), err, path, problem, way)
			disturbed++
		}
		sound(t, "after the fault", path)
		again := create(t, path)
		if err := importAll(again, "a", batches); err != nil {
			t.Fatalf("after %d calls that worked: the next import: %v", works, err)
		}
		again.Close()
		sound(t, "after the next import", path)
		if got := dump(t, path); got != want {
			t.Fatalf("after %d calls that worked: got\n%.2000s\nwant\n%.2000s", works, got, want)
		}
		if !hit {
			break
		}
		if !every {
			step = 1 + works
		} else if works > 40 {
			step = works / 8 // the first calls matter most
		}
	}
	if disturbed == 0 && !(existing && call == faulty.Truncate) { // a log need not be cut
		t.Error("nothing was disturbed")
	}
	t.Logf("%d imports failed", disturbed)
}

// A file system that refuses locks is told from a lock that another process holds.
func TestNoLocks(t *testing.T) {
	defer func(w time.Duration) { writerWaits, readerWaits = w, w }(writerWaits)
	writerWaits, readerWaits = 10*time.Millisecond, 10*time.Millisecond
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(10)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	before := dump(t, path)
	for _, with := range []syscall.Errno{syscall.ENOLCK, syscall.EOPNOTSUPP, syscall.EIO, syscall.ESTALE} {
		for name, open := range map[string]func() error{
			"Open":   func() error { s, err := Open(path); closeAll(s); return err },
			"Create": func() error { s, err := Create(path, 1); closeAll(s); return err },
		} {
			faulty.Fail(faulty.Lock, with, 0, 0)
			err := open()
			faulty.Heal()
			problem := "cannot be locked: "
			if with == syscall.ENOLCK { // SQLite takes it for a lock that another process holds
				problem = "another process is writing"
			}
			failed(t, name+" "+with.Error(), err, path, problem, "local disk")
		}
	}
	if dump(t, path) != before {
		t.Error("something was changed")
	}
}

func closeAll(s *Store) {
	if s != nil {
		s.Close()
	}
}

// Who waits for another process is told so, and in the end what to do.
func TestBusyForLong(t *testing.T) {
	defer func(w, r, u time.Duration) { writerWaits, readerWaits, waitsUntold = w, r, u }(writerWaits, readerWaits, waitsUntold)
	writerWaits, readerWaits, waitsUntold = 30*time.Millisecond, 20*time.Millisecond, 10*time.Millisecond
	path := filepath.Join(t.TempDir(), "a.db")
	first := create(t, path)
	w, err := first.NewWriter("test") // a fresh file is locked until it is loaded
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	_, err = CreateTelling(path, 1, func() { told++ })
	failed(t, "a second import", err, path, "another process is writing", "wait until it is done")
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	_, err = Open(path)
	failed(t, "a reader", err, path, "another process is writing", "wait until it is done")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := CreateTelling(path, 1, func() { t.Error("told though there is nothing to wait for") })
	if err != nil {
		t.Fatal(err)
	}
	second.Close()
}
