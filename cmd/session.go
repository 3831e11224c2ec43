package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"chatcops/ingest"
	"chatcops/internal/config"
	"chatcops/internal/safe"
	"chatcops/internal/store"
	"chatcops/scoring"
)

// session is an open database to be analysed: the one of --db, or a temporary
// one of the files that were named.
type session struct {
	*store.Store
	close     func()
	temporary bool // of files that were named
	opened    opening
	groups    *topicGroups // nil until somebody asks for topics
}

// opening is with what a session was opened.
type opening struct {
	app   *App
	flags *common
	cfg   *config.Config
}

// open opens what a command analyses. Files are read into a temporary database
// that only the user can read and that goes when the session is closed.
func (app *App) open(ctx context.Context, c *common, cfg *config.Config, paths []string) (*session, error) {
	if err := app.keepInputs(c.output, "--output", paths); err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		s, err := store.Open(app.rooted(cfg.DB))
		if err != nil {
			return nil, named(err, app.rooted(cfg.DB), cfg.DB)
		}
		if n, err := s.Unscored(); err == nil && n > 0 {
			app.notice(c, "%d conversations wait to be merged after an import that did not end; run that import again", n)
		}
		app.tellStale(c, cfg, s)
		return &session{Store: s, close: func() { s.Close() }, opened: opening{app, c, cfg}}, nil
	}
	dir, remove, err := app.temporaryFolder()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "chatcops.db")
	r, err := app.importFiles(ctx, c, cfg, path, paths, importOptions{})
	if err == nil {
		app.tellNotices(c, r)
		err = readSomething(r)
	}
	err = temporaryFull(err)
	if err != nil {
		remove()
		return nil, err
	}
	s, err := store.Open(path)
	if err != nil {
		remove()
		return nil, err
	}
	return &session{Store: s, close: func() { s.Close(); remove() }, temporary: true, opened: opening{app, c, cfg}}, nil
}

// temporaryFull tells what to do when it is the place for temporary files that is full.
func temporaryFull(err error) error {
	var e *store.Error
	if !errors.As(err, &e) || !e.Full() {
		return err
	}
	return withHint(fmt.Errorf("no room for the temporary database in %s", filepath.Dir(filepath.Dir(e.Path))),
		"set TMPDIR to a folder with more room, or keep a database: chatcops ingest FILE --db F, then the command with --db F")
}

// noneEmpty refuses a path that is empty.
func noneEmpty(paths []string) error {
	if slices.Contains(paths, "") {
		return usagef("a path is empty: perhaps a variable of the shell is not set")
	}
	return nil
}

// keepInputs refuses paths that are empty, and an output file, shown by its flag,
// that is one of the files to be read or of the others.
func (app *App) keepInputs(output, flag string, paths []string, others ...string) error {
	if err := noneEmpty(paths); err != nil {
		return err
	}
	if output == "" || len(paths) == 0 {
		return nil
	}
	files, err := ingest.Expand(app.Dir, paths)
	if err != nil {
		return err
	}
	if f, ok := app.In.(*os.File); ok && slices.Contains(files, ingest.Stdin) {
		in, errIn := f.Stat()
		out, errOut := os.Stat(app.rooted(output))
		if errIn == nil && errOut == nil && in.Mode().IsRegular() && os.SameFile(in, out) {
			return usagef("%s %s would overwrite standard input: name another file", flag, output)
		}
	}
	return overwrites(app.rooted(output), flag, append(files, others...)...)
}

// tellStale says when facts were made by other rules than those in force.
func (app *App) tellStale(c *common, cfg *config.Config, s *store.Store) {
	rules, err := newRules(cfg)
	if err != nil {
		return // whoever needs the rules tells of it
	}
	if made, err := s.Rules(); err == nil && made != "" && made != rules.Version() {
		app.notice(c, "the facts were made by rules %s, in force are %s; chatcops db rescore applies them", made, rules.Version())
	}
}

// readSomething refuses to analyse files of which none could be read.
func readSomething(r *ingest.Report) error {
	for _, f := range r.Files {
		if f.Records > f.Rejected {
			return nil
		}
	}
	err := errors.New("no record could be read")
	if !r.Unrecognised() {
		return err // the problems of the files have said why
	}
	return withHint(err, "chatcops formats lists what can be read; chatcops ingest --map names columns that are called otherwise")
}

// named shows the path of a database in an error as the user has written it.
func named(err error, full, written string) error {
	if info, serr := os.Stat(full); err != nil && serr == nil && info.IsDir() {
		return withHint(fmt.Errorf("%s: is a folder, not a database", written), "name a file with --db, such as %s", filepath.Join(written, "chatcops.db"))
	}
	var e *store.Error
	if errors.As(err, &e) && e.Path == full && full != written {
		short := *e
		short.Path = written
		if errors.Is(err, store.ErrMissing) {
			short.Way = "import transcripts first: chatcops ingest FILE; or name a file to analyse at once"
		}
		return &short
	}
	return err
}

