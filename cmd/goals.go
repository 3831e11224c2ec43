package cmd

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/scoring"
)

const goalsHelp = `Shows how many of the engaged conversations reached each goal, and how long
after their start they first did. Goals are those of the configuration, the
default ones, and those that goal events name; goals that an outcome reaches
have no time.`

func newGoalsCmd(app *App) *cobra.Command {
	o := &question{}
	c := &cobra.Command{
		Use:   "goals [PATH...]",
		Short: "How often goals are reached, and how fast",
		Long:  goalsHelp,
		Example: `  chatcops goals
  chatcops goals --period last-month --bot sales
  chatcops goals transcripts.jsonl --format csv`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runGoals(c.Context(), app, o)
		},
	}
	o.bind(c, true)
	return c
}

func runGoals(ctx context.Context, app *App, o *question) error {
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	known, err := goalsInForce(a.cfg)
	if err != nil {
		return err
	}
	a.fields = store.Lists
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	counter, head, err := fold(ctx, a, metrics.NewGoalCounter)
	if err != nil {
		return err
	}
	r := counter.Result(head, &a.selection, known)
	return a.write(&r.Head, goalsDocument(r))
}

// goalsInForce are the names of the goals of the configuration and the default ones.
func goalsInForce(cfg *config.Config) ([]string, error) {
	var names []string
	for _, g := range cfg.Goals {
		names = append(names, g.Name)
	}
	if cfg.DefaultGoals.Given {
		for _, e := range cfg.DefaultGoals.Names {
			names = append(names, e.Value)
		}
		return names, nil
	}
	defaults, err := scoring.DefaultGoals()
	for _, g := range defaults {
		names = append(names, g.Name)
	}
	return names, err
}

func goalsDocument(r *metrics.GoalsResult) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "goal", Title: "Goal"}, barColumn(), {Name: "conversations", Title: "Reached", Right: true}}}
	t.Columns = append(t.Columns, rateColumns("rate", "Of engaged")...)
	compared := r.ComparedTo != nil
	if compared {
		t.Columns = append(t.Columns, report.Column{Name: "change", Title: "Change", Right: true})
	}
	t.Columns = append(t.Columns, report.Column{Name: "median_seconds", Title: "Time", Right: true}, report.Column{Name: "timed", Only: report.Machines})
	for i := range r.Goals {
		g := &r.Goals[i]
		rate, time := g.Find("rate"), g.Find("median_seconds")
		share := 0.0
		if g.Rate != nil {
			share = *g.Rate
		}
		row := append([]report.Cell{report.Text(g.Goal), report.Bar(share, 6), report.Int(g.Conversations)}, rateCells(rate, report.Share)...)
		if compared {
			row = append(row, changeOf(rate, report.Share))
		}
		t.Rows = append(t.Rows, append(row, number(g.MedianSeconds, report.Seconds), report.Int(time.N)))
	}
	d := &report.Document{Heading: "Goals · " + heading(&r.Head), Tables: []report.Table{t}, JSON: r, Lines: report.Each(r.Goals)}
	if v := r.Completion; v.Value != nil {
		d.Notes = append(d.Notes, fmt.Sprintf("At least one goal that counts: %s of %s, %s (%s).", report.Figure(int64(*v.Numerator)), report.Figure(int64(*v.Denominator)),
			report.Number(*v.Value, report.Share).Shown(), report.Interval(*v.Low, *v.High, report.Share).Shown()))
		d.Notes = append(d.Notes, warningNotes([]metrics.Value{v})...)
	}
	if compared {
		d.Notes = append(d.Notes, noiseNote)
	}
	return d
}
