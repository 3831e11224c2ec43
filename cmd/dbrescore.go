package cmd

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"chatcops/internal/store"
	"chatcops/report"
)

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
	start, n := app.Now(), int64(0)
	err = app.writeDB(o, cfg, func(s *store.Store) error {
		w, err := s.NewWriter(rules.Version())
		if err != nil {
			return err
		}
		var bar *progress
		if app.ErrTerminal && !o.quiet {
			bar = newProgress(app.Err)
			defer bar.Done()
		}
		err = w.Rescore(ctx, func() store.Score { return rules.NewScorer().Score }, func(done, total int64) {
			n = done
			if bar != nil {
				bar.Settle(done, total)
			}
		})
		return errors.Join(err, w.Close())
	})
	if err != nil {
		return err
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
