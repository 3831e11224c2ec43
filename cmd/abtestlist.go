package cmd

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/report"
)

// quietAfter is how long no exposure came before a test counts as quiet.
const quietAfter = 7 * 24 * time.Hour

// testStates are the states of a test, in the order of the list.
var testStates = []struct{ name, doc string }{
	{"running", "exposures come"},
	{"quiet", "no exposure for a week, and no end is configured"},
	{"unrecorded", "no exposure is recorded; results compute the variants from the hash"},
	{"planned", "its start is still to come"},
	{"ended", "its end is over"},
}

const testListHelp = `Lists the tests of the configuration and of the exposures, with their state and
their verdict so far:
`

type testListOptions struct{ common }

func newTestListCmd(app *App) *cobra.Command {
	o := &testListOptions{}
	help := testListHelp
	for _, s := range testStates {
		help += "\n  " + s.name + strings.Repeat(" ", 12-len(s.name)) + s.doc
	}
	c := &cobra.Command{
		Use:     "list [PATH...]",
		Short:   "The tests with their state and verdict",
		Long:    help,
		Example: "  chatcops abtest list\n  chatcops abtest list log.jsonl --format json",
		RunE:    func(c *cobra.Command, paths []string) error { return runTestList(c.Context(), app, o, paths) },
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	c.Flags().String("timezone", "", "timezone of days, such as Europe/Berlin")
	return c
}

// listedTest is a line of the list.
type listedTest struct {
	Test     string       `json:"test"`
	State    string       `json:"state"`
	Source   string       `json:"source"`
	Metric   string       `json:"metric"`
	Variants []string     `json:"variants"`
	Sessions int64        `json:"sessions"`
	Days     int          `json:"complete_days"`
	Start    *time.Time   `json:"start"`
	End      *time.Time   `json:"end"`
	First    *time.Time   `json:"first_exposure"`
	Last     *time.Time   `json:"last_exposure"`
	Verdict  *verdictJSON `json:"verdict"`
	Problem  string       `json:"problem,omitempty"` // why there is no verdict
}

func runTestList(ctx context.Context, app *App, o *testListOptions, paths []string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, paths)
	if err != nil {
		return err
	}
	defer s.close()
	exposed, err := s.ExposedTests()
	if err != nil {
		return err
	}
	rows := []listedTest{}
	for _, t := range cfg.Tests {
		i := slices.IndexFunc(exposed, func(e store.ExposedTest) bool { return e.Name == t.Name })
		e := store.ExposedTest{Name: t.Name, First: chat.NoTime, Last: chat.NoTime}
		if i >= 0 {
			e = exposed[i]
			exposed = slices.Delete(exposed, i, i+1)
		}
		rows = append(rows, app.listed(ctx, s.Store, cfg, e))
	}
	for _, e := range exposed {
		rows = append(rows, app.listed(ctx, s.Store, cfg, e))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	order := func(r listedTest) int {
		return slices.IndexFunc(testStates, func(s struct{ name, doc string }) bool { return s.name == r.State })
	}
	slices.SortStableFunc(rows, func(a, b listedTest) int { return order(a) - order(b) })
	d := listDocument(rows)
	if len(rows) == 0 {
		app.explain(&o.common, d, cfg.Format, "There is no test: import exposures, or name one under tests in chatcops.yaml.")
	}
	return o.write(app, cfg, d)
}

// listed judges one test; what keeps it from that is told in its line.
func (app *App) listed(ctx context.Context, s *store.Store, cfg *config.Config, e store.ExposedTest) listedTest {
	loc := cfg.Location()
	row := listedTest{Test: e.Name, Variants: []string{}, First: instantOf(e.First, loc), Last: instantOf(e.Last, loc)}
	t, err := newTrial(cfg, e.Name, &testFlags{}, &designFlags{})
	if err != nil {
		row.Problem, row.State = err.Error(), "running"
		return row
	}
	row.State, row.Source, row.Metric = t.state(app.Now(), e), t.origin, t.metrics[0].gauge.Metric.Name
	row.Start, row.End = bound(t.start, loc), bound(t.end, loc)
	count := &testCount{trial: t, idle: cfg.IdleTimeout.Microseconds(), costOf: pricesOf(cfg).CostOf}
	count.filter.Span = t.within(period.Span{Location: loc}, false)
	o, err := judge(ctx, app, s, e.Name, count)
	if err != nil {
		row.Problem = err.Error()
		return row
	}
	row.Variants, row.Days, row.Sessions = t.Test.Variants(), o.study.Traffic.CompleteDays(o.study.Today), o.sessions()
	v := o.verdictJSON()
	row.Verdict = &v
	return row
}

// state is the state of a test at a time.
func (t *trial) state(now time.Time, e store.ExposedTest) string {
	switch {
	case !t.start.IsZero() && t.start.After(now):
		return "planned"
	case !t.end.IsZero() && !t.end.After(now):
		return "ended"
	case e.Exposures == 0:
		return "unrecorded"
	case t.end.IsZero() && e.Last.Known() && now.Sub(e.Last.In(time.UTC)) > quietAfter:
		return "quiet"
	}
	return "running"
}

func instantOf(t chat.Time, loc *time.Location) *time.Time {
	if !t.Known() {
		return nil
	}
	at := t.In(loc)
	return &at
}

func bound(t time.Time, loc *time.Location) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(loc)
	return &t
}

func listDocument(rows []listedTest) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "test", Title: "Test"}, {Name: "state", Title: "State"}, {Name: "source", Only: report.Machines}, {Name: "metric", Title: "Metric", Only: report.Machines},
		{Name: "variants", Only: report.Machines}, {Name: "sessions", Title: "Sessions", Right: true}, {Name: "complete_days", Title: "Days", Right: true}, {Name: "verdict", Only: report.Machines}, {Name: "text", Title: "Verdict"}}}
	for _, r := range rows {
		code, text := "", r.Problem
		if r.Verdict != nil {
			code, text = string(r.Verdict.Code), r.Verdict.Text
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(r.Test), report.Word(r.State), report.Word(r.Source), report.Text(r.Metric), report.Text(strings.Join(r.Variants, ", ")),
			report.Int(r.Sessions), report.Int(int64(r.Days)), report.Word(code), report.Text(text)})
	}
	return &report.Document{Tables: []report.Table{t}, JSON: rows, Lines: report.Each(rows)}
}
