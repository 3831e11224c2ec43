package page

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/fonts"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// hostile is what people may write anywhere.
var hostile = "=1+1</style></svg><script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:b) |`{{.}}`\u202eevil\x00\x1b[31m\xff \x1f#\x1f {nb} 👨‍👩‍👧 مرحبا 你好 नमस्ते สวัสดี"

// sample is a report of every kind of block; text stands in every field.
func sample(text string, rows int) *Document {
	values := make([]float64, 31)
	for i := range values {
		values[i] = float64(40 + i*7%23)
	}
	values[4] = math.NaN()
	labels := make([]string, len(values))
	for i := range labels {
		labels[i] = fmt.Sprintf("%d Oct %s", i+1, text)
	}
	picture := func(c chart.Chart) Block {
		t := Table{Table: report.Table{Columns: []report.Column{{Name: "day", Title: "Day"}, {Name: "n", Title: text, Right: true}}, Rows: [][]report.Cell{{report.Text(text), report.Int(3)}}}}
		return Block{Chart: &Picture{Chart: c, Title: "", Description: text, Data: t}}
	}
	plain := func(v float64) string { return fmt.Sprintf("%.0f", v) }
	lines := &chart.Lines{Labels: labels, Ticks: []chart.Tick{{At: 0, Label: text}}, Format: plain, Peak: true, Series: []chart.Series{{Name: text, Color: chart.Strong, Values: values, Area: true}}}
	bars := &chart.Bars{Labels: labels, Values: []float64{1, 5, 2}, Strong: 1, Format: plain}
	bars.Labels = labels[:3]
	stack := &chart.Stack{Categories: labels[:3], Parts: []chart.Part{{Name: text, Color: chart.Strong, On: chart.OnStrong, Values: []float64{1, 2, 0}}}}
	funnel := &chart.Funnel{Steps: labels[:3], Values: []float64{5, 2, 0}, Format: plain}
	heat := &chart.Heat{Rows: labels[:2], Columns: labels[:2], Values: [][]float64{{1, math.NaN()}, {.2, 0}}, Every: 1, Told: true, Format: plain}
	ranks := &chart.Ranks{Labels: labels[:2], Values: []float64{3, math.NaN()}, Format: plain}
	ways := picture(funnel)
	ways.Chart.Title, ways.Chart.Data.Name = text, "1"
	table := &Table{Drawn: map[Place]chart.Chart{}}
	table.Title = text
	table.Columns = []report.Column{{Name: "bot", Title: text}, {Name: "share", Title: "Share"}, {Name: "n", Title: "Conversations", Right: true}, {Name: "change", Title: "Change", Right: true}, {Name: "exact", Only: report.Machines}}
	for i := range rows {
		table.Rows = append(table.Rows, []report.Cell{report.Text(fmt.Sprintf("%d %s", i, text)), report.Number(.25, report.Share), report.Int(int64(1000 * i)), report.Change(-.02, report.Share, report.Higher, i%2 == 0), report.Number(.1, report.Share)})
		table.Drawn[Place{i, 1}] = &chart.Bar{Share: .25, Label: text}
		if i == 1 {
			table.Drawn[Place{i, 1}] = &chart.Whisker{Low: -1, Value: 0, High: 1, From: -1, To: 1, Color: chart.Good}
		}
	}
	table.Notes = []string{text}
	chats := []Chat{{ID: text, Facts: text, Verdict: text, Tone: report.Lower, Turns: []Turn{{User, "User", text}, {Agent, "Agent", strings.Repeat(text+"\n", 12)}, {Speaker: Aside, Text: "… 3 messages left out …"}}}}
	return &Document{Title: text, Subject: text, Period: "1–31 October 2026", Compared: text, Generated: "Generated 1 November 2026", Stamp: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC),
		Head:     map[string]any{"type": "overview"},
		Findings: []Finding{{text, report.Higher, nil}, {text, report.Lower, map[string]any{"n": 3}}, {text, report.Neither, nil}},
		Figures:  []Figure{{Title: text, Leads: true, Value: report.Number(.5, report.Share), Trend: values}, {Title: text, Value: report.Number(.726, report.Share), Change: report.Change(.02, report.Share, report.Higher, true), Note: text, Trend: values, Data: 1}, {Title: "Empty"}},
		Sections: []Section{{Name: "volume", Title: text, Intro: text, Blocks: []Block{picture(lines)}}, {Name: "hours", Title: text, Intro: text, Reading: text, Half: true, Blocks: []Block{picture(bars)}},
			{Name: "funnel", Title: text, Intro: text, Blocks: []Block{ways, picture(ranks)}}, {Name: "retention", Title: text, Blocks: []Block{picture(heat)}},
			{Name: "outcomes", Title: text, Half: true, Blocks: []Block{picture(stack)}}, {Name: "bots", Title: text, Blocks: []Block{{Table: table}}, Notes: []string{text}},
			{Name: "examples", Title: text, Intro: text, Blocks: []Block{{Chats: chats}}}, {Name: "empty", Title: "Empty", Notes: []string{"There is no data."}}}}
}

