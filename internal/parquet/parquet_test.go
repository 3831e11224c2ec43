package parquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	library "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
	"pgregory.net/rapid"
)

// fataler is what fails: a test or a case of a property.
type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// written is a file of these rows, whose values are nil, string, bool, int64 or float64.
func written(t fataler, columns []Column, rows [][]any, l limits) []byte {
	t.Helper()
	var b bytes.Buffer
	w := newWriter(&b, columns, "test version 1", l)
	for _, row := range rows {
		for i, v := range row {
			put(w, columns, i, v)
		}
		if err := w.EndRow(); err != nil {
			t.Fatalf("%v", err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

func put(w *Writer, columns []Column, i int, v any) {
	switch v := v.(type) {
	case nil:
		w.Null(i)
	case string:
		w.Text(i, v)
	case bool:
		w.Bool(i, v)
	case float64:
		w.Float(i, v)
	case int64:
		if columns[i].Type == Time {
			w.Time(i, v)
		} else {
			w.Int(i, v)
		}
	}
}

// opened reads a file with the library, which checks its structure.
func opened(t fataler, file []byte) *library.File {
	t.Helper()
	f, err := library.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return f
}

// read returns the rows of a file by the library's reader.
func read(t fataler, file []byte) (rows [][]any) {
	t.Helper()
	f := opened(t, file)
	for _, group := range f.RowGroups() {
		r := group.Rows()
		buffer := make([]library.Row, 100)
		for {
			n, err := r.ReadRows(buffer)
			for _, row := range buffer[:n] {
				var values []any
				for _, v := range row {
					values = append(values, plain(v))
				}
				rows = append(rows, values)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v", err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return rows
}

func plain(v library.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Kind() == library.Boolean:
		return v.Boolean()
	case v.Kind() == library.Int64:
		return v.Int64()
	case v.Kind() == library.Double:
		return v.Double()
	}
	return string(v.ByteArray())
}

// same compares rows; -0 is not 0, and texts are as JSON would have them.
func same(t fataler, got, want [][]any) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i, row := range want {
		for k, v := range row {
			if s, ok := v.(string); ok {
				v = string([]rune(s))
			}
			if g := got[i][k]; g != v || fmt.Sprint(g) != fmt.Sprint(v) {
				t.Fatalf("row %d, column %d: %.200q, want %.200q", i, k, fmt.Sprint(g), fmt.Sprint(v))
			}
		}
	}
}

var hostile = []string{"", "\x00", "a\x00b", "\xff\xfe", "na\xefve", "\xed\xa0\x80", "日本語 🎒", "=1+1", "\r\n\t\"',", "\u202e\x1b[31m", strings.Repeat("long ", 40)}

func anyValue(c Column) *rapid.Generator[any] {
	var g *rapid.Generator[any]
	switch c.Type {
	case Bool:
		g = rapid.Bool().AsAny()
	case Float:
		g = rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).AsAny()
	case Text:
		g = rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.StringN(0, 3, 8)).AsAny()
	default:
		g = rapid.Int64().AsAny()
	}
	if c.Optional {
		g = rapid.OneOf(rapid.Just[any](nil), g)
	}
	return g
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var columns []Column
		for i := range rapid.IntRange(1, 4).Draw(t, "columns") {
			columns = append(columns, Column{fmt.Sprintf("c%d", i), Type(rapid.IntRange(0, int(Time)).Draw(t, "type")), rapid.Bool().Draw(t, "optional")})
		}
		var rows [][]any
		for range rapid.IntRange(0, 60).Draw(t, "rows") {
			var row []any
			for _, c := range columns {
				row = append(row, anyValue(c).Draw(t, "value"))
			}
			rows = append(rows, row)
		}
		l := limits{rapid.IntRange(1, 80).Draw(t, "group rows"), rapid.IntRange(1, 3000).Draw(t, "group bytes"), rapid.IntRange(1, 300).Draw(t, "page bytes"), rapid.IntRange(0, 300).Draw(t, "word bytes")}
		file := written(t, columns, rows, l)
		same(t, read(t, file), rows)
		checkBounds(t, opened(t, file), columns, rows)
		if !bytes.Equal(file, written(t, columns, rows, l)) {
			t.Fatalf("the same rows give other bytes")
		}
	})
}

// checkBounds checks what the footer tells of the values of each row group.
func checkBounds(t fataler, f *library.File, columns []Column, rows [][]any) {
	t.Helper()
	for _, group := range f.Metadata().RowGroups {
		for k, c := range group.Columns {
			s := c.MetaData.Statistics
			nulls := int64(0)
			if c.ColumnIndexOffset != 0 || c.ColumnIndexLength != 0 {
				t.Fatalf("column %d: the footer refers to a column index, which does not know the texts", k)
			}
			if columns[k].Type == Text && (s.MinValue != nil || s.MaxValue != nil) {
				t.Fatalf("column %d: the footer holds texts, which may be long", k)
			}
			for _, row := range rows[:group.NumRows] {
				v := row[k]
				if v == nil {
					nulls++
				} else if s.MinValue != nil && !within(v, s) {
					t.Fatalf("column %d: %v is not within %q to %q", k, v, s.MinValue, s.MaxValue)
				}
			}
			if s.NullCount != nulls {
				t.Fatalf("column %d: %d nulls, want %d", k, s.NullCount, nulls)
			}
			if known := s.MinValue != nil; !known && nulls < group.NumRows && columns[k].Type != Text {
				t.Fatalf("column %d: no bounds", k)
			}
		}
		rows = rows[group.NumRows:]
	}
	if len(rows) > 0 {
		t.Fatalf("%d rows are in no group", len(rows))
	}
}

func within(v any, s format.Statistics) bool {
	switch v := v.(type) {
	case int64:
		return int64(binary.LittleEndian.Uint64(s.MinValue)) <= v && v <= int64(binary.LittleEndian.Uint64(s.MaxValue))
	case float64:
		low, high := math.Float64frombits(binary.LittleEndian.Uint64(s.MinValue)), math.Float64frombits(binary.LittleEndian.Uint64(s.MaxValue))
		return low <= v && v <= high
	case bool:
		return s.MinValue[0] == 0 && !v || s.MaxValue[0] == 1 && v
	}
	return false
}

var allTypes = []Column{{"text", Text, false}, {"bool", Bool, false}, {"int", Int, false}, {"float", Float, false}, {"time", Time, false},
	{"maybe text", Text, true}, {"maybe bool", Bool, true}, {"maybe int", Int, true}, {"maybe float", Float, true}, {"maybe time", Time, true}}

func TestSchema(t *testing.T) {
	const want = `message schema {
	required binary text (STRING);
	required boolean bool;
	required int64 int (INT(64,true));
	required double float;
	required int64 time (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));
	optional binary maybe text (STRING);
	optional boolean maybe bool;
	optional int64 maybe int (INT(64,true));
	optional double maybe float;
	optional int64 maybe time (TIMESTAMP(isAdjustedToUTC=true,unit=MICROS));
}`
	f := opened(t, written(t, allTypes, nil, usual))
	if got := f.Schema().String(); got != want {
		t.Errorf("schema is\n%s\nwant\n%s", got, want)
	}
	if m := f.Metadata(); m.NumRows != 0 || len(m.RowGroups) != 0 || m.CreatedBy != "test version 1" || len(m.ColumnOrders) != len(allTypes) {
		t.Errorf("an empty file tells %+v", m)
	}
}

// Rows and texts of sizes that fill groups and pages are read back, and no group is larger than it may be.
func TestLarge(t *testing.T) {
	columns := []Column{{"id", Text, false}, {"role", Text, false}, {"content", Text, true}, {"n", Int, true}}
	long := strings.Repeat("five megabytes of words \xff ", 5<<20/26)
	var rows [][]any
	for i := range 150_000 {
		row := []any{fmt.Sprintf("c-%06d", i/7), []string{"user", "assistant"}[i%2], fmt.Sprintf("this is what was said at %d: %s", i, strings.Repeat("word ", i%100)), int64(i)}
		if i%3 == 0 {
			row[3] = nil
		}
		if i%50_000 == 20_000 {
			row[2] = long
		}
		rows = append(rows, row)
	}
	file := written(t, columns, rows, usual)
	same(t, read(t, file), rows)
	if !bytes.Equal(file, written(t, columns, rows, usual)) {
		t.Error("the same rows give other bytes")
	}
	groups := opened(t, file).Metadata().RowGroups
	for _, g := range groups {
		if g.NumRows > int64(usual.groupRows) || g.TotalByteSize > int64(usual.groupBytes+len(long)+1<<20) {
			t.Errorf("a group of %d rows and %d bytes", g.NumRows, g.TotalByteSize)
		}
	}
	if len(groups) < 3 {
		t.Errorf("%d groups", len(groups))
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		want string
		do   func(*Writer)
	}{
		{"column text is never null", func(w *Writer) { w.Null(0) }},
		{"column text does not hold a boolean", func(w *Writer) { w.Bool(0, true) }},
		{"column bool does not hold text", func(w *Writer) { w.Text(1, "true") }},
		{"column int does not hold a time", func(w *Writer) { w.Time(2, 1) }},
		{"column time does not hold a number", func(w *Writer) { w.Int(4, 1) }},
		{"column int does not hold a fraction", func(w *Writer) { w.Float(2, 1) }},
		{"NaN of column float is no number", func(w *Writer) { w.Float(3, math.NaN()) }},
		{"-Inf of column float is no number", func(w *Writer) { w.Float(3, math.Inf(-1)) }},
		{"column text has no value in the row", func(*Writer) {}},
		{"column text has two values in the row", func(w *Writer) { w.Text(0, "a"); w.Text(0, "b") }},
	} {
		w := NewWriter(io.Discard, allTypes, "")
		c.do(w)
		for _, err := range []error{w.EndRow(), w.Close()} {
			if err == nil || err.Error() != "parquet: "+c.want {
				t.Errorf("error is %v, want %s", err, c.want)
			}
		}
	}
	w := NewWriter(io.Discard, allTypes, "")
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if w.EndRow() == nil {
		t.Error("a file that is ended takes a row")
	}
}

// full is a disk with room for some bytes.
type full struct{ room int }

var errFull = errors.New("no room")

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestErrorsOfTheWriterAreKept(t *testing.T) {
	columns := []Column{{"n", Int, false}, {"text", Text, true}}
	size := len(written(t, columns, [][]any{{int64(1), "text"}, {int64(2), "text"}}, limits{groupRows: 1}))
	for room := range size + 1 {
		w := newWriter(&full{room}, columns, "test version 1", limits{groupRows: 1})
		for n := range 2 {
			w.Int(0, int64(n+1))
			w.Text(1, "text")
			_ = w.EndRow()
		}
		if err := w.Close(); (err == nil) != (room == size) || err != nil && !errors.Is(err, errFull) {
			t.Errorf("room for %d of %d bytes: %v", room, size, err)
		}
	}
}
