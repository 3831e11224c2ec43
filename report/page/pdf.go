package page

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"chatcops/report/chart"
	"chatcops/report/fonts"
)

// Margins of a page, the space between blocks and that within a card, in points.
const (
	side      = 40.0
	above     = 40.0
	below     = 46.0
	gutter    = 12.0
	padding   = 12.0
	rounding  = 5.0
	hairline  = 0.7
	footerGap = 14.0
)

// pageCount stands for the number of pages until it is known. Text from people
// cannot contain it: it is cleaned of control characters.
const pageCount = "\x1f#\x1f"

// sheet is a PDF in the making. y is where the next block begins.
type sheet struct {
	pen
	d      *Document
	width  float64 // between the margins
	height float64 // of the page
	y      float64
	grids  map[*Table]*grid
	rows   []cardRow // the rows of cards so far
	// grow is how much higher each row of cards is drawn than it need be, so
	// that a page that ends with one is filled.
	grow []float64
}

// cardRow is a row of cards on a page.
type cardRow struct {
	page int
	left float64 // where it ends; once nothing else stands below it, the room there
	last bool    // nothing else does
}

// writePDF lays the report out twice: the second time the cards of a page share
// the room that was left at its end.
func writePDF(w io.Writer, d *Document) error {
	set := fonts.NewSet()
	first := newSheet(d, set)
	first.all()
	s := newSheet(d, set)
	s.grow, s.grids = first.growth(), first.grids
	s.all()
	return s.pdf.Output(w)
}

// all writes all there is.
func (s *sheet) all() {
	s.head()
	s.findings()
	s.figures()
	d := s.d
	for i := 0; i < len(d.Sections); i++ {
		if d.Beside(i) {
			s.pair(&d.Sections[i], &d.Sections[i+1])
			i++
			continue
		}
		s.section(&d.Sections[i])
	}
}

// mostGrowth is how much higher a row of cards may become.
const mostGrowth = 70.0

// growth shares the room at the end of each page among its rows of cards. A page
// that does not end with one keeps it, and so does the last page.
func (s *sheet) growth() []float64 {
	rows := map[int]int{}
	for _, r := range s.rows {
		rows[r.page]++
	}
	grow := make([]float64, len(s.rows))
	for i, r := range s.rows {
		if !r.last || r.page == s.pdf.PageNo() {
			continue
		}
		for j := i; j >= 0 && s.rows[j].page == r.page; j-- {
			grow[j] = min(r.left/float64(rows[r.page]), mostGrowth)
		}
	}
	return grow
}

// row notes a row of cards and returns how much higher it is to be.
func (s *sheet) row() float64 {
	s.rows = append(s.rows, cardRow{page: s.pdf.PageNo()})
	if len(s.rows) <= len(s.grow) {
		return s.grow[len(s.rows)-1]
	}
	return 0
}

func newSheet(d *Document, set *fonts.Set) *sheet {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetMargins(side, above, side)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetTitle(plainText(d.Title+" · "+d.Period), true)
	pdf.SetSubject(plainText(d.Subject), true)
	pdf.SetCreator("chatcops", true)
	pdf.SetLang("en")
	pdf.SetCreationDate(d.Stamp)
	pdf.SetModificationDate(d.Stamp)
	pdf.SetCatalogSort(true) // else the order of its objects is one of chance
	pdf.AliasNbPages(pageCount)
	s := &sheet{pen: pen{pdf: pdf, fonts: set, added: map[string]bool{}}, d: d, grids: map[*Table]*grid{}}
	width, height := pdf.GetPageSize()
	s.width, s.height = width-2*side, height
	s.use(fonts.Main, false, 8)
	s.use(fonts.Main, true, 8)
	pdf.SetFooterFunc(s.footer)
	s.newPage()
	return s
}

func (s *sheet) newPage() {
	if n := len(s.rows); n > 0 && s.rows[n-1].page == s.pdf.PageNo() && s.y == s.rows[n-1].left {
		s.rows[n-1].last, s.rows[n-1].left = true, max(0, s.left()+gutter)
	}
	s.pdf.AddPage()
	s.y = above
}

// left is how much room the page has left.
func (s *sheet) left() float64 { return s.height - below - s.y }

