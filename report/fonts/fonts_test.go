package fonts

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// Every font of the table is there, can be read, and draws what it is there for.
func TestEveryFont(t *testing.T) {
	s := NewSet()
	for _, c := range []struct{ key, text string }{
		{Main, "Grüße, Ελληνικά, Русский, ế"}, {"cjk", "ギフトカード礼品卡안녕하세요"}, {"symbols", "▲▼●␛"}, {"arabic", "مرحبا"},
		{"hebrew", "שלום"}, {"devanagari", "क्षत्रिय"}, {"thai", "สวัสดี"}, {"emoji", "😀🎉"},
	} {
		if len(TTF(c.key, false)) == 0 {
			t.Fatalf("%s: no font", c.key)
		}
		for _, l := range s.Layout(c.text, 10, math.Inf(1), false) {
			for _, run := range l.Runs {
				if run.Font != c.key {
					t.Errorf("%s: %q is set in %s", c.key, run.Text, run.Font)
				}
				for _, g := range run.Glyphs {
					if len(g.Segments) == 8 && g.Segments[0].Points[0][1] == 0 && g.Segments[1].Kind == Straight && g.Segments[4].Kind == Move {
						t.Errorf("%s: a character of %q is a box", c.key, run.Text)
					}
				}
			}
		}
	}
	for _, f := range faces {
		if len(unpack(f.file)) == 0 {
			t.Errorf("%s is empty", f.file)
		}
	}
	if len(WebFont(false)) == 0 || len(WebFont(true)) == 0 {
		t.Error("no font for browsers")
	}
}

// Lines are no wider than asked for, and lose nothing of the text but spaces at their ends.
func TestLinesFit(t *testing.T) {
	s := NewSet()
	for _, text := range []string{
		"The quick brown fox jumps over the lazy dog and goes home", strings.Repeat("x", 300), strings.Repeat("مرحبا بالعالم ", 20),
		strings.Repeat("你好世界。", 40), "नमस्ते मेरा रिफ़ंड कब मिलेगा क्षत्रिय", "mixed שלום text 你好 and 😀 emoji",
	} {
		for _, width := range []float64{40, 120, 300} {
			var all strings.Builder
			for _, l := range s.Layout(text, 10, width, false) {
				if l.Width > width+10 { // a space at the end may stick out
					t.Errorf("%.20q: a line of %.1f for %.0f", text, l.Width, width)
				}
				for _, run := range l.Runs {
					all.WriteString(run.Text)
				}
			}
			if got, want := runeSum(all.String()), runeSum(text); got != want {
				t.Errorf("%.20q at %.0f: characters were lost", text, width)
			}
		}
	}
}

// runeSum adds up the characters but spaces, in whatever order.
func runeSum(s string) (sum int) {
	for _, r := range s {
		if r != ' ' {
			sum += int(r)
		}
	}
	return sum
}

// The width that is measured without shaping is that of the shaped text.
func TestPlainWidth(t *testing.T) {
	s := NewSet()
	for _, text := range []string{"Conversations 1,234", "Größe – Привет", "72.6% −0.5pp"} {
		for _, bold := range []bool{false, true} {
			shaped := s.Layout(text, 10, math.Inf(1), bold)[0].Width
			if plain := s.Width(text, 10, bold); math.Abs(plain-shaped) > 0.05 {
				t.Errorf("%q bold %v: %.2f plain, %.2f shaped", text, bold, plain, shaped)
			}
		}
	}
}

func TestShorten(t *testing.T) {
	s := NewSet()
	for _, text := range []string{strings.Repeat("word ", 60), strings.Repeat("W", 10_000), strings.Repeat("مرحبا", 60), strings.Repeat("e\u0301", 40)} {
		short := s.Shorten(text, 10, 50, false)
		if width := s.Width(short, 10, false); width > 50 || !strings.HasSuffix(short, "…") {
			t.Errorf("%.10q became %q of %.1f", text, short, width)
		}
	}
	if got := s.Shorten("short", 10, 50, false); got != "short" {
		t.Errorf("%q", got)
	}
	if got := s.Shorten("e\u0301", 10, 6, false); !utf8.ValidString(got) {
		t.Errorf("%q", got)
	}
}

// Right-to-left text begins at the right, and its pieces stand in the order of seeing.
func TestRightToLeft(t *testing.T) {
	l := NewSet().Layout("שלום Nordlys עולם", 10, math.Inf(1), false)[0]
	if !l.RightToLeft || len(l.Runs) != 3 || l.Runs[1].RightToLeft || !strings.Contains(l.Runs[0].Text, "עולם") {
		t.Errorf("%+v", l)
	}
}

// FuzzLayout: whatever the text, it is laid out without a panic into finite widths.
func FuzzLayout(f *testing.F) {
	for _, s := range []string{"", "\n\n", "\xff\xfe\x00", "👨‍👩‍👧‍👦 🏳️‍🌈 🇺🇦 👍🏽", "\u202eevil\u202c", "𝕳𠀀ꙮᚠ༄ বাংলা தமிழ்", "a\u0301\u0300\u0300", "\u200d\u200d", "مرحبا\u200fabc", "\u0e33\u0e49"} {
		f.Add(s, 50.0)
	}
	set := NewSet()
	f.Fuzz(func(t *testing.T, text string, width float64) {
		if !(width >= 1 && width < 1e4) || len(text) > 2000 {
			t.Skip()
		}
		for _, l := range set.Layout(text, 8, width, true) {
			if math.IsNaN(l.Width) || math.IsInf(l.Width, 0) || l.Width < 0 {
				t.Fatalf("%q: width %v", text, l.Width)
			}
			for _, run := range l.Runs {
				if run.Plain && strings.ContainsFunc(run.Text, func(r rune) bool { return r > 0xFFFF || r < ' ' }) {
					t.Fatalf("%q is said to be plain", run.Text)
				}
			}
		}
		set.Shorten(text, 8, width, false)
	})
}
