package cmd

import (
	"context"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/report"
)

func newDBInfoCmd(app *App) *cobra.Command {
	o := &common{}
	c := &cobra.Command{
		Use:     "info",
		Short:   "What the database holds",
		Example: "  chatcops db info\n  chatcops db info --db support.db --format json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runDBInfo(c.Context(), app, o) },
	}
	o.bind(c, formatNames()...)
	return c
}

// dbInfo is what db info tells programs.
type dbInfo struct {
	Path          string     `json:"path"`
	Bytes         int64      `json:"bytes"`
	Conversations int64      `json:"conversations"`
	Messages      int64      `json:"messages"`
	Events        int64      `json:"events"`
	Feedback      int64      `json:"feedback"`
	Exposures     int64      `json:"exposures"`
	Scores        int64      `json:"scores"`
	WithoutTime   int64      `json:"without_time"`
	Unscored      int64      `json:"unscored"`
	First         *string    `json:"first_started_at"`
	Last          *string    `json:"last_started_at"`
	Rules         string     `json:"rules"`
	CurrentRules  string     `json:"current_rules"`
	Formats       []dbFormat `json:"formats"`
}

// dbFormat is what was read in one format.
type dbFormat struct {
	Format   string `json:"format"`
	Files    int64  `json:"files"`
	Records  int64  `json:"records"`
	Rejected int64  `json:"rejected"`
}

func runDBInfo(ctx context.Context, app *App, o *common) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	rules, err := newRules(cfg)
	if err != nil {
		return usageError{err}
	}
	s, err := app.open(ctx, o, cfg, nil)
	if err != nil {
		return err
	}
	defer s.close()
	in, err := s.Info()
	if err != nil {
		return err
	}
	show := func(t chat.Time) *string {
		if !t.Known() {
			return nil
		}
		text := string(instant.Append(nil, int64(t), cfg.Location()))
		return &text
	}
	info := dbInfo{Path: cfg.DB, Conversations: in.Conversations, Messages: in.Messages, Events: in.Events, Feedback: in.Feedback, Exposures: in.Exposures, Scores: in.Scores,
		WithoutTime: in.WithoutTime, Unscored: in.Unscored, First: show(in.First), Last: show(in.Last), Rules: in.Rules, CurrentRules: rules.Version()}
	if info.Bytes, err = s.Bytes(); err != nil {
		return err
	}
	formats, err := s.Formats()
	if err != nil {
		return err
	}
	info.Formats = []dbFormat{}
	for _, f := range formats {
		info.Formats = append(info.Formats, dbFormat(f))
	}
	return o.write(app, cfg, dbInfoDocument(&info))
}

func dbInfoDocument(in *dbInfo) *report.Document {
	text := func(s *string) report.Cell {
		if s == nil {
			return report.Cell{}
		}
		return report.Word(*s)
	}
	t := report.Table{Columns: []report.Column{{Name: "what", Title: "What"}, {Name: "value", Title: "Value", Right: true}}, Rows: [][]report.Cell{
		{report.Word("Size, bytes"), report.Int(in.Bytes)},
		{report.Word("Conversations"), report.Int(in.Conversations)},
		{report.Word("  without any time"), report.Int(in.WithoutTime)},
		{report.Word("  not yet merged and scored"), report.Int(in.Unscored)},
		{report.Word("Messages"), report.Int(in.Messages)},
		{report.Word("Events"), report.Int(in.Events)},
		{report.Word("Feedback"), report.Int(in.Feedback)},
		{report.Word("Exposures"), report.Int(in.Exposures)},
		{report.Word("Scores"), report.Int(in.Scores)},
		{report.Word("First conversation"), text(in.First)},
		{report.Word("Last conversation"), text(in.Last)},
		{report.Word("Rules of the facts"), report.Word(in.Rules)},
	}}
	formats := report.Table{Title: "Read so far", Columns: []report.Column{{Name: "format", Title: "Format"}, {Name: "files", Title: "Files", Right: true},
		{Name: "records", Title: "Records", Right: true}, {Name: "rejected", Title: "Rejected", Right: true}}}
	for _, f := range in.Formats {
		formats.Rows = append(formats.Rows, []report.Cell{report.Word(f.Format), report.Int(f.Files), report.Int(f.Records), report.Int(f.Rejected)})
	}
	if in.Rules != in.CurrentRules && in.Rules != "" {
		t.Notes = []string{"The rules in force are " + in.CurrentRules + "; chatcops db rescore applies them to all that is stored."}
	}
	return &report.Document{Heading: in.Path, Tables: []report.Table{t, formats}, JSON: in}
}
