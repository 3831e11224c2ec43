package page

import (
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/fonts"
)

// findings writes the sentences in a panel, broken over pages if they must be.
func (s *sheet) findings() {
	const size, lead, inset = 8.8, 12.4, 25.0
	if len(s.d.Findings) == 0 {
		return
	}
	s.pdf.Bookmark("Key findings", 1, s.y)
	var list [][]fonts.Line
	height := 14.0
	for _, f := range s.d.Findings {
		l := s.lines(f.Text, size, s.width-inset-padding, false, 6)
		height += float64(len(l))*lead + 3
		list = append(list, l)
	}
	s.ensure(height)
	s.Rect(chart.Rect{X: side, Y: s.y, Width: s.width, Height: height, Top: rounding, Bottom: rounding}, chart.Surface, "")
	y := s.y + 17
	for i, lines := range list {
		color := toneColor(s.d.Findings[i].Tone, chart.Strong)
		s.mark(chart.Point{X: side + 15.8, Y: y - 3}, s.d.Findings[i].Tone, color)
		for _, l := range lines {
			s.put(side+inset, y, s.width-inset-padding, l, chart.Text{Size: size, Color: chart.Body})
			y += lead
		}
		y += 3
	}
	s.y += height + gutter
}

// mark is a bullet that does not speak by its colour alone: a dot, or a triangle
// up for the better and down for the worse.
func (s *sheet) mark(at chart.Point, tone report.Direction, color chart.Color) {
	const r = 2.6
	switch tone {
	case report.Higher:
		s.Fill([]chart.Point{{X: at.X - r, Y: at.Y + r*.8}, {X: at.X + r, Y: at.Y + r*.8}, {X: at.X, Y: at.Y - r}}, color, 1)
	case report.Lower:
		s.Fill([]chart.Point{{X: at.X - r, Y: at.Y - r*.8}, {X: at.X + r, Y: at.Y - r*.8}, {X: at.X, Y: at.Y + r}}, color, 1)
	default:
		s.Rect(chart.Rect{X: at.X - 1.8, Y: at.Y - 1.8, Width: 3.6, Height: 3.6, Top: 1.8, Bottom: 1.8}, color, "")
	}
}

func toneColor(tone report.Direction, neither chart.Color) chart.Color {
	switch tone {
	case report.Higher:
		return chart.Good
	case report.Lower:
		return chart.Bad
	}
	return neither
}

// tint is the background for text of a tone.
func tint(tone report.Direction) chart.Color {
	switch tone {
	case report.Higher:
		return chart.GoodTint
	case report.Lower:
		return chart.BadTint
	}
	return chart.NeutralTint
}

const figureHeight = 60.0

// figures draws the key figures as cards, three in a row; the one that leads is
// as wide as two.
func (s *sheet) figures() {
	const columns = 3
	width := (s.width - (columns-1)*gutter) / columns
	column := 0
	for i := range s.d.Figures {
		f := &s.d.Figures[i]
		span := 1
		if f.Leads {
			span = 2
		}
		if column == 0 {
			s.ensure(figureHeight)
		}
		s.within(side+float64(column)*(width+gutter), s.y, func(chart.Canvas) { s.figure(f, float64(span)*(width+gutter)-gutter) })
		if column += span; column >= columns || i == len(s.d.Figures)-1 {
			s.y += figureHeight + gutter
			column = 0
		}
	}
}

func (s *sheet) figure(f *Figure, width float64) {
	const inset = 11.0
	inner := width - 2*inset
	box, size := chart.Rect{Width: 48, Height: 22}, 17.0
	if f.Leads {
		box, size = chart.Rect{Width: 150, Height: 34}, 22
		s.Rect(chart.Rect{Width: width, Height: figureHeight, Top: rounding, Bottom: rounding}, chart.StrongTint, "")
	} else {
		s.frame(chart.Rect{Width: width, Height: figureHeight, Top: rounding, Bottom: rounding}, chart.Stroke{Color: chart.Border, Width: hairline})
	}
	s.Text(chart.Point{X: inset, Y: 16}, s.Shorten(f.Title, 7.8, inner, false), chart.Text{Size: 7.8, Color: chart.Muted})
	room := inner
	if f.Trend != nil {
		room -= box.Width + 4
		spark := &chart.Spark{Values: f.Trend, Size: box}
		s.within(width-inset-box.Width, 43-box.Height, func(c chart.Canvas) { spark.Draw(c, box.Width, box.Height, chart.Paper) })
	}
	value := f.Value.Shown()
	for size > 9 && s.Width(value, size, true) > room {
		size--
	}
	s.Text(chart.Point{X: inset, Y: 38}, s.Shorten(value, size, room, true), chart.Text{Size: size, Color: chart.Ink, Bold: true})
	x := inset
	if f.Change.Change() {
		x += s.chip(chart.Point{X: x, Y: 51}, f.Change.Shown(), f.Change.Progress(), 7.4) + 5
	}
	s.Text(chart.Point{X: x, Y: 51}, s.Shorten(f.Note, 7.4, width-inset-x, false), chart.Text{Size: 7.4, Color: chart.Muted})
}

// chip writes a word on a rounded background and returns how wide it is.
func (s *sheet) chip(at chart.Point, text string, tone report.Direction, size float64) float64 {
	width := s.Width(text, size, true) + size*1.4
	s.Rect(chart.Rect{X: at.X, Y: at.Y - size*1.07, Width: width, Height: size * 1.5, Top: size * .75, Bottom: size * .75}, tint(tone), "")
	s.Text(chart.Point{X: at.X + size*.7, Y: at.Y}, text, chart.Text{Size: size, Color: toneColor(tone, chart.Neutral), Bold: true})
	return width
}
