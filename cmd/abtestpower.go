package cmd

import (
	"context"
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"chatcops/abtest"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/report"
)

type powerOptions struct {
	common
	testFlags
	selection
	metric, control, mde, baseline, power string
	deviation, perDay                     float64
	sessions                              int64
}

const powerHelp = `Says how many sessions a test needs to find a change, what change a number of
sessions can find, and how many days that takes.

The baseline and the sessions a day (mean of the last 7 complete UTC days) come
from the data: of the test's exposures if there are any, else of all
conversations. --baseline and --per-day say them without any data.

The numbers are of the whole test, all variants together, and of sessions that
have a value of the metric.`

const powerExamples = `  chatcops abtest power --baseline 10% --mde 10% --per-day 400
  chatcops abtest power prompt_tone_v2
  chatcops abtest power prompt_tone_v2 log.jsonl --metric quality_score --mde 3%
  chatcops abtest power --baseline 10% --sessions 20000 --variants control,a,b`

func newPowerCmd(app *App) *cobra.Command {
	o := &powerOptions{}
	c := &cobra.Command{
		Use:     "power [TEST] [PATH...]",
		Short:   "How many sessions and days a test needs",
		Long:    powerHelp,
		Example: powerExamples,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{""}
			}
			return runPower(c.Context(), app, o, args[0], args[1:])
		},
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.testFlags.bind(c)
	o.selection.bind(c)
	f := c.Flags()
	f.StringVarP(&o.metric, "metric", "m", "", "metric of the test, see chatcops metrics (default "+conversionMetric+")")
	f.StringVar(&o.control, "control", "", "variant to compare with (default the first one)")
	f.StringVar(&o.mde, "mde", "", "smallest change worth finding, relative to the control: 10% or 0.1 (default 10%)")
	f.StringVar(&o.baseline, "baseline", "", "value without any change: 10% or, of a mean, a number (default as the data say)")
	f.Float64Var(&o.deviation, "deviation", 0, "standard deviation of single values of a mean (default as the data say)")
	f.StringVar(&o.power, "power", "", "probability with which the change is to be found (default 80%)")
	f.Float64Var(&o.perDay, "per-day", 0, "sessions a day (default as the data say)")
	f.Int64Var(&o.sessions, "sessions", 0, "sessions of the whole test: what change can they find?")
	_ = c.RegisterFlagCompletionFunc("metric", fixed(metricNames()...))
	return c
}

// plan is what abtest power has to say.
type plan struct {
	abtest.Planning
	test, metric string
	mde          float64
	unit         report.Unit
	have         int64 // sessions of the test so far
	perDay       *float64
	days         int // complete days that the traffic is the mean of, 7 at most
}

func runPower(ctx context.Context, app *App, o *powerOptions, name string, paths []string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	p, err := o.plan(ctx, app, cfg, name, paths)
	if err != nil {
		return err
	}
	d, err := p.document(o.sessions)
	if err != nil {
		return err
	}
	return o.write(app, cfg, d)
}

// plan takes from flags what they give and all else from the data.
func (o *powerOptions) plan(ctx context.Context, app *App, cfg *config.Config, name string, paths []string) (*plan, error) {
	known := name
	if known == "" {
		known = "the test" // for the hash, which nothing asks for
	}
	d := &designFlags{control: o.control, mde: o.mde}
	if o.metric != "" {
		d.metrics = []string{o.metric}
	}
	t, err := newTrial(cfg, known, &o.testFlags, d)
	if err != nil {
		return nil, err
	}
	m := t.metrics[0]
	power, err := shareOr(o.power, "--power", abtest.DefaultPower)
	if err != nil {
		return nil, err
	}
	if power <= 0.05 {
		return nil, usagef("--power %s: write more than 5%%, which chance alone gives", o.power)
	}
	p := &plan{test: name, metric: m.gauge.Metric.Name, mde: t.MDE, unit: m.unit()}
	if name == "" && o.baseline == "" {
		return nil, withHint(usagef("neither TEST nor --baseline is given"), "name the test to take its baseline from the data, or give --baseline 10%%")
	}
	if name != "" && (o.baseline == "" || o.perDay == 0) {
		if err := o.learn(ctx, app, cfg, name, paths, t, p, power); err != nil {
			return nil, err
		}
	} else if err := p.declare(t, power); err != nil {
		return nil, err
	}
	return p, o.override(p)
}

