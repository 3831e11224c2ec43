package chart

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"chatcops/report/fonts"
)

const evil = `<script>alert(1)</script>"&'` + "\u202e\x00"

func plainFormat(v float64) string { return fmt.Sprintf("%.0f", v) }

// charts are all kinds, from nothing to much, with hostile labels.
func charts(n int) map[string]Chart {
	labels, values := make([]string, n), make([]float64, n)
	for i := range n {
		labels[i], values[i] = fmt.Sprint(evil, i), float64(i*i%17)
	}
	broken := append([]float64(nil), values...)
	for i := range broken {
		if i%3 == 1 {
			broken[i] = math.NaN()
		}
	}
	rows, gaps := make([][]float64, n), make([][]float64, n)
	for i := range rows {
		rows[i], gaps[i] = values, broken
	}
	return map[string]Chart{
		"lines": &Lines{Labels: labels, Ticks: []Tick{{0, evil}}, Format: plainFormat, Peak: true, Series: []Series{{Name: strings.Repeat(evil, 10), Color: Strong, Values: values, Area: true}, {Name: "b", Color: Fourth, Values: broken, Dashed: true}}},
		"bars":  &Bars{Labels: labels, Values: values, Strong: 5, Format: plainFormat},
		"stack": &Stack{Categories: labels, Parts: []Part{{evil, Strong, OnStrong, values}, {strings.Repeat("long ", 60), Third, OnThird, values}}},
		"spark": &Spark{Values: broken, Size: Rect{Width: 100, Height: 40}},
		"bar":   &Bar{Share: float64(n), Label: evil}, "whisker": &Whisker{Low: -1, Value: math.Inf(1), High: 2, From: -1, To: 1, Color: Good},
		"heat":   &Heat{Rows: labels, Columns: labels, Values: rows, Format: plainFormat},
		"told":   &Heat{Rows: labels[:min(n, 9)], Columns: labels, Values: gaps, Told: true, Format: plainFormat, Short: plainFormat},
		"ranks":  &Ranks{Labels: labels, Values: broken, Format: plainFormat},
		"funnel": &Funnel{Steps: labels, Values: values, Format: plainFormat},
	}
}

// Every chart of any size is well-formed XML in which labels are text only, and
// draws no number that is none.
func TestCharts(t *testing.T) {
	set := fonts.NewSet()
	for _, n := range []int{0, 1, 2, 31, 80} {
		for name, c := range charts(n) {
			for kind, svg := range map[string]string{"picture": Picture(set, c, 500, Screen, evil, evil), "file": File(set, c, 500, Screen, evil, evil)} {
				if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") && name != "whisker" {
					t.Errorf("%s %s of %d: a coordinate is no number", name, kind, n)
				}
				elements(t, fmt.Sprintf("%s %s of %d", name, kind, n), svg)
			}
		}
	}
}

// elements checks that an SVG has no other elements than those drawn.
func elements(t *testing.T, name, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok && !strings.Contains(" svg title desc style g path circle text ", " "+e.Name.Local+" ") {
			t.Errorf("%s: element %s", name, e.Name.Local)
		}
	}
}

// The values on an axis are round, few, and hold the data.
func TestAxisSteps(t *testing.T) {
	for _, c := range [][2]float64{{0, 0}, {0, 1}, {0, 7}, {0, 171}, {-0.2, 0.4}, {0, 1e-9}, {0, 1e9}, {-5, -1}, {0, 0.0001}} {
		from, to, step := axisSteps(c[0], c[1], 4)
		if from > c[0] || to < c[1]-1e-9*math.Abs(c[1]) || step <= 0 || (to-from)/step > 9 {
			t.Errorf("%v: %v to %v by %v", c, from, to, step)
		}
	}
}

// Text can be read on what it stands on, in the light and in the dark (WCAG 2, AA).
func TestContrast(t *testing.T) {
	for _, pair := range [][2]Color{{Ink, Page}, {Body, Page}, {Muted, Page}, {Ink, Surface}, {Body, Surface}, {Muted, Surface}, {OnStrong, Strong}, {OnSecond, Second},
		{OnThird, Third}, {OnFourth, Fourth}, {OnFaint, Faint}, {Good, GoodTint}, {Bad, BadTint}, {Neutral, NeutralTint}, {Good, Page}, {Bad, Page}, {Strong, Page}, {Ink, StrongTint}} {
		for dark := range 2 {
			if c := contrast(shade(t, pair[0], dark), shade(t, pair[1], dark)); c < 4.5 && !(pair[0] == OnFourth || pair[0] == OnSecond) || c < 3 {
				t.Errorf("%s on %s (dark %d): %.2f", pair[0], pair[1], dark, c)
			}
		}
	}
}

// A number on a square of a heat map keeps its contrast, be the square the
// lightest or the darkest.
func TestContrastOnHeat(t *testing.T) {
	for dark := range 2 {
		ink, strong, below := shade(t, Ink, dark), shade(t, Strong, dark), shade(t, NeutralTint, dark)
		for _, opacity := range []float64{0, lightest, (lightest + darkestTold) / 2, darkestTold} {
			if c := contrast(ink, mixed(strong, below, opacity)); c < 4.5 {
				t.Errorf("dark %d, opacity %.2f: %.2f", dark, opacity, c)
			}
		}
	}
}

// mixed is a colour of some opacity over another.
func mixed(over, below string, opacity float64) string {
	out := "#"
	for i := range 3 {
		var a, b int
		fmt.Sscanf(over[1+2*i:3+2*i], "%x", &a)
		fmt.Sscanf(below[1+2*i:3+2*i], "%x", &b)
		out += fmt.Sprintf("%02X", int(math.Round(opacity*float64(a)+(1-opacity)*float64(b))))
	}
	return out
}

func shade(t *testing.T, c Color, dark int) string {
	for _, s := range Palette {
		if s.Name == c {
			return [2]string{s.Light, s.Dark}[dark]
		}
	}
	t.Fatalf("%s is not in the palette", c)
	return ""
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(hex string) float64 {
	var part [3]float64
	for i := range part {
		var n int
		fmt.Sscanf(hex[1+2*i:3+2*i], "%x", &n)
		v := float64(n) / 255
		if v <= 0.03928 {
			part[i] = v / 12.92
		} else {
			part[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*part[0] + 0.7152*part[1] + 0.0722*part[2]
}

func TestRGB(t *testing.T) {
	if r, g, b := RGB(Strong); r != 0x1F || g != 0x5F || b != 0xD0 {
		t.Errorf("%x %x %x", r, g, b)
	}
}
