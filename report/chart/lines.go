package chart

import (
	"math"
	"slices"
)

// Lines draws one or more series over time, each named at its end.
type Lines struct {
	Labels []string // of the values, as tips tell them
	Ticks  []Tick
	Shaded [][2]int // stretches that are shaded, such as weekends: first and last index
	Series []Series
	Format func(float64) string
	Axis   func(float64) string // of the labels of the axis; nil: Format
	Whole  bool                 // the values are whole numbers
	Peak   bool                 // the highest value of the first series is named
	// Least and Most widen the axis so that it reaches at least so far.
	Least, Most float64
}

// Series is a named list of values; one that is not known is NaN.
type Series struct {
	Name   string
	Color  Color
	Values []float64
	Dashed bool
	Area   bool // tinted down to the axis
}

// Height implements Chart.
func (l *Lines) Height(s Style) float64 { return s.Font * 19 }

// Draw implements Chart.
func (l *Lines) Draw(c Canvas, width, height float64, s Style) {
	n := len(l.Labels)
	if n == 0 {
		return
	}
	p := l.axis(c, width, height, s)
	step := (p.right - p.left - s.Font*.6) / float64(max(n-1, 1))
	at := func(i int) float64 {
		if n == 1 {
			return (p.left + p.right) / 2
		}
		return p.left + s.Font*.6 + float64(i)*step
	}
	l.shade(c, &p, at, step)
	l.ticks(c, &p, at, s)
	for i := len(l.Series) - 1; i >= 0; i-- { // the first lies on top
		l.Series[i].draw(c, &p, at, s)
	}
	for i, label := range l.Labels {
		l.hover(c, &p, at(i), max(step*.48, s.Font*.5), i, label)
	}
	l.names(c, &p, at, s)
	if l.Peak {
		l.peak(c, &p, at, s)
	}
}

// axis makes room for the names on the right and for the name of the peak above.
func (l *Lines) axis(c Canvas, width, height float64, s Style) plot {
	lists := [][]float64{{l.Least, l.Most}}
	names := 0.0
	for _, x := range l.Series {
		lists = append(lists, x.Values)
		names = max(names, c.Width(x.Name, s.Font, !x.Dashed))
	}
	lo, hi, _ := known(lists...)
	if l.Most == 0 && l.Least == 0 {
		lo = min(lo, 0)
	}
	v := values{lo: lo, hi: hi, whole: l.Whole, steps: 4, format: l.Format}
	if l.Axis != nil {
		v.format = l.Axis
	}
	return v.axis(c, width, height, min(names, width*.25)+s.Font*1.3, s.Font*1.8, s)
}

func (l *Lines) shade(c Canvas, p *plot, at func(int) float64, step float64) {
	for _, part := range l.Shaded {
		left, right := max(at(part[0])-step/2, p.left), min(at(part[1])+step/2, p.right)
		if len(l.Labels) == 1 {
			left, right = p.left, p.right
		}
		c.Fill([]Point{{left, p.top}, {right, p.top}, {right, p.bottom}, {left, p.bottom}}, Muted, .07)
	}
}

func (l *Lines) ticks(c Canvas, p *plot, at func(int) float64, s Style) {
	free := math.Inf(-1)
	for _, t := range l.Ticks {
		x, half := at(t.At), c.Width(t.Label, s.Font, false)/2
		if x-half < free {
			continue
		}
		free = x + half + s.Font*.6
		c.Text(Point{x, p.bottom + s.Font*1.5}, t.Label, Text{Size: s.Font, Color: Muted, Anchor: Middle})
		c.Path([]Point{{x, p.bottom}, {x, p.bottom + s.Font*.3}}, Stroke{Color: Axis, Width: .6 * s.Line})
	}
}

