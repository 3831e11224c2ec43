package page

import (
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/fonts"
)

// Measures of a table in a PDF.
const (
	cellSize  = 8.2
	cellLead  = 10.6
	cellSide  = 5.0
	cellAbove = 4.2
	headSize  = 7.2
	headRow   = 17.0
	// longest is how many lines a cell may have; more is cut off.
	longest = 12
	// drawnWidth is what a drawing in a cell asks for.
	drawnWidth = 80.0
	// exact is added to a width, so that what fits exactly is not broken by rounding.
	exact = 0.4
	// narrowest is how narrow a column of text may become.
	narrowest = 46.0
)

// grid is a table with the columns that people see, their widths, and its rows
// laid out.
type grid struct {
	t       *Table
	columns []int
	widths  []float64
	rows    []measuredRow
	title   float64 // height of the title
	start   float64 // room for its beginning
}

// tableTitle is the height of the title of a table.
const tableTitle = 16.0

// together is how high a table may be that is not broken over two pages.
const together = 150.0

// grid lays a table out, once.
func (s *sheet) grid(t *Table) *grid {
	if g := s.grids[t]; g != nil {
		return g
	}
	g := &grid{t: t, columns: t.Seen()}
	s.grids[t] = g
	if t.Title != "" {
		g.title = tableTitle
	}
	if len(t.Rows) == 0 || len(g.columns) == 0 {
		return g
	}
	s.layout(g)
	total := g.title + headRow
	for row := range t.Rows {
		g.rows = append(g.rows, s.measureRow(g, row))
		total += g.rows[row].height
	}
	if g.start = total; total > together {
		g.start = g.title + headRow + g.rows[0].height
		if len(g.rows) > 1 {
			g.start += g.rows[1].height
		}
	}
	return g
}

// table writes a table, its header again on each page. A short one stays on one
// page, and of any other the first two rows do, and the last two.
func (s *sheet) table(t *Table) {
	g := s.grid(t)
	s.ensure(g.start)
	if t.Title != "" {
		s.Text(chart.Point{X: side, Y: s.y + 9}, s.Shorten(t.Title, 8.4, s.width, true), chart.Text{Size: 8.4, Color: chart.Ink, Bold: true})
		s.y += g.title
	}
	if len(g.rows) > 0 {
		s.header(g)
		for i := range g.rows {
			need := g.rows[i].height
			if i > 0 && i == len(g.rows)-2 {
				need += g.rows[i+1].height
			}
			s.tableRow(g, i, need)
		}
		s.y += 5
	}
	for _, note := range t.Notes {
		s.note(note)
	}
	s.y += 4
}

// measuredRow is a row with its text laid out.
type measuredRow struct {
	lines  [][]fonts.Line
	height float64
}

// layout gives each column what it needs where that fits; else columns of text give way, the widest first.
func (s *sheet) layout(g *grid) {
	total := 0.0
	text := make([]bool, len(g.columns))
	for i, column := range g.columns {
		c := &g.t.Columns[column]
		width := s.Width(c.Title, headSize, true)
		for row, cells := range g.t.Rows {
			if g.t.Drawn[Place{row, column}] != nil {
				width = max(width, drawnWidth)
			} else {
				width = max(width, min(s.Width(firstRunes(cells[column].Shown()), cellSize, i == 0), s.width))
			}
		}
		width += exact
		text[i] = !c.Right
		g.widths = append(g.widths, width+2*cellSide)
		total += width + 2*cellSide
	}
	for total > s.width {
		widest := -1
		for i, width := range g.widths {
			if text[i] && width > narrowest && (widest < 0 || width > g.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 { // nothing gives way any more: all shrink alike
			for i := range g.widths {
				g.widths[i] *= s.width / total
			}
			return
		}
		cut := min(total-s.width, 4)
		g.widths[widest] -= cut
		total -= cut
	}
	g.spread(s.width - total)
}

// firstRunes is as much of a text as can matter for the width of a column.
func firstRunes(s string) string {
	const most = 400
	if len(s) <= most {
		return s
	}
	return string([]rune(s[:most]))
}

// spread gives what is left over to the first column and, in part, between the numbers.
func (g *grid) spread(rest float64) {
	each := rest / float64(len(g.widths)+1)
	for i := range g.widths {
		g.widths[i] += each
		if i == 0 {
			g.widths[i] += each
		}
	}
}

func (s *sheet) header(g *grid) {
	s.Rect(chart.Rect{X: side, Y: s.y, Width: s.width, Height: headRow, Top: 3, Bottom: 3}, chart.Surface, "")
	x := side
	for i, column := range g.columns {
		c := &g.t.Columns[column]
		t := chart.Text{Size: headSize, Color: chart.Muted, Bold: true}
		at := chart.Point{X: x + cellSide, Y: s.y + 11.3}
		if c.Right {
			t.Anchor, at.X = chart.End, x+g.widths[i]-cellSide
		}
		s.Text(at, s.Shorten(c.Title, headSize, g.widths[i]-2*cellSide, true), t)
		x += g.widths[i]
	}
	s.y += headRow
}

func (s *sheet) measureRow(g *grid, row int) measuredRow {
	lines := make([][]fonts.Line, len(g.columns))
	height := cellLead + 2*cellAbove - 1.5
	for i, column := range g.columns {
		place := Place{row, column}
		if d := g.t.Drawn[place]; d != nil {
			height = max(height, d.Height(chart.Paper)+2)
			continue
		}
		lines[i] = s.lines(g.t.Rows[row][column].Shown(), cellSize, g.widths[i]-2*cellSide, i == 0, longest)
		height = max(height, float64(len(lines[i]))*cellLead+2*cellAbove-1.5)
	}
	return measuredRow{lines, height}
}

// tableRow writes a row where there is room for so much, else on a new page.
func (s *sheet) tableRow(g *grid, row int, need float64) {
	lines, height := g.rows[row].lines, g.rows[row].height
	if s.ensure(need) {
		s.Text(chart.Point{X: side + cellSide, Y: s.y + 6}, "continued", chart.Text{Size: headSize, Color: chart.Muted})
		s.y += 11
		s.header(g)
	}
	x := side
	for i, column := range g.columns {
		if d := g.t.Drawn[Place{row, column}]; d != nil {
			h := d.Height(chart.Paper)
			s.within(x+cellSide, s.y+(height-h)/2, func(c chart.Canvas) { d.Draw(c, g.widths[i]-2*cellSide, h, chart.Paper) })
		} else {
			s.cell(g.t.Rows[row][column], lines[i], x, g.widths[i], height, g.t.Columns[column].Right, i == 0)
		}
		x += g.widths[i]
	}
	s.y += height
	s.Path([]chart.Point{{X: side, Y: s.y}, {X: side + s.width, Y: s.y}}, chart.Stroke{Color: chart.Grid, Width: .6})
}

func (s *sheet) cell(c report.Cell, lines []fonts.Line, x, width, height float64, right, first bool) {
	t := chart.Text{Size: cellSize, Color: chart.Body}
	switch {
	case c.Change():
		t.Color, t.Bold = toneColor(c.Progress(), chart.Muted), false
	case first:
		t.Color = chart.Ink
	}
	y := s.y + (height-float64(len(lines))*cellLead)/2 + 8
	for _, l := range lines {
		at := x + cellSide
		if right || l.RightToLeft {
			at = x + width - cellSide - l.Width
		}
		s.line(chart.Point{X: at, Y: y}, l, t)
		y += cellLead
	}
}
