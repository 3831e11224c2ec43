package report

import (
	"bytes"
	"testing"
)

func TestBar(t *testing.T) {
	for _, c := range []struct {
		v, most float64
		want    string
	}{
		{16, 16, "████████████████"}, {8, 16, "████████"}, {1, 16, "█"}, {0.5, 16, "▌"}, {0.01, 16, "▏"}, {0, 16, ""}, {3, 0, ""}, {32, 16, "████████████████"},
	} {
		if got := Bar(c.v, c.most).Shown(); got != c.want {
			t.Errorf("%g of %g: %q, want %q", c.v, c.most, got, c.want)
		}
	}
	if got := Bar(-1, 5).Shown(); got != "–" {
		t.Errorf("a negative bar is %q", got)
	}
	if got := string(Bar(2.5, 5).appendMachine(nil)); got != "2.5" {
		t.Errorf("for machines %q", got)
	}
}

// A mark stands behind the digits, which stay one below the other; machines do not see it.
func TestDoubtful(t *testing.T) {
	d := &Document{Tables: []Table{{Columns: []Column{{Name: "n", Title: "N", Right: true}}, Rows: [][]Cell{{Number(0.5, Share).Doubtful()}, {Number(0.25, Share)}, {Cell{}.Doubtful()}}}}}
	for format, want := range map[string]string{
		"table":    "     N\n──────\n50.0%*\n25.0%\n    –\n",
		"csv":      "n\r\n0.5\r\n0.25\r\n\"\"\r\n",
		"markdown": "| N |\n| ---: |\n| 50.0%* |\n| 25.0% |\n| – |\n",
	} {
		var b bytes.Buffer
		if err := Write(&b, format, d, Options{}); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("%s: %q, want %q", format, b.String(), want)
		}
	}
}
