package fonts

import (
	"math"
	"sort"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Line is one line of laid out text, its runs from left to right.
type Line struct {
	Runs        []Run
	Width       float64
	RightToLeft bool // the paragraph's direction: it belongs at the right edge
}

// Run is a piece of a line in one font and one direction.
type Run struct {
	Text        string // in the order of reading
	X, Width    float64
	Font        string // key of the font
	RightToLeft bool
	// Plain says that the text can be written as it is in its font; else its
	// glyphs must be drawn.
	Plain  bool
	Glyphs []Glyph
	Units  float64 // in which the outlines of the glyphs are, for one size
}

// The shaper rounds a size up to whole pixels: text is shaped large and scaled down.
const (
	shapingSize = 200
	fixedPoint  = 64.0
)

// Width returns how wide s is on one line.
func (s *Set) Width(text string, size float64, bold bool) float64 {
	if plain(text) {
		return s.plainWidth(text, bold) * size
	}
	key := measured{text, bold}
	width, ok := s.shaped[key]
	if !ok {
		for _, l := range s.Layout(text, 1, math.Inf(1), bold) {
			width = max(width, l.Width)
		}
		if len(s.shaped) >= mostMeasured {
			clear(s.shaped)
		}
		s.shaped[key] = width
	}
	return width * size
}

// measured is a text whose width was worked out by shaping it.
type measured struct {
	text string
	bold bool
}

// mostMeasured is how many such widths are kept.
const mostMeasured = 4096

// plainWidth is the width at size 1.
func (s *Set) plainWidth(text string, bold bool) (width float64) {
	widths := s.widths[0]
	if bold {
		widths = s.widths[1]
	}
	for _, r := range text {
		w, ok := widths[r]
		if !ok {
			f := s.load(0, bold)
			glyph, _ := f.NominalGlyph(r)
			w = float64(f.HorizontalAdvance(glyph)) / float64(f.Upem())
			widths[r] = w
		}
		width += w
	}
	return width
}

// Shorten cuts text that is wider than width and ends it with an ellipsis.
func (s *Set) Shorten(text string, size, width float64, bold bool) string {
	text = strings.ReplaceAll(Clean(text), "\n", " ")
	if s.Width(text, size, bold) <= width {
		return text
	}
	runes := []rune(text)
	runes = runes[:min(len(runes), 400)] // far more than fits anywhere
	fits := sort.Search(len(runes), func(n int) bool {
		return s.Width(strings.TrimSpace(string(runes[:n+1]))+"…", size, bold) > width
	})
	for fits > 0 && fits < len(runes) && (unicode.IsMark(runes[fits]) || runes[fits-1] == 0x200D) {
		fits-- // never inside a character that consists of several
	}
	return strings.TrimSpace(string(runes[:fits])) + "…"
}

// Layout breaks text into lines no wider than width; it cleans it first. A word
// wider than that is broken where it must be.
func (s *Set) Layout(text string, size, width float64, bold bool) []Line {
	var lines []Line
	for _, paragraph := range strings.Split(Clean(text), "\n") {
		if paragraph == "" {
			lines = append(lines, Line{})
			continue
		}
		lines = append(lines, s.paragraph([]rune(paragraph), size, width, bold)...)
	}
	return lines
}

func (s *Set) paragraph(text []rune, size, width float64, bold bool) []Line {
	direction := di.DirectionLTR
	if startsRightToLeft(text) {
		direction = di.DirectionRTL
	}
	limit := fixed.Int26_6(1 << 30)
	if !math.IsInf(width, 1) {
		limit = fixed.Int26_6(width / size * shapingSize * fixedPoint)
	}
	config := shaping.WrapConfig{Direction: direction, BreakPolicy: shaping.WhenNecessary}
	wrapped, _ := s.wrapper.WrapParagraphF(config, limit, text, shaping.NewSliceIterator(s.shape(text, direction, bold)))
	var lines []Line
	for _, w := range wrapped {
		lines = append(lines, s.line(w, text, size, direction == di.DirectionRTL))
	}
	return lines
}

func (s *Set) shape(text []rune, direction di.Direction, bold bool) []shaping.Output {
	s.load(0, bold)
	input := shaping.Input{Text: text, RunEnd: len(text), Direction: direction, Size: fixed.I(shapingSize), Language: language.NewLanguage("en")}
	var shaped []shaping.Output
	for _, part := range s.split.Split(input, chooser{s, bold}) {
		if faces[s.keys[part.Face]].plain { // as the PDF will set it
			part.FontFeatures = []shaping.FontFeature{{Tag: opentype.MustNewTag("kern")}, {Tag: opentype.MustNewTag("liga")}}
		}
		shaped = append(shaped, s.shaper.Shape(part))
	}
	return shaped
}

func (s *Set) line(outputs shaping.Line, text []rune, size float64, rtl bool) Line {
	sort.SliceStable(outputs, func(a, b int) bool { return outputs[a].VisualIndex < outputs[b].VisualIndex })
	line := Line{RightToLeft: rtl}
	for _, o := range outputs {
		f := &faces[s.keys[o.Face]]
		piece := text[o.Runes.Offset : o.Runes.Offset+o.Runes.Count]
		run := Run{Text: string(piece), X: line.Width, Width: float64(o.Advance) / fixedPoint / shapingSize * size, Font: f.key,
			RightToLeft: o.Direction == di.DirectionRTL}
		run.Plain = f.plain && !run.RightToLeft && oneGlyphEach(o, text)
		if !run.Plain {
			run.Glyphs, run.Units = outlines(o, text), float64(o.Face.Upem())
		}
		line.Width += run.Width
		line.Runs = append(line.Runs, run)
	}
	return line
}

// oneGlyphEach reports whether each character is one glyph in its own place.
func oneGlyphEach(o shaping.Output, text []rune) bool {
	for i, g := range o.Glyphs {
		if g.RunesCount() != 1 || g.GlyphsCount() != 1 || g.XOffset != 0 || g.YOffset != 0 || g.GlyphID == 0 || text[o.Runes.Offset+i] > 0xFFFF {
			return false
		}
	}
	return true
}

func startsRightToLeft(text []rune) bool {
	for _, r := range text {
		if rightToLeft(r) {
			return true
		}
		if unicode.IsLetter(r) {
			return false
		}
	}
	return false
}