// importOptions are the flags of ingest that a temporary import does not have.
type importOptions struct {
	format  *ingest.Format
	mapping map[string]string
	rejects io.Writer
	redact  bool
	changed func(path, what string) // of files that are followed
}

// importing is an import that is under way.
type importing struct {
	*ingest.Importer
	store    *store.Store
	problems *problemPrinter
	progress *progress // nil if it is not shown
}

// newImport prepares the import of paths, which are these files, into the database at db.
func (app *App) newImport(ctx context.Context, c *common, cfg *config.Config, db string, paths []string, o importOptions) (im *importing, files []string, err error) {
	files, err = ingest.Expand(app.Dir, paths)
	if err != nil {
		return nil, nil, err
	}
	rules, err := newRules(cfg)
	if err != nil {
		return nil, nil, usageError{err}
	}
	im = &importing{problems: &problemPrinter{ctx: ctx, app: app, c: c}}
	options := ingest.Options{Format: o.format, Map: o.mapping, Source: cfg.Source, RecordLimit: int(cfg.Limits.RecordBytes), Depth: cfg.Limits.Depth,
		DecompressedLimit: cfg.Limits.DecompressedBytes, DecompressionRatio: cfg.Limits.DecompressionRatio, ArchiveEntries: cfg.Limits.ArchiveEntries,
		Bounds: store.Bounds{Messages: cfg.Limits.ConversationMessages, Bytes: cfg.Limits.ConversationBytes, Properties: cfg.Limits.PropertyKeys},
		Stdin:  app.In, Now: app.Now, Problem: im.problems.print, Changed: o.changed}
	if o.redact {
		options.Redactor = func() *safe.Redactor {
			r := safe.NewRedactor(cfg.Redact.Patterns)
			r.Unnumbered = true
			return r
		}
	}
	if o.rejects != nil {
		options.Rejects = o.rejects
	}
	if app.ErrTerminal && !c.quiet {
		im.progress = newProgress(app.Err)
		options.Progress = im.progress
	}
	if im.store, err = app.create(c, db); err != nil {
		return nil, nil, err
	}
	if im.Importer, err = ingest.New(im.store, rules, options); err != nil {
		im.store.Close()
		return nil, nil, err
	}
	return im, files, nil
}

// importMemory is from how much memory on garbage is collected more often: the ids
// of millions of conversations must not make room for as much garbage.
const importMemory = 160 << 20

// boundMemory sets this limit, unless the user has set one, until it is undone.
func (app *App) boundMemory() (undo func()) {
	if app.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(importMemory)
	return func() { debug.SetMemoryLimit(before) }
}

// importFiles imports paths into the database at db.
func (app *App) importFiles(ctx context.Context, c *common, cfg *config.Config, db string, paths []string, o importOptions) (*ingest.Report, error) {
	defer app.boundMemory()()
	im, files, err := app.newImport(ctx, c, cfg, db, paths, o)
	if err != nil {
		return nil, err
	}
	defer im.store.Close()
	r, err := im.Run(ctx, files)
	im.problems.close()
	if err == nil {
		err = ctx.Err() // a stream may have ended by it
	}
	if errors.Is(err, context.Canceled) && db == app.rooted(cfg.DB) {
		err = keptError{err}
	}
	return r, err
}

// newRules compiles the rules of the configuration.
func newRules(cfg *config.Config) (*scoring.Rules, error) {
	custom := scoring.Custom{Events: ruleMap(cfg.Rules.Events), Tools: ruleMap(cfg.Rules.Tools), Phrases: ruleMap(cfg.Rules.Phrases), Weights: cfg.QualityWeights()}
	for _, e := range cfg.Rules.Off {
		custom.Off = append(custom.Off, e.Value)
	}
	for _, g := range cfg.Goals {
		custom.Goals = append(custom.Goals, scoring.Goal{Name: g.Name, Event: g.Event, Tool: g.Tool, Outcomes: g.Outcomes, Pattern: g.Pattern, Role: g.Role,
			Resolving: g.Resolving, Uncounted: g.Uncounted})
	}
	for _, g := range cfg.Graders {
		custom.Graders = append(custom.Graders, scoring.Grader{Name: g.Name, Pattern: g.Pattern, Role: g.Role, Points: g.Points})
	}
	if cfg.DefaultGoals.Given {
		custom.DefaultGoals = []string{}
		for _, e := range cfg.DefaultGoals.Names {
			custom.DefaultGoals = append(custom.DefaultGoals, e.Value)
		}
	}
	return scoring.NewRules(custom)
}

func ruleMap(rules []config.Rule) map[string][]string {
	m := map[string][]string{}
	for _, r := range rules {
		for _, e := range r.Values {
			m[r.Name] = append(m[r.Name], e.Value)
		}
	}
	return m
}
