package sqlite

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// bulkRow is a row of a test; kinds says what its columns hold.
type bulkRow struct {
	id    int64
	cells []any // int64, float64, string or nil
}

const bulkColumns = 5

func (r *bulkRow) bind(to *Record) (id int64) {
	to.Reset()
	for _, c := range r.cells {
		switch c := c.(type) {
		case nil:
			to.Null()
		case int64:
			to.Int(c)
		case float64:
			to.Float(c)
		case string:
			to.Text(c)
		}
	}
	return r.id
}

func drawRows(t *rapid.T) (rows []bulkRow) {
	id := rapid.Int64Range(math.MinInt64, 1000).Draw(t, "first id")
	long := rapid.SampledFrom([]int{10, 300, 3000}).Draw(t, "longest")
	cell := rapid.OneOf(rapid.Just[any](nil), rapid.Map(rapid.Int64(), func(v int64) any { return v }), rapid.Map(rapid.Int64Range(-200, 200), func(v int64) any { return v }),
		rapid.Map(rapid.Float64(), func(v float64) any { return v }),
		rapid.Map(rapid.IntRange(0, long), func(n int) any { return strings.Repeat("x\x00é", n) }))
	for range rapid.IntRange(0, 300).Draw(t, "rows") {
		r := bulkRow{id: id, cells: make([]any, bulkColumns)}
		for i := range r.cells {
			r.cells[i] = cell.Draw(t, "cell")
		}
		rows = append(rows, r)
		id += rapid.Int64Range(1, 1<<40).Draw(t, "step")
	}
	return rows
}

const bulkSchema = "CREATE TABLE other(x); CREATE TABLE t(id INTEGER PRIMARY KEY, a, b, c, d, e); CREATE TABLE u(id INTEGER PRIMARY KEY, a, b, c, d, e)"

// newBulkFile makes a file with pages of that size.
func newBulkFile(t testing.TB, size int) *Conn {
	c := open(t, empty(t, "a.db"), ReadWrite)
	if err := c.Exec(fmt.Sprintf("PRAGMA page_size = %d; PRAGMA cache_size = 10; PRAGMA synchronous = OFF; %s", size, bulkSchema)); err != nil {
		t.Fatal(err)
	}
	return c
}

func dump(t testing.TB, c *Conn, table string) string {
	var out strings.Builder
	s := prepare(t, c, "SELECT id, typeof(a), quote(a), quote(b), quote(c), quote(d), quote(e) FROM "+table+" ORDER BY id")
	for {
		ok, err := s.Next()
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return out.String()
		}
		for i := range 7 {
			fmt.Fprint(&out, s.Text(i), "|")
		}
		out.WriteByte('\n')
	}
}

func sound(t testing.TB, c *Conn) {
	s := prepare(t, c, "PRAGMA integrity_check")
	row(t, s)
	if got := s.Text(0); got != "ok" {
		t.Fatalf("integrity check: %s", got)
	}
	s.Reset()
}

// A Bulk and INSERT statements make the same tables, however rows are
// distributed over runs, transactions and bulks, with other tables written between
// and the table itself changed by statements.
func TestBulkIsInsert(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.SampledFrom([]int{512, 1024, 8192, 65536}).Draw(rt, "page size")
		rows := drawRows(rt)
		c := newBulkFile(t, size)
		defer c.Close()
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		b, err := c.NewBulk("t")
		must(err)
		inserted := 0
		var rec Record
		insert := func(upTo int) {
			s := prepare(t, c, "INSERT INTO u VALUES (?,?,?,?,?,?)")
			defer s.Close()
			for ; inserted < upTo; inserted++ {
				must(s.Bind(append([]any{rows[inserted].id}, rows[inserted].cells...)...))
				must(s.Exec())
			}
		}
		must(c.Exec("BEGIN"))
		must(b.Begin())
		for i := range rows {
			switch rapid.IntRange(0, 20).Draw(rt, "between") {
			case 0, 1:
				must(b.End())
				must(c.Exec("INSERT INTO other VALUES (zeroblob(1000))"))
				must(b.Begin())
			case 2:
				must(b.Sync())
				must(b.End())
				must(c.Exec("COMMIT"))
				b.Forget()
				if rapid.Bool().Draw(rt, "check") {
					sound(t, c)
					b.Forget()
				}
				if rapid.Bool().Draw(rt, "another bulk") {
					b.Close()
					insert(i)
					change := rapid.SampledFrom([]string{"SELECT 1", "DELETE FROM %s WHERE rowid & 7 < 6", "DELETE FROM %s WHERE rowid & 1 OR rowid > (SELECT max(rowid) / 2 FROM %s)",
						"UPDATE %s SET a = zeroblob(700) WHERE rowid & 3 = 1", "DELETE FROM %s"}).Draw(rt, "change")
					must(c.Exec(strings.ReplaceAll(change, "%s", "t") + ";" + strings.ReplaceAll(change, "%s", "u")))
					b, err = c.NewBulk("t")
					must(err)
				}
				must(c.Exec("BEGIN"))
				must(b.Begin())
			}
			must(b.Table(0).Append(rows[i].bind(&rec), &rec))
		}
		must(b.Sync())
		must(b.End())
		must(c.Exec("COMMIT"))
		b.Forget()
		b.Close()
		insert(len(rows))
		sound(t, c)
		if got, want := dump(t, c, "t"), dump(t, c, "u"); got != want {
			rt.Fatalf("of %d rows the tables differ:\n%.2000s\nwant\n%.2000s", len(rows), got, want)
		}
		must(c.Exec("DELETE FROM t WHERE id & 3 = 0; UPDATE t SET a = zeroblob(2000) WHERE id & 7 = 1; INSERT INTO t(a) VALUES (1)"))
		sound(t, c)
	})
}

