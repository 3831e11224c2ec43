package cmd

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/metrics"
)

type statsOptions struct {
	common
	selection
	paths   []string
	metrics []string
	by      []string
	sort    string
	reverse bool
	top     int
	chart   string
}

const statsHelp = `Computes the metrics of a period, each with its 95 % interval and, against the
period before, with a test: a change that may be noise prints ~.

With PATHs the files are read into a temporary database and analysed at once;
without, the database of --db is. Without --period all data counts.

--by groups by one or two things; --by hour_of_day and --by weekday show when
users come. --top N keeps the N largest groups and puts all others together, so
that the groups still add up. * marks what rests on fewer than 20 conversations.

A score whose name has a comma is written in quotes: --metrics '"score:a, b"'.`

const statsExamples = `  chatcops stats transcripts.jsonl
  chatcops stats --period 30d
  chatcops stats --period last-month --timezone Europe/Berlin --bot helpdesk
  chatcops stats --period 2026-10 --compare 2026-08
  chatcops stats --by week --metrics conversations,resolution_rate
  chatcops stats --by hour_of_day --timezone Europe/Berlin
  chatcops stats --by user --top 10 --metrics conversations,csat
  chatcops stats --by channel --sort escalation_rate --reverse
  chatcops stats --by bot,channel --format csv
  chatcops stats --by topic --metrics conversations,resolution_rate
  chatcops stats --by day --metrics conversations --chart days.svg
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
	f.StringVar(&o.sort, "sort", "", "sort groups by one of the metrics, the greatest first")
	f.BoolVar(&o.reverse, "reverse", false, "the least first")
	f.IntVar(&o.top, "top", 0, "only so many groups, the largest or the first by --sort; the rest as other")
	f.StringVar(&o.chart, "chart", "", "with --by, also draw the groups into this file.svg")
	_ = c.MarkFlagFilename("chart", "svg")
	f.String("compare", "", "period to compare with: previous, none or a period (default previous)")
	_ = c.RegisterFlagCompletionFunc("metrics", several(metricNames()))
	_ = c.RegisterFlagCompletionFunc("by", app.completePrefixed(withoutPrefixes(dimensionNames()), namesOfDimensions, true))
	_ = c.RegisterFlagCompletionFunc("sort", fixed(numberNames()...))
	_ = c.RegisterFlagCompletionFunc("compare", fixed(append([]string{"previous", "none"}, period.Names()...)...))
	return c
}

// several completes the last item of a list with commas.
func several(values []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, written string) ([]string, cobra.ShellCompDirective) {
		before := written[:strings.LastIndex(written, ",")+1]
		var list []string
		for _, v := range values {
			list = append(list, before+v)
		}
		return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// numberNames are the names of all numbers, as in duration.p90.
func numberNames() []string {
	var names []string
	for _, m := range metrics.Registry {
		for _, s := range m.Statistics {
			names = append(names, m.FullName(s)+"\t"+m.FullTitle(s))
		}
	}
	return names
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

// withoutPrefixes leaves out the dimensions that stand for many, as in property:KEY.
func withoutPrefixes(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return strings.Contains(name, ":") })
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
		return o.misnamed(err)
	}
	if err := o.checkChart(app, cfg); err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, o.paths)
	if err != nil {
		return err
	}
	defer s.close()
	keep, err := s.condition(ctx, &o.selection)
	if err != nil {
		return err
	}
	if q.VariantOf, err = variantsBy(s.Store, cfg, q.By); err != nil {
		return err
	}
	if slices.Contains(q.By, metrics.TopicDimension) {
		t, err := s.topics(ctx)
		if err != nil {
			return err
		}
		q.TopicOf = t.labelOf
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
	if err := o.drawChart(app, s.Store, r, &q); err != nil {
		return err
	}
	if len(o.metrics) == 0 {
		lead(r, cfg.NorthStar, cfg.Format != "table" && cfg.Format != "markdown")
	}
	d := statsDocument(r, &asked, cfg.Format)
	if r.Coverage.Conversations == 0 {
		remark, err := nothingMatched(s.Store, "conversation", &q.Filter, nil, cfg.Location())
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
	if o.chart != "" && len(o.metrics) == 0 {
		o.metrics = []string{"conversations"}
	}
	if q.Filter, err = o.filter(); err != nil {
		return q, err
	}
	if q.Span, err = o.span(app, cfg); err != nil {
		return q, err
	}
	q.Metrics, q.By, q.AsOf, q.MaxGroups = unspaced(o.metrics), unspaced(o.by), app.Now(), cfg.Limits.Groups
	q.Sort, q.Reverse, q.Top = o.sort, o.reverse, o.top
	if len(q.By) > 0 && len(q.Metrics) == 0 && (cfg.Format == "table" || cfg.Format == "markdown") {
		q.Metrics = groupMetrics
		if slices.ContainsFunc(q.By, onClock) {
			q.Metrics = groupMetrics[:3] // which leaves room for bars
		}
		if number := strings.Split(q.Sort, ".")[0]; number != "" && !slices.Contains(q.Metrics, q.Sort) {
			q.Metrics = append(slices.Clone(q.Metrics), number)
		}
	}
	if len(cfg.Prices) > 0 && len(q.Metrics) == 0 || q.NamesMoney() {
		q.CostOf, q.Currency = pricesOf(cfg).CostOf, cfg.Currency
	}
	q.Previous, err = comparedWith(app, cfg, q.Span)
	return q, err
}

// unspaced is a list as people write it: with spaces behind the commas.
func unspaced(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// misnamed tells of a mistake in what was asked for.
func (o *statsOptions) misnamed(err error) error {
	for _, name := range unspaced(o.metrics) {
		base, _, _ := strings.Cut(name, ".")
		if slices.ContainsFunc(metrics.Registry, func(m metrics.Metric) bool { return m.Name == base }) || metrics.IsScore(name) {
			continue
		}
		if slices.ContainsFunc(unspaced(o.metrics), metrics.IsScore) {
			return withHint(usagef("unknown metric %q", name), "a score whose name has a comma is written in quotes: --metrics '\"score:a, b\"'; chatcops metrics lists the metrics")
		}
	}
	return usageError{err}
}
