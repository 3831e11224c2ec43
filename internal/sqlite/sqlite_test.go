package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/quick"
)

// empty makes an empty file.
func empty(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string, mode Mode) *Conn {
	t.Helper()
	c, err := Open(path, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func prepare(t testing.TB, c *Conn, sql string) *Stmt {
	t.Helper()
	s, err := c.Prepare(sql)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// row steps to a row that must be there.
func row(t testing.TB, s *Stmt) {
	t.Helper()
	if ok, err := s.Next(); err != nil || !ok {
		t.Fatalf("no row: %v", err)
	}
}

// oddTexts are texts that C strings and UTF-8 do not like.
var oddTexts = []string{"", "a", "\x00", "a\x00b", "\x00\x00\x00", "caf\xe9", "\xff\xfe", "\xed\xa0\x80", "😀", "'; DROP TABLE t; --", "%s?1:x@y$z",
	strings.Repeat("x", firstBuffer-1), strings.Repeat("x", firstBuffer), strings.Repeat("é", firstBuffer), strings.Repeat("big\x00", 1<<20)}

func TestTextComesBack(t *testing.T) {
	c := open(t, empty(t, "a.db"), ReadWrite)
	if err := c.Exec("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)"); err != nil {
		t.Fatal(err)
	}
	in, out := prepare(t, c, "INSERT INTO t VALUES (?,?)"), prepare(t, c, "SELECT v, length(CAST(v AS BLOB)), typeof(v) FROM t WHERE id = ?")
	for i, text := range oddTexts {
		in.BindInt(1, int64(i))
		in.BindText(2, text)
		if err := in.Exec(); err != nil {
			t.Fatal(err)
		}
		out.BindInt(1, int64(i))
		row(t, out)
		if got := out.Text(0); got != text || out.Int(1) != int64(len(text)) || out.Text(2) != "text" {
			t.Errorf("%.40q came back as %.40q, %d bytes, %s", text, got, out.Int(1), out.Text(2))
		}
		out.Reset()
	}
}

// Many texts bound to one statement must not move one another.
func TestManyTextsAtOnce(t *testing.T) {
	c := open(t, empty(t, "a.db"), ReadWrite)
	s := prepare(t, c, "SELECT ?, ?, ?, ?")
	same := func(a, b, d, e string) bool {
		for range 2 { // buffers are used again
			if err := s.Bind(a, b, d+strings.Repeat("-", firstBuffer), e); err != nil {
				t.Fatal(err)
			}
			row(t, s)
			if s.Text(0) != a || s.Text(1) != b || s.Text(2) != d+strings.Repeat("-", firstBuffer) || s.Text(3) != e {
				return false
			}
			s.Reset()
		}
		return true
	}
	if err := quick.Check(same, nil); err != nil {
		t.Error(err)
	}
}

func TestNumbersAndNull(t *testing.T) {
	c := open(t, empty(t, "a.db"), ReadWrite)
	s := prepare(t, c, "SELECT ?, ?, ?, ?")
	if err := s.Bind(int64(-1<<63), 7, 0.1, nil); err != nil {
		t.Fatal(err)
	}
	row(t, s)
	if s.Int(0) != -1<<63 || s.Int(1) != 7 || s.Float(2) != 0.1 || !s.IsNull(3) || s.IsNull(1) {
		t.Errorf("%d %d %v %v", s.Int(0), s.Int(1), s.Float(2), s.IsNull(3))
	}
	if s.Int(3) != 0 || s.Float(3) != 0 || s.Text(3) != "" || s.Bytes(3) != nil {
		t.Error("NULL reads as something")
	}
	s.Reset()
	if err := s.Bind([]byte("x")); err == nil {
		t.Error("bytes were bound")
	}
}

// code checks the primary result code of an error, and that it has words.
func code(t *testing.T, err error, want int) {
	t.Helper()
	if Code(err) != want || err == nil || err.Error() == "" {
		t.Errorf("%v: code %d, want %d", err, Code(err), want)
	}
}

func TestErrors(t *testing.T) {
	path := empty(t, "a.db")
	_, err := Open(filepath.Join(t.TempDir(), "none.db"), ReadWrite)
	code(t, err, CantOpen)
	_, err = Open("a\x00b", ReadWrite)
	if err == nil {
		t.Error("a path with a NUL byte was opened")
	}
	c := open(t, path, ReadWrite)
	_, err = c.Prepare("SELECT FROM WHERE")
	code(t, err, 1)
	if !strings.Contains(err.Error(), "syntax") || !strings.Contains(err.Error(), "SELECT FROM WHERE") {
		t.Errorf("%v", err)
	}
	code(t, c.Exec("SELECT 1; nonsense"), 1)
	if err := c.Exec("CREATE TABLE t(v INTEGER UNIQUE)"); err != nil {
		t.Fatal(err)
	}
	if err := c.Run("INSERT INTO t VALUES (?)", 1); err != nil {
		t.Fatal(err)
	}
	const constraint, constraintUnique = 19, 2067
	err = c.Run("INSERT INTO t VALUES (?)", 1)
	code(t, err, constraint)
	var e *Error
	if !errors.As(err, &e) || e.Code != constraintUnique {
		t.Errorf("%v", err)
	}
	if err := c.Run("INSERT INTO t VALUES (?)", 2); err != nil {
		t.Errorf("after an error the statement is unusable: %v", err)
	}
	if c.Changes() != 1 || c.LastID() != 2 {
		t.Errorf("%d changes, last id %d", c.Changes(), c.LastID())
	}
	reader := open(t, path, ReadOnly)
	code(t, reader.Exec("INSERT INTO t VALUES (9)"), ReadOnlyFile)
	if n, err := reader.Int("SELECT count(*) FROM t"); n != 2 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
	if n, err := c.Int("SELECT v FROM t WHERE v > 5"); n != 0 || err != nil {
		t.Errorf("no row reads as %d, %v", n, err)
	}
	if Code(nil) != 0 || Code(os.ErrExist) != 0 {
		t.Error("errors of others have codes")
	}
}

func TestBusy(t *testing.T) {
	path := empty(t, "a.db")
	a, b := open(t, path, ReadWrite), open(t, path, ReadWrite)
	if err := a.Exec("CREATE TABLE t(v); BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	code(t, b.Exec("BEGIN IMMEDIATE"), Busy)
}

func TestClosedTwice(t *testing.T) {
	c, err := Open(empty(t, "a.db"), ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.Prepare("SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	s.Close()
	(*Stmt)(nil).Close()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// An immutable database is read without a lock file, whatever its name.
func TestImmutable(t *testing.T) {
	for _, name := range []string{"a.db", "a?b.db", "a#b.db", "a%41.db", "ä b.db", "a;b&c=d.db"} {
		path := empty(t, name)
		w, err := Open(path, ReadWrite)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Exec("CREATE TABLE t(v); INSERT INTO t VALUES (42)"); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		c := open(t, path, Immutable)
		if v, err := c.Int("SELECT v FROM t"); v != 42 || err != nil {
			t.Errorf("%s: %d, %v", name, v, err)
		}
		code(t, c.Exec("DELETE FROM t"), ReadOnlyFile)
	}
}
