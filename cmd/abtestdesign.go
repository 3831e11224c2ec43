package cmd

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chatcops/abtest"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/metrics"
)

// conversionMetric is what tests are judged by unless they say otherwise. In a
// test it counts the exposed sessions, and conversions from the exposure on.
const conversionMetric = "conversion_rate"

// designFlags are the flags that say how a test is judged.
type designFlags struct {
	metrics, guardrails                       []string
	control, mde, direction, unit, assignment string
	planned                                   int64
	fixed                                     bool
}

func (d *designFlags) bind(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVarP(&d.metrics, "metric", "m", nil, "metric that decides, see chatcops metrics (default "+conversionMetric+"); more behind it are for information")
	f.StringArrayVar(&d.guardrails, "guardrail", nil, "metric that a winner must not harm, NAME or NAME=MARGIN such as duration=10% (repeatable; margin 5%)")
	f.StringVar(&d.control, "control", "", "variant to compare with (default the first one)")
	f.StringVar(&d.mde, "mde", "", "smallest change worth finding, relative to the control: 10% or 0.1 (default 10%)")
	f.StringVar(&d.direction, "direction", "", "which way the metric gets better: higher or lower (default as the metric says)")
	f.StringVar(&d.unit, "unit", "", "what is independent of each other: session or user (default session)")
	f.StringVar(&d.assignment, "assignment", "", "who assigns the variants: hash or elsewhere (default hash)")
	f.Int64Var(&d.planned, "planned", 0, "sessions that the whole test was planned for before it began: fewer will do than without a plan")
	f.BoolVar(&d.fixed, "fixed", false, "tests that are valid for one look only, at a time fixed before the start")
	for flag, words := range map[string][]string{"direction": {"higher", "lower"}, "unit": {"session", "user"}, "assignment": {"hash", "elsewhere"}, "metric": metricNames(), "guardrail": metricNames()} {
		_ = c.RegisterFlagCompletionFunc(flag, fixed(words...))
	}
}

// check refuses values that no test can have.
func (d *designFlags) check(c *cobra.Command) error {
	for _, x := range []struct {
		flag, value string
		words       []string
	}{{"direction", d.direction, []string{"", "higher", "lower"}}, {"unit", d.unit, []string{"", "session", "user"}}, {"assignment", d.assignment, []string{"", "hash", "elsewhere"}}} {
		if !slices.Contains(x.words, x.value) {
			return usagef("--%s %s: write %s", x.flag, x.value, strings.Join(x.words[1:], " or "))
		}
	}
	switch {
	case c.Flags().Changed("planned") && d.planned < 1:
		return usagef("--planned %d: write the sessions of the whole test, such as 20000", d.planned)
	case d.fixed && d.planned > 0:
		return usagef("--fixed excludes --planned: the one is for a single look, the other for daily ones")
	case d.unit == "user" && d.planned > 0:
		return usagef("--unit user excludes --planned: a plan counts sessions")
	}
	return nil
}

// Where a test is known from.
const (
	fromFlags     = "flags"
	fromConfig    = "config"
	fromExposures = "exposures"
)

// trial is a test as a command judges it.
type trial struct {
	abtest.Design
	origin     string
	metrics    []*testMetric // the first decides
	guardrails []*testMetric
	start, end time.Time // zero where open
}

// testMetric is a metric of a test.
type testMetric struct {
	gauge   *metrics.Gauge
	better  abtest.Direction
	margin  float64 // of a guardrail
	exposed bool    // counts the exposed sessions, and conversions from the exposure on
	sample  *abtest.Sample
}

// newTestMetric finds a metric by name.
func newTestMetric(name string) (*testMetric, error) {
	g, err := metrics.NewGauge(strings.TrimSpace(name))
	if err != nil {
		return nil, usageError{err}
	}
	return &testMetric{gauge: g, better: betterOf(g.Metric), margin: abtest.DefaultMargin, exposed: g.Metric.Name == conversionMetric}, nil
}

func betterOf(m *metrics.Metric) abtest.Direction {
	switch m.Better {
	case metrics.Higher:
		return abtest.Higher
	case metrics.Lower:
		return abtest.Lower
	}
	return abtest.Neither
}

// kind is how the metric is folded.
func (m *testMetric) kind() abtest.Kind {
	switch m.gauge.Fold {
	case metrics.Share:
		return abtest.Shares
	case metrics.Ratio:
		return abtest.Ratios
	}
	return abtest.Means
}

func (m *testMetric) newSample(t *trial) *abtest.Sample {
	return abtest.NewSample(m.kind(), m.gauge.Unit(), len(t.Test.Variants()), t.ByUser)
}

func (m *testMetric) part() abtest.Part { return abtest.Part{Sample: m.sample, Better: m.better} }

