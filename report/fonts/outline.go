package fonts

import (
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
)

// Glyph is a shape to be filled. Its coordinates are in the units of its font,
// upwards from the base line, from where its run begins.
type Glyph struct{ Segments []Segment }

// Segment is one step along an outline: a move, a line, or a cubic curve, to the last point.
type Segment struct {
	Kind   SegmentKind
	Points [3][2]float64 // one of a move and of a line, three of a curve
}

// SegmentKind says what a segment draws.
type SegmentKind uint8

// The kinds of segments.
const (
	Move SegmentKind = iota
	Straight
	Curve
)

// outlines returns the glyphs of a shaped run. What no font has becomes a hollow box.
func outlines(o shaping.Output, text []rune) []Glyph {
	units := float64(o.Face.Upem())
	scale := units / shapingSize / fixedPoint
	var glyphs []Glyph
	at := 0.0
	for _, g := range o.Glyphs {
		x, y := at+float64(g.XOffset)*scale, float64(g.YOffset)*scale
		at += float64(g.Advance) * scale
		if g.GlyphID == 0 {
			if r := text[min(g.TextIndex(), len(text)-1)]; r != ' ' && !invisible(r) {
				glyphs = append(glyphs, box(x, units))
			}
			continue
		}
		outline, ok := o.Face.GlyphDataOutline(g.GlyphID)
		if ok && len(outline.Segments) > 0 {
			glyphs = append(glyphs, Glyph{segments(outline.Segments, x, y)})
		}
	}
	return glyphs
}

// invisible reports whether r joins or directs other characters and shows nothing itself.
func invisible(r rune) bool { return r >= 0x200B && r <= 0x200F }

// box is a frame, its inside wound the other way.
func box(x, units float64) Glyph {
	corner := func(a, b float64) [2]float64 { return [2]float64{x + a*units, b * units} }
	ring := func(points ...[2]float64) []Segment {
		s := []Segment{{Kind: Move, Points: [3][2]float64{points[0]}}}
		for _, p := range points[1:] {
			s = append(s, Segment{Kind: Straight, Points: [3][2]float64{p}})
		}
		return s
	}
	outer := ring(corner(.05, 0), corner(.45, 0), corner(.45, .62), corner(.05, .62))
	inner := ring(corner(.09, .04), corner(.09, .58), corner(.41, .58), corner(.41, .04))
	return Glyph{append(outer, inner...)}
}

func segments(list []opentype.Segment, x, y float64) []Segment {
	var out []Segment
	var last [2]float64
	for _, s := range list {
		at := func(i int) [2]float64 { return [2]float64{x + float64(s.Args[i].X), y + float64(s.Args[i].Y)} }
		var step Segment
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			step = Segment{Move, [3][2]float64{at(0)}}
			last = at(0)
		case opentype.SegmentOpLineTo:
			step = Segment{Straight, [3][2]float64{at(0)}}
			last = at(0)
		case opentype.SegmentOpQuadTo: // PDF knows cubic curves only
			q, end := at(0), at(1)
			step = Segment{Curve, [3][2]float64{between(last, q), between(end, q), end}}
			last = end
		default:
			step = Segment{Curve, [3][2]float64{at(0), at(1), at(2)}}
			last = at(2)
		}
		out = append(out, step)
	}
	return out
}

// between is the point at two thirds of the way from a to q.
func between(a, q [2]float64) [2]float64 {
	return [2]float64{a[0] + 2./3*(q[0]-a[0]), a[1] + 2./3*(q[1]-a[1])}
}
