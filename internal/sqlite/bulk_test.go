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

func bindRow(to Row, r *bulkRow) {
	to.BindInt(1, r.id)
	for i, c := range r.cells {
		switch c := c.(type) {
		case nil:
			to.BindNull(i + 2)
		case int64:
			to.BindInt(i+2, c)
		case float64:
			to.BindFloat(i+2, c)
		case string:
			to.BindText(i+2, c)
		}
	}
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
	if err := c.Exec(fmt.Sprintf("PRAGMA page_size = %d; PRAGMA cache_size = 10; %s", size, bulkSchema)); err != nil {
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
// distributed over runs and transactions, with other tables written between.
func TestBulkIsInsert(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.SampledFrom([]int{512, 1024, 8192, 65536}).Draw(rt, "page size")
		rows := drawRows(rt)
		c := newBulkFile(t, size)
		defer c.Close()
		b, err := c.NewBulk("t")
		if err != nil {
			t.Fatal(err)
		}
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		insert := prepare(t, c, "INSERT INTO u VALUES (?,?,?,?,?,?)")
		must(c.Exec("BEGIN"))
		must(b.Begin())
		var rec Record
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
				must(c.Exec("BEGIN"))
				must(b.Begin())
			}
			rec.Reset()
			bindRow(&rec, &rows[i])
			must(b.Table(0).Append(&rec))
		}
		must(b.Sync())
		must(b.End())
		for i := range rows {
			bindRow(insert, &rows[i])
			must(insert.Exec())
		}
		must(c.Exec("COMMIT"))
		b.Forget()
		b.Close()
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
			rec.Reset()
			bindRow(&rec, &bulkRow{int64(from + i), []any{int64(i), "a text of some length", nil, nil, nil}})
			if err := b.Table(1).Append(&rec); err != nil {
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
		rec.Reset()
		bindRow(&rec, &bulkRow{int64(i), []any{strings.Repeat("y", i*5)}})
		if err := b.Table(0).Append(&rec); err != nil {
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

func TestBulkWantsEmptyTables(t *testing.T) {
	c := newBulkFile(t, 1024)
	if err := c.Exec("INSERT INTO t(a) VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"t", "nothing"} {
		if _, err := c.NewBulk("u", table); err == nil || !strings.Contains(err.Error(), table) {
			t.Errorf("a bulk for %s: %v", table, err)
		}
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
