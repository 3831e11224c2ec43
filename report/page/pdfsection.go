package page

import (
	"chatcops/report/chart"
)

// Sizes of the words of a section.
const (
	titleSize   = 11.5
	cardTitle   = 9.5
	introSize   = 7.6
	noteSize    = 7.6
	headingRoom = 8.0
)

// pairs reports whether a section can stand beside another one: it is narrow and
// of one chart.
func (sec *Section) pairs() bool {
	return sec.Half && len(sec.Blocks) == 1 && sec.Blocks[0].Chart != nil && len(sec.Notes) == 0
}

// Beside reports whether a section stands beside another one: both can, and the
// one before does not stand beside the one before it.
func (d *Document) Beside(i int) bool {
	first := i
	for first > 0 && d.Sections[first-1].pairs() {
		first--
	}
	last := i
	for last+1 < len(d.Sections) && d.Sections[last+1].pairs() {
		last++
	}
	return d.Sections[i].pairs() && (last > i || (i-first)%2 == 1)
}

// pair draws two sections of one chart side by side.
func (s *sheet) pair(a, b *Section) {
	width := (s.width - gutter) / 2
	height := max(s.cardHeight(a, width), s.cardHeight(b, width))
	s.ensure(height)
	height += s.row()
	s.pdf.Bookmark(plainText(a.Title), 1, s.y)
	s.pdf.Bookmark(plainText(b.Title), 1, s.y)
	s.card(a, side, width, height)
	s.card(b, side+width+gutter, width, height)
	s.endRow(height)
}

// section writes a section over the whole width: as a card if it is one chart.
func (s *sheet) section(sec *Section) {
	if len(sec.Blocks) == 1 && sec.Blocks[0].Chart != nil && len(sec.Notes) == 0 {
		height := s.cardHeight(sec, s.width)
		s.ensure(height)
		height += s.row()
		s.pdf.Bookmark(plainText(sec.Title), 1, s.y)
		s.card(sec, side, s.width, height)
		s.endRow(height)
		return
	}
	if len(sec.Blocks) == 0 {
		s.remark(sec)
		return
	}
	s.heading(sec)
	for i := range sec.Blocks {
		b := &sec.Blocks[i]
		switch {
		case b.Chart != nil:
			s.picture(b.Chart)
		case b.Table != nil:
			s.table(b.Table)
		default:
			s.chats(b.Chats)
		}
	}
	for _, note := range sec.Notes {
		s.note(note)
	}
	s.y += headingRoom
}

// endRow moves on below a row of cards.
func (s *sheet) endRow(height float64) {
	s.y += height + gutter
	s.rows[len(s.rows)-1].left = s.y
}

// remark writes a section without blocks: its title and, beside it, its first note.
func (s *sheet) remark(sec *Section) {
	title := s.Shorten(sec.Title, 8.4, s.width*.5, true)
	x := side + s.Width(title, 8.4, true) + 6
	note := ""
	if len(sec.Notes) > 0 {
		note = sec.Notes[0]
	}
	height := max(s.measure(side+s.width-x, note, noteSize), 12)
	s.ensure(height)
	s.pdf.Bookmark(plainText(sec.Title), 1, s.y)
	s.Text(chart.Point{X: side, Y: s.y + 8.2}, title, chart.Text{Size: 8.4, Color: chart.Ink, Bold: true})
	s.paragraph(x, s.y, side+s.width-x, note, chart.Text{Size: noteSize, Color: chart.Muted})
	s.y += height + 5
	for _, more := range sec.Notes[min(1, len(sec.Notes)):] {
		s.note(more)
	}
}

// heading writes the title and the intro, together with room for what follows.
func (s *sheet) heading(sec *Section) {
	height := 25 + s.measure(s.width, sec.Beside(), introSize)
	s.ensure(height + s.firstBlock(sec))
	s.y += 4
	s.pdf.Bookmark(plainText(sec.Title), 1, s.y)
	s.Text(chart.Point{X: side, Y: s.y + 11}, s.Shorten(sec.Title, titleSize, s.width, true), chart.Text{Size: titleSize, Color: chart.Ink, Bold: true})
	s.y = s.paragraph(side, s.y+16, s.width, sec.Beside(), chart.Text{Size: introSize, Color: chart.Muted}) + 5
}

// firstBlock is the room that the beginning of a section needs below its heading.
func (s *sheet) firstBlock(sec *Section) float64 {
	switch {
	case sec.Blocks[0].Chart != nil:
		return s.pictureHeight(sec.Blocks[0].Chart, s.width)
	case sec.Blocks[0].Table != nil:
		return s.grid(sec.Blocks[0].Table).start
	}
	return 80
}

func (s *sheet) note(text string) {
	t := chart.Text{Size: noteSize, Color: chart.Muted}
	s.ensure(s.measure(s.width, text, t.Size))
	s.y = s.paragraph(side, s.y, s.width, text, t) + 3
}

// card draws the frame, the heading and the chart of a section.
func (s *sheet) card(sec *Section, x, width, height float64) {
	inner := width - 2*padding
	s.frame(chart.Rect{X: x, Y: s.y, Width: width, Height: height, Top: rounding, Bottom: rounding}, chart.Stroke{Color: chart.Border, Width: hairline})
	s.Text(chart.Point{X: x + padding, Y: s.y + 18}, s.Shorten(sec.Title, cardTitle, inner, true), chart.Text{Size: cardTitle, Color: chart.Ink, Bold: true})
	y := s.paragraph(x+padding, s.y+22, inner, sec.Beside(), chart.Text{Size: introSize, Color: chart.Muted}) + 8
	p := sec.Blocks[0].Chart
	room := s.y + height - padding - y
	s.within(x+padding, y, func(c chart.Canvas) { p.Chart.Draw(c, inner, room, chart.Paper) })
}

func (s *sheet) cardHeight(sec *Section, width float64) float64 {
	inner := width - 2*padding
	return 22 + s.measure(inner, sec.Beside(), introSize) + 8 + sec.Blocks[0].Chart.Chart.Height(chart.Paper) + padding
}

// picture draws one of several charts of a section, with its own title.
func (s *sheet) picture(p *Picture) {
	height := s.pictureHeight(p, s.width)
	s.ensure(height)
	y := s.y
	if p.Title != "" {
		s.Text(chart.Point{X: side, Y: y + 9}, s.Shorten(p.Title, 8.4, s.width, true), chart.Text{Size: 8.4, Color: chart.Ink, Bold: true})
		y += 16
	}
	s.within(side, y, func(c chart.Canvas) { p.Chart.Draw(c, s.width, p.Chart.Height(chart.Paper), chart.Paper) })
	s.y += height
}

func (s *sheet) pictureHeight(p *Picture, _ float64) float64 {
	height := p.Chart.Height(chart.Paper) + gutter
	if p.Title != "" {
		height += 16
	}
	return height
}