var styles = regexp.MustCompile(`(?s)<style>.*?</style>|style-src '[^']*'`)

// TestGolden writes a report whose every field is hostile, in every format.
func TestGolden(t *testing.T) {
	d := sample(hostile, 3)
	for _, f := range Formats {
		if f.Files || f.Name == "pdf" { // whose text TestPDFText has
			continue
		}
		b, err := f.Bytes(d)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "hostile."+f.Extension, styles.ReplaceAll(b, nil)) // the fonts are not worth a golden file
	}
	files, err := CSV(d, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&all, "-- %s --\n%s", f.Name, f.Content)
	}
	golden(t, "hostile.csv", all.Bytes())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; go test ./report/page -update writes it", name)
	}
}

var (
	values  = regexp.MustCompile(`"[^"]*"`)
	loading = regexp.MustCompile(`(?i)\s(on\w+|src|href|action|style)\s*=`)
)

var tags = regexp.MustCompile(`<([a-zA-Z][a-zA-Z0-9]*)([^>]*)>`)

// TestNothingIsLoaded reads the page of hostile text: there are only the elements
// of the template, no attribute that runs or loads, and no address but of data.
func TestNothingIsLoaded(t *testing.T) {
	b, err := bytesOf("html", sample(hostile, 3))
	if err != nil {
		t.Fatal(err)
	}
	allowed := " html head meta title style body header div h1 h2 h3 p main section ul li span svg desc path circle text details summary table thead tbody tr th td article footer g "
	for _, m := range tags.FindAllStringSubmatch(string(b), -1) {
		if !strings.Contains(allowed, " "+strings.ToLower(m[1])+" ") {
			t.Errorf("element %s", m[0])
		}
		if loading.MatchString(values.ReplaceAllString(m[2], "")) {
			t.Errorf("attribute in %s", m[0])
		}
	}
	for _, url := range regexp.MustCompile(`url\(([^)]{0,20})`).FindAllStringSubmatch(string(b), -1) {
		if !strings.HasPrefix(url[1], "data:font/woff2;") {
			t.Errorf("loads %s", url[1])
		}
	}
	for _, bad := range []string{"\u202e", "\x00", "\x1b"} {
		if bytes.Contains(b, []byte(bad)) {
			t.Errorf("%q is in the page", bad)
		}
	}
}

func bytesOf(format string, d *Document) ([]byte, error) {
	f, err := FindFormat(format)
	if err != nil {
		return nil, err
	}
	return f.Bytes(d)
}

// TestSameBytes: the same report gives the same bytes in every format.
func TestSameBytes(t *testing.T) {
	for _, f := range Formats {
		if f.Files {
			continue
		}
		a, err := f.Bytes(sample(hostile, 30))
		b, err2 := f.Bytes(sample(hostile, 30))
		if err != nil || err2 != nil || !bytes.Equal(a, b) {
			t.Errorf("%s: %v %v, %d and %d bytes", f.Name, err, err2, len(a), len(b))
		}
	}
}

// TestPDF: a report of any size becomes pages that end where they should.
func TestPDF(t *testing.T) {
	for name, text := range map[string]string{"hostile": hostile, "empty": "", "long": strings.Repeat("Wort ", 400), "wide": strings.Repeat("W", 1000), "tall": strings.Repeat("a\n", 300)} {
		for _, rows := range []int{0, 12} {
			if text == "" {
				rows *= 20
			}
			b, err := bytesOf("pdf", sample(text, rows))
			if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(b), []byte("%%EOF")) {
				t.Errorf("%s, %d rows: %v", name, rows, err)
			}
		}
	}
	b, err := bytesOf("pdf", &Document{Title: "Nothing", Period: "October"})
	if err != nil || len(b) == 0 {
		t.Errorf("a report of nothing: %v", err)
	}
}

