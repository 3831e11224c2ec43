package report

import (
	"bufio"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"chatcops/internal/safe"
)

const (
	defaultWidth = 80
	leastWidth   = 20 // of a terminal: below it nothing can be laid out
)

// Styles of a terminal that shows colour, as SGR parameters.
const (
	bold  = "1"
	faint = "2"
	red   = "31"
	green = "32"
)

// terminal writes prose and tables no wider than the terminal.
type terminal struct {
	w     *bufio.Writer
	width int
	color bool
}

func writeTerminal(w *bufio.Writer, d *Document, o Options) error {
	t := terminal{w: w, width: max(o.Width, leastWidth), color: o.Color}
	if o.Width == 0 {
		t.width = defaultWidth
	}
	t.prose(bold, d.Heading)
	for i := range d.Tables {
		if d.Tables[i].machinesOnly() {
			continue
		}
		if err := t.table(&d.Tables[i], i > 0 || d.Heading != ""); err != nil {
			return err
		}
	}
	if len(d.Notes) > 0 && (len(d.Tables) > 0 || d.Heading != "") {
		t.println("")
	}
	t.prose("", d.Notes...)
	return nil
}

// table writes the title, the table and its notes, apart from what came before.
func (t terminal) table(table *Table, apart bool) error {
	if apart {
		t.println("")
	}
	t.prose(bold, table.Title)
	if err := t.grid(newSheet(table)); err != nil {
		return err
	}
	if len(table.Notes) > 0 {
		t.println("")
	}
	t.prose("", table.Notes...)
	return nil
}

// grid writes the columns side by side if they fit, else each row as a block.
func (t terminal) grid(s *sheet) error {
	switch {
	case len(s.rows) == 0 || len(s.columns) == 0:
		t.println(t.paint("(none)", faint))
	case s.fit(t.width):
		return t.draw(s)
	default:
		t.stack(s)
	}
	return nil
}

// stack writes each row as a block of lines, one or more for each column, so
// that no column is left out where the terminal is too narrow for all.
func (t terminal) stack(s *sheet) {
	label := 0
	for _, c := range s.columns {
		label = max(label, displaywidth.String(c.title))
	}
	label = min(label, t.width/2)
	rest := t.width - label - len(gap)
	for i, row := range s.rows {
		if i > 0 {
			t.println("")
		}
		for j, c := range row {
			title := t.paint(pad(shorten(s.columns[j].title, label), label, false), faint)
			lines := []string{c.cut(rest)}
			if wrapped := wrap(c.text, rest); c.kind != textual && len(wrapped) > 0 {
				lines = wrapped
			}
			for _, line := range lines {
				t.println(title + gap + t.paint(line, c.style))
				title = pad("", label, false)
			}
		}
	}
}

// prose writes paragraphs, wrapped.
func (t terminal) prose(style string, paragraphs ...string) {
	for _, paragraph := range paragraphs {
		for _, line := range wrap(safe.Terminal(paragraph), t.width) {
			t.println(t.paint(line, style))
		}
	}
}

func (t terminal) println(line string) {
	t.w.WriteString(strings.TrimRight(line, " "))
	t.w.WriteByte('\n')
}

// paint adds a style to text where colour is welcome.
func (t terminal) paint(text, style string) string {
	if !t.color || style == "" || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}
