package report

import (
	"math"
	"strings"
	"testing"
)

func TestBar(t *testing.T) {
	for _, c := range []struct {
		share float64
		want  string
	}{{0, ""}, {-1, ""}, {math.NaN(), ""}, {1e-9, "▏"}, {0.5, "████"}, {1, "████████"}, {7, "████████"}, {0.51, "████▏"}, {0.0625, "▌"}} {
		if got := Bar(c.share, 8).Shown(); got != c.want {
			t.Errorf("%v: %q, want %q", c.share, got, c.want)
		}
	}
	if got := Bar(1, 8).appendMachine(nil); len(got) != 0 {
		t.Errorf("programs see %q", got)
	}
}

// A bar that was shortened would tell of another share.
func TestBarIsNotShortened(t *testing.T) {
	d := &Document{Tables: []Table{{Columns: []Column{{Name: "a", Title: "A"}, {Name: "bar"}}, Rows: [][]Cell{{Text(strings.Repeat("long ", 40)), Bar(1, 30)}}}}}
	var b strings.Builder
	if err := Write(&b, "table", d, Options{Width: 40}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), strings.Repeat("█", 30)) {
		t.Error(b.String())
	}
}
