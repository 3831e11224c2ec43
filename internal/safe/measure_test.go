package safe

import (
	_ "embed"
	"strings"
	"testing"
)

// Personal data in texts, one a line: its kind, and the text with the data
// between ⟦ and ⟧. Phone numbers are of ten countries, as people write them.
//
//go:embed testdata/personal.tsv
var personal string

// Texts without personal data that look as if they had some: what it is, the text.
//
//go:embed testdata/lookalikes.tsv
var lookalikes string

// The labelled set that docs/privacy.md quotes: precision and recall of at least 0.97.
func TestRedactMeasured(t *testing.T) {
	const goal = 0.97
	type count struct{ all, found int }
	byKind := map[string]*count{}
	found, all, wrong := 0, 0, 0
	for line := range strings.Lines(personal) {
		kind, marked, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		before, rest, _ := strings.Cut(marked, "⟦")
		value, after, ok := strings.Cut(rest, "⟧")
		if !ok {
			t.Fatalf("no data is marked in %q", line)
		}
		c := byKind[kind]
		if c == nil {
			c = &count{}
			byKind[kind] = c
		}
		all++
		c.all++
		r := NewRedactor(nil)
		if got := r.Redact(before + value + after); got == before+"["+kind+"-1]"+after {
			found++
			c.found++
		} else {
			t.Logf("missed: %s in %q gives %q", kind, before+value+after, got)
			if got != before+value+after {
				wrong++ // something else was taken
			}
		}
	}
	negatives := 0
	for line := range strings.Lines(lookalikes) {
		what, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		negatives++
		if got := NewRedactor(nil).Redact(text); got != text {
			wrong++
			t.Logf("false alarm: %s %q gives %q", what, text, got)
		}
	}
	for kind, c := range byKind {
		t.Logf("%s: recall %.3f of %d", kind, float64(c.found)/float64(c.all), c.all)
	}
	recall, precision := float64(found)/float64(all), float64(found)/float64(found+wrong)
	t.Logf("%d with personal data, %d without: precision %.3f, recall %.3f", all, negatives, precision, recall)
	if recall < goal || precision < goal {
		t.Errorf("precision %.3f and recall %.3f, wanted are %.2f", precision, recall, goal)
	}
}