// declare fills in what no data is asked for.
func (p *plan) declare(t *trial, power float64) error {
	if t.Test == nil {
		made, err := abtest.NewTest("test", []string{"control", "treatment"}, nil)
		if err != nil {
			return err
		}
		t.Test = made
	}
	if err := t.complete(p.test, nil); err != nil {
		return err
	}
	m := t.metrics[0]
	m.sample = m.newSample(t)
	s := abtest.Study{Design: t.Design, Traffic: abtest.NewTraffic(t.Test), Sample: m.sample, Better: m.better}
	p.Planning = s.Planning(power)
	return nil
}

// override sets what the flags say.
func (o *powerOptions) override(p *plan) error {
	if o.baseline != "" {
		v, err := parseBaseline(o.baseline, p.Shares)
		if err != nil {
			return err
		}
		p.Baseline = v
	}
	if o.deviation > 0 {
		p.Deviation = o.deviation
	}
	if !p.Shares && !(p.Deviation > 0) {
		return usagef("of a mean the spread must be known: give --deviation, or name a test with data")
	}
	if o.perDay > 0 {
		p.perDay = &o.perDay
	}
	if o.sessions < 0 || o.perDay < 0 || o.deviation < 0 {
		return usagef("--sessions, --per-day and --deviation are above 0")
	}
	return nil
}

// learn takes baseline and traffic from the data.
func (o *powerOptions) learn(ctx context.Context, app *App, cfg *config.Config, name string, paths []string, t *trial, p *plan, power float64) error {
	count := &testCount{trial: t, idle: cfg.IdleTimeout.Microseconds(), costOf: pricesOf(cfg).CostOf}
	var err error
	if count.filter, err = o.filter(); err != nil {
		return err
	}
	if count.filter.Span, err = o.span(app, cfg); err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, paths)
	if err != nil {
		return err
	}
	defer s.close()
	if count.keep, err = s.condition(ctx, &o.selection); err != nil {
		return err
	}
	exposures, err := exposuresTo(s.Store, name)
	if err != nil {
		return err
	}
	if len(exposures) > 0 {
		count.filter.Span = t.within(count.filter.Span, o.period != "" || o.since != "" || o.until != "")
		return p.fromTest(ctx, app, s.Store, name, count, power)
	}
	return p.fromAll(ctx, app, s.Store, name, count, power)
}

// fromTest takes baseline and traffic from the exposed sessions.
func (p *plan) fromTest(ctx context.Context, app *App, s *store.Store, name string, count *testCount, power float64) error {
	r, err := judge(ctx, app, s, name, count)
	if err != nil {
		return err
	}
	p.Planning, p.have = r.study.Planning(power), r.metric().sample.Len()
	p.traffic(r.study)
	return nil
}

// fromAll takes them from all conversations, for a test that has not begun.
func (p *plan) fromAll(ctx context.Context, app *App, s *store.Store, name string, count *testCount, power float64) error {
	if err := p.declare(count.trial, power); err != nil {
		return err
	}
	weights := p.Weights
	all, err := abtest.NewTest(name, []string{"all"}, nil)
	if err != nil {
		return err
	}
	one := *count.trial
	one.Test, one.Control, one.HashUnused = all, "", false
	count.trial = &one
	r, err := judge(ctx, app, s, name, count)
	if err != nil {
		return err
	}
	p.Planning = r.study.Planning(power)
	p.Weights = weights
	p.traffic(r.study)
	return nil
}

func (p *plan) traffic(s *abtest.Study) {
	if n, ok := s.PerDay(); ok {
		p.perDay, p.days = &n, min(7, s.Traffic.CompleteDays(s.Today))
	}
}

// parseBaseline reads a share, or any number of a mean.
func parseBaseline(text string, shares bool) (float64, error) {
	if shares {
		return shareOr(text, "--baseline", 0)
	}
	var v float64
	if _, err := fmt.Sscanf(text, "%g", &v); err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v == 0 {
		return 0, usagef("--baseline %s: write a number other than 0", text)
	}
	return v, nil
}

// shareOr reads a share, or gives def where there is no text.
func shareOr(text, flag string, def float64) (float64, error) {
	if text == "" {
		return def, nil
	}
	v, err := config.ParseShare(text)
	if err != nil {
		return 0, usageError{fmt.Errorf("%s: %w", flag, err)}
	}
	return v, nil
}
