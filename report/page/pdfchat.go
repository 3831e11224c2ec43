package page

import (
	"chatcops/report/chart"
	"chatcops/report/fonts"
)

// Measures of a transcript in a PDF.
const (
	turnSize  = 8.2
	turnLead  = 10.8
	turnInset = 8.0
	// turnWidth is the part of the page that a turn may take.
	turnWidth = 0.72
)

func (s *sheet) chats(list []Chat) {
	for i := range list {
		s.chat(&list[i])
	}
}

func (s *sheet) chat(c *Chat) {
	s.ensure(58)
	x := side
	id := s.Shorten(c.ID, 7.6, s.width*.4, true)
	s.Text(chart.Point{X: x, Y: s.y + 8}, id, chart.Text{Size: 7.6, Color: chart.Ink, Bold: true})
	x += s.Width(id, 7.6, true) + 7
	if c.Verdict != "" {
		x += s.chip(chart.Point{X: x, Y: s.y + 7.9}, s.Shorten(c.Verdict, 6.6, s.width*.3, true), c.Tone, 6.6) + 7
	}
	s.Text(chart.Point{X: x, Y: s.y + 8}, s.Shorten(c.Facts, 7.4, side+s.width-x, false), chart.Text{Size: 7.4, Color: chart.Muted})
	s.y += 15
	for i := range c.Turns {
		s.turn(&c.Turns[i])
	}
	s.y += 8
}

// turn writes a message as a bubble, in several where a page ends.
func (s *sheet) turn(t *Turn) {
	if t.Speaker == Aside {
		s.ensure(12)
		s.Text(chart.Point{X: side + turnInset, Y: s.y + 8}, t.Text, chart.Text{Size: 7.2, Color: chart.Muted})
		s.y += 14
		return
	}
	lines := s.fonts.Layout(t.Text, turnSize, s.width*turnWidth-2*turnInset, false)
	for len(lines) > 0 {
		fits := int((s.left() - 8) / turnLead)
		if fits < min(2, len(lines)) {
			s.newPage()
			continue
		}
		n := min(fits, len(lines))
		s.bubble(lines[:n], t.Speaker)
		lines = lines[n:]
	}
}

func (s *sheet) bubble(lines []fonts.Line, speaker Speaker) {
	width := 0.0
	for _, l := range lines {
		width = max(width, l.Width)
	}
	width += 2 * turnInset
	height := float64(len(lines))*turnLead + 7
	x, color := side, chart.Surface
	if speaker == Agent {
		x, color = side+s.width-width, chart.StrongTint
	}
	s.Rect(chart.Rect{X: x, Y: s.y, Width: width, Height: height, Top: rounding, Bottom: rounding}, color, "")
	y := s.y + turnLead
	for _, l := range lines {
		s.put(x+turnInset, y, width-2*turnInset, l, chart.Text{Size: turnSize, Color: chart.Ink})
		y += turnLead
	}
	s.y += height + 3.5
}
