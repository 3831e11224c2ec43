package csvrow

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// row is a record as tests compare it.
type row struct {
	fields []string
	start  int
	err    string
}

func (r row) equal(o row) bool {
	return slices.Equal(r.fields, o.fields) && r.start == o.start && r.err == o.err
}

func text(rows []row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%d %q %s\n", r.start, r.fields, r.err)
	}
	return b.String()
}

// readAll reads doc, giving the Reader step bytes more whenever it asks.
func readAll(t *testing.T, doc []byte, sep byte, step int) (rows []row) {
	t.Helper()
	r := Reader{Sep: sep}
	base, fed := 0, min(step, len(doc))
	r.Reset(doc[:fed])
	for {
		fields, err := r.Next(fed == len(doc))
		var bad *Error
		switch {
		case err == io.EOF:
			if base+r.Offset() != len(doc) {
				t.Fatalf("%q is left over", doc[base+r.Offset():])
			}
			return rows
		case err == ErrMore:
			if fed == len(doc) {
				t.Fatalf("ErrMore at the end of %q", doc)
			}
			base, fed = base+r.Offset(), min(fed+step, len(doc))
			r.Reset(doc[base:fed])
		case errors.As(err, &bad):
			if bad.Offset < r.Start() || bad.Offset > fed-base {
				t.Fatalf("error at %d of the record at %d", bad.Offset, r.Start())
			}
			rows = append(rows, row{nil, base + r.Start(), err.Error()})
		default:
			rows = append(rows, row{slices.Clone(fields), base + r.Start(), ""})
		}
	}
}

const (
	textAfter = "text after the closing quote of field %d (a quote inside a quoted field must be doubled)"
	neverEnds = "the quote that opens field %d is never closed"
)

var cases = []struct {
	name, doc string
	want      []row
}{
	{"nothing", "", nil},
	{"empty lines", "\n\r\n\na\n\n\r\n\r", []row{{fields: []string{"a"}, start: 4}}},
	{"plain", "a,b\nc,d", []row{{fields: []string{"a", "b"}}, {fields: []string{"c", "d"}, start: 4}}},
	{"CRLF", "a,b\r\nc,\"d\"\r\n", []row{{fields: []string{"a", "b"}}, {fields: []string{"c", "d"}, start: 5}}},
	{"empty fields", ",\n\"\",\n,,", []row{{fields: []string{"", ""}}, {fields: []string{"", ""}, start: 2}, {fields: []string{"", "", ""}, start: 6}}},
	{"ragged", "a\nb,c,d\n", []row{{fields: []string{"a"}}, {fields: []string{"b", "c", "d"}, start: 2}}},
	{"quoted", "\"a,\nb\",\"c\"\n", []row{{fields: []string{"a,\nb", "c"}}}},
	{"CRLF in quotes stays", "\"a\r\nb\"\n", []row{{fields: []string{"a\r\nb"}}}},
	{"doubled quotes", `"say ""hi""","""",""""""`, []row{{fields: []string{`say "hi"`, `"`, `""`}}}},
	{"bare quotes", "5\" pipe,a\"b\"c\n x\"\n", []row{{fields: []string{`5" pipe`, `a"b"c`}}, {fields: []string{` x"`}, start: 14}}},
	{"quote before the end", "a,\"b\"\r", []row{{fields: []string{"a", "b"}}}},
	{"lone carriage return", "a\rb\r\r\n", []row{{fields: []string{"a\rb\r"}}}},
	{"separator at the end", "a,", []row{{fields: []string{"a", ""}}}},
	{"text after a quote", "a,\"b\"c,\"\nd,e\n", []row{{err: fmt.Sprintf(textAfter, 2)}, {fields: []string{"d", "e"}, start: 9}}},
	{"text after a quote at the end", "\"b\" ", []row{{err: fmt.Sprintf(textAfter, 1)}}},
	{"carriage return after a quote", "\"b\"\rx\nc", []row{{err: fmt.Sprintf(textAfter, 1)}, {fields: []string{"c"}, start: 6}}},
	{"quote never closed", "a,\"b\nc,d\ne,f", []row{{err: fmt.Sprintf(neverEnds, 2)}, {fields: []string{"c", "d"}, start: 5}, {fields: []string{"e", "f"}, start: 9}}},
	{"quote never closed at the end", "a\n\"", []row{{fields: []string{"a"}}, {start: 2, err: fmt.Sprintf(neverEnds, 1)}}},
	{"invalid UTF-8 and NUL", "\xff,\x00\n", []row{{fields: []string{"\xff", "\x00"}}}},
}

func TestNext(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for step := 1; step <= len(c.doc)+1; step++ {
				if got := readAll(t, []byte(c.doc), ',', step); !slices.EqualFunc(got, c.want, row.equal) {
					t.Fatalf("%q in steps of %d:\n%swant\n%s", c.doc, step, text(got), text(c.want))
				}
			}
		})
	}
}

func TestSeparators(t *testing.T) {
	for _, sep := range []byte{',', ';', '\t', '|'} {
		doc := fmt.Sprintf("a%c\"b%cc\"%cd\n", sep, sep, sep)
		want := []row{{fields: []string{"a", fmt.Sprintf("b%cc", sep), "d"}}}
		if got := readAll(t, []byte(doc), sep, len(doc)); !slices.EqualFunc(got, want, row.equal) {
			t.Errorf("%q: %s", doc, text(got))
		}
	}
}

func TestFieldsOutliveTheirBlock(t *testing.T) {
	r := Reader{Sep: ','}
	var got, want []string
	for i := range 3000 {
		s := strings.Repeat("x\"", i%100) + strconv.Itoa(i)
		if i%500 == 0 {
			s += strings.Repeat("y\"", chunkSize)
		}
		r.Reset([]byte(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`))
		fields, err := r.Next(true)
		if err != nil {
			t.Fatal(err)
		}
		got, want = append(got, fields...), append(want, s)
	}
	if !slices.Equal(got, want) {
		t.Error("fields changed after they were read")
	}
}

func TestNoAllocation(t *testing.T) {
	doc := []byte("id,role,\"content, quoted\nand broken\",2025-01-01\r\n\n1,2,3,4\n")
	r := Reader{Sep: ','}
	fields := 0
	n := testing.AllocsPerRun(100, func() {
		for r.Reset(doc); ; {
			row, err := r.Next(true)
			if err == io.EOF {
				return
			}
			fields += len(row)
		}
	})
	if n != 0 || fields == 0 {
		t.Errorf("%v allocations for %d fields, want none", n, fields)
	}
}
