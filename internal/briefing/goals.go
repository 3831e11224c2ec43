package briefing

import (
	"fmt"

	"chatcops/internal/cells"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

func buildGoals(d *data, s *page.Section) error {
	r := d.Goals
	if r == nil || r.Coverage.Engaged == 0 {
		return nil
	}
	t := &page.Table{Drawn: map[page.Place]chart.Chart{}}
	t.Columns = []report.Column{{Name: "goal", Title: "Goal"}, {Name: "conversations", Title: "Reached", Right: true}, {Name: "rate", Title: "Of the engaged"},
		{Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People}}
	if d.compares() {
		t.Columns = append(t.Columns, report.Column{Name: "change", Title: "Change", Right: true})
	}
	t.Columns = append(t.Columns, report.Column{Name: "median_seconds", Title: "Median time", Right: true})
	most := 0.0
	for i := range r.Goals {
		most = max(most, known0(r.Goals[i].Rate))
	}
	for i := range r.Goals {
		g := &r.Goals[i]
		if g.Conversations == 0 && (i > 0 || g.Find("rate").Previous == nil || *g.Find("rate").Previous == 0) {
			continue // goals that nobody reaches, now or before, say nothing
		}
		if len(t.Rows) == mostNames {
			t.Notes = append(t.Notes, leftOut(len(r.Goals)-i, "more")+".")
			break
		}
		rate := g.Find("rate")
		t.Drawn[page.Place{Row: len(t.Rows), Column: 2}] = &chart.Bar{Share: known0(g.Rate) / max(most, 1e-12), Label: cells.Number(g.Rate, report.Share).Shown()}
		row := []report.Cell{report.Text(d.label(g.Goal)), report.Int(g.Conversations), cells.Number(g.Rate, report.Share), cells.Number(rate.Low, report.Share), cells.Number(rate.High, report.Share), cells.Interval(rate)}
		if d.compares() {
			row = append(row, cells.Change(rate))
		}
		t.Rows = append(t.Rows, append(row, cells.Number(g.MedianSeconds, report.Seconds)))
	}
	if len(t.Rows) == 0 {
		s.Notes = []string{"No conversation of this period reached a goal."}
		return nil
	}
	s.Intro = "Engaged conversations that reached each goal, and how long after their start."
	if v := r.Completion; v.Value != nil {
		s.Intro += fmt.Sprintf(" At least one that counts: %s, %s of %s.", shown(report.Share)(*v.Value), report.Figure(int64(*v.Numerator)), report.Figure(int64(*v.Denominator)))
	}
	s.Blocks = []page.Block{{Table: t}}
	return nil
}
