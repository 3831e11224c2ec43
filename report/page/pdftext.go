package page

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf16"

	"chatcops/report/chart"
	"chatcops/report/fonts"
)

// unlimited is the width of text that is not to be broken.
var unlimited = math.Inf(1)

// Rendering modes of text in PDF.
const (
	filled        = 0
	filledStroked = 2
	unseen        = 3
)

// boldness is how wide letters are stroked, as a part of their size, where a font has no bold face.
const boldness = .03

// line writes a line that was laid out; at is its left end on the base line.
func (p *pen) line(at chart.Point, l fonts.Line, t chart.Text) {
	for _, run := range l.Runs {
		x, y := p.at(chart.Point{X: at.X + run.X, Y: at.Y})
		p.pdf.SetTextColor(chart.RGB(t.Color))
		switch {
		case !run.Plain:
			p.outlines(x, y, run, t)
		case t.Bold && run.Font != fonts.Main:
			p.pdf.SetDrawColor(chart.RGB(t.Color))
			p.pdf.SetLineWidth(t.Size * boldness)
			p.pdf.SetDashPattern(nil, 0)
			p.use(run.Font, false, t.Size)
			p.pdf.SetTextRenderingMode(filledStroked)
			p.pdf.Text(x, y, run.Text)
			p.pdf.SetTextRenderingMode(filled)
		default:
			p.use(run.Font, t.Bold, t.Size)
			p.pdf.Text(x, y, run.Text)
		}
	}
}

// use sets a font, which the PDF takes in when it is used first.
func (p *pen) use(key string, bold bool, size float64) {
	style := ""
	if bold {
		style = "B"
	}
	if !p.added[key+style] {
		p.added[key+style] = true
		p.pdf.AddUTF8FontFromBytes(key, style, slices.Clone(fonts.TTF(key, bold)))
	}
	p.pdf.SetFont(key, style, size)
}

// outlines draws a shaped run as shapes, over unseen text by which it can be
// selected and searched.
func (p *pen) outlines(x, y float64, run fonts.Run, t chart.Text) {
	if run.RightToLeft {
		// No ActualText: viewers reverse the text below, which is in the order of
		// seeing, but would reverse an ActualText in the order of reading too.
		p.pdf.RawWriteStr("/Span BMC")
	} else {
		p.pdf.RawWriteStr("/Span <</ActualText <" + utf16Hex(run.Text) + ">>> BDC")
	}
	p.underlay(x, y, run, t)
	p.shapes(x, y, run, t)
	p.pdf.RawWriteStr("EMC")
}

// underlay writes the unseen text, stretched to the width of the run.
func (p *pen) underlay(x, y float64, run fonts.Run, t chart.Text) {
	text := []rune(run.Text)
	for i, r := range text {
		if r > 0xFFFF { // fpdf knows no others
			text[i] = '□'
		}
	}
	if run.RightToLeft {
		slices.Reverse(text)
	}
	p.use(fonts.Main, false, t.Size)
	width := p.pdf.GetStringWidth(string(text))
	if width <= 0 || run.Width <= 0 {
		return
	}
	p.pdf.TransformBegin()
	p.pdf.TransformScaleX(100*run.Width/width, x, y)
	p.pdf.SetTextRenderingMode(unseen)
	p.pdf.Text(x, y, string(text))
	p.pdf.SetTextRenderingMode(filled)
	p.pdf.TransformEnd()
}

// shapes fills the outlines of a run.
func (p *pen) shapes(x, y float64, run fonts.Run, t chart.Text) {
	_, height := p.pdf.GetPageSize()
	red, green, blue := chart.RGB(t.Color)
	color := fmt.Sprintf("%.3f %.3f %.3f", float64(red)/255, float64(green)/255, float64(blue)/255)
	scale := t.Size / run.Units
	var b strings.Builder
	fmt.Fprintf(&b, "q %s rg %.5f 0 0 %.5f %.3f %.3f cm\n", color, scale, scale, x, height-y)
	paint := "f"
	if t.Bold {
		fmt.Fprintf(&b, "%s RG %.0f w [] 0 d ", color, boldness*run.Units)
		paint = "B"
	}
	for _, g := range run.Glyphs {
		for _, s := range g.Segments {
			a := s.Points
			switch s.Kind {
			case fonts.Move:
				fmt.Fprintf(&b, "%.0f %.0f m ", a[0][0], a[0][1])
			case fonts.Straight:
				fmt.Fprintf(&b, "%.0f %.0f l ", a[0][0], a[0][1])
			case fonts.Curve:
				fmt.Fprintf(&b, "%.0f %.0f %.0f %.0f %.0f %.0f c ", a[0][0], a[0][1], a[1][0], a[1][1], a[2][0], a[2][1])
			}
		}
		b.WriteString(paint + "\n")
	}
	b.WriteString("Q")
	p.pdf.RawWriteStr(b.String())
}

func utf16Hex(s string) string {
	var b strings.Builder
	b.WriteString("FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}

// plainText is text for the properties and bookmarks of a PDF, which fpdf
// writes only if it is valid and of the basic plane.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF || r == '\n' {
			return ' '
		}
		return r
	}, fonts.Clean(s))
}
