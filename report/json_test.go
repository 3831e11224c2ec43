package report

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// What is written reads back as the same value, and holds no control character.
func TestJSONReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		d := &Document{JSON: map[string]string{text: text}}
		for _, format := range []string{"json", "jsonl"} {
			got := render(t, format, d, Options{})
			if !strings.HasSuffix(got, "}\n") {
				t.Fatalf("%s does not end with a line: %q", format, got)
			}
			if strings.ContainsFunc(strings.ReplaceAll(got, "\n", ""), unicode.IsControl) {
				t.Fatalf("%s holds a control character: %q", format, got)
			}
			var read map[string]string
			if err := json.Unmarshal([]byte(got), &read); err != nil {
				t.Fatal(err)
			}
			valid := string([]rune(text)) // each invalid byte becomes U+FFFD
			if len(read) != 1 || read[valid] != valid {
				t.Fatalf("%s of %q reads back %q", format, text, read)
			}
		}
	})
}

func TestJSONLinesFallBackToTheValue(t *testing.T) {
	d := &Document{JSON: map[string]int{"a": 1}}
	if got, want := render(t, "jsonl", d, Options{}), "{\"a\":1}\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	d.Lines = Each([]int{})
	if got := render(t, "jsonl", d, Options{}); got != "" {
		t.Errorf("no lines print %q", got)
	}
}

// A line stands complete before the next is asked for.
func TestJSONStream(t *testing.T) {
	var b bytes.Buffer
	s := NewJSONStream(&b)
	for _, v := range []any{"a\nb<", 2, nil} {
		if err := s.Write(v); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Write(math.NaN()); err == nil {
		t.Error("a number that is not finite is accepted")
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "\"a\\nb<\"\n2\nnull\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestJSONArray(t *testing.T) {
	for want, values := range map[string][]any{"[]\n": nil, "[\n1\n]\n": {1}, "[\n1,\n\"a\"\n]\n": {1, "a"}} {
		var b bytes.Buffer
		a := NewJSONArray(&b)
		for _, v := range values {
			if err := a.Write(v); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.Close(); err != nil || b.String() != want {
			t.Errorf("%q (%v), want %q", b.String(), err, want)
		}
	}
}