// TestNumbersPages: the number of pages is put in, and text that looks like its
// placeholder stays as it is.
func TestNumbersPages(t *testing.T) {
	s := newSheet(sample(hostile, 60), fonts.NewSet())
	s.all()
	if n := s.pdf.PageNo(); n < 3 {
		t.Fatalf("%d pages", n)
	}
}

// TestTableFits: the columns of a table fill the page and no more.
func TestTableFits(t *testing.T) {
	for _, text := range []string{"a", strings.Repeat("long ", 80), strings.Repeat("W", 200)} {
		for _, columns := range []int{1, 4, 9, 14} {
			table := &Table{}
			var row []report.Cell
			for i := range columns {
				table.Columns = append(table.Columns, report.Column{Title: text, Right: i > 2})
				row = append(row, report.Text(text))
			}
			table.Rows = [][]report.Cell{row}
			s := newSheet(&Document{Title: "t"}, fonts.NewSet())
			g := &grid{t: table, columns: table.Seen()}
			s.layout(g)
			total := 0.0
			for _, w := range g.widths {
				if w <= 0 {
					t.Errorf("%d columns: a width of %v", columns, w)
				}
				total += w
			}
			if math.Abs(total-s.width) > 0.01 {
				t.Errorf("%d columns of %.5q: %.1f of %.1f", columns, text, total, s.width)
			}
		}
	}
}

// TestBeside: narrow sections stand two by two, and one that is left over alone.
func TestBeside(t *testing.T) {
	narrow := Section{Half: true, Blocks: []Block{{Chart: &Picture{}}}}
	for _, c := range []struct{ sections, beside string }{{"", ""}, {"n", "-"}, {"nn", "bb"}, {"nnn", "bb-"}, {"wnnwnnnn", "-bb-bbbb"}, {"nwnn", "--bb"}, {"w", "-"}} {
		d := &Document{}
		for _, kind := range c.sections {
			s := narrow
			s.Half = kind == 'n'
			d.Sections = append(d.Sections, s)
		}
		got := ""
		for i := range d.Sections {
			got += map[bool]string{true: "b", false: "-"}[d.Beside(i)]
		}
		if got != c.beside {
			t.Errorf("%s: %s, want %s", c.sections, got, c.beside)
		}
	}
}

func TestArchive(t *testing.T) {
	files, err := CSV(sample("text", 2), report.Options{BOM: true})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	a, _ := Archive(files, at)
	b, err := Archive(files, at)
	if err != nil || !bytes.Equal(a, b) {
		t.Fatalf("%v: two archives differ", err)
	}
	z, err := zip.NewReader(bytes.NewReader(a), int64(len(a)))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, files[i].Content) || !bytes.HasPrefix(got, []byte("\ufeff")) {
			t.Errorf("%s: %v %q", f.Name, err, got)
		}
	}
}

// TestJSONIsExact: numbers are numbers, the undefined is null.
func TestJSONIsExact(t *testing.T) {
	b, err := bytesOf("json", sample("x", 1))
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Sections []struct {
			Name   string
			Tables []struct {
				Name string
				Rows []map[string]any
			}
		}
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	row := v.Sections[5].Tables[0].Rows[0]
	if v.Sections[5].Name != "bots" || row["share"] != .25 || row["exact"] != .1 || row["change"] != -.02 || row["bot"] != "0 x" {
		t.Errorf("%v", row)
	}
}

// A table whose rows do not fit is an error in every format, not a panic.
func TestMisfit(t *testing.T) {
	d := sample("x", 1)
	d.Sections[5].Blocks[0].Table.Rows[0] = nil
	for _, f := range Formats {
		if f.Files {
			continue
		}
		if _, err := f.Bytes(d); err == nil {
			t.Errorf("%s accepts it", f.Name)
		}
	}
	if _, err := CSV(d, report.Options{}); err == nil {
		t.Error("csv accepts it")
	}
}

// FuzzPDF: whatever people write, a PDF comes out.
func FuzzPDF(f *testing.F) {
	f.Add(hostile)
	f.Add("")
	f.Add("\xff\ufffe\U0010ffff")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 300 {
			t.Skip()
		}
		for _, format := range []string{"pdf", "html", "markdown", "json"} {
			if _, err := bytesOf(format, sample(text, 2)); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
		}
	})
}
