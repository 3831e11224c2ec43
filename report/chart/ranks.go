package chart

import "math"

// Ranks draws a bar for each label, from one left edge.
type Ranks struct {
	Labels []string
	Values []float64 // NaN where it is not known
	Format func(float64) string
}

// Height implements Chart.
func (k *Ranks) Height(s Style) float64 { return s.Font * 2.2 * float64(max(len(k.Labels), 1)) }

// Draw implements Chart.
func (k *Ranks) Draw(c Canvas, width, height float64, s Style) {
	names, numbers, most := 0.0, 0.0, 0.0
	for i, label := range k.Labels {
		names = max(names, c.Width(label, s.Font, false))
		if v := k.Values[i]; !math.IsNaN(v) {
			most = max(most, v)
			numbers = max(numbers, c.Width(k.Format(v), s.Font, true))
		}
	}
	names = min(names, width*.35)
	left := names + s.Font
	room := width - left - numbers - s.Font
	row := height / float64(max(len(k.Labels), 1))
	for i, label := range k.Labels {
		y := float64(i) * row
		base := y + row/2 + s.Font*.36
		c.Text(Point{names, base}, c.Shorten(label, s.Font, names, false), Text{Size: s.Font, Color: Body, Anchor: End})
		v := k.Values[i]
		if math.IsNaN(v) {
			c.Text(Point{left, base}, "–", Text{Size: s.Font, Color: Muted})
			continue
		}
		bar := Rect{X: left, Y: y + row*.2, Width: max(room*max(v, 0)/max(most, 1e-12), s.Line), Height: row * .6, Top: s.Font * .15, Bottom: s.Font * .15}
		c.Rect(bar, Strong, label+": "+k.Format(v))
		c.Text(Point{left + bar.Width + s.Font*.5, base}, k.Format(v), Text{Size: s.Font, Color: Ink, Bold: true})
	}
}
