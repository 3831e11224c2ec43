package chart

import "math"

// Spark is a line without axes, for beside a figure.
type Spark struct {
	Values []float64
	Size   Rect // its width and height
}

// Height implements Chart.
func (k *Spark) Height(Style) float64 { return k.Size.Height }

// Draw implements Chart.
func (k *Spark) Draw(c Canvas, width, height float64, s Style) {
	lo, hi, ok := known(k.Values)
	if !ok {
		return
	}
	edge := s.Line * 3
	at := func(i int) Point {
		y := height / 2
		if hi > lo {
			y = height - edge - (k.Values[i]-lo)/(hi-lo)*(height-2*edge)
		}
		return Point{edge + float64(i)*(width-2*edge)/float64(max(len(k.Values)-1, 1)), y}
	}
	var points []Point
	for i, v := range k.Values {
		if !math.IsNaN(v) {
			points = append(points, at(i))
		}
	}
	if len(points) > 1 {
		area := append([]Point{{points[0].X, height}}, points...)
		c.Fill(append(area, Point{points[len(points)-1].X, height}), Strong, .1)
		c.Path(points, Stroke{Color: Strong, Width: 1.4 * s.Line, Round: true})
	}
	c.Dot(points[len(points)-1], 2*s.Line, Strong, Strong, "")
}

// Bar is a share of the largest one with its figure, for a cell of a table.
type Bar struct {
	Share float64
	Label string
}

// Height implements Chart.
func (b *Bar) Height(s Style) float64 { return s.Font * 1.2 }

// Draw implements Chart.
func (b *Bar) Draw(c Canvas, width, height float64, s Style) {
	thick := s.Font * .7
	long := width - c.Width("100.0%", s.Font, false) - s.Font*.5
	bar := Rect{Y: (height - thick) / 2, Width: long, Height: thick, Top: thick / 2, Bottom: thick / 2}
	c.Rect(bar, NeutralTint, "")
	if b.Share > 0 {
		bar.Width = max(long*min(b.Share, 1), thick)
		c.Rect(bar, Strong, "")
	}
	c.Text(Point{width, height/2 + s.Font*.36}, b.Label, Text{Size: s.Font, Color: Body, Anchor: End})
}

// Whisker is an interval around a value on an axis that all rows of a table
// share, with a dashed line at zero.
type Whisker struct {
	Low, Value, High float64
	From, To         float64 // of the shared axis
	Color            Color
}

// Height implements Chart.
func (k *Whisker) Height(s Style) float64 { return s.Font * 2.2 }

// Draw implements Chart.
func (k *Whisker) Draw(c Canvas, width, height float64, s Style) {
	at := func(v float64) float64 {
		return min(max((v-k.From)/max(k.To-k.From, 1e-12), 0), 1) * width
	}
	middle := height / 2
	c.Path([]Point{{at(0), 0}, {at(0), height}}, Stroke{Color: Axis, Width: .7 * s.Line, Dashed: true})
	c.Path([]Point{{at(k.Low), middle}, {at(k.High), middle}}, Stroke{Color: k.Color, Width: 1.3 * s.Line})
	for _, v := range []float64{k.Low, k.High} {
		c.Path([]Point{{at(v), middle - s.Font*.35}, {at(v), middle + s.Font*.35}}, Stroke{Color: k.Color, Width: 1.3 * s.Line})
	}
	c.Dot(Point{at(k.Value), middle}, 2.4*s.Line, k.Color, k.Color, "")
}
