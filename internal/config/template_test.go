package config

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/config.md")

func TestTemplateSetsNothing(t *testing.T) {
	c, err := loadText(t, string(Template()))
	if err != nil {
		t.Fatal(err)
	}
	c.InForce, c.File = nil, ""
	if want := defaults(); !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

// With every setting uncommented the template gives the same single values, now
// from the file, and the examples of every list.
func TestTemplateUncommented(t *testing.T) {
	text := regexp.MustCompile(`(?m)^( *)#([^ \n])`).ReplaceAllString(string(Template()), "$1$2")
	c, err := loadText(t, text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	want := defaults()
	want.File, want.InForce, want.Weights, want.Goals, want.Tests, want.Rules = c.File, c.InForce, c.Weights, c.Goals, c.Tests, c.Rules
	want.DefaultGoals, want.Graders, want.Redact, want.Funnels, want.Prices, want.Alerts = c.DefaultGoals, c.Graders, c.Redact, c.Funnels, c.Prices, c.Alerts
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
	inForce := map[string]int{}
	for _, s := range c.InForce {
		if s.Origin == "default" {
			t.Errorf("%s is not in the template", s.Key)
		}
		for _, row := range settings {
			if s.Key == row.key || strings.HasPrefix(s.Key, row.key+".") {
				inForce[row.key]++
			}
		}
	}
	for _, row := range settings {
		if want := max(1, len(row.examples)); inForce[row.key] != want {
			t.Errorf("%s: %d in force, want %d", row.key, inForce[row.key], want)
		}
	}
}

func TestTemplateIsPlain(t *testing.T) {
	for i, line := range bytes.Split(Template(), []byte("\n")) {
		if bytes.ContainsAny(line, "\t\r") || bytes.HasSuffix(line, []byte(" ")) || len(line) > 160 {
			t.Errorf("line %d: %q", i+1, line)
		}
	}
}

func TestExamplesOfTheDocsLoad(t *testing.T) {
	for _, s := range settings {
		if s.read == nil {
			continue
		}
		c, err := loadText(t, s.exampleYAML())
		if err != nil {
			t.Errorf("%s: %v", s.key, err)
		} else if got := len(s.entries(c)); got != len(s.examples) {
			t.Errorf("%s: %d of %d examples", s.key, got, len(s.examples))
		}
	}
}

func TestEverySettingIsWhole(t *testing.T) {
	for _, s := range settings {
		if (s.parse == nil) == (s.read == nil) || s.doc == "" || s.def == "" || strings.ToLower(s.key) != s.key {
			t.Errorf("%s: neither or both of scalar and list, no doc, no default, or upper case", s.key)
		}
		if s.parse == nil {
			continue
		}
		if _, text, err := s.parse(s.def); err != nil || text != s.def {
			t.Errorf("%s: the default %q reads as %q, %v", s.key, s.def, text, err)
		}
	}
}

func TestDocsAreCurrent(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "config.md")
	var want bytes.Buffer
	if err := WriteDoc(&want); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is stale: go test ./internal/config -update", path)
	}
}
