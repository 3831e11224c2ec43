package page

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"chatcops/internal/safe"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/fonts"
)

//go:embed report.gohtml
var pageTemplate string

//go:embed report.css
var pageStyle string

// Widths of charts on a screen, in CSS pixels.
const (
	wideChart  = 1040
	halfChart  = 500
	sparkWidth = 120
	leadWidth  = 320 // of the trend of the figure that leads
	cellChart  = 150
)

var compiled = template.Must(template.New("page").Funcs(template.FuncMap{
	"clean": safe.Terminal, "lines": safe.TerminalBlock, "tone": toneWord,
	"args": newTableArgs,
}).Parse(pageTemplate))

// writeHTML writes one page that loads nothing: fonts, styles and charts are in
// it, and its policy forbids all else.
func writeHTML(w io.Writer, d *Document) error {
	style := styleSheet()
	hash := sha256.Sum256([]byte(style))
	h := &htmlPage{Document: d, fonts: fonts.NewSet(), Style: template.CSS(style),
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'; font-src data:"}
	return compiled.Execute(w, h)
}

// styleSheet is all of the page's style: the fonts, the palette and report.css.
func styleSheet() string {
	var b strings.Builder
	for _, bold := range []bool{false, true} {
		weight := map[bool]string{false: "400", true: "700"}[bold]
		b.WriteString("@font-face{font-family:Report;font-weight:" + weight + ";src:url(data:font/woff2;base64," +
			base64.StdEncoding.EncodeToString(fonts.WebFont(bold)) + ") format(\"woff2\")}\n")
	}
	return b.String() + chart.Styles() + "\n" + pageStyle
}

// htmlPage is what the template sees.
type htmlPage struct {
	*Document
	fonts  *fonts.Set
	Style  template.CSS
	Policy string
}

// Picture draws a chart, which is called as its section unless it has a name of
// its own. Its text was escaped on the way.
func (h *htmlPage) Picture(p *Picture, half bool, section string) template.HTML {
	width := float64(wideChart)
	if half {
		width = halfChart
	}
	return template.HTML(chart.Picture(h.fonts, p.Chart, width, chart.Screen, cmp.Or(p.Title, section), p.Description))
}

// Spark draws the trend of a figure.
func (h *htmlPage) Spark(f Figure) template.HTML {
	width := float64(sparkWidth)
	if f.Leads {
		width = leadWidth
	}
	spark := &chart.Spark{Values: f.Trend, Size: chart.Rect{Width: width, Height: 44}}
	return template.HTML(chart.Decoration(h.fonts, spark, width, chart.Screen))
}

// tableArgs is what the template of tables needs.
type tableArgs struct {
	Page  *htmlPage
	Table *Table
	Label string // of the region that scrolls
}

func newTableArgs(h *htmlPage, t *Table, label string) tableArgs { return tableArgs{h, t, label} }

// htmlCell is a cell of a table on its way into the page.
type htmlCell struct {
	Text    string
	Picture template.HTML
	Right   bool
	Header  bool // names its row
	Tone    string
	People  bool
}

// Cells returns a row of a table as people see it; the first cell is the row's header.
func (h *htmlPage) Cells(t *Table, row int) []htmlCell {
	var cells []htmlCell
	for i, column := range t.Seen() {
		c := t.Rows[row][column]
		cell := htmlCell{Text: c.Shown(), Right: t.Columns[column].Right, Header: i == 0 && c.Shown() != "", People: c.FromPeople()}
		if c.Change() {
			cell.Tone = toneWord(c.Progress())
		}
		if d := t.Drawn[Place{row, column}]; d != nil {
			cell.Picture = template.HTML(chart.Decoration(h.fonts, d, cellChart, chart.Screen))
		}
		cells = append(cells, cell)
	}
	return cells
}

// Columns returns the columns that people see.
func (h *htmlPage) Columns(t *Table) []report.Column {
	var list []report.Column
	for _, column := range t.Seen() {
		list = append(list, t.Columns[column])
	}
	return list
}
