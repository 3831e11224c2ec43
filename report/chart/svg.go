package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"chatcops/internal/safe"
	"chatcops/report/fonts"
)

// SVG draws a chart as an SVG element whose colours are classes: f-NAME fills,
// k-NAME strokes. Styles gives them their values.
type SVG struct {
	b     strings.Builder
	fonts *fonts.Set
}

// Picture returns a chart as an SVG element with a title and a description.
func Picture(f *fonts.Set, c Chart, width float64, s Style, title, description string) string {
	height := c.Height(s)
	p := &SVG{fonts: f}
	fmt.Fprintf(&p.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-label="%s"><title>%s</title>`,
		number(width), number(height), escape(joined(title, description)), escape(title))
	if description != "" {
		fmt.Fprintf(&p.b, "<desc>%s</desc>", escape(description))
	}
	c.Draw(p, width, height, s)
	return p.b.String() + "</svg>"
}

// Decoration returns a chart as an SVG element that says nothing that the text beside it does not say.
func Decoration(f *fonts.Set, c Chart, width float64, s Style) string {
	height := c.Height(s)
	p := &SVG{fonts: f}
	fmt.Fprintf(&p.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" aria-hidden="true">`, number(width), number(height))
	c.Draw(p, width, height, s)
	return p.b.String() + "</svg>"
}

// File returns a chart as a file of its own, on a page that is light or dark as its reader's is.
func File(f *fonts.Set, c Chart, width float64, s Style, title, description string) string {
	const edge = 20
	height := c.Height(s)
	head := s.Font * 3.6
	p := &SVG{fonts: f}
	fmt.Fprintf(&p.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]s" height="%[2]s" viewBox="0 0 %[1]s %[2]s" role="img" aria-label="%[3]s" font-family="Roboto, system-ui, 'Noto Sans', sans-serif">`,
		number(width+2*edge), number(height+head+2*edge), escape(joined(title, description)))
	fmt.Fprintf(&p.b, "<title>%s</title><desc>%s</desc><style>%s</style>", escape(title), escape(description), Styles())
	p.Rect(Rect{Width: width + 2*edge, Height: height + head + 2*edge}, Page, "")
	p.Text(Point{edge, edge + s.Font*1.3}, p.Shorten(title, s.Font*1.4, width, true), Text{Size: s.Font * 1.4, Color: Ink, Bold: true})
	p.Text(Point{edge, edge + s.Font*2.8}, p.Shorten(description, s.Font, width, false), Text{Size: s.Font, Color: Muted})
	fmt.Fprintf(&p.b, `<g transform="translate(%d %s)">`, edge, number(edge+head))
	c.Draw(p, width, height, s)
	return p.b.String() + "</g></svg>\n"
}

// Styles returns the style sheet that gives the classes of an SVG their colours.
func Styles() string {
	var lightValues, darkValues, classes strings.Builder
	for _, s := range Palette {
		fmt.Fprintf(&lightValues, "--%s:%s;", s.Name, s.Light)
		fmt.Fprintf(&darkValues, "--%s:%s;", s.Name, s.Dark)
		fmt.Fprintf(&classes, ".f-%[1]s{fill:var(--%[1]s)}.k-%[1]s{stroke:var(--%[1]s)}", s.Name)
	}
	return ":root{" + lightValues.String() + "}@media screen and (prefers-color-scheme:dark){:root{" + darkValues.String() + "}}" + classes.String() + ".hover{fill:transparent}"
}

func joined(title, description string) string {
	if description == "" {
		return title
	}
	return title + ": " + description
}

// escape makes text from people harmless within SVG and HTML.
func escape(s string) string { return html.EscapeString(safe.Terminal(s)) }

