package briefing

import (
	"fmt"
	"math"

	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// Test is what an A/B test of conversions has come to.
type Test struct {
	Name     string
	Verdict  string
	Variants []Variant // the control first
}

// Variant is one variant of a test.
type Variant struct {
	Name                  string
	Sessions, Conversions int64
	Rate                  *float64
	Low, High             float64 // 95 % interval of the rate
	Effect                *Effect // against the control; nil for the control itself and where it cannot be told
}

// Effect is the difference of a variant from the control, in conversions per session.
type Effect struct {
	Difference, Low, High float64 // the interval holds for all variants of the test at once
	P                     float64 // adjusted for their number
	Tone                  report.Direction
	Status                string
}

func buildExperiments(d *data, s *page.Section) error {
	if len(d.Tests) == 0 {
		s.Notes = []string{"No session of this period took part in an experiment."}
		return nil
	}
	t := &page.Table{Drawn: map[page.Place]chart.Chart{}}
	t.Columns = []report.Column{{Name: "test", Title: "Test"}, {Name: "variant", Title: "Variant"}, {Name: "sessions", Title: "Sessions", Right: true},
		{Name: "conversions", Title: "Converted", Right: true}, {Name: "rate", Title: "Rate", Right: true},
		{Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines}, {Name: "difference", Title: "Difference", Right: true},
		{Name: "difference_low", Only: report.Machines}, {Name: "difference_high", Only: report.Machines}, {Name: "interval", Title: "95 % interval", Only: report.People},
		{Name: "p_value", Title: "p", Right: true}, {Name: "status", Title: "Status"}}
	widest := d.widestEffect()
	for _, test := range d.Tests {
		for _, v := range test.Variants {
			row := []report.Cell{report.Text(d.label(test.Name)), report.Text(d.label(v.Name)), report.Int(v.Sessions), report.Int(v.Conversions), rate(v.Rate),
				report.Number(v.Low, report.Share), report.Number(v.High, report.Share)}
			if e := v.Effect; e != nil {
				color := chart.Neutral
				switch e.Tone {
				case report.Higher:
					color = chart.Good
				case report.Lower:
					color = chart.Bad
				}
				t.Drawn[page.Place{Row: len(t.Rows), Column: 10}] = &chart.Whisker{Low: e.Low, Value: e.Difference, High: e.High, From: -widest, To: widest, Color: color}
				row = append(row, report.Change(e.Difference, report.Share, report.Higher, e.Tone != report.Neither), report.Number(e.Low, report.Share), report.Number(e.High, report.Share),
					report.Interval(e.Low, e.High, report.Share), report.Number(e.P, report.Decimal(3)), report.Word(e.Status))
			} else {
				row = append(row, report.Cell{}, report.Cell{}, report.Cell{}, report.Cell{}, report.Cell{}, report.Word(""))
			}
			t.Rows = append(t.Rows, row)
		}
		s.Notes = append(s.Notes, d.label(test.Name)+": "+test.Verdict)
	}
	s.Intro = fmt.Sprintf("Sessions that converted, against the first variant. The intervals share one axis from %s to %s; the dashed line is no difference.",
		signed(-widest, report.Share), signed(widest, report.Share))
	s.Blocks = []page.Block{{Table: t}}
	return nil
}

func rate(v *float64) report.Cell {
	if v == nil {
		return report.Cell{}
	}
	return report.Number(*v, report.Share)
}

// widestEffect is how far the axis of all intervals reaches on either side.
func (d *data) widestEffect() float64 {
	widest := 0.01
	for _, t := range d.Tests {
		for _, v := range t.Variants {
			if v.Effect != nil {
				widest = max(widest, math.Abs(v.Effect.Low), math.Abs(v.Effect.High))
			}
		}
	}
	return math.Ceil(widest*100) / 100
}
