package sqlite

import (
	"os"
	"strings"
	"testing"
)

// What a crash leaves of a transaction does not count: pages behind the end while
// there is no journal yet, and what SQLite has spilled of its cache with one.
func TestBulkCrashes(t *testing.T) {
	c := newBulkFile(t, 1024)
	b, err := c.NewBulk("t")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	q := prepare(t, c, "SELECT file FROM pragma_database_list")
	row(t, q)
	path := q.Text(0)
	q.Reset()
	var rec Record
	id := int64(0)
	add := func(rows int) {
		for range rows {
			id++
			row := bulkRow{id, []any{strings.Repeat("y", 100)}}
			if err := b.Table(0).Append(row.bind(&rec), &rec); err != nil {
				t.Fatal(err)
			}
		}
	}
	must := func(errs ...error) {
		if err := errorOf(errs...); err != nil {
			t.Fatal(err)
		}
	}
	crashed := func(when string) {
		left := empty(t, "left.db")
		for _, end := range []string{"", "-journal"} {
			if data, err := os.ReadFile(path + end); err == nil {
				must(os.WriteFile(left+end, data, 0o600))
			}
		}
		o := open(t, left, ReadWrite)
		sound(t, o)
		if n, _ := o.Int("SELECT count(*) FROM t"); n != 700 {
			t.Errorf("%s: %d rows, not the 700 that were committed", when, n)
		}
		must(o.Exec("INSERT INTO t(a) SELECT zeroblob(3000) FROM t"))
		sound(t, o)
	}
	must(c.Exec("BEGIN"), b.Begin())
	add(700)
	must(b.Sync(), b.End(), c.Exec("COMMIT"))
	b.Forget()
	size := fileSize(t, path)
	must(c.Exec("BEGIN"), b.Begin())
	add(4000)
	if fileSize(t, path) == size {
		t.Error("nothing is written in the midst of a run")
	}
	crashed("within a run")
	must(b.Sync(), b.End(), c.Exec("INSERT INTO other SELECT randomblob(900) FROM t"))
	if fileSize(t, path+"-journal") == 0 {
		t.Error("SQLite keeps no journal")
	}
	crashed("before the commit")
}

func fileSize(t testing.TB, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// The log has no place for pages that bypass it.
func TestBulkWantsNoLog(t *testing.T) {
	c := newBulkFile(t, 1024)
	if err := c.Exec("PRAGMA journal_mode = WAL"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.NewBulk("t"); err == nil || !strings.Contains(err.Error(), "log") {
		t.Errorf("a bulk beside a write-ahead log: %v", err)
	}
}