// draw strokes the known stretches of a series; one of a single value is a dot.
func (x *Series) draw(c Canvas, p *plot, at func(int) float64, s Style) {
	var stretch []Point
	flush := func() {
		switch {
		case len(stretch) == 1:
			c.Dot(stretch[0], 2.2*s.Line, x.Color, x.Color, "")
		case len(stretch) > 1:
			if x.Area {
				base := p.y(max(0, p.lo))
				area := append(slices.Clone(stretch), Point{stretch[len(stretch)-1].X, base}, Point{stretch[0].X, base})
				c.Fill(area, x.Color, .09)
			}
			c.Path(stretch, x.stroke(s))
		}
		stretch = nil
	}
	for i, v := range x.Values {
		if math.IsNaN(v) {
			flush()
			continue
		}
		stretch = append(stretch, Point{at(i), p.y(v)})
	}
	flush()
}

func (x *Series) stroke(s Style) Stroke {
	if x.Dashed {
		return Stroke{Color: x.Color, Width: s.Line, Dashed: true}
	}
	return Stroke{Color: x.Color, Width: 1.7 * s.Line, Round: true}
}

// last is the index of the last known value, -1 without any.
func (x *Series) last() int {
	for i := len(x.Values) - 1; i >= 0; i-- {
		if !math.IsNaN(x.Values[i]) {
			return i
		}
	}
	return -1
}

func (l *Lines) hover(c Canvas, p *plot, x, radius float64, i int, label string) {
	tip, place := label, math.NaN()
	for _, series := range l.Series {
		if i < len(series.Values) && !math.IsNaN(series.Values[i]) {
			tip += " · " + series.Name + ": " + l.Format(series.Values[i])
			if math.IsNaN(place) {
				place = p.y(series.Values[i])
			}
		}
	}
	if !math.IsNaN(place) {
		c.Hover(Point{x, place}, radius, tip)
	}
}

// names writes the name of each series beside its end, none over another.
func (l *Lines) names(c Canvas, p *plot, at func(int) float64, s Style) {
	type name struct {
		series *Series
		y      float64
	}
	var list []name
	for i := range l.Series {
		x := &l.Series[i]
		if last := x.last(); last >= 0 {
			y := p.y(x.Values[last])
			list = append(list, name{x, y})
			if !x.Dashed {
				c.Dot(Point{at(last), y}, 2.9*s.Line, x.Color, Page, "")
			}
		}
	}
	slices.SortStableFunc(list, func(a, b name) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	apart := s.Font * 1.25
	for i := 1; i < len(list); i++ {
		list[i].y = max(list[i].y, list[i-1].y+apart)
	}
	for i := len(list) - 1; i >= 0; i-- { // none below the axis
		most := p.bottom
		if i+1 < len(list) {
			most = list[i+1].y - apart
		}
		list[i].y = min(list[i].y, most)
	}
	for _, n := range list {
		t := Text{Size: s.Font, Color: n.series.Color, Bold: !n.series.Dashed}
		switch {
		case n.series.Dashed:
			t.Color = Muted
		case t.Color == Second || t.Color == Third || t.Color == Fourth: // too light for letters
			t.Color = Body
		}
		name := c.Shorten(n.series.Name, s.Font, p.margin-s.Font*.7, t.Bold)
		c.Text(Point{p.right + s.Font*.7, n.y + s.Font*.35}, name, t)
	}
}

func (l *Lines) peak(c Canvas, p *plot, at func(int) float64, s Style) {
	x := &l.Series[0]
	best := -1
	for i, v := range x.Values {
		if !math.IsNaN(v) && v > 0 && (best < 0 || v > x.Values[best]) {
			best = i
		}
	}
	if best < 0 || len(x.Values) < 3 {
		return
	}
	place := Point{at(best), p.y(x.Values[best])}
	c.Dot(place, 3.3*s.Line, x.Color, Page, "")
	text := "Peak " + l.Format(x.Values[best]) + " · " + l.Labels[best]
	half := c.Width(text, s.Font, true) / 2
	middle := min(max(place.X, p.left+half), p.right-half)
	c.Text(Point{middle, place.Y - s.Font*.8}, text, Text{Size: s.Font, Color: Ink, Bold: true, Anchor: Middle})
}
