package cmd

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/metrics"
	"chatcops/report"
)

const engagementHelp = `Shows how users come back: daily active users (the mean over the days of the
period), weekly and monthly ones (the last 7 and 30 days of it, which may begin
before it), stickiness (the share of the 30 days on which a monthly user was
active), new and returning users, conversations per user, how many conversations
were followed by another of the same user within 24 hours, and of the users first
seen in a week or month how many were back how much later.

Days begin at midnight of --timezone. When a user was first seen is decided by
all the data, whatever the filters. Cells of weeks and months that are not over
are empty.`

func newEngagementCmd(app *App) *cobra.Command {
	o := &question{}
	c := &cobra.Command{
		Use:   "engagement [PATH...]",
		Short: "Active users, stickiness, retention cohorts, recontact",
		Long:  engagementHelp,
		Example: `  chatcops engagement
  chatcops engagement --period 12w --timezone Europe/Berlin
  chatcops engagement transcripts.jsonl --channel app --format json`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runEngagement(c.Context(), app, o)
		},
	}
	o.bind(c, true)
	return c
}

func runEngagement(ctx context.Context, app *App, o *question) error {
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	a.history = true
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	visits := &metrics.Visits{}
	var without int64
	head, err := a.scan(ctx, func() (func(*metrics.Selector, *chat.Facts), func()) {
		own := &metrics.Visits{}
		var unknown int64
		take := func(side int, f *chat.Facts) {
			if side == metrics.Now && f.UserKey == 0 {
				unknown++
			}
		}
		return func(s *metrics.Selector, f *chat.Facts) {
			s.Each(f, take)
			own.Add(f, s.Matches(f))
		}, func() { visits.Merge(own); without += unknown }
	})
	if err != nil {
		return err
	}
	known := app.Now()
	if a.newest.Known() {
		known = a.newest.In(a.cfg.Location())
	}
	r := visits.Engagement(head, metrics.EngagementQuery{Selection: &a.selection, Known: known})
	r.WithoutUser = without
	return a.write(&r.Head, engagementDocument(r))
}

func engagementDocument(r *metrics.EngagementResult) *report.Document {
	d := &report.Document{Heading: "Engagement · " + heading(&r.Head), JSON: r, Lines: report.Each(r.Values)}
	d.Tables = []report.Table{valuesTable(&r.Head, r.Values)}
	if len(r.Days) > 0 && len(r.Days) <= mostDays {
		d.Tables = append(d.Tables, dayTable(r))
	}
	for _, table := range []struct {
		title string
		of    *metrics.Retention
	}{{"Back in later weeks, of the users first seen in a week", &r.Weeks}, {"Back in later months, of the users first seen in a month", &r.Months}} {
		if len(table.of.Cohorts) > 0 {
			d.Tables = append(d.Tables, cohortTable(table.title, table.of))
		}
	}
	if r.WithoutUser > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("Without a user id, and so not counted here: %s.", report.Things(r.WithoutUser, "conversation")))
	}
	return d
}

// mostDays is how many days a table for people shows; programs see all.
const mostDays = 35

func dayTable(r *metrics.EngagementResult) report.Table {
	t := report.Table{Title: "Active users by day", Columns: []report.Column{{Name: "day", Title: "Day"}, {Name: "users", Title: "Users", Right: true}, barColumn()}}
	most := int64(1)
	for _, day := range r.Days {
		most = max(most, day.Users)
	}
	for _, day := range r.Days {
		t.Rows = append(t.Rows, []report.Cell{report.Word(day.Day), report.Int(day.Users), report.Bar(float64(day.Users)/float64(most), 40)})
	}
	return t
}

// Bounds of a table of cohorts for people: the latest ones, and how far they go.
const (
	shownCohorts = 12
	shownAges    = 6
)

func cohortTable(title string, r *metrics.Retention) report.Table {
	t := report.Table{Title: title, Columns: []report.Column{{Name: r.Unit, Title: "First seen"}, {Name: "users", Title: "Users", Right: true}}}
	cohorts := r.Cohorts
	if more := len(cohorts) - shownCohorts; more > 0 {
		cohorts = cohorts[more:]
		t.Notes = append(t.Notes, fmt.Sprintf("The latest %d of %d; --format json has all, with intervals.", shownCohorts, len(r.Cohorts)))
	}
	ages := 0
	small := 0
	for _, c := range cohorts {
		ages = max(ages, len(c.Cells))
		if c.Users > 0 && c.Users < 20 {
			small++
		}
	}
	ages = min(ages, shownAges)
	for age := range ages {
		t.Columns = append(t.Columns, report.Column{Name: fmt.Sprintf("%s_%d", r.Unit, age), Title: fmt.Sprintf("+%d", age), Right: true})
	}
	for _, c := range cohorts {
		row := []report.Cell{report.Word(c.Start), report.Int(c.Users)}
		for age := range ages {
			cell := report.Word("")
			if age < len(c.Cells) && c.Cells[age] != nil {
				cell = number(c.Cells[age].Value, report.Share)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	if small > 0 {
		t.Notes = append(t.Notes, smallNote(small, len(cohorts)))
	}
	return t
}
