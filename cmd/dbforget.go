package cmd

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/report"
)

const forgetHelp = `Erases conversations with all that belongs to them: messages, events, feedback,
exposures, scores, facts, and the problems that name them. The file is then
written anew, so that no byte of them is left in it.

A person's conversations are those in which any record names the user id. What
others wrote about a person is not found by it: look for it with
chatcops conversations search. Importing a file that still holds what was
forgotten brings it back, unless that very file was imported before. Topics keep
words that several conversations shared: chatcops topics rebuild makes them anew.

--before takes a time, 2026-01-01, or an age, 365d.`

type forgetOptions struct {
	common
	user, conversation, before, source string
	dry                                bool
}

func newForgetCmd(app *App) *cobra.Command {
	o := &forgetOptions{}
	c := &cobra.Command{
		Use:     "forget",
		Short:   "Erase a person, a conversation, or what is old",
		Long:    forgetHelp,
		Example: "  chatcops db forget --user u_4711 --dry-run\n  chatcops db forget --user u_4711\n  chatcops db forget --conversation c-2026-0815\n  chatcops db forget --before 365d",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			named := 0
			for _, flag := range []string{"user", "conversation", "before"} {
				if c.Flags().Changed(flag) {
					named++
				}
			}
			if named != 1 {
				return usagef("say what to forget: one of --user, --conversation and --before")
			}
			return runForget(c.Context(), app, o)
		},
	}
	o.bind(c, formatNames()...)
	f := c.Flags()
	f.StringVar(&o.user, "user", "", "forget the conversations of this user id")
	f.StringVar(&o.conversation, "conversation", "", "forget the conversation with this id")
	f.StringVar(&o.before, "before", "", "forget what began before this time, or is older than this age")
	f.StringVar(&o.source, "source", "", "only in this namespace of conversation ids")
	f.BoolVar(&o.dry, "dry-run", false, "only count what would be erased")
	f.String("timezone", "", "timezone of --before, such as Europe/Berlin")
	return c
}

// forgotten is what db forget has erased.
type forgotten struct {
	DryRun        bool  `json:"dry_run"`
	Conversations int64 `json:"conversations"`
	Messages      int64 `json:"messages"`
	Events        int64 `json:"events"`
	Feedback      int64 `json:"feedback"`
	Exposures     int64 `json:"exposures"`
	Scores        int64 `json:"scores"`
	Rejects       int64 `json:"rejects"`
	Undated       int64 `json:"undated"`
}

func runForget(_ context.Context, app *App, o *forgetOptions) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	whom, err := o.whom(app, cfg)
	if err != nil {
		return err
	}
	var e store.Erased
	err = app.writeDB(&o.common, cfg, func(s *store.Store) (err error) {
		e, err = s.Forget(whom, o.dry)
		return err
	})
	if err != nil {
		return err
	}
	f := forgotten{o.dry, e.Conversations, e.Messages, e.Events, e.Feedback, e.Exposures, e.Scores, e.Rejects, e.Undated}
	return o.write(app, cfg, forgottenDocument(&f))
}

func (o *forgetOptions) whom(app *App, cfg *config.Config) (store.Whom, error) {
	w := store.Whom{User: o.user, Conversation: o.conversation, Before: chat.NoTime, Source: o.source}
	switch {
	case o.before != "":
		t, err := readBefore(o.before, app.Now(), cfg.Location())
		if err != nil {
			return w, usageError{err}
		}
		w.Before = chat.TimeOf(t)
	case o.user == "" && o.conversation == "":
		return w, usagef("--user and --conversation want an id")
	}
	return w, nil
}

// readBefore reads a time or an age.
func readBefore(text string, now time.Time, loc *time.Location) (time.Time, error) {
	until, err := period.Between("", text, loc)
	if err == nil {
		return until.End, nil
	}
	age, aerr := period.Parse(text, now, loc)
	if aerr != nil || age.Start.IsZero() {
		return time.Time{}, fmt.Errorf("--before %s: write a time such as 2026-01-01 or an age such as 365d", text)
	}
	return age.Start, nil
}

func forgottenDocument(f *forgotten) *report.Document {
	verb := "erased"
	if f.DryRun {
		verb = "would be erased"
	}
	t := report.Table{Columns: []report.Column{{Name: "what", Title: "What"}, {Name: "count", Title: "Count", Right: true}}}
	for _, x := range []struct {
		what string
		n    int64
	}{{"Conversations", f.Conversations}, {"Messages", f.Messages}, {"Events", f.Events}, {"Feedback", f.Feedback}, {"Exposures", f.Exposures},
		{"Scores", f.Scores}, {"Problems told", f.Rejects}} {
		t.Rows = append(t.Rows, []report.Cell{report.Word(x.what), report.Int(x.n)})
	}
	if f.Undated > 0 {
		t.Notes = append(t.Notes, report.Things(f.Undated, "conversation")+" without any time stay.")
	}
	return &report.Document{Heading: report.Things(f.Conversations, "conversation") + " " + verb, Tables: []report.Table{t}, JSON: f}
}
