package chart

import "math"

// Tick is a label on the axis of time or of categories.
type Tick struct {
	At    int // index of the value it belongs to
	Label string
}

// steps of an axis are chosen so that there are about as many as wanted.
func axisSteps(lo, hi float64, wanted int) (from, to, step float64) {
	if hi <= lo {
		hi = lo + 1
	}
	raw := (hi - lo) / float64(wanted)
	unit := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if step = m * unit; step >= raw*(1-1e-9) {
			break
		}
	}
	return step * math.Floor(lo/step+1e-9), step * math.Ceil(hi/step-1e-9), step
}

// plot is the area in which values are drawn.
type plot struct {
	left, right, top, bottom float64
	margin                   float64 // right of it
	lo, hi                   float64 // of the axis of values
}

func (p *plot) y(v float64) float64 {
	return p.bottom - (v-p.lo)/(p.hi-p.lo)*(p.bottom-p.top)
}

// values are those of an axis: how they are written and how far they reach.
type values struct {
	lo, hi float64
	whole  bool // only whole numbers are labelled
	steps  int
	format func(float64) string
}

// axis draws the grid with its labels on the left and returns what is left of
// the canvas, less a margin on the right and above.
func (v values) axis(c Canvas, width, height, right, top float64, s Style) plot {
	from, to, step := axisSteps(v.lo, v.hi, v.steps)
	if v.whole && step < 1 {
		from, to, step = math.Floor(from), max(math.Ceil(to), math.Floor(from)+1), 1
	}
	var marks []float64
	labels := 0.0
	for i := 0; ; i++ {
		mark := from + float64(i)*step
		if mark > to+step*1e-6 {
			break
		}
		marks = append(marks, mark)
		labels = max(labels, c.Width(v.format(mark), s.Font, false))
	}
	p := plot{left: labels + s.Font*.9, right: width - right, margin: right, top: top, bottom: height - s.Font*1.9, lo: from, hi: marks[len(marks)-1]}
	for _, mark := range marks {
		color := Grid
		if mark == 0 || mark == p.lo {
			color = Axis
		}
		y := p.y(mark)
		c.Path([]Point{{p.left, y}, {p.right, y}}, Stroke{Color: color, Width: .6 * s.Line})
		c.Text(Point{labels, y + s.Font*.35}, v.format(mark), Text{Size: s.Font, Color: Muted, Anchor: End})
	}
	return p
}

// known are the finite ones of some values: their least, their greatest, and whether there are any.
func known(lists ...[]float64) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, list := range lists {
		for _, v := range list {
			if !math.IsNaN(v) {
				lo, hi, ok = min(lo, v), max(hi, v), true
			}
		}
	}
	return lo, hi, ok
}
