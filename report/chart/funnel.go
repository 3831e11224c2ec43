package chart

import "fmt"

// Funnel draws the steps of a funnel as bars with a common left edge; what is
// lost from step to step is tinted.
type Funnel struct {
	Steps  []string
	Values []float64
	Format func(float64) string
}

// Height implements Chart.
func (k *Funnel) Height(s Style) float64 { return s.Font * 2.7 * float64(len(k.Steps)) }

// Draw implements Chart.
func (k *Funnel) Draw(c Canvas, width, height float64, s Style) {
	if len(k.Values) == 0 {
		return
	}
	names := 0.0
	for _, n := range k.Steps {
		names = max(names, c.Width(n, s.Font*1.1, false))
	}
	names = min(names, width*.35)
	left := names + s.Font*1.2
	full := width - left - s.Font*9.5
	row := height / float64(len(k.Values))
	bar := row * .66
	most := max(k.Values[0], 1e-12)
	long := func(i int) float64 { return max(full*min(k.Values[i]/most, 1), 1.5) }
	for i, v := range k.Values {
		y := float64(i) * row
		base := y + bar/2 + s.Font*.4
		if i+1 < len(k.Values) {
			c.Fill([]Point{{left, y + bar}, {left + long(i), y + bar}, {left + long(i+1), y + row}, {left, y + row}}, Strong, .13)
		}
		c.Text(Point{0, base}, c.Shorten(k.Steps[i], s.Font*1.1, names, false), Text{Size: s.Font * 1.1, Color: Body})
		c.Rect(Rect{X: left, Y: y, Width: long(i), Height: bar}, Strong, k.Steps[i]+": "+k.Format(v))
		value := k.Format(v)
		if c.Width(value, s.Font*1.15, true)+s.Font*1.4 < long(i) {
			c.Text(Point{left + long(i) - s.Font*.7, base}, value, Text{Size: s.Font * 1.15, Color: OnStrong, Bold: true, Anchor: End})
		} else {
			c.Text(Point{left + long(i) + s.Font*.5, base}, value, Text{Size: s.Font * 1.15, Color: Ink, Bold: true})
		}
		c.Text(Point{width, base}, fmt.Sprintf("%.1f%%", 100*v/most), Text{Size: s.Font * 1.15, Color: Ink, Bold: true, Anchor: End})
		if i > 0 && k.Values[i-1] > v {
			c.Text(Point{width - s.Font*4.4, base}, fmt.Sprintf("−%.0f%%", 100*(1-v/k.Values[i-1])), Text{Size: s.Font, Color: Muted, Anchor: End})
		}
	}
}
