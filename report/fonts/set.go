// Package fonts holds the fonts of pictures and PDFs and lays text out in them:
// it cleans, picks a font for each character, shapes, orders both directions and
// breaks lines. Lengths are in the unit of the size that is asked for.
package fonts

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
)

//go:embed data/*.ttf.gz data/*.woff2
var files embed.FS

// Main is the key of the font of our own words; it alone has a bold face.
const Main = "roboto"

// face is one entry of the table of fonts. Text in a plain one needs no shaping
// and can be written as text into a PDF; the others are drawn as outlines.
type face struct {
	key, file, bold string
	plain           bool
	covers          func(rune) bool // cheap, so that a font is unpacked only when it is needed
}

// faces is the one table of fonts, in the order in which they are tried.
var faces = []face{
	{key: Main, file: "Roboto-Regular", bold: "Roboto-Bold", plain: true, covers: func(r rune) bool { return r < 0x2600 || r == 0xFFFD }},
	{key: "cjk", file: "DroidSansFallback", plain: true, covers: within(0x1100, 0x11FF, 0x2E80, 0x9FFF, 0xAC00, 0xD7AF, 0xF900, 0xFAFF, 0xFE30, 0xFE4F, 0xFF00, 0xFFEF)},
	{key: "symbols", file: "NotoSansSymbols2", plain: true, covers: within(0x2190, 0x27BF)},
	{key: "arabic", file: "NotoSansArabic", covers: within(0x600, 0x77F, 0x8A0, 0x8FF, 0xFB50, 0xFDFF, 0xFE70, 0xFEFE)},
	{key: "hebrew", file: "NotoSansHebrew", covers: within(0x590, 0x5FF, 0xFB1D, 0xFB4F)},
	{key: "devanagari", file: "NotoSansDevanagari", covers: within(0x900, 0x97F, 0xA8E0, 0xA8FF)},
	{key: "thai", file: "NotoSansThai", covers: within(0xE00, 0xE7F)},
	{key: "emoji", file: "NotoEmoji", covers: within(0x203C, 0x3299, 0x1F000, 0x1FAFF)},
}

// within reports of a rune whether it lies in one of the ranges, given as first and last.
func within(bounds ...rune) func(rune) bool {
	return func(r rune) bool {
		for i := 0; i < len(bounds); i += 2 {
			if r >= bounds[i] && r <= bounds[i+1] {
				return true
			}
		}
		return false
	}
}

// unpacked keeps the files that were unpacked, for all sets.
var unpacked sync.Map

// TTF returns a font as fpdf embeds it: of a key, bold where there is a bold face.
func TTF(key string, bold bool) []byte {
	for _, f := range faces {
		if f.key == key && bold && f.bold != "" {
			return unpack(f.bold)
		}
		if f.key == key {
			return unpack(f.file)
		}
	}
	return nil
}

// WebFont returns the main font as browsers read it, WOFF2.
func WebFont(bold bool) []byte {
	name := faces[0].file
	if bold {
		name = faces[0].bold
	}
	b, err := files.ReadFile("data/" + name + ".woff2")
	must(err)
	return b
}

func unpack(name string) []byte {
	if b, ok := unpacked.Load(name); ok {
		return b.([]byte)
	}
	packed, err := files.ReadFile("data/" + name + ".ttf.gz")
	must(err)
	z, err := gzip.NewReader(bytes.NewReader(packed))
	must(err)
	b, err := io.ReadAll(z)
	must(err)
	unpacked.Store(name, b)
	return b
}

// must panics: the fonts are a part of the program, and a test reads them all.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("embedded font: %v", err))
	}
}

// Set lays text out. It keeps what it has prepared and is not safe for use by
// several goroutines at once.
type Set struct {
	loaded  map[string]*font.Face // by file
	keys    map[*font.Face]int    // index in faces
	split   shaping.Segmenter
	shaper  shaping.HarfbuzzShaper
	wrapper shaping.LineWrapper
	widths  [2]map[rune]float64 // of the main font at size 1, regular and bold
	shaped  map[measured]float64
}

// NewSet returns a set that has loaded nothing yet.
func NewSet() *Set {
	return &Set{loaded: map[string]*font.Face{}, keys: map[*font.Face]int{}, widths: [2]map[rune]float64{{}, {}}, shaped: map[measured]float64{}}
}

func (s *Set) load(i int, bold bool) *font.Face {
	file := faces[i].file
	if bold && faces[i].bold != "" {
		file = faces[i].bold
	}
	f := s.loaded[file]
	if f == nil {
		var err error
		f, err = font.ParseTTF(bytes.NewReader(unpack(file)))
		must(err)
		s.loaded[file], s.keys[f] = f, i
	}
	return f
}

// chooser picks the font of each character, regular or bold.
type chooser struct {
	*Set
	bold bool
}

// ResolveFace implements shaping.Fontmap.
func (c chooser) ResolveFace(r rune) *font.Face {
	for i := range faces {
		if faces[i].covers(r) {
			f := c.load(i, c.bold)
			if _, ok := f.NominalGlyph(r); ok {
				return f
			}
		}
	}
	return c.load(0, c.bold)
}