// ensure begins a new page unless there is room, and reports whether it did.
func (s *sheet) ensure(height float64) bool {
	if s.left() >= height || s.y == above {
		return false
	}
	s.newPage()
	return true
}

func (s *sheet) footer() {
	before := s.origin
	s.origin = chart.Point{}
	y := s.height - below + footerGap
	s.Path([]chart.Point{{X: side, Y: y}, {X: side + s.width, Y: y}}, chart.Stroke{Color: chart.Grid, Width: .6})
	t := chart.Text{Size: 7, Color: chart.Muted}
	period := " · " + s.d.Period
	room := s.width - 90 - s.Width(period, t.Size, false)
	title := s.Shorten(s.d.Title, t.Size, room, false)
	s.Text(chart.Point{X: side, Y: y + 12}, title, t)
	// Apart, so that a title from right to left does not reorder it.
	s.Text(chart.Point{X: side + s.Width(title, t.Size, false), Y: y + 12}, period, t)
	s.use(fonts.Main, false, t.Size)
	s.pdf.SetTextColor(chart.RGB(t.Color))
	first := fmt.Sprintf("Page %d of ", s.pdf.PageNo())
	s.pdf.Text(side+s.width-s.pdf.GetStringWidth(first+"00"), y+12, first+pageCount)
	s.origin = before
}

// head writes the title, and on its right the period and where it comes from.
func (s *sheet) head() {
	s.pdf.Bookmark(plainText(s.d.Title), 0, 0)
	s.Rect(chart.Rect{X: side, Y: s.y, Width: 30, Height: 3.2, Top: 1.6, Bottom: 1.6}, chart.Strong, "")
	const right = 190.0
	left := s.width - right - gutter
	y := s.y + 31
	for _, l := range s.lines(s.d.Title, 22, left, true, 3) {
		s.line(chart.Point{X: side, Y: y}, l, chart.Text{Size: 22, Color: chart.Ink, Bold: true})
		y += 25
	}
	y -= 10
	for _, l := range s.lines(s.d.Subject, 9, left, false, 4) {
		s.line(chart.Point{X: side, Y: y}, l, chart.Text{Size: 9, Color: chart.Body})
		y += 12
	}
	beside := s.y + 27
	for i, text := range []string{s.d.Period, s.d.Compared, s.d.Generated} {
		t := chart.Text{Size: 7.8, Color: chart.Muted, Anchor: chart.End}
		if i == 0 {
			t = chart.Text{Size: 11.5, Color: chart.Ink, Bold: true, Anchor: chart.End}
		}
		for _, l := range s.lines(text, t.Size, right, t.Bold, 3) {
			s.line(chart.Point{X: side + s.width - l.Width, Y: beside}, l, t)
			beside += t.Size * 1.35
		}
	}
	s.y = max(y, beside) + 4
}

// lines lays text out in at most so many lines; what is left over is cut off with an ellipsis.
func (s *sheet) lines(text string, size, width float64, bold bool, most int) []fonts.Line {
	if text == "" {
		return nil
	}
	list := s.fonts.Layout(text, size, width, bold)
	if len(list) <= most {
		return list
	}
	rest := ""
	for _, run := range list[most-1].Runs {
		rest += run.Text
	}
	last := s.fonts.Layout(s.Shorten(rest+" …………", size, width, bold), size, unlimited, bold)
	return append(list[:most-1], last[0])
}

// put writes a line at the edge where its script begins.
func (s *sheet) put(x, y, width float64, l fonts.Line, t chart.Text) {
	if l.RightToLeft {
		x += width - l.Width
	}
	s.line(chart.Point{X: x, Y: y}, l, t)
}

// paragraph writes text below y and returns where it ends; pages are not broken.
func (s *sheet) paragraph(x, y, width float64, text string, t chart.Text) float64 {
	if text == "" {
		return y
	}
	for _, l := range s.fonts.Layout(text, t.Size, width, t.Bold) {
		y += t.Size * 1.38
		s.put(x, y-t.Size*.3, width, l, t)
	}
	return y
}

// measure is how high a paragraph is.
func (s *sheet) measure(width float64, text string, size float64) float64 {
	if text == "" {
		return 0
	}
	return float64(len(s.fonts.Layout(text, size, width, false))) * size * 1.38
}
