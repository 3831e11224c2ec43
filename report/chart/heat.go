package chart

// Heat draws a table of counts as squares, the darker the more.
type Heat struct {
	Rows, Columns []string
	Values        [][]float64 // by row and column
	Every         int         // every how many columns one is named
	Format        func(float64) string
}

// Height implements Chart.
func (h *Heat) Height(s Style) float64 { return s.Font * (1.7*float64(len(h.Rows)) + 2.2) }

// Draw implements Chart.
func (h *Heat) Draw(c Canvas, width, height float64, s Style) {
	most := 0.0
	left := 0.0
	for i, name := range h.Rows {
		left = max(left, c.Width(name, s.Font, false))
		for _, v := range h.Values[i] {
			most = max(most, v)
		}
	}
	left = min(left, width*.3) + s.Font*.8
	stepX, stepY := (width-left)/float64(max(len(h.Columns), 1)), (height-s.Font*2)/float64(max(len(h.Rows), 1))
	for i, name := range h.Rows {
		y := float64(i) * stepY
		c.Text(Point{left - s.Font*.8, y + stepY/2 + s.Font*.35}, c.Shorten(name, s.Font, left, false), Text{Size: s.Font, Color: Muted, Anchor: End})
		for j, v := range h.Values[i] {
			x := left + float64(j)*stepX
			cell := Rect{X: x + .8*s.Line, Y: y + .8*s.Line, Width: stepX - 1.6*s.Line, Height: stepY - 1.6*s.Line, Top: s.Font * .15, Bottom: s.Font * .15}
			c.Rect(cell, NeutralTint, name+" "+h.Columns[j]+": "+h.Format(v))
			if v > 0 {
				corners := []Point{{cell.X, cell.Y}, {cell.X + cell.Width, cell.Y}, {cell.X + cell.Width, cell.Y + cell.Height}, {cell.X, cell.Y + cell.Height}}
				c.Fill(corners, Strong, .12+.88*v/most)
				c.Hover(Point{x + stepX/2, y + stepY/2}, min(stepX, stepY)/2, name+" "+h.Columns[j]+": "+h.Format(v))
			}
		}
	}
	for j, name := range h.Columns {
		if j%max(h.Every, 1) == 0 {
			c.Text(Point{left + (float64(j)+.5)*stepX, height - s.Font*.5}, name, Text{Size: s.Font, Color: Muted, Anchor: Middle})
		}
	}
}
