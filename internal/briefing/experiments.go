package briefing

import (
	"math"

	"chatcops/internal/cells"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// Test is what an A/B test has come to.
type Test struct {
	Name     string
	Metric   string // title of the metric that decides
	Unit     report.Unit
	Better   report.Direction
	Verdict  string    // or why there is none
	Variants []Variant // the control first
}

// Variant is one variant of a test.
type Variant struct {
	Name             string
	Sessions         int64
	Conversions      *int64 // nil where the metric is no share
	Value, Low, High *float64
	Effect           *Effect // against the control; nil for the control itself and where it cannot be told
}

// Effect is the difference of a variant from the control.
type Effect struct {
	Difference, Low, High float64  // the interval holds for all variants of the test at once
	P                     *float64 // adjusted for their number
	Tone                  report.Direction
	Status, Code          string // in words, and for machines
}

func buildExperiments(d *data, s *page.Section) error {
	if len(d.Tests) == 0 {
		s.Notes = []string{"No session of this period took part in an experiment."}
		return nil
	}
	t := &page.Table{Drawn: map[page.Place]chart.Chart{}}
	t.Columns = []report.Column{{Name: "test", Title: "Test"}, {Name: "variant", Title: "Variant"}, {Name: "sessions", Title: "Sessions", Right: true},
		{Name: "conversions", Title: "Reached", Right: true}, {Name: "metric", Only: report.Machines}, {Name: "value", Title: "Value", Right: true},
		{Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines}, {Name: "difference", Title: "Difference", Right: true},
		{Name: "difference_low", Only: report.Machines}, {Name: "difference_high", Only: report.Machines}, {Name: "interval", Title: "95 % interval", Only: report.People},
		{Name: "p_value", Title: "p", Right: true}, {Name: "status", Only: report.Machines}, {Name: "status_text", Title: "Status", Only: report.People}}
	for _, test := range d.Tests {
		widest := test.widestEffect()
		for _, v := range test.Variants {
			row := []report.Cell{report.Text(d.label(test.Name)), report.Text(d.label(v.Name)), report.Int(v.Sessions), {}, report.Word(test.Metric), cells.Number(v.Value, test.Unit),
				cells.Number(v.Low, test.Unit), cells.Number(v.High, test.Unit)}
			if v.Conversions != nil {
				row[3] = report.Int(*v.Conversions)
			}
			if e := v.Effect; e != nil {
				color := chart.Neutral
				switch e.Tone {
				case report.Higher:
					color = chart.Good
				case report.Lower:
					color = chart.Bad
				}
				t.Drawn[page.Place{Row: len(t.Rows), Column: 11}] = &chart.Whisker{Low: e.Low, Value: e.Difference, High: e.High, From: -widest, To: widest, Color: color}
				row = append(row, report.Change(e.Difference, test.Unit, test.Better, e.Tone != report.Neither), report.Number(e.Low, test.Unit), report.Number(e.High, test.Unit),
					report.Spread(e.Low, e.High, test.Unit), pValue(e.P), report.Word(e.Code), report.Word(e.Status))
			} else {
				row = append(row, report.Cell{}, report.Cell{}, report.Cell{}, report.Cell{}, report.Cell{}, report.Word(""), report.Word(""))
			}
			t.Rows = append(t.Rows, row)
		}
		s.Notes = append(s.Notes, d.label(test.Name)+": "+d.label(test.Verdict))
	}
	s.Intro = "Sessions by variant, against the first of each test."
	s.Reading = "The intervals of one test share an axis; the dashed line is no difference."
	s.Blocks = []page.Block{{Table: t}}
	return nil
}

func pValue(p *float64) report.Cell {
	if p == nil {
		return report.Cell{}
	}
	return report.PValue(*p)
}

// widestEffect is how far the axis of the intervals of a test reaches on either side.
func (t *Test) widestEffect() float64 {
	widest := 0.01
	for _, v := range t.Variants {
		if v.Effect != nil {
			widest = max(widest, math.Abs(v.Effect.Low), math.Abs(v.Effect.High))
		}
	}
	return widest
}
