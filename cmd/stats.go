package cmd

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
)

type statsOptions struct {
	common
	selection
	paths   []string
	metrics []string
	by      []string
}

const statsHelp = `Computes the metrics of a period, each with its 95 % interval and, against the
period before, with a test: a change that may be noise prints ~.

With PATHs the files are read into a temporary database and analysed at once;
without, the database of --db is. Without --period all data counts.`

const statsExamples = `  chatcops stats transcripts.jsonl
  chatcops stats --period 30d
  chatcops stats --period last-month --timezone Europe/Berlin --bot helpdesk
  chatcops stats --by week --metrics conversations,resolution_rate
  chatcops stats --by bot,channel --format csv
  chatcops stats --by model --metrics conversations,score:helpfulness
  chatcops stats --by property:country --property plan=pro --format json`

func newStatsCmd(app *App) *cobra.Command {
	o := &statsOptions{}
	c := &cobra.Command{
		Use:     "stats [PATH...]",
		Short:   "The core metrics of a period against the one before",
		Long:    statsHelp,
		Example: statsExamples,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runStats(c.Context(), app, o)
		},
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.selection.bind(c)
	f := c.Flags()
	f.StringSliceVarP(&o.metrics, "metrics", "m", nil, "metrics to compute, see chatcops metrics (default all)")
	f.StringSliceVar(&o.by, "by", nil, "group by one or two of: "+strings.Join(dimensionNames(), ", "))
	f.String("compare", "", "period to compare with: previous, none or a period (default previous)")
	_ = c.RegisterFlagCompletionFunc("metrics", fixed(metricNames()...))
	_ = c.RegisterFlagCompletionFunc("by", fixed(dimensionNames()...))
	_ = c.RegisterFlagCompletionFunc("compare", fixed(append([]string{"previous", "none"}, period.Names()...)...))
	return c
}

func metricNames() []string {
	var names []string
	for _, m := range metrics.Definitions() {
		names = append(names, m.Name+"\t"+m.Doc)
	}
	return names
}

func dimensionNames() []string {
	var names []string
	for _, d := range metrics.Dimensions {
		names = append(names, d.Name)
	}
	return names
}

func runStats(ctx context.Context, app *App, o *statsOptions) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	q, err := o.query(app, cfg)
	if err != nil {
		return err
	}
	if _, err := metrics.NewCollector(q); err != nil { // tell mistakes before files are read
		return usageError{err}
	}
	s, err := app.open(ctx, &o.common, cfg, o.paths)
	if err != nil {
		return err
	}
	defer s.close()
	keep, err := o.variantFilter(s.Store, cfg)
	if err != nil {
		return err
	}
	if q.VariantOf, err = variantsBy(s.Store, cfg, q.By); err != nil {
		return err
	}
	asked := q
	if err := addScores(ctx, s.Store, &q, len(q.Metrics) == 0); err != nil {
		return err
	}
	r, err := collect(ctx, s.Store, q, cfg.IdleTimeout.Microseconds(), keep)
	if err != nil {
		return err
	}
	if r.Coverage.Rules, err = s.Rules(); err != nil {
		return err
	}
	if len(o.metrics) == 0 {
		lead(r, cfg.NorthStar)
	}
	d := statsDocument(r, &asked, cfg.Format)
	if r.Coverage.Conversations == 0 {
		remark, err := nothingSelected(s.Store, "conversation", q.Span.Bounded(), cfg.Location())
		if err != nil {
			return err
		}
		app.explain(&o.common, d, cfg.Format, remark)
	}
	return o.write(app, cfg, d)
}

// query turns the flags into what the metrics are to compute.
func (o *statsOptions) query(app *App, cfg *config.Config) (metrics.Query, error) {
	var q metrics.Query
	var err error
	if q.Filter, err = o.filter(); err != nil {
		return q, err
	}
	if q.Span, err = o.span(app, cfg); err != nil {
		return q, err
	}
	q.Metrics, q.By, q.AsOf = unspaced(o.metrics), unspaced(o.by), app.Now()
	if len(q.By) > 0 && len(q.Metrics) == 0 && (cfg.Format == "table" || cfg.Format == "markdown") {
		q.Metrics = groupMetrics
	}
	switch cfg.Compare {
	case "none":
	case "previous", "":
		if before, ok := q.Span.Previous(); ok {
			q.Previous = &before
		}
	default:
		before, err := period.Parse(cfg.Compare, app.Now(), cfg.Location())
		if err != nil {
			return q, usageError{fmt.Errorf("--compare: %w", err)}
		}
		q.Previous = &before
	}
	return q, nil
}

// unspaced is a list as people write it: with spaces behind the commas.
func unspaced(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// collect folds the facts of the store in parallel.
func collect(ctx context.Context, s *store.Store, q metrics.Query, idle int64, keep func(*chat.Facts) bool) (*metrics.Result, error) {
	newest, err := s.Newest()
	if err != nil {
		return nil, err
	}
	history := q.NeedsHistory()
	fields := store.Numbers
	if q.NeedsText() || keep != nil {
		fields = store.Texts
	}
	total, err := metrics.NewCollector(q)
	if err != nil {
		return nil, usageError{err}
	}
	parts := runtime.GOMAXPROCS(0)
	var mu sync.Mutex
	collectors := make([]*metrics.Collector, parts)
	err = s.Scan(ctx, fields, scanSpan(&q, history), parts, func(i int) func(*chat.Facts) error {
		c, _ := metrics.NewCollector(q) // the query was accepted above
		mu.Lock()
		collectors[i] = c
		mu.Unlock()
		return func(f *chat.Facts) error {
			if history {
				c.AddHistory(f.UserKey, f.StartedAt)
			}
			f.Settle(newest, idle)
			if keep == nil || keep(f) {
				c.Add(f)
			}
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	for _, c := range collectors {
		if c != nil {
			total.Merge(c)
		}
	}
	return total.Result()
}

// scanSpan is what must be read for a query: both periods, and all that came
// before where it matters when users were first seen.
func scanSpan(q *metrics.Query, history bool) store.Span {
	lo, hi := q.Span.Bounds()
	if q.Previous != nil {
		before, until := q.Previous.Bounds()
		lo, hi = min(lo, before), max(hi, until)
	}
	if history {
		lo = int64(chat.NoTime)
	}
	if !q.Span.Bounded() && q.Previous == nil && q.Span.Start.IsZero() && q.Span.End.IsZero() {
		return store.Span{}
	}
	return store.Span{Bounded: true, Start: chat.Time(lo), End: chat.Time(hi)}
}
