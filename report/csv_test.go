package report

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/safe"
)

// encoding/csv reads back the machine values of every row.
func TestCSVReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		table := d.Tables[0]
		columns := visible(table.Columns, Machines)
		if len(columns) == 0 {
			return
		}
		got, err := csv.NewReader(strings.NewReader(render(t, "csv", d, Options{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(table.Rows)+1 {
			t.Fatalf("%d records for %d rows", len(got), len(table.Rows))
		}
		for i, row := range table.Rows {
			for j, column := range columns {
				// The reader turns CRLF inside a field into LF.
				want := strings.ReplaceAll(string(row[column].appendMachine(nil)), "\r\n", "\n")
				if got[i+1][j] != want {
					t.Fatalf("row %d, field %d: %q, want %q", i, j, got[i+1][j], want)
				}
			}
		}
	})
}

func TestCSVBytes(t *testing.T) {
	columns := []Column{{Name: "a"}, {Name: "hidden", Only: People}, {Name: "b"}}
	tests := []struct {
		name string
		row  []Cell
		want string
	}{
		{"plain", []Cell{Word("x"), Word("no"), Int(1)}, "x,1\r\n"},
		{"undefined", []Cell{{}, {}, {}}, ",\r\n"},
		{"quote, comma, line", []Cell{Word(`say "hi"`), {}, Word("a,b\nc")}, "\"say \"\"hi\"\"\",\"a,b\nc\"\r\n"},
		{"leading space", []Cell{Word(" x"), {}, Word("x ")}, "\" x\",x \r\n"},
		{"negative number", []Cell{Number(-0.5, Share), {}, Int(-3)}, "-0.5,-3\r\n"},
	}
	for _, test := range tests {
		d := &Document{Tables: []Table{{Columns: columns, Rows: [][]Cell{test.row}}}}
		if got := render(t, "csv", d, Options{}); got != "a,b\r\n"+test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// A row of one empty field must not vanish as a blank line.
func TestCSVLoneEmptyField(t *testing.T) {
	d := &Document{Tables: []Table{{Columns: []Column{{Name: "a"}}, Rows: [][]Cell{{{}}, {Text("")}}}}}
	if got, want := render(t, "csv", d, Options{}), "a\r\n\"\"\r\n\"\"\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCSVGuardsFormulas(t *testing.T) {
	const formula = "=cmd()"
	d := &Document{Tables: []Table{{Columns: []Column{{Name: formula}}, Rows: [][]Cell{{Text(formula)}}}}}
	got := render(t, "csv", d, Options{})
	if want := safe.CSV(formula) + "\r\n"; got != want+want || strings.HasPrefix(got, "=") {
		t.Errorf("%q, want %q twice", got, want)
	}
}

func TestCSVStream(t *testing.T) {
	var b bytes.Buffer
	s := NewCSVStream(&b, []Column{{Name: "n"}, {Name: "text"}}, Options{BOM: true})
	row := make([]Cell, 2)
	for i := range 3 {
		row[0], row[1] = Int(int64(i)), Text(strings.Repeat("x", i))
		if err := s.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Write(row[:1]); err == nil {
		t.Error("a short row is accepted")
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "\ufeffn,text\r\n0,\r\n1,x\r\n2,xx\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func BenchmarkCSVStream(b *testing.B) {
	columns := make([]Column, 20)
	row := make([]Cell, len(columns))
	for i := range row {
		row[i] = Number(float64(i)/7, Share)
		if i%2 == 0 {
			row[i] = Text("some text of a person")
		}
	}
	var sink bytes.Buffer
	s := NewCSVStream(&sink, columns, Options{})
	b.ReportAllocs()
	for b.Loop() {
		sink.Reset()
		if err := s.Write(row); err != nil {
			b.Fatal(err)
		}
	}
}