// newTrial arranges a test of flags and configuration; its Test is nil where
// neither knows the variants.
func newTrial(cfg *config.Config, name string, variants *testFlags, d *designFlags) (*trial, error) {
	made, err := variants.test(cfg, name)
	if err != nil {
		return nil, err
	}
	t := &trial{origin: fromFlags, Design: abtest.Design{Test: made, MDE: abtest.DefaultMDE}}
	names, direction := d.metrics, d.direction
	var guarded []string
	if c := configured(cfg, name); c != nil {
		if variants.variants == "" {
			t.origin = fromConfig
		}
		t.Planned, t.HashUnused, t.start, t.end = c.PlannedSessions, c.Elsewhere, c.Start, c.End
		if c.MDE > 0 {
			t.MDE = c.MDE
		}
		if len(names) == 0 {
			names = []string{c.Metric.Value}
		}
		if direction == "" && names[0] == c.Metric.Value {
			direction = c.Direction
		}
		for _, g := range c.Guardrails {
			guarded = append(guarded, g.Value)
		}
	}
	if made == nil {
		t.origin, t.HashUnknown = fromExposures, true
	}
	if len(names) == 0 {
		names = []string{conversionMetric}
	}
	if len(d.guardrails) > 0 {
		guarded = d.guardrails
	}
	return t, t.fill(d, names, guarded, direction)
}

// fill sets what the flags say beside the variants.
func (t *trial) fill(d *designFlags, names, guarded []string, direction string) error {
	for _, n := range names {
		m, err := newTestMetric(n)
		if err != nil {
			return err
		}
		t.metrics = append(t.metrics, m)
	}
	for _, g := range guarded {
		m, err := newGuardrail(g)
		if err != nil {
			return err
		}
		t.guardrails = append(t.guardrails, m)
	}
	switch direction {
	case "higher":
		t.metrics[0].better = abtest.Higher
	case "lower":
		t.metrics[0].better = abtest.Lower
	}
	if d.mde != "" {
		mde, err := config.ParseShare(d.mde)
		if err != nil {
			return usageError{fmt.Errorf("--mde: %w", err)}
		}
		t.MDE = mde
	}
	if d.planned > 0 {
		t.Planned = d.planned
	}
	if d.assignment != "" {
		t.HashUnused = d.assignment == "elsewhere"
	}
	t.Control, t.Fixed, t.ByUser = d.control, d.fixed, d.unit == "user"
	return nil
}

// newGuardrail reads NAME or NAME=MARGIN.
func newGuardrail(text string) (*testMetric, error) {
	name, margin, given := text, "", false
	if i := strings.LastIndexByte(text, '='); i >= 0 {
		name, margin, given = text[:i], text[i+1:], true
	}
	m, err := newTestMetric(name)
	if err != nil {
		return nil, err
	}
	if m.better == abtest.Neither {
		return nil, usagef("guardrail %s: the metric has no direction that is bad", name)
	}
	if given {
		if m.margin, err = config.ParseShare(margin); err != nil {
			return nil, usageError{fmt.Errorf("guardrail %s: %w", text, err)}
		}
	}
	return m, nil
}

// complete takes the variants from the exposures where nothing else tells them,
// and checks the control.
func (t *trial) complete(name string, exposures []abtest.Exposure) (err error) {
	if t.Test == nil {
		if t.Test, err = exposedTest(name, exposures); err != nil {
			return err
		}
	}
	if len(exposures) == 0 && t.HashUnused {
		return withHint(usagef("no exposure to the test %q is recorded, and its variants are assigned elsewhere", name), "import the exposures, or leave the assignment to the hash")
	}
	if t.Control == "" {
		return nil
	}
	variants := t.Test.Variants()
	i := slices.Index(variants, t.Control)
	switch {
	case i < 0:
		return usagef("--control %s: the test has no such variant; it has %s", t.Control, strings.Join(variants, ", "))
	case t.Test.Weights()[i] == 0:
		return usagef("--control %s: the variant has no weight", t.Control)
	}
	return nil
}

// within narrows what was asked for to the time in which the test ran; without
// any period of its own that time is it.
func (t *trial) within(asked period.Span, given bool) period.Span {
	if !given && (!t.start.IsZero() || !t.end.IsZero()) {
		return period.Span{Start: t.start, End: t.end, Location: asked.Location}
	}
	if asked.Start.IsZero() || t.start.After(asked.Start) {
		asked.Start = t.start
	}
	if asked.End.IsZero() || !t.end.IsZero() && t.end.Before(asked.End) {
		asked.End = t.end
	}
	return asked
}

// weightsText is the planned split: 50/50.
func weightsText(weights []int64) string {
	var total float64
	for _, w := range weights {
		total += float64(w)
	}
	var parts []string
	for _, w := range weights {
		parts = append(parts, strconv.FormatFloat(roundTo(100*float64(w)/total, 1), 'f', -1, 64))
	}
	return strings.Join(parts, "/")
}
