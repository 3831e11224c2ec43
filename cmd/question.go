package cmd

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/instant"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

// question is what the commands share that answer one question of a period.
type question struct {
	common
	selection
	paths []string
}

// bind adds the flags; without compares there is no other period to compare with.
func (o *question) bind(c *cobra.Command, compares bool) {
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.selection.bind(c)
	if compares {
		c.Flags().String("compare", "", "period to compare with: previous, none or a period (default previous)")
		_ = c.RegisterFlagCompletionFunc("compare", fixed(append([]string{"previous", "none"}, period.Names()...)...))
	}
}

// asked is a question with the data that it is put to.
type asked struct {
	*session
	app       *App
	question  *question
	cfg       *config.Config
	selection metrics.Selection
	newest    chat.Time
	fields    store.Fields
	history   bool // conversations before the period, and such as are not selected, are read too
}

// prepare checks the flags before any file is read.
func (o *question) prepare(app *App) (*asked, error) {
	cfg, err := o.config(app)
	if err != nil {
		return nil, err
	}
	a := &asked{app: app, question: o, cfg: cfg}
	a.selection.AsOf = app.Now()
	if a.selection.Filter, err = o.filter(); err != nil {
		return nil, err
	}
	if a.selection.Span, err = o.span(app, cfg); err != nil {
		return nil, err
	}
	if o.flags.Lookup("compare") == nil {
		return a, nil
	}
	a.selection.Previous, err = comparedWith(app, cfg, a.selection.Span)
	return a, err
}

// comparedWith reads the period to compare with, nil for none.
func comparedWith(app *App, cfg *config.Config, span period.Span) (*period.Span, error) {
	switch cfg.Compare {
	case "none":
		return nil, nil
	case "previous", "":
		if before, ok := span.Previous(); ok {
			return &before, nil
		}
		return nil, nil
	}
	before, err := period.Parse(cfg.Compare, app.Now(), cfg.Location())
	if err != nil {
		return nil, usageError{fmt.Errorf("--compare: %w", err)}
	}
	return &before, nil
}

// open opens the data and looks up what the flags name there. The caller closes
// the session.
func (a *asked) open(ctx context.Context) (err error) {
	if a.session, err = a.app.open(ctx, &a.question.common, a.cfg, a.question.paths); err != nil {
		return err
	}
	if a.newest, err = a.Newest(); err == nil {
		a.selection.Keep, err = a.condition(ctx, &a.question.selection)
	}
	if err != nil {
		a.close()
		return err
	}
	if a.selection.NeedsText() || a.selection.Keep != nil {
		a.fields = max(a.fields, store.Texts)
	}
	return nil
}

// span is what must be read: both periods, with history all that came before them.
func (a *asked) span() store.Span {
	q := metrics.Query{Filter: a.selection.Filter, Previous: a.selection.Previous}
	if a.history {
		return store.Span{}
	}
	return scanSpan(&q, false)
}

// folded is what conversations are folded into, in parts that are merged.
type folded[T any] interface {
	Add(side int, f *chat.Facts)
	Merge(T)
}

// fold gives the conversations of the question to parts that begin makes, in
// parallel, and merges them.
func fold[T folded[T]](ctx context.Context, a *asked, begin func() T) (T, metrics.Head, error) {
	total := begin()
	head, err := a.scan(ctx, func() (func(*metrics.Selector, *chat.Facts), func()) {
		part := begin()
		take := func(side int, f *chat.Facts) { part.Add(side, f) }
		return func(s *metrics.Selector, f *chat.Facts) { s.Each(f, take) }, func() { total.Merge(part) }
	})
	return total, head, err
}

// scan reads the facts in parallel parts, each of which begin makes: a function
// that takes facts with settled outcomes, and one that is called at the end, for
// one part after another.
func (a *asked) scan(ctx context.Context, begin func() (take func(*metrics.Selector, *chat.Facts), end func())) (metrics.Head, error) {
	var mu sync.Mutex
	var ends []func()
	total := metrics.NewSelector(&a.selection)
	idle := a.cfg.IdleTimeout.Microseconds()
	err := a.Scan(ctx, a.fields, a.span(), runtime.GOMAXPROCS(0), func(int) func(*chat.Facts) error {
		take, end := begin()
		selector := metrics.NewSelector(&a.selection)
		mu.Lock()
		ends = append(ends, end, func() { total.Merge(selector) })
		mu.Unlock()
		return func(f *chat.Facts) error {
			f.Settle(a.newest, idle)
			take(selector, f)
			return nil
		}
	})
	if err != nil {
		return metrics.Head{}, err
	}
	for _, end := range ends {
		end()
	}
	head := total.Head()
	head.Coverage.Rules, err = a.Rules()
	return head, err
}

// keysIn returns the conversations of the period.
func (a *asked) keysIn(ctx context.Context) (*store.Keys, metrics.Head, error) {
	keys := &store.Keys{}
	head, err := a.scan(ctx, func() (func(*metrics.Selector, *chat.Facts), func()) {
		own := &store.Keys{}
		take := func(side int, f *chat.Facts) {
			if side == metrics.Now {
				own.Add(f.Key)
			}
		}
		return func(s *metrics.Selector, f *chat.Facts) { s.Each(f, take) }, func() { keys.Merge(own) }
	})
	return keys, head, err
}

// write prints the answer, with what there is to say of the selection.
func (a *asked) write(h *metrics.Head, d *report.Document) error {
	d.Notes = append(d.Notes, h.Notes...)
	if h.Coverage.WithoutTime > 0 && a.selection.Span.Bounded() {
		d.Notes = append(d.Notes, fmt.Sprintf("Without any time, and so in no period: %s.", report.Things(h.Coverage.WithoutTime, "conversation")))
	}
	if h.Coverage.Conversations == 0 {
		remark, err := nothingMatched(a.Store, "conversation", &a.selection.Filter, nil, a.cfg.Location())
		if err != nil {
			return err
		}
		a.app.explain(&a.question.common, d, a.cfg.Format, remark)
	}
	return a.question.write(a.app, a.cfg, d)
}

// time is an instant in the timezone of the configuration, nil if it is unknown.
func (a *asked) time(t chat.Time) *string {
	if !t.Known() {
		return nil
	}
	s := string(instant.Append(nil, int64(t), a.cfg.Location()))
	return &s
}

// heading names the period and what it holds.
func heading(h *metrics.Head) string {
	return statsHeading(&metrics.Result{Period: h.Period, ComparedTo: h.ComparedTo, Coverage: h.Coverage})
}
