package briefing

import (
	"fmt"

	"chatcops/internal/cells"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// RetentionWeeks is how far back the cohorts of a report reach at least.
const RetentionWeeks = 12

func buildEngagement(d *data, s *page.Section) error {
	r := d.Engagement
	if r == nil || value(r.Values, "users") == nil || known0(value(r.Values, "users").Value) == 0 {
		s.Notes = []string{"No conversation of this period tells its user."}
		return nil
	}
	s.Intro = "Daily active users are the mean over the days of the period; weekly and monthly ones those of its last 7 and 30 days. Stickiness is the share of these days on which a monthly user was active."
	if picture := d.activeUsers(r); picture != nil {
		s.Blocks = append(s.Blocks, page.Block{Chart: picture})
	}
	t := d.metricTable(r.Values)
	t.Name = "all"
	s.Blocks = append(s.Blocks, page.Block{Table: t})
	if r.WithoutUser > 0 {
		s.Notes = []string{"Without a user, and so not counted here: " + report.Things(r.WithoutUser, "conversation") + "."}
	}
	return nil
}

// activeUsers draws the users of each day; nil where there are too few or too
// many days for it.
func (d *data) activeUsers(r *metrics.EngagementResult) *page.Picture {
	const fewest, most = 3, 400
	if len(r.Days) < fewest || len(r.Days) > most {
		return nil
	}
	a := d.Request.axis(dayUnits)
	users := map[string]int64{}
	for _, day := range r.Days {
		users[day.Day] = day.Users
	}
	values := make([]float64, len(a.names))
	for i, name := range a.names {
		values[i] = orUnknown(nil)
		if n, ok := users[name]; ok {
			values[i] = float64(n)
		}
	}
	l := &chart.Lines{Labels: a.labels(), Ticks: a.ticks(), Shaded: a.weekends(), Format: shown(report.Count), Whole: true, Peak: true,
		Series: []chart.Series{{Name: "users", Color: chart.Strong, Values: values, Area: true}}}
	picture := d.linesBlock(&page.Section{Title: "Active users by day"}, &a, l, report.Count)[0].Chart
	picture.Title, picture.Data.Title, picture.Data.Name = "Active users by day", "Active users by day", "days"
	return picture
}

func buildRetention(d *data, s *page.Section) error {
	r := d.Retention
	ages := 0
	var cohorts []metrics.Cohort
	if r != nil {
		for _, c := range r.Cohorts {
			if c.Users == 0 && len(cohorts) == 0 {
				continue // before the data begin
			}
			cohorts = append(cohorts, c)
			for age, cell := range c.Cells {
				if cell != nil {
					ages = max(ages, age)
				}
			}
		}
	}
	if ages == 0 {
		s.Notes = []string{"No two weeks that are over tell who came back."}
		return nil
	}
	k := &chart.Heat{Every: 1, Told: true, Format: func(v float64) string { return shown(report.Share)(v) }, Short: func(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }}
	t := page.Table{}
	t.Columns = []report.Column{{Name: r.Unit, Title: "First seen"}, {Name: "users", Title: "Users", Right: true}}
	for age := 1; age <= ages; age++ {
		k.Columns = append(k.Columns, fmt.Sprintf("+%d", age))
		t.Columns = append(t.Columns, report.Column{Name: fmt.Sprintf("%s_%d", r.Unit, age), Title: fmt.Sprintf("+%d", age), Right: true})
	}
	for _, c := range cohorts {
		k.Rows = append(k.Rows, c.Start+" · "+report.Things(c.Users, "user"))
		row, values := []report.Cell{report.Word(c.Start), report.Int(c.Users)}, make([]float64, ages)
		for age := 1; age <= ages; age++ {
			values[age-1] = orUnknown(nil)
			cell := report.Cell{}
			if age < len(c.Cells) && c.Cells[age] != nil {
				values[age-1] = orUnknown(c.Cells[age].Value)
				cell = cells.Number(c.Cells[age].Value, report.Share)
			}
			row = append(row, cell)
		}
		k.Values, t.Rows = append(k.Values, values), append(t.Rows, row)
	}
	s.Intro = fmt.Sprintf("Of the users who were first seen in a week, the share that was back one week later, two, and so on; the %d weeks up to the end of the period, as far as the data goes back.", max(RetentionWeeks, len(cohorts)))
	s.Reading = "The darker, the more; weeks that are not over are left open."
	s.Blocks = []page.Block{{Chart: &page.Picture{Chart: k, Description: "Users back in later weeks, by the week in which they were first seen", Data: t}}}
	return nil
}
