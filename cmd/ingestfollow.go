package cmd

import (
	"context"
	"strings"
	"time"

	"chatcops/ingest"
	"chatcops/internal/config"
)

// checkFollowing refuses flags that contradict --follow, and what cannot be followed.
func (o *ingestOptions) checkFollowing(app *App) error {
	switch {
	case o.follow && o.dryRun:
		return usagef("--follow excludes --dry-run: what would come in of files that grow is not known")
	case o.follow:
		if err := o.every.check(); err != nil {
			return err
		}
		return app.followable(o.paths)
	case o.flags.Changed("interval"):
		return usagef("--interval is for --follow")
	}
	return nil
}

// followFiles imports what is in the files and then what is added to them, until
// the command is interrupted.
func (o *ingestOptions) followFiles(ctx context.Context, app *App, cfg *config.Config, db string, im importOptions) (*ingest.Report, error) {
	f, err := app.follow(ctx, &o.common, cfg, db, o.paths, im)
	if err != nil {
		return nil, err
	}
	var before ingest.Totals
	for first := true; ; first = false {
		begun := time.Now()
		if err = f.look(ctx); err != nil {
			break
		}
		r := f.files.Report()
		if first && allFailed(r) {
			break
		}
		if first {
			app.notice(&o.common, "following %s; Ctrl-C ends it", strings.Join(o.paths, ", "))
		} else if app.ErrTerminal && r.Totals != before {
			app.notice(&o.common, "messages: %d more, events: %d more", r.Totals.Messages-before.Messages, r.Totals.Events-before.Events)
		}
		before = r.Totals
		if !o.every.wait(ctx, time.Since(begun)) {
			break
		}
	}
	r, eerr := f.end()
	if err = interrupted(ctx, err); err == nil {
		err = eerr
	}
	return r, err
}

// allFailed reports whether there is no file from which anything could come.
func allFailed(r *ingest.Report) bool {
	for _, f := range r.Files {
		if f.Problem == "" {
			return false
		}
	}
	return true
}
