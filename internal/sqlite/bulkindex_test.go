package sqlite

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Indexes that a BulkIndex fills are those that SQLite would make: the integrity
// check compares each with its table.
func TestBulkIndexIsCreateIndex(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := newBulkFile(t, rapid.SampledFrom([]int{512, 1024, 8192, 65536}).Draw(rt, "page size"))
		defer c.Close()
		b, err := c.NewBulk("t", "u")
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		long := rapid.SampledFrom([]int{3, 60, 3000}).Draw(rt, "longest")
		var names []string
		for range rapid.IntRange(0, 500).Draw(rt, "rows") {
			names = append(names, strings.Repeat(rapid.SampledFrom([]string{"a", "b", "z\x00é"}).Draw(rt, "text"), rapid.IntRange(0, long).Draw(rt, "times")))
		}
		must(c.Exec("BEGIN"))
		must(b.Begin())
		var rec Record
		for i, name := range names {
			row := bulkRow{int64(i), []any{name, int64(i % 7), nil, nil, nil}}
			must(b.Table(0).Append(row.bind(&rec), &rec))
		}
		must(errorOf(b.Sync(), b.End(), c.Exec("COMMIT")))
		b.Forget()

		must(errorOf(c.Exec("BEGIN"), b.Hide(), c.Exec("CREATE INDEX of_t ON t(a); CREATE INDEX of_u ON u(a)"), b.Begin()))
		order := make([]int, len(names))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(i, j int) int { return strings.Compare(names[i], names[j]) })
		for _, name := range []string{"of_t", "of_u"} {
			x, err := b.Index(name)
			must(err)
			for _, i := range order {
				rec.Reset()
				rec.Text(names[i])
				rec.Int(int64(i))
				must(x.Append(&rec))
			}
			must(x.Close())
			order = nil // u has no rows
		}
		must(errorOf(b.Sync(), b.End(), c.Exec("COMMIT")))
		b.Forget()
		sound(t, c)
		for i, name := range names {
			if n, _ := c.Int("SELECT count(*) FROM t INDEXED BY of_t WHERE a = ? AND id = ?", name, i); n != 1 {
				rt.Fatalf("%q of row %d is found %d times", name, i, n)
			}
		}
		must(c.Exec("DELETE FROM t WHERE id & 3 = 0; UPDATE t SET a = a || 'x' WHERE id & 7 = 1; INSERT INTO t(a) VALUES ('b')"))
		sound(t, c)
	})
}
