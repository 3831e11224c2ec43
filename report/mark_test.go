package report

import (
	"bytes"
	"testing"
)

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
