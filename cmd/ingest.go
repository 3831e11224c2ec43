package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"chatcops/ingest"
	"chatcops/internal/config"
	"chatcops/internal/safe"
	"chatcops/internal/store"
	"chatcops/report"
)

type ingestOptions struct {
	common
	paths          []string
	inputFormat    string
	mapping        string
	rejects        string
	redact         bool
	dryRun, strict bool
	follow         bool
	every          lookInterval
}

const ingestHelp = `Reads transcripts and events into the database and scores the conversations.

PATH is a file, a folder, a glob or - for standard input; files may be
compressed with gzip or zstd. The format is recognised by content. Importing
the same data again, in any order or split over files, changes nothing; a
conversation that has grown is updated.

With --follow the files are read on as they grow, line by line, until Ctrl-C ends
it; what was added is seen by other commands a second later. A file may be
renamed, cut short or replaced, as log rotation does. Started again, it begins
with what is there, of which nothing comes in twice.

With --redact personal data is replaced for good: texts get placeholders such as
[email], ids that hold such data a name made of their hash.

A record that cannot be read is reported as FILE:LINE: problem and does not
stop the rest.`

const ingestExamples = `  chatcops ingest transcripts.jsonl
  chatcops ingest exports/ events.csv.gz
  chatcops ingest 'logs/2026-*.jsonl' --db support.db
  chatcops ingest calls.csv --map conversation_id=case_no,content=words
  cat today.jsonl | chatcops ingest -
  chatcops ingest --follow /var/log/bot/transcripts.jsonl
  chatcops ingest transcripts.jsonl --redact
  chatcops ingest transcripts.jsonl --rejects bad.jsonl --format json`

func newIngestCmd(app *App) *cobra.Command {
	o := &ingestOptions{}
	c := &cobra.Command{
		Use:     "ingest PATH...",
		Short:   "Import transcripts and events",
		Long:    ingestHelp,
		Example: ingestExamples,
		RunE: func(c *cobra.Command, paths []string) error {
			if len(paths) == 0 {
				return withHint(usagef("name what to read: files, folders, globs, or - for standard input"), "for example: chatcops ingest transcripts.jsonl")
			}
			o.paths = paths
			return runIngest(c.Context(), app, o)
		},
	}
	o.bind(c, formatNames()...)
	f := c.Flags()
	f.StringVar(&o.inputFormat, "input-format", "", "read all files as this format, see chatcops formats")
	f.StringVar(&o.mapping, "map", "", "fields whose columns or keys have other names: field=column,...")
	f.String("source", "", "namespace of the conversation ids (default \"default\")")
	f.StringVar(&o.rejects, "rejects", "", "keep records that cannot be read, verbatim, in this file")
	f.BoolVar(&o.redact, "redact", false, "replace e-mail addresses, phone numbers and the like before anything is stored")
	f.BoolVar(&o.follow, "follow", false, "go on with what is added to the files, until interrupted")
	o.every.bind(f, time.Second)
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would come in, and change nothing")
	f.BoolVar(&o.strict, "strict", false, "exit with 1 if any record was rejected")
	var names []string
	for _, x := range ingest.Formats {
		names = append(names, x.Name+"\t"+x.Title)
	}
	_ = c.RegisterFlagCompletionFunc("input-format", fixed(names...))
	return c
}

func runIngest(ctx context.Context, app *App, o *ingestOptions) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	im, err := o.read(cfg)
	if err == nil {
		err = o.checkFollowing(app)
	}
	if err != nil {
		return err
	}
	if err := noneEmpty(o.paths); err != nil {
		return err
	}
	unread, err := o.leaveUnread(app)
	if err != nil {
		return err
	}
	db := app.rooted(cfg.DB)
	if err := app.keepInputs(o.rejects, "--rejects", o.paths, databaseFiles(db)...); err != nil {
		return err
	}
	if o.dryRun {
		var clean func()
		if db, clean, err = app.copyDB(db); err != nil {
			return err
		}
		defer clean()
	}
	r, err := o.importFiles(ctx, app, cfg, db, im)
	if o.dryRun {
		err = temporaryFull(err)
	}
	if err != nil && !errors.Is(err, context.Canceled) || r == nil {
		return named(err, db, cfg.DB)
	}
	for _, e := range unread {
		r.AddUnread(e)
	}
	if werr := o.write(app, cfg, ingestDocument(r)); werr != nil {
		return werr
	}
	if err != nil {
		return err
	}
	o.summary(app, r)
	switch {
	case o.strict && r.Totals.Rejected > 0:
		return fmt.Errorf("--strict: records that could not be read and were left out: %d", r.Totals.Rejected)
	case o.strict && r.Totals.LeftOut > 0:
		return fmt.Errorf("--strict: messages, events and properties beyond the limits of a conversation, left out: %d", r.Totals.LeftOut)
	case r.Failed():
		return errSilent
	}
	return nil
}

