package report

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"chatcops/internal/safe"
)

// gap stands between two columns.
const gap = "  "

// How far a column of text may be narrowed: first text from people down to
// roomy, then words and titles too down to tight. Numbers are never shortened.
const (
	roomy = 16
	tight = 8
)

// sheet is a table as it will stand on a terminal: its text cleaned, its
// columns measured.
type sheet struct {
	columns []sheetColumn
	rows    [][]sheetCell
}

type sheetColumn struct {
	title string
	right bool
	width int
	// floors are the widths that fit may narrow to, in its first and second round.
	floors [2]int
}

type sheetCell struct {
	text  string
	kind  kind
	style string
}

// supple tells whether the cell may be shortened.
func (c sheetCell) supple() bool { return c.kind == textual || c.kind == word }

// cut shortens the cell to width columns.
func (c sheetCell) cut(width int) string {
	text := shorten(c.text, width)
	if c.kind == textual && strings.ContainsFunc(text, rightToLeft) {
		return leftToRight + text + leftToRight
	}
	return text
}

// leftToRight is the invisible mark that keeps text in a right-to-left script
// from reordering the cells beside it on terminals that know such scripts.
const leftToRight = "\u200e"

func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

func newSheet(t *Table) *sheet {
	s := &sheet{rows: make([][]sheetCell, len(t.Rows))}
	columns := visible(t.Columns, People)
	for i, row := range t.Rows {
		s.rows[i] = make([]sheetCell, len(columns))
		for j, column := range columns {
			s.rows[i][j] = sheetCell{row[column].people(safe.Terminal), row[column].kind, styleOf(row[column])}
		}
	}
	s.alignMarks(t, columns)
	for j, column := range columns {
		c := sheetColumn{title: safe.Terminal(t.Columns[column].Title), right: t.Columns[column].Right}
		s.columns = append(s.columns, s.measure(c, j))
	}
	return s
}

// alignMarks keeps the digits of a right-aligned column one below the other where
// some of its cells are marked as doubtful: the others get a space for the mark.
func (s *sheet) alignMarks(t *Table, columns []int) {
	for j, column := range columns {
		marked := false
		for _, row := range t.Rows {
			marked = marked || row[column].doubt
		}
		if !marked || !t.Columns[column].Right {
			continue
		}
		for i, row := range t.Rows {
			if !row[column].doubt {
				s.rows[i][j].text += " "
			}
		}
	}
}

func styleOf(c Cell) string {
	switch {
	case c.progress() == Higher:
		return green
	case c.progress() == Lower:
		return red
	case c.kind == undefined, c.kind == change && c.noise:
		return faint
	default:
		return ""
	}
}

// measure finds the width that column j asks for and the ones it can bear.
func (s *sheet) measure(c sheetColumn, j int) sheetColumn {
	var widest [instant + 1]int // by kind of cell
	for _, row := range s.rows {
		widest[row[j].kind] = max(widest[row[j].kind], displaywidth.String(row[j].text))
	}
	var rigid int
	for k, width := range widest {
		if (sheetCell{kind: kind(k)}).supple() {
			continue
		}
		rigid = max(rigid, width)
	}
	title := displaywidth.String(c.title)
	c.width = max(title, rigid, widest[word], widest[textual])
	c.floors = [2]int{c.width, max(rigid, min(c.width, tight))}
	if widest[textual] > 0 {
		c.floors[0] = max(title, rigid, widest[word], min(c.width, roomy))
	}
	return c
}

// fit narrows the widest columns first until all stand side by side, and
// reports whether they do.
func (s *sheet) fit(width int) bool {
	total := len(gap) * (len(s.columns) - 1)
	for i := range s.columns {
		c := &s.columns[i]
		c.width = min(c.width, max(width, c.floors[1])) // text may be far wider than any terminal
		total += c.width
	}
	for round := range s.columns[0].floors {
		for ; total > width; total-- {
			c := s.widest(round)
			if c == nil {
				break
			}
			c.width--
		}
	}
	return total <= width
}

// widest returns the widest column that may still be narrowed in the round.
func (s *sheet) widest(round int) *sheetColumn {
	var found *sheetColumn
	for i := range s.columns {
		c := &s.columns[i]
		if c.width > c.floors[round] && (found == nil || c.width > found.width) {
			found = c
		}
	}
	return found
}

// shorten cuts text to width columns, ending in an ellipsis, never inside a
// character that consists of several code points.
func shorten(text string, width int) string {
	return displaywidth.TruncateString(text, width, "…")
}

// pad fills text, which may hold styles, up to width columns.
func pad(text string, width int, right bool) string {
	painted := displaywidth.Options{ControlSequences: true}
	blank := strings.Repeat(" ", max(0, width-painted.String(text)))
	if right {
		return blank + text
	}
	return text + blank
}

// Wrap breaks text into lines of at most width columns, at spaces where it can.
// It does not clean: call it on cleaned text.
func Wrap(text string, width int) []string { return wrap(text, max(width, 2)) }

// wrap breaks text into lines of at most width columns, at spaces where it can.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && displaywidth.String(line+" "+word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = ""; line != word; {
			if line != "" {
				lines = append(lines, line)
				word = word[len(line):]
			}
			line = displaywidth.TruncateString(word, width, "")
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
