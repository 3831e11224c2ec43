package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatcops/internal/sqlite"
)

// refused checks that neither Open nor Create takes a file, and how they say so.
func refused(t *testing.T, path, problem string) {
	t.Helper()
	before, _ := os.ReadFile(path)
	for name, open := range map[string]func() (*Store, error){
		"Open": func() (*Store, error) { return Open(path) }, "Create": func() (*Store, error) { return Create(path, 1) },
	} {
		s, err := open()
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Problem, problem) || e.Hint() == "" || e.Path != path {
			t.Errorf("%s: %v, want %q", name, err, problem)
		}
		if err == nil {
			s.Close()
		}
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the file was changed")
	}
}

// foreign makes a SQLite file by some statements.
func foreign(t *testing.T, sql string) string {
	t.Helper()
	path := writeFile(t, "foreign.db", "")
	c, err := sqlite.Open(path, sqlite.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Exec(sql); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRefusedFiles(t *testing.T) {
	refused(t, foreign(t, "CREATE TABLE people(name)"), "not one of chatcops")
	refused(t, foreign(t, "CREATE TABLE people(name); PRAGMA user_version = 1"), "not one of chatcops")
	refused(t, writeFile(t, "text.db", strings.Repeat("no database\n", 1000)), "is not a SQLite database")
	path := filepath.Join(t.TempDir(), "new.db")
	s := create(t, path)
	if err := s.conn.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	refused(t, path, "newer than this chatcops knows")
}

func TestMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	_, err := Open(path)
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("opening made the file")
	}
	if _, err := Open(writeFile(t, "empty.db", "")); !errors.Is(err, ErrMissing) {
		t.Errorf("empty: %v", err)
	}
	if _, err := Create(filepath.Join(path, "in", "none.db"), 1); err == nil {
		t.Error("made in a folder that does not exist")
	}
	if _, err := Open(t.TempDir()); err == nil {
		t.Error("a folder was opened")
	}
}

// A truncated database is an error with words, not a crash.
func TestDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(80)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{50, 100, 8192, len(b) / 2} {
		s, err := Open(writeFile(t, "damaged.db", string(b[:n])))
		if err != nil {
			continue
		}
		_, err = s.Info()
		if err == nil {
			t.Errorf("of %d bytes all was read", n)
		}
		s.Close()
	}
}

func TestOnlyTheOwnerReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(20)); err != nil {
		t.Fatal(err)
	}
	if err := importAll(s, "b", load(30)); err != nil { // by now with WAL
		t.Fatal(err)
	}
	files, _ := filepath.Glob(path + "*")
	if len(files) < 2 {
		t.Errorf("no files of WAL beside %v", files)
	}
	copied := path + ".copy"
	if err := s.Backup(copied, false); err != nil {
		t.Fatal(err)
	}
	for _, f := range append(files, copied) {
		info, err := os.Stat(f)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f, info.Mode(), err)
		}
	}
	if dump(t, copied) != dump(t, path) {
		t.Error("the copy differs")
	}
	if err := s.Backup(copied, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a copy replaces a file: %v", err)
	}
	if err := importAll(s, "c", load(31)); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(copied, true); err != nil || dump(t, copied) != dump(t, path) {
		t.Errorf("a copy does not replace another when told to: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".chatcops*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestOddPaths(t *testing.T) {
	for _, name := range []string{"a?b.db", "a#b.db", "a%20b.db", "a b.db", "ä–日本.db", "file:a.db", "a&mode=ro.db", ":memory:", "-", "a'b\".db", "a;b.db"} {
		path := filepath.Join(t.TempDir(), name)
		s := create(t, path)
		if err := importAll(s, "a", load(5)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Backup(path+"?copy", false); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
		os.Remove(path + "?copy")
		entries, _ := os.ReadDir(filepath.Dir(path))
		if len(entries) != 1 || entries[0].Name() != name {
			t.Errorf("%s: the folder holds %v", name, entries)
		}
		if !strings.Contains(dump(t, path), "message 2 of 4") {
			t.Errorf("%s: nothing was read", name)
		}
	}
}

// A new file gets the large pages of which a bulk load is faster, whoever waits for it.
func TestPageSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := CreateTelling(path, 1, func() { t.Error("told though nobody is writing") })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.conn.Int("PRAGMA page_size"); n != 8192 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
}
