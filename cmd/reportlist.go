package cmd

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/report"
)

func newReportListCmd(app *App) *cobra.Command {
	o := &common{}
	c := &cobra.Command{
		Use:     "list",
		Short:   "The reports that were written",
		Long:    "Lists the reports that were written from the database, the last one first:\nwhen, for which period and filters, from how many conversations.",
		Example: "  chatcops report list\n  chatcops report list --format json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runReportList(c.Context(), app, o) },
	}
	o.bind(c, formatNames()...)
	o.bindOutput(c)
	c.Flags().String("timezone", "", "timezone of the times shown, such as Europe/Berlin")
	return c
}

// reportRow is the record of a report as json tells it.
type reportRow struct {
	ID            int64        `json:"id"`
	GeneratedAt   string       `json:"generated_at"`
	WrittenAt     string       `json:"written_at"`
	Type          string       `json:"type"`
	Title         string       `json:"title"`
	Period        string       `json:"period"`
	Start         *string      `json:"start"`
	End           *string      `json:"end"`
	Timezone      string       `json:"timezone"`
	Filters       []string     `json:"filters"`
	Redacted      bool         `json:"redacted"`
	Conversations int64        `json:"conversations"`
	NewestData    *string      `json:"newest_data"`
	Rules         string       `json:"rules"`
	Version       string       `json:"version"`
	Hash          string       `json:"hash"`
	Files         []reportPath `json:"files"`
}

type reportPath struct {
	Format string `json:"format"`
	Path   string `json:"path"` // "-" is standard output
}

func rowOf(r *store.Report, loc *time.Location) reportRow {
	at := func(t chat.Time) *string {
		if !t.Known() {
			return nil
		}
		text := t.In(loc).Format(time.RFC3339)
		return &text
	}
	row := reportRow{ID: r.ID, GeneratedAt: *at(r.GeneratedAt), WrittenAt: *at(r.WrittenAt), Type: r.Type, Title: r.Title, Period: r.Period, Start: at(r.Start), End: at(r.End),
		Timezone: r.Timezone, Filters: append([]string{}, r.Filters...), Redacted: r.Redacted, Conversations: r.Conversations, NewestData: at(r.Newest), Rules: r.Rules,
		Version: r.Version, Hash: r.Hash, Files: []reportPath{}}
	for _, f := range r.Files {
		row.Files = append(row.Files, reportPath{f.Format, f.Path})
	}
	return row
}

// recorded reads the records of the database of --db.
func recorded(ctx context.Context, app *App, o *common) ([]store.Report, *config.Config, error) {
	cfg, err := o.config(app)
	if err != nil {
		return nil, nil, err
	}
	s, err := app.open(ctx, o, cfg, nil)
	if err != nil {
		return nil, nil, err
	}
	defer s.close()
	list, err := s.Reports()
	return list, cfg, err
}

func runReportList(ctx context.Context, app *App, o *common) error {
	list, cfg, err := recorded(ctx, app, o)
	if err != nil {
		return err
	}
	loc := cfg.Location()
	t := report.Table{Columns: []report.Column{{Name: "id", Title: "Id", Right: true}, {Name: "written_at", Title: "Written"}, {Name: "period", Title: "Period"}, {Name: "type", Title: "Type"},
		{Name: "filters", Title: "Filters", Only: report.Machines}, {Name: "conversations", Title: "Conv.", Right: true}, {Name: "files", Title: "Files"}}}
	if slices.ContainsFunc(list, func(r store.Report) bool { return len(r.Filters) > 0 }) {
		t.Columns[4].Only = report.Everyone
	}
	rows := []reportRow{}
	for i := range list {
		r := &list[i]
		rows = append(rows, rowOf(r, loc))
		t.Rows = append(t.Rows, []report.Cell{report.Int(r.ID), report.Instant(r.WrittenAt.In(loc)), report.Text(r.Period), report.Word(r.Type), report.Text(strings.Join(r.Filters, ", ")),
			report.Int(r.Conversations), report.Text(strings.Join(paths(r), ", "))})
	}
	d := &report.Document{Heading: report.Things(int64(len(list)), "report"), Tables: []report.Table{t}, JSON: map[string]any{"reports": rows}, Lines: report.Each(rows)}
	if len(list) == 0 {
		app.explain(o, d, cfg.Format, "No report was written from this database; chatcops report writes one.")
	}
	return o.write(app, cfg, d)
}

func paths(r *store.Report) []string {
	var list []string
	for _, f := range r.Files {
		if f.Path == "-" {
			list = append(list, f.Format+" to stdout")
		} else {
			list = append(list, f.Path)
		}
	}
	return list
}

func newReportShowCmd(app *App) *cobra.Command {
	o := &common{}
	c := &cobra.Command{
		Use:     "show ID",
		Short:   "What one report was made from, and where it was written",
		Example: "  chatcops report show 1\n  chatcops report show 1 --format json",
		Args:    needs("the id of a report; chatcops report list shows them"),
		RunE:    func(c *cobra.Command, args []string) error { return runReportShow(c.Context(), app, o, args) },
	}
	o.bind(c, formatNames()...)
	o.bindOutput(c)
	c.Flags().String("timezone", "", "timezone of the times shown, such as Europe/Berlin")
	return c
}

func runReportShow(ctx context.Context, app *App, o *common, args []string) error {
	id, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil || len(args) > 1 {
		return usagef("report show takes one id, a number; chatcops report list shows them")
	}
	list, cfg, err := recorded(ctx, app, o)
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].ID == id {
			return o.write(app, cfg, reportRecord(&list[i], cfg.Location()))
		}
	}
	return withHint(fmt.Errorf("there is no report %d", id), "chatcops report list shows the ids there are")
}

// reportRecord shows one record.
func reportRecord(r *store.Report, loc *time.Location) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "field", Title: "Field"}, {Name: "value", Title: "Value"}}}
	add := func(name string, value report.Cell) { t.Rows = append(t.Rows, []report.Cell{report.Word(name), value}) }
	instant := func(t chat.Time) report.Cell {
		if !t.Known() {
			return report.Cell{}
		}
		return report.Instant(t.In(loc))
	}
	add("type", report.Word(r.Type))
	add("period", report.Text(r.Period))
	add("start", instant(r.Start))
	add("end", instant(r.End))
	add("timezone", report.Word(r.Timezone))
	add("filters", report.Text(strings.Join(r.Filters, ", ")))
	add("conversations", report.Int(r.Conversations))
	add("newest data", instant(r.Newest))
	add("generated", instant(r.GeneratedAt))
	add("written last", instant(r.WrittenAt))
	add("personal data replaced", report.Bool(r.Redacted))
	add("rules", report.Word(r.Rules))
	add("version", report.Word(r.Version))
	add("hash", report.Word(r.Hash))
	for _, f := range r.Files {
		add(f.Format, report.Text(f.Path))
	}
	row := rowOf(r, loc)
	return &report.Document{Heading: fmt.Sprintf("Report %d · %s", r.ID, r.Title), Tables: []report.Table{t}, JSON: row, Lines: report.Each([]reportRow{row})}
}
