package cmd

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"chatcops/abtest"
	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// mostSegments bounds what --by may tell apart where limits.groups does not, for the
// sake of memory: each segment holds its sessions.
const mostSegments = 10_000

// testCount counts the sessions of a test that a filter and keep (nil: all)
// select. A session is of the period of its first exposure or, without any, of
// that in which its conversation started.
type testCount struct {
	*trial
	exposures []abtest.Exposure // all of the test, in the order of reading
	filter    metrics.Filter
	keep      func(*chat.Facts) bool
	idle      int64             // idle timeout in microseconds
	by        *metrics.Segments // nil: none
	most      int               // how many segments there may be
	scoreOf   func(name string, f *chat.Facts) (float64, bool)
	costOf    func(f *chat.Facts) (nanos int64, ok bool)

	all      []*testMetric // of the trial: those that decide or inform, then the guardrails
	traffic  *abtest.Traffic
	segments map[string]*abtest.Sample // of the metric that decides
	counter  *abtest.Counter           // nil where variants are computed anew
	selected map[abtest.Session]bool   // by the filters, of those with a conversation
}

// recomputed reports whether variants are computed from the hash, because no
// exposure was recorded at all.
func (c *testCount) recomputed() bool { return len(c.exposures) == 0 }

// run counts from the exposures or, if the test has none, from the hash of the sessions.
func (c *testCount) run(ctx context.Context, s *store.Store) (checks abtest.Checks, err error) {
	c.traffic, c.segments, c.selected = abtest.NewTraffic(c.Test), map[string]*abtest.Sample{}, map[abtest.Session]bool{}
	c.all = append(slices.Clone(c.metrics), c.guardrails...)
	for _, m := range c.all {
		m.sample = m.newSample(c.trial)
		m.gauge.Scored(c.scoreOf)
		m.gauge.Priced(c.costOf)
	}
	if c.recomputed() {
		return checks, c.scan(ctx, s, c.takeAssigned)
	}
	c.counter = exposedCounter(c.Test, c.exposures)
	if err := c.scan(ctx, s, c.takeExposed); err != nil {
		return checks, err
	}
	// An exposure may come without a conversation, which no filter can select.
	all := c.keep == nil && !c.filter.NeedsText() && len(c.filter.Outcomes) == 0
	if all {
		c.takeWithout()
	}
	variants := c.Test.Variants()
	for _, e := range c.exposures {
		if !slices.Contains(variants, e.Variant) && (all || c.selected[e.Session]) && c.filter.Span.Contains(int64(e.Time)) {
			c.counter.Expose(e)
		}
	}
	return c.counter.CountsOf(func(session abtest.Session) bool {
		first, exposed := c.counter.First(session)
		return (all || c.selected[session]) && (!exposed || c.filter.Span.Contains(int64(first.Time)))
	}).Checks, nil
}

// takeAssigned takes a session whose variant is computed.
func (c *testCount) takeAssigned(f *chat.Facts) error {
	if !c.filter.Span.Contains(int64(f.StartedAt)) {
		return nil
	}
	variant, _ := c.Test.Assign(f.ID)
	return c.take(f, abtest.First{Variant: variant, Time: f.StartedAt}, f.Converted)
}

// takeExposed takes a session that may have an exposure.
func (c *testCount) takeExposed(f *chat.Facts) error {
	session := sessionOf(f)
	c.selected[session] = true
	first, exposed := c.counter.First(session)
	if f.Converted && (exposed || c.filter.Span.Contains(int64(f.StartedAt))) {
		c.counter.Convert(abtest.Conversion{Session: session, Time: f.LastConvertedAt})
	}
	if !exposed || !c.filter.Span.Contains(int64(first.Time)) {
		return nil
	}
	return c.take(f, first, f.Converted && (!f.LastConvertedAt.Known() || f.LastConvertedAt >= first.Time))
}

// take adds a session of the test to traffic and samples.
func (c *testCount) take(f *chat.Facts, first abtest.First, converted bool) error {
	c.traffic.Add(first.Variant, first.Time, f.UserKey)
	for i, m := range c.all {
		p := abtest.Point{Variant: first.Variant, Hour: abtest.Hour(first.Time), User: f.UserKey, X: 1}
		if m.exposed {
			if converted {
				p.Y = 1
			}
		} else {
			var applies bool
			if p.Y, p.X, applies = m.gauge.Read(f); !applies {
				continue
			}
		}
		m.sample.Add(p)
		if i == 0 && c.by != nil {
			if err := c.takeSegment(m, f, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeSegment adds a session to its segment; one without a value has none.
func (c *testCount) takeSegment(m *testMetric, f *chat.Facts, p abtest.Point) error {
	name := c.by.Of(f)
	if name == nil {
		return nil
	}
	sample := c.segments[*name]
	if sample == nil {
		if len(c.segments) >= c.most {
			return fmt.Errorf("--by: more than %d segments: choose a dimension with fewer values, a shorter period or a filter, or raise limits.groups, up to %d", c.most, mostSegments)
		}
		sample = m.newSample(c.trial)
		c.segments[*name] = sample
	}
	sample.Add(p)
	return nil
}

// takeWithout takes the exposed sessions of which no conversation is known: they
// converted nothing.
func (c *testCount) takeWithout() {
	for session, first := range c.counter.Exposed() {
		if c.selected[session] || !c.filter.Span.Contains(int64(first.Time)) {
			continue
		}
		c.traffic.Add(first.Variant, first.Time, 0)
		for _, m := range c.all {
			if m.exposed {
				m.sample.Add(abtest.Point{Variant: first.Variant, Hour: abtest.Hour(first.Time), X: 1})
			}
		}
	}
}

// scan calls take for the sessions that the filters select, of whatever period.
func (c *testCount) scan(ctx context.Context, s *store.Store, take func(*chat.Facts) error) error {
	newest, err := s.Newest()
	if err != nil {
		return err
	}
	filter := c.filter
	filter.Span = period.Span{}
	return s.Scan(ctx, store.Texts, store.Span{}, 1, func(int) func(*chat.Facts) error {
		return func(f *chat.Facts) error {
			f.Settle(newest, c.idle)
			if !filter.Match(f) || c.keep != nil && !c.keep(f) {
				return nil
			}
			return take(f)
		}
	})
}

// study is the count made ready to be judged.
func (c *testCount) study(checks abtest.Checks, today int) *abtest.Study {
	m := c.metrics[0]
	return &abtest.Study{Design: c.Design, Traffic: c.traffic, Sample: m.sample, Better: m.better, Checks: checks, Today: today}
}

// today returns the UTC day that is not complete: that of the newest data or, if
// the test has ended by now, the first one after it.
func (c *testCount) today(s *store.Store, now time.Time) (int, error) {
	if end := c.filter.Span.End; !end.IsZero() && !end.After(now) {
		return abtest.Day(chat.TimeOf(end.Add(24*time.Hour - time.Microsecond))), nil
	}
	newest, err := s.Newest()
	if err != nil {
		return 0, err
	}
	for _, e := range c.exposures {
		newest = max(newest, e.Time)
	}
	return abtest.Day(min(newest, chat.TimeOf(now))), nil
}

func roundTo(v float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(v*p) / p
}
