package cmd

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/spf13/pflag"

	"chatcops/ingest"
	"chatcops/internal/config"
)

const shortestInterval = 100 * time.Millisecond

// lookInterval is the time between two looks at files that grow.
type lookInterval time.Duration

func (i *lookInterval) bind(f *pflag.FlagSet, usual time.Duration) {
	f.DurationVar((*time.Duration)(i), "interval", usual, "time between two looks at the file")
}

func (i lookInterval) check() error {
	if d := time.Duration(i); d < shortestInterval {
		return usagef("--interval %v: looks are %v or more apart", d, shortestInterval)
	}
	return nil
}

// wait waits for the next look after one that took that long, most of the time of
// which is left to others; it ends early, and reports false, when ctx does.
func (i lookInterval) wait(ctx context.Context, took time.Duration) bool {
	timer := time.NewTimer(max(time.Duration(i), 4*took))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}

// followed are files that grow, on their way into a database.
type followed struct {
	*importing
	files *ingest.Following
}

// followable refuses what is no file that may grow.
func (app *App) followable(paths []string) error {
	for _, path := range paths {
		if path == ingest.Stdin {
			return usagef("standard input cannot be followed: name the file that grows")
		}
		if info, err := os.Stat(app.rooted(path)); err == nil && info.IsDir() {
			return usagef("%s is a folder: name the files in it that grow", path)
		}
	}
	return nil
}

// follow prepares to follow files. What becomes of them is told on stderr.
func (app *App) follow(ctx context.Context, c *common, cfg *config.Config, db string, paths []string, o importOptions) (*followed, error) {
	var im *importing
	o.changed = func(path, what string) {
		if !im.problems.mute {
			app.notice(c, "%s %s", path, what)
		}
	}
	var files []string
	var err error
	im, files, err = app.newImport(ctx, c, cfg, db, paths, o)
	if err != nil {
		return nil, err
	}
	return &followed{im, im.Follow(files)}, nil
}

// look reads what was added to the files.
func (f *followed) look(ctx context.Context) error {
	err := f.files.Look(ctx)
	f.problems.close() // each look tells the first problems that it finds
	return err
}

// hush has the looks to come say nothing on stderr.
func (f *followed) hush() {
	f.problems.mute = true
	if f.progress != nil {
		f.progress.mute = true
	}
}

// end ends the following and tells what it has brought.
func (f *followed) end() (*ingest.Report, error) {
	r, err := f.files.End()
	return r, errors.Join(err, f.store.Close())
}

// interrupted is the error of a following, which an interruption ends in good order.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
