package report

import (
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"pgregory.net/rapid"
)

// hostile is text that must not act on whatever shows it.
const hostile = "\x1b[31mred\x1b]0;title\x07\u009b2J\r\nnext\tline | `code` =cmd() \xff <b>"

var texts = rapid.OneOf(
	rapid.String(),
	rapid.SampledFrom([]string{
		"", "short", "返金の状況を教えてください", "👨‍👩‍👧👍🏽🇩🇪❤️ family", "שלום, איפה ההחזר שלי?",
		"مرحبا أين المبلغ", "e\u0301e\u0301e\u0301", hostile, strings.Repeat("wide ", 60), strings.Repeat("漢", 200),
	}),
)

// cells draws a cell whose own width is bounded, as that of real numbers is.
var cells = rapid.Custom(func(t *rapid.T) Cell {
	v := rapid.Float64Range(-1e6, 1e6).Draw(t, "v")
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		return Cell{}
	case 1:
		return Int(int64(v))
	case 2:
		return Number(v, Seconds)
	case 3:
		return Interval(v, v+1, Share)
	case 4:
		return Change(v, Share, Higher, v > 0)
	case 5:
		return Word("some words of ours")
	default:
		return Text(texts.Draw(t, "text"))
	}
})

func drawDocument(t *rapid.T) *Document {
	columns := make([]Column, rapid.IntRange(1, 9).Draw(t, "columns"))
	for i := range columns {
		columns[i] = Column{
			Name:  "c",
			Title: texts.Draw(t, "title"),
			Right: rapid.Bool().Draw(t, "right"),
			Only:  rapid.SampledFrom([]Audience{Everyone, Everyone, People, Machines}).Draw(t, "only"),
		}
	}
	rows := make([][]Cell, rapid.IntRange(0, 4).Draw(t, "rows"))
	for i := range rows {
		rows[i] = rapid.SliceOfN(cells, len(columns), len(columns)).Draw(t, "row")
	}
	return &Document{
		Heading: texts.Draw(t, "heading"),
		Tables:  []Table{{Title: texts.Draw(t, "table"), Columns: columns, Rows: rows}},
		Notes:   []string{texts.Draw(t, "note")},
	}
}

// No line of any document is wider than the terminal, and no control character
// but the end of a line reaches it unless colour is asked for.
func TestTableStaysInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(leastWidth, 120).Draw(t, "width")
		got := render(t, "table", drawDocument(t), Options{Width: width})
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if w := displaywidth.String(line); w > width {
				t.Fatalf("%d columns in %d:\n%s", w, width, got)
			}
			if strings.HasSuffix(line, " ") || strings.ContainsFunc(line, unicode.IsControl) {
				t.Fatalf("blank at the end or control character in %q", line)
			}
		}
	})
}

// Colour adds escape sequences and changes nothing else.
func TestColorOnlyPaints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDocument(t)
		bare := render(t, "table", d, Options{})
		painted := render(t, "table", d, Options{Color: true})
		for _, style := range []string{bold, faint, red, green, "0"} {
			painted = strings.ReplaceAll(painted, "\x1b["+style+"m", "")
		}
		// A painted blank at the end of a line is no longer trimmed.
		var trimmed strings.Builder
		for line := range strings.Lines(painted) {
			trimmed.WriteString(strings.TrimRight(line, " \n") + "\n")
		}
		if trimmed.String() != bare {
			t.Fatalf("without styles:\n%q\nbare:\n%q", trimmed.String(), bare)
		}
	})
}

func TestColorOnlyWhenAsked(t *testing.T) {
	for _, f := range Formats {
		if got := render(t, f.Name, stats(), Options{}); strings.Contains(got, "\x1b") {
			t.Errorf("%s holds an escape sequence unasked", f.Name)
		}
		got := render(t, f.Name, stats(), Options{Color: true})
		if painted := strings.Contains(got, "\x1b"); painted != (f.Name == "table") {
			t.Errorf("%s with colour: escape sequences %v", f.Name, painted)
		}
	}
}

// The cells of a column end or begin at the same place, whatever the script.
func TestColumnsAlign(t *testing.T) {
	d := &Document{Tables: []Table{{
		Columns: []Column{{Title: "Topic"}, {Title: "n", Right: true}},
		Rows: [][]Cell{
			{Text("plain"), Int(1)}, {Text("漢字"), Int(22)}, {Text("👨‍👩‍👧👍🏽🇩🇪❤️"), Int(3)},
			{Text("שלום"), Int(4)}, {Text("e\u0301"), Int(5)}, {Text(""), Cell{}},
		},
	}}}
	for line := range strings.Lines(render(t, "table", d, Options{})) {
		if w := displaywidth.String(strings.TrimSuffix(line, "\n")); w != 12 {
			t.Errorf("%q ends in column %d, want 12", line, w)
		}
	}
}

func TestHostileText(t *testing.T) {
	d := &Document{
		Heading: hostile, Notes: []string{hostile},
		Tables: []Table{{
			Title: hostile, Notes: []string{hostile},
			Columns: []Column{{Name: "text", Title: hostile}, {Name: "n", Title: "n", Right: true}},
			Rows:    [][]Cell{{Text(hostile), Int(1)}},
		}},
	}
	for _, format := range []string{"table", "markdown"} {
		got := render(t, format, d, Options{Width: 200})
		for line := range strings.Lines(got) {
			if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), unicode.IsControl) {
				t.Errorf("%s lets a control character through: %q", format, line)
			}
			if strings.HasPrefix(line, "next") {
				t.Errorf("%s lets text begin a line: %q", format, line)
			}
		}
	}
	for line := range strings.Lines(render(t, "markdown", d, Options{})) {
		row, isRow := strings.CutPrefix(line, "| ")
		if bars := strings.Count(row, "|") - strings.Count(row, `\|`); isRow && bars != 2 {
			t.Errorf("%d bars part the two cells of %q", bars, line)
		}
	}
}

func TestShapes(t *testing.T) {
	one := []Column{{Name: "a", Title: "A"}}
	tests := []struct {
		name string
		d    Document
		want string
	}{
		{"nothing", Document{}, ""},
		{"only a note", Document{Notes: []string{"Done."}}, "Done.\n"},
		{"empty table", Document{Tables: []Table{{Columns: one}}}, "(none)\n"},
		{"table without columns", Document{Tables: []Table{{Rows: [][]Cell{{}}}}}, "(none)\n"},
		{"undefined cells", Document{Tables: []Table{{Columns: one, Rows: [][]Cell{{{}}}}}}, "A\n─\n–\n"},
		{"empty text", Document{Tables: []Table{{Columns: one, Rows: [][]Cell{{Text("")}, {Text("x")}}}}}, "A\n─\n\nx\n"},
		{"no titles", Document{Tables: []Table{{Columns: []Column{{Name: "a"}}, Rows: [][]Cell{{Int(1)}}}}}, "\n─\n1\n"},
	}
	for _, test := range tests {
		if got := render(t, "table", &test.d, Options{}); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
