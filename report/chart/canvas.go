// Package chart draws charts from numbers: each once, in a vocabulary of a few
// strokes and shapes that an SVG and a PDF understand alike. It knows no domain
// and no document; lengths are in the canvas's own unit, y runs downwards.
package chart

// Canvas is what a chart is drawn on.
type Canvas interface {
	// Path strokes a line through the points.
	Path(points []Point, s Stroke)
	// Fill fills the polygon of the points.
	Fill(points []Point, c Color, opacity float64)
	// Rect fills a rectangle whose upper and lower corners are rounded; tip is
	// shown where the canvas is a screen.
	Rect(r Rect, c Color, tip string)
	// Dot fills a circle with a ring around it.
	Dot(center Point, radius float64, fill, ring Color, tip string)
	// Text writes one line; at is its start, middle or end on the base line.
	Text(at Point, text string, t Text)
	// Hover marks a place that tells more to whoever points at it on a screen.
	Hover(center Point, radius float64, tip string)
	// Width measures a line of text, Shorten cuts it to a width.
	Width(text string, size float64, bold bool) float64
	Shorten(text string, size, width float64, bold bool) string
}

// Point is a place on a canvas.
type Point struct{ X, Y float64 }

// Rect is a rectangle with rounded corners.
type Rect struct {
	X, Y, Width, Height float64
	Top, Bottom         float64 // radius of the upper and of the lower corners
}

// fitted is the rectangle with corners no rounder than it has room for.
func (r Rect) fitted() Rect {
	most := min(r.Width/2, r.Height/2)
	r.Top, r.Bottom = min(r.Top, most), min(r.Bottom, most)
	return r
}

func (r Rect) empty() bool { return r.Width <= 0 || r.Height <= 0 }

// Stroke is how a line is drawn.
type Stroke struct {
	Color  Color
	Width  float64
	Dashed bool
	Round  bool // ends and corners
}

// Text is how a line of text is written.
type Text struct {
	Size   float64
	Color  Color
	Bold   bool
	Anchor Anchor
}

// Anchor says which part of a text stands at its place.
type Anchor uint8

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// Style is what differs between paper and screen.
type Style struct {
	Font float64 // size of the labels
	Line float64 // width of a thin line
}

// Styles of the two.
var (
	Screen = Style{Font: 12, Line: 1.25}
	Paper  = Style{Font: 7.6, Line: 0.85}
)

// Chart is a picture of numbers.
type Chart interface {
	// Draw draws within (0, 0) and (width, height).
	Draw(c Canvas, width, height float64, s Style)
	// Height is how high the chart should be.
	Height(s Style) float64
}
