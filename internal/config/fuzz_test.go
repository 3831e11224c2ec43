package config

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// FuzzLoad: any bytes give a configuration that keeps its promises, or mistakes
// that name the file and fit on lines of a terminal.
func FuzzLoad(f *testing.F) {
	f.Add(Template())
	f.Add([]byte(listed))
	for _, group := range [][]mistake{settingMistakes, documentMistakes, goalMistakes, testMistakes, ruleMistakes} {
		for _, m := range group {
			if len(m.text) < 1000 {
				f.Add([]byte(m.text))
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Options{Getenv: environ(nil)}.load(FileName, data)
		if err == nil {
			checkPromises(t, c)
			return
		}
		var problems Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("error of another type: %v", err)
		}
		lines := 1 // YAML breaks lines at more than \n
		for _, r := range string(data) {
			if strings.ContainsRune("\n\r\u0085\u2028\u2029", r) {
				lines++
			}
		}
		for _, p := range problems {
			if p.Pos.File != FileName || p.Pos.Line < 0 || p.Pos.Line > lines+1 || !utf8.ValidString(p.Text) || strings.ContainsAny(p.Text, "\n\r\x1b") {
				t.Fatalf("problem %+v", p)
			}
		}
	})
}

// FuzzValue: what a setting accepts, it prints as a text that means the same.
func FuzzValue(f *testing.F) {
	for _, s := range settings {
		f.Add(s.def)
		f.Add(s.example)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range settings {
			if s.parse == nil {
				continue
			}
			value, canonical, err := s.parse(text)
			if err != nil {
				continue
			}
			again, same, err := s.parse(canonical)
			if err != nil || again != value || same != canonical {
				t.Fatalf("%s: %q prints %q, which reads %v, prints %q, %v", s.key, text, canonical, again, same, err)
			}
		}
	})
}

func checkPromises(t *testing.T, c *Config) {
	t.Helper()
	for _, test := range c.Tests {
		if test.Name == "" || len(test.Variants) < 2 || len(test.Variants) != len(test.Weights) || test.Metric.Value == "" {
			t.Fatalf("test %+v", test)
		}
	}
	for _, g := range c.Goals {
		triggers := 0
		for _, set := range []bool{g.Event != "", g.Tool != "", len(g.Outcomes) > 0, g.Pattern != nil} {
			if set {
				triggers++
			}
		}
		if g.Name == "" || triggers != 1 {
			t.Fatalf("goal %+v", g)
		}
	}
	for _, g := range c.Graders {
		if g.Name == "" || g.Pattern == nil || g.Role == 0 {
			t.Fatalf("grader %+v", g)
		}
	}
	if len(c.InForce) < len(settings) {
		t.Fatalf("%d settings in force", len(c.InForce))
	}
}

// Names and texts come back letter by letter, whatever their case.
func TestNamesComeBack(t *testing.T) {
	name := rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.-]{0,12}[A-Za-z0-9]`).Filter(func(s string) bool {
		return s != "null" && s != "Null" && s != "NULL"
	})
	rapid.Check(t, func(rt *rapid.T) {
		goal, event, test, a, b := name.Draw(rt, "goal"), name.Draw(rt, "event"), name.Draw(rt, "test"), name.Draw(rt, "a"), name.Draw(rt, "b")
		if a == b {
			b += "2"
		}
		c, err := Options{Getenv: environ(nil)}.load(FileName, []byte("goals: [{name: "+goal+", event: "+event+"}]\ntests: [{name: "+test+", variants: ["+a+", "+b+"]}]\nrules: {events: {conversion: ["+event+"]}}\n"))
		if err != nil {
			rt.Fatal(err)
		}
		if c.Goals[0].Name != goal || c.Goals[0].Event != event || c.Tests[0].Name != test || c.Tests[0].Variants[0] != a ||
			c.Tests[0].Variants[1] != b || c.Rules.Events[0].Values[0].Value != event {
			rt.Fatalf("%+v", c)
		}
	})
}
