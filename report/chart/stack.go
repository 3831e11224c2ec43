package chart

import (
	"fmt"
	"math"
)

// Stack draws for each category how its parts share the whole.
type Stack struct {
	Categories []string
	Parts      []Part
}

// Part is one colour of the stacks: a count for each category.
type Part struct {
	Name      string
	Color, On Color // of the part and of text on it
	Values    []float64
}

// Height implements Chart.
func (k *Stack) Height(s Style) float64 { return s.Font * 20 }

// Draw implements Chart.
func (k *Stack) Draw(c Canvas, width, height float64, s Style) {
	if len(k.Categories) == 0 {
		return
	}
	top := k.legend(c, width, s)
	percent := func(v float64) string { return fmt.Sprintf("%.0f%%", v) }
	p := values{hi: 100, steps: 4, format: percent}.axis(c, width, height, 0, top+s.Font*.8, s)
	step := min((p.right-p.left)/float64(len(k.Categories)), s.Font*9)
	free := math.Inf(-1)
	for i, name := range k.Categories {
		x := p.left + float64(i)*step
		k.bar(c, &p, i, Rect{X: x + step*.17, Width: step * .66}, s)
		label := c.Shorten(name, s.Font, max(step, s.Font*5), false)
		half := c.Width(label, s.Font, false) / 2
		if x+step/2-half < free {
			continue
		}
		free = x + step/2 + half + s.Font*.5
		c.Text(Point{x + step/2, p.bottom + s.Font*1.5}, label, Text{Size: s.Font, Color: Muted, Anchor: Middle})
	}
}

// legend names the parts, over several lines where it must, and returns where it ends.
func (k *Stack) legend(c Canvas, width float64, s Style) float64 {
	x, y := 0.0, 0.0
	for _, part := range k.Parts {
		name := c.Shorten(part.Name, s.Font, width-s.Font*1.3, false)
		need := s.Font*1.25 + c.Width(name, s.Font, false)
		if x > 0 && x+need > width {
			x, y = 0, y+s.Font*1.5
		}
		c.Rect(Rect{X: x, Y: y + s.Font*.15, Width: s.Font * .85, Height: s.Font * .85, Top: s.Font * .2, Bottom: s.Font * .2}, part.Color, "")
		c.Text(Point{x + s.Font*1.25, y + s.Font*.9}, name, Text{Size: s.Font, Color: Body})
		x += need + s.Font*1.05
	}
	return y + s.Font*1.2
}

func (k *Stack) bar(c Canvas, p *plot, i int, place Rect, s Style) {
	total := 0.0
	for _, part := range k.Parts {
		total += part.Values[i]
	}
	if total == 0 {
		return
	}
	y := p.bottom
	for j, part := range k.Parts {
		share := 100 * part.Values[i] / total
		height := share / (p.hi - p.lo) * (p.bottom - p.top)
		gap := .9 * s.Line
		if j == len(k.Parts)-1 {
			gap = 0
		}
		r := Rect{X: place.X, Y: y - height + gap, Width: place.Width, Height: height - gap}
		c.Rect(r, part.Color, fmt.Sprintf("%s · %s: %.1f%% (%.0f of %.0f)", k.Categories[i], part.Name, share, part.Values[i], total))
		text := fmt.Sprintf("%.0f", share)
		if r.Height > s.Font*1.02 && c.Width(text, s.Font*.92, true) < r.Width*.8 {
			c.Text(Point{r.X + r.Width/2, y - height/2 + gap/2 + s.Font*.33}, text, Text{Size: s.Font * .92, Color: part.On, Bold: true, Anchor: Middle})
		}
		y -= height
	}
}
