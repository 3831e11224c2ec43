package page

import (
	"codeberg.org/go-pdf/fpdf"

	"chatcops/report/chart"
	"chatcops/report/fonts"
)

// pen draws on a page of a PDF, relative to an origin.
type pen struct {
	pdf    *fpdf.Fpdf
	fonts  *fonts.Set
	added  map[string]bool // fonts that the PDF holds
	origin chart.Point
}

// within runs draw with the origin at a place.
func (p *pen) within(x, y float64, draw func(chart.Canvas)) {
	before := p.origin
	p.origin = chart.Point{X: before.X + x, Y: before.Y + y}
	draw(p)
	p.origin = before
}

func (p *pen) at(q chart.Point) (x, y float64) { return p.origin.X + q.X, p.origin.Y + q.Y }

func (p *pen) stroke(s chart.Stroke) {
	p.pdf.SetDrawColor(chart.RGB(s.Color))
	p.pdf.SetLineWidth(s.Width)
	p.pdf.SetLineCapStyle(style(s.Round, "round", "butt"))
	p.pdf.SetLineJoinStyle(style(s.Round, "round", "miter"))
	if s.Dashed {
		p.pdf.SetDashPattern([]float64{s.Width * 2.6, s.Width * 2.6}, 0)
	} else {
		p.pdf.SetDashPattern(nil, 0)
	}
}

func style(yes bool, then, otherwise string) string {
	if yes {
		return then
	}
	return otherwise
}

func (p *pen) trace(points []chart.Point) {
	for i, q := range points {
		x, y := p.at(q)
		if i == 0 {
			p.pdf.MoveTo(x, y)
		} else {
			p.pdf.LineTo(x, y)
		}
	}
}

// Path implements chart.Canvas.
func (p *pen) Path(points []chart.Point, s chart.Stroke) {
	if len(points) < 2 {
		return
	}
	p.stroke(s)
	p.trace(points)
	p.pdf.DrawPath("D")
}

// Fill implements chart.Canvas.
func (p *pen) Fill(points []chart.Point, c chart.Color, opacity float64) {
	if len(points) < 3 {
		return
	}
	p.pdf.SetFillColor(chart.RGB(c))
	if opacity < 1 {
		p.pdf.SetAlpha(opacity, "Normal")
		defer p.pdf.SetAlpha(1, "Normal")
	}
	p.trace(points)
	p.pdf.ClosePath()
	p.pdf.DrawPath("F")
}

// Rect implements chart.Canvas.
func (p *pen) Rect(r chart.Rect, c chart.Color, _ string) {
	if r.Width <= 0 || r.Height <= 0 {
		return
	}
	p.pdf.SetFillColor(chart.RGB(c))
	p.rounded(r, "F")
}

// frame strokes the edge of a rectangle.
func (p *pen) frame(r chart.Rect, s chart.Stroke) {
	p.stroke(s)
	p.rounded(r, "D")
}

func (p *pen) rounded(r chart.Rect, style string) {
	most := min(r.Width/2, r.Height/2)
	x, y := p.at(chart.Point{X: r.X, Y: r.Y})
	top, bottom := min(r.Top, most), min(r.Bottom, most)
	p.pdf.RoundedRectExt(x, y, r.Width, r.Height, top, top, bottom, bottom, style)
}

// Dot implements chart.Canvas.
func (p *pen) Dot(center chart.Point, radius float64, fill, ring chart.Color, _ string) {
	p.stroke(chart.Stroke{Color: ring, Width: radius * .5})
	p.pdf.SetFillColor(chart.RGB(fill))
	x, y := p.at(center)
	p.pdf.Circle(x, y, radius, "FD")
}

// Hover implements chart.Canvas: paper has nothing to point with.
func (p *pen) Hover(chart.Point, float64, string) {}

// Width implements chart.Canvas.
func (p *pen) Width(text string, size float64, bold bool) float64 {
	return p.fonts.Width(text, size, bold)
}

// Shorten implements chart.Canvas.
func (p *pen) Shorten(text string, size, width float64, bold bool) string {
	return p.fonts.Shorten(text, size, width, bold)
}

// Text implements chart.Canvas; what is below a line break has no place here.
func (p *pen) Text(at chart.Point, text string, t chart.Text) {
	lines := p.fonts.Layout(text, t.Size, unlimited, t.Bold)
	if len(lines) == 0 {
		return
	}
	switch t.Anchor {
	case chart.Middle:
		at.X -= lines[0].Width / 2
	case chart.End:
		at.X -= lines[0].Width
	}
	p.line(at, lines[0], t)
}
