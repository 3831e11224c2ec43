package cmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/internal/store"
	"chatcops/report"
)

func newDBCmd(app *App) *cobra.Command {
	c := &cobra.Command{
		Use:     "db",
		Short:   "What the database holds; score it anew",
		Example: "  chatcops db info\n  chatcops db rescore --db support.db",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return usagef("say what to do: info or rescore") },
	}
	c.AddCommand(newDBInfoCmd(app), newRescoreCmd(app))
	return c
}

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
	Path          string  `json:"path"`
	Bytes         int64   `json:"bytes"`
	Conversations int64   `json:"conversations"`
	Messages      int64   `json:"messages"`
	Events        int64   `json:"events"`
	Feedback      int64   `json:"feedback"`
	Exposures     int64   `json:"exposures"`
	Scores        int64   `json:"scores"`
	WithoutTime   int64   `json:"without_time"`
	Unscored      int64   `json:"unscored"`
	First         *string `json:"first_started_at"`
	Last          *string `json:"last_started_at"`
	Rules         string  `json:"rules"`
	CurrentRules  string  `json:"current_rules"`
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
	if f, err := os.Stat(app.rooted(cfg.DB)); err == nil {
		info.Bytes = f.Size()
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
	if in.Rules != in.CurrentRules {
		t.Notes = []string{"The rules in force are " + in.CurrentRules + "; chatcops db rescore applies them to all that is stored."}
	}
	return &report.Document{Heading: in.Path, Tables: []report.Table{t}, JSON: in}
}

func newRescoreCmd(app *App) *cobra.Command {
	o := &common{}
	c := &cobra.Command{
		Use:     "rescore",
		Short:   "Compute all facts anew, after a change of rules or goals",
		Example: "  chatcops db rescore\n  chatcops db rescore --db support.db",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runRescore(c.Context(), app, o) },
	}
	o.bind(c, formatNames()...)
	return c
}

func runRescore(ctx context.Context, app *App, o *common) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	rules, err := newRules(cfg)
	if err != nil {
		return usageError{err}
	}
	path := app.rooted(cfg.DB)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		_, err := store.Open(path) // tells what is missing
		return named(err, path, cfg.DB)
	}
	s, err := store.Create(path, chat.TimeOf(app.Now()))
	if err != nil {
		return named(err, path, cfg.DB)
	}
	defer s.Close()
	w, err := s.NewWriter(rules.Version())
	if err != nil {
		return named(err, path, cfg.DB)
	}
	var bar *progress
	if app.ErrTerminal && !o.quiet {
		bar = newProgress(app.Err)
	}
	start, n := app.Now(), int64(0)
	err = w.Rescore(ctx, rules.NewScorer().Score, func(done, total int64) {
		n = done
		if bar != nil {
			bar.Settle(done, total)
		}
	})
	if bar != nil {
		bar.Done()
	}
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return named(err, path, cfg.DB)
	}
	return o.write(app, cfg, rescoreDocument(rescored{n, rules.Version(), app.Now().Sub(start).Seconds()}))
}

// rescored is what db rescore has done.
type rescored struct {
	Conversations int64   `json:"conversations"`
	Rules         string  `json:"rules"`
	Seconds       float64 `json:"seconds"`
}

func rescoreDocument(r rescored) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "conversations", Only: report.Machines}, {Name: "rules", Only: report.Machines}, {Name: "seconds", Only: report.Machines}},
		Rows: [][]report.Cell{{report.Int(r.Conversations), report.Word(r.Rules), report.Number(r.Seconds, report.Seconds)}}}
	heading := fmt.Sprintf("%s scored by rules %s in %.1f s", report.Things(r.Conversations, "conversation"), r.Rules, r.Seconds)
	return &report.Document{Heading: heading, Tables: []report.Table{t}, JSON: r}
}
