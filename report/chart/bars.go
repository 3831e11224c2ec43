package chart

// Bars draws one column for each label; the highest ones are strong.
type Bars struct {
	Labels []string
	Tips   []string // longer labels, for tips; nil: the labels
	Values []float64
	Every  int // every how many labels one is written
	Strong int // so many of the highest are strong
	Format func(float64) string
}

// Height implements Chart.
func (b *Bars) Height(s Style) float64 { return s.Font * 18 }

// Draw implements Chart.
func (b *Bars) Draw(c Canvas, width, height float64, s Style) {
	if len(b.Values) == 0 {
		return
	}
	_, hi, _ := known(b.Values, []float64{0})
	p := values{hi: hi, whole: true, steps: 3, format: b.Format}.axis(c, width, height, 0, s.Font*1.7, s)
	step := (p.right - p.left) / float64(len(b.Values))
	best := 0
	for i, v := range b.Values {
		if v > b.Values[best] {
			best = i
		}
		color := StrongSoft
		if b.rank(i) < b.Strong && v > 0 {
			color = Strong
		}
		x := p.left + float64(i)*step
		tip := b.Labels[i]
		if b.Tips != nil {
			tip = b.Tips[i]
		}
		c.Rect(Rect{X: x + step*.13, Y: p.y(v), Width: step * .74, Height: p.bottom - p.y(v), Top: step * .16}, color, tip+": "+b.Format(v))
		if i%max(b.Every, 1) == 0 {
			label := c.Shorten(b.Labels[i], s.Font, step*float64(max(b.Every, 1)), false)
			c.Text(Point{x + step/2, p.bottom + s.Font*1.5}, label, Text{Size: s.Font, Color: Muted, Anchor: Middle})
		}
	}
	if v := b.Values[best]; v > 0 {
		c.Text(Point{p.left + (float64(best)+.5)*step, p.y(v) - s.Font*.5}, b.Format(v), Text{Size: s.Font, Color: Ink, Bold: true, Anchor: Middle})
	}
}

// rank is how many values come before value i: the higher, of equal ones the earlier.
func (b *Bars) rank(i int) (before int) {
	for j, v := range b.Values {
		if v > b.Values[i] || v == b.Values[i] && j < i {
			before++
		}
	}
	return before
}
