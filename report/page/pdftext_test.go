package page

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"chatcops/report/fonts"
)

var (
	contents = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	// written is a text that is shown, or the text that shapes stand for.
	written = regexp.MustCompile(`(?s)\(((?:[^\\()]|\\.)*)\) ?Tj|ActualText <FEFF([0-9A-F]*)>`)
	escaped = regexp.MustCompile(`(?s)\\(.)`)
)

// textOf lists what the pages of a PDF that is not compressed say, in the order
// in which it is read: one text a line, ‹› around what shapes stand for.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	var b strings.Builder
	for i, page := range contents.FindAllSubmatch(pdf, -1) {
		if !bytes.Contains(page[1], []byte(" Tf ")) { // a font
			continue
		}
		fmt.Fprintf(&b, "-- page %d --\n", i+1)
		for _, m := range written.FindAllSubmatch(page[1], -1) {
			if m[2] != nil {
				var raw []byte
				if _, err := fmt.Sscanf(string(m[2]), "%x", &raw); err != nil && len(m[2]) > 0 {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "‹%s›\n", decoded(raw))
				continue
			}
			text := escaped.ReplaceAllFunc(m[1], func(e []byte) []byte {
				if e[1] == 'r' {
					return []byte("\r")
				}
				return e[1:]
			})
			fmt.Fprintf(&b, "%s\n", decoded(text))
		}
	}
	return b.String()
}

func decoded(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// plainPDF is a PDF as writePDF makes it, but not compressed.
func plainPDF(t *testing.T, d *Document) []byte {
	t.Helper()
	set := fonts.NewSet()
	first := newSheet(d, set)
	first.all()
	s := newSheet(d, set)
	s.pdf.SetCompression(false)
	s.grow, s.grids = first.growth(), first.grids
	s.all()
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPDFText keeps what the PDF of a hostile report says, in the order of
// reading: nothing but text, without controls.
func TestPDFText(t *testing.T) {
	pdf := plainPDF(t, sample(hostile, 3))
	text := textOf(t, pdf)
	golden(t, "hostile.pdf.txt", []byte(text))
	for _, r := range text {
		if r < ' ' && r != '\n' || r == 0x202e || r == 0xfffe {
			t.Errorf("%U is in the text", r)
		}
	}
	for _, active := range []string{"/JavaScript", "/JS", "/Launch", "/URI", "/Type /EmbeddedFile", "/AA", "/OpenAction <<", "/SubmitForm"} {
		if bytes.Contains(contents.ReplaceAll(pdf, nil), []byte(active)) {
			t.Errorf("the PDF has %s", active)
		}
	}
	if head, body := strings.Index(text, "continued"), strings.Index(text, "Conversations"); body < 0 || head >= 0 && head < body {
		t.Error("the text does not begin with the beginning")
	}
}
