package report

import (
	"io"
	"strings"

	"github.com/olekukonko/ll"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// draw writes a sheet that fits, through tablewriter.
func (t terminal) draw(s *sheet) error {
	table := tablewriter.NewTable(t.w,
		tablewriter.WithRenderer(&ruled{terminal: t, columns: s.columns}),
		// Text is cleaned, cut and cased already: tablewriter must not touch it.
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithTrimSpace(tw.Off),
	)
	titles := make([]string, len(s.columns))
	for i, c := range s.columns {
		titles[i] = t.paint(shorten(c.title, c.width), bold)
	}
	table.Header(titles)
	for _, row := range s.rows {
		texts := make([]string, len(row))
		for j, c := range row {
			texts[j] = t.paint(c.cut(s.columns[j].width), c.style)
		}
		if err := table.Append(texts); err != nil {
			return err
		}
	}
	return table.Render()
}

// ruled is a tablewriter renderer without borders: one line under the header,
// two spaces between columns, none at the end of a line. It measures characters
// as a terminal shows them, where tablewriter's own renderers add up code
// points (an emoji of several would shift its row) and measure by the locale.
type ruled struct {
	terminal
	columns []sheetColumn
}

// Start implements tw.Renderer; the writer is the terminal's own.
func (r *ruled) Start(io.Writer) error { return nil }

// Header implements tw.Renderer.
func (r *ruled) Header(lines [][]string, _ tw.Formatting) {
	for _, line := range lines {
		r.line(line)
	}
}

// Row implements tw.Renderer.
func (r *ruled) Row(row []string, _ tw.Formatting) { r.line(row) }

// Footer implements tw.Renderer; the tables have none.
func (r *ruled) Footer([][]string, tw.Formatting) {}

// Line implements tw.Renderer: the line under the header.
func (r *ruled) Line(tw.Formatting) {
	width := len(gap) * (len(r.columns) - 1)
	for _, c := range r.columns {
		width += c.width
	}
	r.println(r.paint(strings.Repeat("─", width), faint))
}

// Config implements tw.Renderer.
func (r *ruled) Config() tw.Rendition {
	return tw.Rendition{
		Borders:  tw.BorderNone,
		Settings: tw.Settings{Lines: tw.Lines{ShowHeaderLine: tw.On}},
	}
}

// Logger implements tw.Renderer.
func (r *ruled) Logger(*ll.Logger) {}

// Close implements tw.Renderer.
func (r *ruled) Close() error { return nil }

func (r *ruled) line(cells []string) {
	padded := make([]string, len(cells))
	for i, cell := range cells {
		padded[i] = pad(cell, r.columns[i].width, r.columns[i].right)
	}
	r.println(strings.Join(padded, gap))
}