// number writes a coordinate with two decimals at most.
func number(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 { // also the negative zero
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// Path implements Canvas.
func (p *SVG) Path(points []Point, s Stroke) {
	if len(points) == 0 {
		return
	}
	fmt.Fprintf(&p.b, `<path d="%s" fill="none" class="k-%s" stroke-width="%s"`, steps(points), s.Color, number(s.Width))
	if s.Dashed {
		fmt.Fprintf(&p.b, ` stroke-dasharray="%s"`, number(s.Width*2.6))
	}
	if s.Round {
		p.b.WriteString(` stroke-linejoin="round" stroke-linecap="round"`)
	}
	p.b.WriteString("/>")
}

func steps(points []Point) string {
	var b strings.Builder
	for i, q := range points {
		b.WriteByte("ML"[min(i, 1)])
		b.WriteString(number(q.X) + " " + number(q.Y))
	}
	return b.String()
}

// Fill implements Canvas.
func (p *SVG) Fill(points []Point, c Color, opacity float64) {
	if len(points) < 3 {
		return
	}
	fmt.Fprintf(&p.b, `<path d="%sZ" class="f-%s"`, steps(points), c)
	if opacity < 1 {
		fmt.Fprintf(&p.b, ` fill-opacity="%s"`, number(opacity))
	}
	p.b.WriteString("/>")
}

// Rect implements Canvas.
func (p *SVG) Rect(r Rect, c Color, tip string) {
	if r.empty() {
		return
	}
	r = r.fitted()
	t, o, n := r.Top, r.Bottom, number
	fmt.Fprintf(&p.b, `<path class="f-%s" d="M%s %sh%s`, c, n(r.X+t), n(r.Y), n(r.Width-2*t))
	arc := func(x, y, radius float64) {
		if radius > 0 {
			fmt.Fprintf(&p.b, "a%[1]s %[1]s 0 0 1 %[2]s %[3]s", n(radius), n(x*radius), n(y*radius))
		}
	}
	arc(1, 1, t)
	fmt.Fprintf(&p.b, "v%s", n(r.Height-t-o))
	arc(-1, 1, o)
	fmt.Fprintf(&p.b, "h%s", n(-(r.Width - 2*o)))
	arc(-1, -1, o)
	fmt.Fprintf(&p.b, "v%s", n(-(r.Height - t - o)))
	arc(1, -1, t)
	p.b.WriteString(`z"`)
	p.end("path", tip)
}

// end closes an element that may have a tip.
func (p *SVG) end(element, tip string) {
	if tip == "" {
		p.b.WriteString("/>")
		return
	}
	fmt.Fprintf(&p.b, "><title>%s</title></%s>", escape(tip), element)
}

// Dot implements Canvas.
func (p *SVG) Dot(center Point, radius float64, fill, ring Color, tip string) {
	fmt.Fprintf(&p.b, `<circle cx="%s" cy="%s" r="%s" class="f-%s k-%s" stroke-width="%s"`, number(center.X), number(center.Y), number(radius), fill, ring, number(radius*.5))
	p.end("circle", tip)
}

// Hover implements Canvas.
func (p *SVG) Hover(center Point, radius float64, tip string) {
	fmt.Fprintf(&p.b, `<circle class="hover" cx="%s" cy="%s" r="%s"`, number(center.X), number(center.Y), number(radius))
	p.end("circle", tip)
}

// Text implements Canvas.
func (p *SVG) Text(at Point, text string, t Text) {
	fmt.Fprintf(&p.b, `<text x="%s" y="%s" font-size="%s" class="f-%s"`, number(at.X), number(at.Y), number(t.Size), t.Color)
	if t.Anchor != Start {
		fmt.Fprintf(&p.b, ` text-anchor="%s"`, [...]string{Middle: "middle", End: "end"}[t.Anchor])
	}
	if t.Bold {
		p.b.WriteString(` font-weight="700"`)
	}
	fmt.Fprintf(&p.b, ">%s</text>", escape(text))
}

// Width implements Canvas.
func (p *SVG) Width(text string, size float64, bold bool) float64 {
	return p.fonts.Width(text, size, bold)
}

// Shorten implements Canvas.
func (p *SVG) Shorten(text string, size, width float64, bold bool) string {
	return p.fonts.Shorten(text, size, width, bold)
}