// The tree grows to several levels.
func TestBulkOfManyRows(t *testing.T) {
	c := newBulkFile(t, 512)
	b, err := c.NewBulk("u", "t")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	const n = 60_000
	var rec Record
	for from := 0; from < n; from += n / 6 {
		if err := errorOf(c.Exec("BEGIN"), b.Begin()); err != nil {
			t.Fatal(err)
		}
		for i := range n / 6 {
			row := bulkRow{int64(from + i), []any{int64(i), "a text of some length", nil, nil, nil}}
			if err := b.Table(1).Append(row.bind(&rec), &rec); err != nil {
				t.Fatal(err)
			}
		}
		if err := errorOf(b.Sync(), b.End(), c.Exec("COMMIT")); err != nil {
			t.Fatal(err)
		}
		b.Forget()
		sound(t, c)
		b.Forget()
	}
	if got, _ := c.Int("SELECT count(*) FROM t WHERE b = 'a text of some length' AND c IS NULL"); got != n {
		t.Fatalf("%d rows, want %d", got, n)
	}
	for _, id := range []int{0, 1, 9_999, 10_000, n / 2, n - 1} {
		if got, _ := c.Int("SELECT a FROM t WHERE id = ?", id); got != int64(id%(n/6)) {
			t.Errorf("row %d holds %d", id, got)
		}
	}
}

func errorOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestBulkRollsBack(t *testing.T) {
	c := newBulkFile(t, 1024)
	b, err := c.NewBulk("t")
	if err != nil {
		t.Fatal(err)
	}
	if err := errorOf(c.Exec("BEGIN"), b.Begin()); err != nil {
		t.Fatal(err)
	}
	var rec Record
	for i := range 500 {
		row := bulkRow{int64(i), []any{strings.Repeat("y", i*5)}}
		if err := b.Table(0).Append(row.bind(&rec), &rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := errorOf(b.Sync(), b.End(), c.Exec("ROLLBACK")); err != nil {
		t.Fatal(err)
	}
	b.Close()
	sound(t, c)
	if n, _ := c.Int("SELECT count(*) FROM t"); n != 0 {
		t.Errorf("%d rows are left after a rollback", n)
	}
}

func TestBulkWantsTables(t *testing.T) {
	c := newBulkFile(t, 1024)
	if _, err := c.NewBulk("u", "nothing"); err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("a bulk for a table that is not there: %v", err)
	}
}

// A tree of several levels goes on growing after statements have changed it.
func TestBulkGoesOn(t *testing.T) {
	c := newBulkFile(t, 512)
	defer c.Close()
	var rec Record
	id := int64(0)
	for round := range 8 {
		b, err := c.NewBulk("t")
		if err := errorOf(err, c.Exec("BEGIN"), b.Begin()); err != nil {
			t.Fatal(err)
		}
		for range 3000 * (round % 3) {
			id++
			row := bulkRow{id, []any{id, "a text of some length", nil, nil, nil}}
			if err := b.Table(0).Append(row.bind(&rec), &rec); err != nil {
				t.Fatal(err)
			}
		}
		if err := errorOf(b.Sync(), b.End(), c.Exec("COMMIT")); err != nil {
			t.Fatal(err)
		}
		b.Forget()
		b.Close()
		sound(t, c)
		if err := c.Exec("UPDATE t SET c = zeroblob(80) WHERE id % 11 = 0; DELETE FROM t WHERE id % 3 = 0"); err != nil {
			t.Fatal(err)
		}
	}
	if n, _ := c.Int("SELECT count(*) FROM t WHERE a = id AND b = 'a text of some length'"); n != id-id/3 {
		t.Errorf("%d rows of %d", n, id-id/3)
	}
}

// The page that holds the locks, a gigabyte into the file, is left out.
func TestBulkSkipsTheLockPage(t *testing.T) {
	for _, size := range []int{512, 8192, 65536} {
		b := &Bulk{size: size, next: uint32(lockByte/size - 1)}
		for range 4 {
			if n := b.allocate(); int(n-1)*size <= lockByte && lockByte < int(n)*size {
				t.Errorf("with pages of %d bytes, page %d is used", size, n)
			}
		}
	}
}

// A table that is released in the midst of a transaction can be read and written at once.
func TestBulkReleases(t *testing.T) {
	c := newBulkFile(t, 512)
	b, err := c.NewBulk("t", "u")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var rec Record
	add := func(table *BulkTable, id int64) error {
		row := bulkRow{id, []any{"a text of some length", nil, nil, nil, nil}}
		return table.Append(row.bind(&rec), &rec)
	}
	kept, released := b.Table(0), b.Table(1)
	if err := errorOf(c.Exec("BEGIN"), b.Begin()); err != nil {
		t.Fatal(err)
	}
	for id := range int64(200) {
		if err := errorOf(add(kept, id), add(released, id)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errorOf(b.Release(released), b.End(), c.Exec("INSERT INTO u(a) SELECT a || id FROM u; UPDATE u SET b = 1 WHERE id < 3"), b.Begin()); err != nil {
		t.Fatal(err)
	}
	if err := errorOf(add(kept, 200), b.Sync(), b.End(), c.Exec("COMMIT")); err != nil {
		t.Fatal(err)
	}
	b.Forget()
	sound(t, c)
	for table, want := range map[string]int64{"t": 201, "u": 400, "u WHERE b = 1": 3} {
		if got, err := c.Int("SELECT count(*) FROM " + table); got != want || err != nil {
			t.Errorf("%s: %d rows, want %d (%v)", table, got, want, err)
		}
	}
}
