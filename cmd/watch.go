package cmd

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"chatcops/ingest"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
)

const watchHelp = `Follows a file of transcripts or events that grows, and shows on the terminal how
many conversations were active in the last five minutes, the messages per minute,
the outcomes so far and the rules of the configuration. Ctrl-C ends it.

Off a terminal each look at the file that finds something new is written below
the one before; --format jsonl makes that one line each. --once looks once, and
exits with 3 when a rule alerts.

--notify posts conversation.started, message.created, conversation.ended and
alert.changed as they happen; what the file held at the start is not told. A
conversation has ended when it is older than the idle timeout. E-mail addresses,
phone numbers and the like are replaced unless --no-redact is given.`

var errOneFile = usagef("give one file: chatcops watch follows no more than that")

type watchOptions struct {
	alertsOptions
	once     bool
	noRedact bool
	every    lookInterval
}

func newWatchCmd(app *App) *cobra.Command {
	o := &watchOptions{}
	c := &cobra.Command{
		Use:   "watch FILE",
		Short: "Follow a growing file: what is going on now",
		Long:  watchHelp,
		Example: `  chatcops watch transcripts.jsonl
  chatcops watch transcripts.jsonl --once --format json
  chatcops watch events.jsonl --rule 'escalation_rate > 10% over 1h' --notify https://example.com/hooks/chatcops`,
		Args: needs("the file to follow"),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errOneFile
			}
			o.paths = args
			return runWatch(c.Context(), app, o)
		},
	}
	o.common.bind(c, formatNames()...)
	o.notifying.bind(c, "what happens")
	f := c.Flags()
	f.BoolVar(&o.once, "once", false, "look once and end")
	f.BoolVar(&o.noRedact, "no-redact", false, "post e-mail addresses, phone numbers and the like as they are")
	o.every.bind(f, 2*time.Second)
	f.StringArrayVar(&o.rules, "rule", nil, "check this rule instead of those of the configuration (repeat for more)")
	_ = c.RegisterFlagCompletionFunc("rule", cobra.FixedCompletions(ruleStarts(), cobra.ShellCompDirectiveNoSpace|cobra.ShellCompDirectiveNoFileComp))
	return c
}

func runWatch(ctx context.Context, app *App, o *watchOptions) error {
	cfg, err := o.config(app)
	if err == nil {
		err = o.notifying.prepare(app)
	}
	if err != nil {
		return err
	}
	if err := o.every.check(); err != nil {
		return err
	}
	rules, err := o.watchedRules(cfg)
	if err != nil {
		return err
	}
	path := o.paths[0]
	if err := app.followable(o.paths); err != nil {
		return err
	}
	if files, err := ingest.Expand(app.Dir, o.paths); err != nil {
		return err
	} else if len(files) > 1 {
		return errOneFile
	}
	dir, remove, err := app.temporaryFolder()
	if err != nil {
		return err
	}
	defer remove()
	w := &watcher{app: app, o: o, cfg: cfg, rules: rules, path: path, db: filepath.Join(dir, "chatcops.db")}
	if o.once {
		return w.once(ctx)
	}
	return w.follow(ctx)
}

// watchedRules are the rules to check, which may be none.
func (o *watchOptions) watchedRules(cfg *config.Config) ([]metrics.Rule, error) {
	if len(o.rules) == 0 && len(cfg.Alerts) == 0 {
		return nil, nil
	}
	return o.rulesOf(cfg)
}

// watcher follows one file, which is read into a database of its own.
type watcher struct {
	app   *App
	o     *watchOptions
	cfg   *config.Config
	rules []metrics.Rule
	path  string
	db    string

	rejected int
	told     *teller
	states   map[string]store.AlertState
}

// once reads all of the file and looks once.
func (w *watcher) once(ctx context.Context) error {
	if err := w.read(ctx); err != nil {
		return err
	}
	l, err := w.look(ctx)
	if err != nil {
		return err
	}
	if err := w.o.write(w.app, w.cfg, watchDocument(l)); err != nil {
		return err
	}
	return l.alerts.failure()
}

func (w *watcher) read(ctx context.Context) error {
	if info, err := os.Stat(w.app.rooted(w.path)); err == nil && info.Mode().IsRegular() && info.Size() == 0 { // nothing has been written yet
		s, err := store.Create(w.db, chat.TimeOf(w.app.Now()))
		if err != nil {
			return err
		}
		return s.Close()
	}
	r, err := w.app.importFiles(ctx, &w.o.common, w.cfg, w.db, []string{w.path}, importOptions{})
	if err != nil {
		return err
	}
	w.rejected = r.Totals.Rejected
	return readSomething(r)
}

// look computes the figures of this moment.
func (w *watcher) look(ctx context.Context) (*watchResult, error) {
	s, err := store.Open(w.db)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	now := chat.TimeOf(w.app.Now())
	a, err := w.asked(s)
	if err != nil {
		return nil, err
	}
	live, _, err := fold(ctx, a, func() *metrics.Live { return metrics.NewLive(now) })
	if err != nil {
		return nil, err
	}
	r := &watchResult{File: w.path, At: a.time(now), Live: live, Rejected: w.rejected, now: w.app.Now().In(w.cfg.Location()), alerts: &alertResult{CheckedAt: a.time(now)}}
	if r.PerMinute, err = perMinute(ctx, s, live, now); err != nil {
		return nil, err
	}
	if len(w.rules) > 0 {
		if a, err = w.asked(s); err != nil {
			return nil, err
		}
		check, err := newAlertCheck(w.app, a, w.rules)
		if err != nil {
			return nil, err
		}
		if r.alerts, err = check.run(ctx); err != nil {
			return nil, err
		}
		r.alerts.remember(w.states, a)
	}
	r.alerts.show(true)
	r.Alerts = r.alerts.Shown
	if w.told != nil {
		err = w.told.look(ctx, s, a, now)
	}
	return r, err
}

// asked is the question that all of the file answers.
func (w *watcher) asked(s *store.Store) (*asked, error) {
	a := &asked{session: &session{Store: s, close: func() {}}, app: w.app, question: &w.o.question, cfg: w.cfg}
	a.selection.AsOf = w.app.Now()
	a.selection.Span.Location = w.cfg.Location()
	newest, err := s.Newest()
	a.newest = max(newest, chat.TimeOf(w.app.Now())) // the file is as new as this moment
	return a, err
}