// read says how the files are to be read.
func (o *ingestOptions) read(cfg *config.Config) (im importOptions, err error) {
	if o.inputFormat != "" {
		if im.format, err = ingest.FindFormat(o.inputFormat); err != nil {
			return im, usageError{err}
		}
	}
	im.redact = o.redact || cfg.Redact.Ingest
	if im.mapping, err = ingest.ParseMap(o.mapping); err != nil {
		return im, usageError{err}
	}
	return im, nil
}

// leaveUnread tells of the paths that name no files and leaves them out, so that
// the others are imported; it fails if there are no others.
func (o *ingestOptions) leaveUnread(app *App) (unread []*ingest.PathError, err error) {
	var paths []string
	for _, path := range o.paths {
		var bad *ingest.PathError
		if _, err := ingest.Expand(app.Dir, []string{path}); errors.As(err, &bad) {
			unread = append(unread, bad)
			continue
		}
		paths = append(paths, path)
	}
	if len(paths) == 0 && len(unread) == 1 {
		return nil, unread[0]
	}
	for _, e := range unread {
		fmt.Fprintln(app.Err, safe.Terminal(e.Error()))
	}
	if len(paths) == 0 {
		return nil, errSilent
	}
	o.paths = paths
	return unread, nil
}

// importFiles imports the files; the records that could not be read replace the
// file of --rejects once all is read, and not if the import fails or is interrupted;
// an interruption is how following ends.
func (o *ingestOptions) importFiles(ctx context.Context, app *App, cfg *config.Config, db string, im importOptions) (r *ingest.Report, err error) {
	read := o.followFiles
	if !o.follow {
		read = func(ctx context.Context, app *App, cfg *config.Config, db string, im importOptions) (*ingest.Report, error) {
			return app.importFiles(ctx, &o.common, cfg, db, o.paths, im)
		}
	}
	if o.rejects == "" {
		return read(ctx, app, cfg, db, im)
	}
	err = report.WriteFile(app.rooted(o.rejects), func(w io.Writer) error {
		b := bufio.NewWriter(w)
		im.rejects = b
		if r, err = read(ctx, app, cfg, db, im); err != nil {
			return err
		}
		return b.Flush()
	})
	return r, err
}

// copyDB copies a database, if there is one, to a place where a dry run may change it.
func (app *App) copyDB(db string) (path string, clean func(), err error) {
	dir, clean, err := app.temporaryFolder()
	if err != nil {
		return "", nil, err
	}
	path = filepath.Join(dir, "chatcops.db")
	if _, err := os.Stat(db); err != nil {
		return path, clean, nil
	}
	s, err := store.Open(db)
	if err == nil {
		err = s.Backup(path, false)
		s.Close()
	}
	if err != nil {
		clean()
		return "", nil, temporaryFull(err)
	}
	return path, clean, nil
}

// summary tells on stderr what a person should know beside the table.
func (o *ingestOptions) summary(app *App, r *ingest.Report) {
	app.tellNotices(&o.common, r)
	if n := r.Totals.ScoresUnmatched; n > 0 {
		app.notice(&o.common, "scores whose conversations are not in the database: %d; they are kept and count once those are imported", n)
	}
	if r.Totals.Rejected > 0 && !o.strict {
		app.notice(&o.common, "records that could not be read and were left out: %d", r.Totals.Rejected)
	}
	if o.dryRun {
		app.notice(&o.common, "dry run: nothing was changed")
	}
}

// formatNames lists the output formats.
func formatNames() []string {
	var names []string
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return names
}
