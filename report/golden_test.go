package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// stats is the kind of document that an analysing command prints.
func stats() *Document {
	at := time.Date(2026, 10, 1, 14, 3, 22, 0, time.FixedZone("", 2*3600))
	type metric struct {
		Name  string   `json:"name"`
		Value *float64 `json:"value"`
		N     int      `json:"n"`
	}
	escalation := 0.24
	metrics := []metric{{"escalation_rate", &escalation, 200}, {"csat", nil, 0}}
	return &Document{
		Heading: "support-bot · 2026-10 against 2026-09",
		Tables: []Table{
			{
				Columns: []Column{
					{Name: "metric", Title: "Metric"},
					{Name: "value", Title: "Value", Right: true},
					{Title: "95% interval", Right: true, Only: People},
					{Name: "low", Only: Machines},
					{Name: "high", Only: Machines},
					{Title: "n", Right: true, Only: People},
					{Name: "numerator", Only: Machines},
					{Name: "denominator", Only: Machines},
					{Name: "change", Title: "Change", Right: true},
				},
				Rows: [][]Cell{
					{Word("Conversations"), Int(12345), {}, {}, {}, {}, {}, {}, Change(0.034, Relative, Neither, true)},
					rate("Escalation rate", 48, 200, 0.186, 0.304, Change(0.012, Share, Lower, false)),
					rate("Resolution rate", 91, 190, 0.409, 0.549, Change(-0.051, Share, Higher, true)),
					{Word("First response, mean"), Number(4.2345, Seconds), Interval(3.91, 4.55, Seconds), Number(3.91, Seconds), Number(4.55, Seconds), Int(190), {}, {}, Change(-0.5, Seconds, Lower, true)},
					{Word("Satisfaction"), {}, {}, {}, {}, Of(0, 0), Int(0), Int(0), {}},
				},
				Notes: []string{"~ the change is only noise (p ≥ 0.05)."},
			},
			{
				Title: "Topics",
				Columns: []Column{
					{Name: "topic", Title: "Topic"},
					{Name: "conversations", Title: "Conversations", Right: true},
					{Name: "example", Title: "Example"},
					{Name: "at", Title: "When"},
				},
				Rows: [][]Cell{
					{Text("refund status"), Int(31), Text("Where is my refund? I have been waiting for three weeks"), Instant(at)},
					{Text("返金の状況を教えてください"), Int(3), Text("返金はいつですか？もう三週間も待っています。"), Instant(at)},
					{Text("👍🏽🇩🇪❤️👨‍👩‍👧"), Int(3), Text("שלום, איפה ההחזר שלי?"), {}},
					{Text(""), Int(-1200), Text("مرحبا أين المبلغ"), Instant(time.Time{})},
				},
			},
			{Title: "Funnel", Columns: []Column{{Name: "step", Title: "Step"}}},
		},
		Notes: []string{"12 conversations carry no time and belong to no period; they are left out, so that the sums may be smaller than those of all the data."},
		JSON:  map[string]any{"metrics": metrics, "html": "<b>&"},
		Lines: Each(metrics),
	}
}

func rate(title string, n, of int64, low, high float64, change Cell) []Cell {
	return []Cell{
		Word(title), Number(float64(n)/float64(of), Share), Interval(low, high, Share),
		Number(low, Share), Number(high, Share), Of(n, of), Int(n), Int(of), change,
	}
}

func TestGolden(t *testing.T) {
	tests := []struct {
		file, format string
		options      Options
	}{
		{"table.txt", "table", Options{}},
		{"table-color.txt", "table", Options{Color: true}},
		{"table-60.txt", "table", Options{Width: 60}},
		{"table-30.txt", "table", Options{Width: 30}},
		{"stats.csv", "csv", Options{}},
		{"stats-bom.csv", "csv", Options{BOM: true}},
		{"stats.json", "json", Options{}},
		{"stats.jsonl", "jsonl", Options{}},
		{"stats.md", "markdown", Options{}},
	}
	covered := map[string]bool{}
	for _, test := range tests {
		covered[test.format] = true
		t.Run(test.file, func(t *testing.T) {
			got := render(t, test.format, stats(), test.options)
			path := filepath.Join("testdata", test.file)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	for _, f := range Formats {
		if !covered[f.Name] {
			t.Errorf("format %s has no golden file", f.Name)
		}
	}
}

func render(t interface {
	Helper()
	Fatalf(string, ...any)
}, format string, d *Document, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, d, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}
