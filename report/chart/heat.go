package chart

import "math"

// Heat draws a table of numbers as squares, the darker the more; where one is not
// known (NaN) there is none.
type Heat struct {
	Rows, Columns []string
	Values        [][]float64 // by row and column
	Every         int         // every how many columns one is named
	Format        func(float64) string
	// Told writes the numbers into the squares, by Short.
	Told  bool
	Short func(float64) string
}

// Height implements Chart.
func (h *Heat) Height(s Style) float64 { return s.Font * (1.7*float64(len(h.Rows)) + 2.2) }

// Opacities of the least and of the most. Where a number is written on it, the
// most is so light that the number keeps its contrast.
const (
	lightest    = .12
	darkest     = 1
	darkestTold = .55
)

// Draw implements Chart.
func (h *Heat) Draw(c Canvas, width, height float64, s Style) {
	most, left := 0.0, 0.0
	for i, name := range h.Rows {
		left = max(left, c.Width(name, s.Font, false))
		for _, v := range h.Values[i] {
			if !math.IsNaN(v) {
				most = max(most, v)
			}
		}
	}
	left = min(left, width*.3) + s.Font*.8
	stepX, stepY := (width-left)/float64(max(len(h.Columns), 1)), (height-s.Font*2)/float64(max(len(h.Rows), 1))
	if h.Told {
		stepX = min(stepX, s.Font*6)
	}
	for i, name := range h.Rows {
		y := float64(i) * stepY
		c.Text(Point{left - s.Font*.8, y + stepY/2 + s.Font*.35}, c.Shorten(name, s.Font, left-s.Font*.4, false), Text{Size: s.Font, Color: Muted, Anchor: End})
		for j, v := range h.Values[i] {
			if !math.IsNaN(v) {
				h.square(c, Rect{X: left + float64(j)*stepX, Y: y, Width: stepX, Height: stepY}, v, most, name+" "+h.Columns[j]+": "+h.Format(v), s)
			}
		}
	}
	for j, name := range h.Columns {
		if j%max(h.Every, 1) == 0 {
			c.Text(Point{left + (float64(j)+.5)*stepX, height - s.Font*.5}, name, Text{Size: s.Font, Color: Muted, Anchor: Middle})
		}
	}
}

func (h *Heat) square(c Canvas, place Rect, v, most float64, tip string, s Style) {
	gap := .8 * s.Line
	cell := Rect{X: place.X + gap, Y: place.Y + gap, Width: place.Width - 2*gap, Height: place.Height - 2*gap, Top: s.Font * .15, Bottom: s.Font * .15}
	c.Rect(cell, NeutralTint, tip)
	middle := Point{place.X + place.Width/2, place.Y + place.Height/2}
	if v > 0 {
		top := float64(darkest)
		if h.Told {
			top = darkestTold
		}
		c.Fill([]Point{{cell.X, cell.Y}, {cell.X + cell.Width, cell.Y}, {cell.X + cell.Width, cell.Y + cell.Height}, {cell.X, cell.Y + cell.Height}}, Strong, lightest+(top-lightest)*v/most)
		c.Hover(middle, min(place.Width, place.Height)/2, tip)
	}
	if text := h.short(v); h.Told && c.Width(text, s.Font*.92, false) < cell.Width {
		c.Text(Point{middle.X, middle.Y + s.Font*.33}, text, Text{Size: s.Font * .92, Color: Ink, Anchor: Middle})
	}
}

func (h *Heat) short(v float64) string {
	if h.Short == nil {
		return h.Format(v)
	}
	return h.Short(v)
}
