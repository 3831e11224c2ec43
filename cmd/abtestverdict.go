package cmd

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chatcops/abtest"
	"chatcops/metrics"
	"chatcops/report"
)

// outcome is what a test comes to, with all that its words and tables need.
type outcome struct {
	*trial
	name      string
	study     *abtest.Study
	finding   *abtest.Finding
	guards    [][]abtest.Guarded // by guardrail
	secondary []abtest.Explored
	segments  []segment
	others    int // segments that are not shown
	bayes     []abtest.Posterior

	recomputed bool
	ended      bool // the test
	past       bool // what was asked for
	perDay     float64
	perDayOK   bool
}

// metric is the one that decides.
func (o *outcome) metric() *testMetric { return o.metrics[0] }

// unitOfMetric is how a metric prints.
func unitOfMetric(m *metrics.Metric) report.Unit {
	unit := m.Unit
	if unit == metrics.UnitCount { // the mean of a count
		unit = metrics.UnitMessages
	}
	return unitOf(&metrics.Value{Metric: m.Name, Unit: unit})
}

// unit is how the values of a metric in a test print: a count of conversations is
// a share of them here.
func (m *testMetric) unit() report.Unit {
	if m.gauge.Fold == metrics.Share {
		return report.Share
	}
	return unitOfMetric(m.gauge.Metric)
}

// title is the metric's name in prose.
func (m *testMetric) title() string {
	title := m.gauge.Metric.Title
	if metrics.IsScore(m.gauge.Metric.Name) {
		return title
	}
	return strings.ToLower(title[:1]) + title[1:]
}

// things are what the test counts: 3 sessions, 1 user.
func (o *outcome) things(n int64) string {
	switch {
	case o.ByUser:
		return report.Things(n, "user")
	case n == 1 && o.partial():
		return "1 session with a value"
	case o.partial():
		return report.Things(n, "session") + " with a value"
	}
	return report.Things(n, "session")
}

// partial reports whether some sessions have no value of the metric that decides.
func (o *outcome) partial() bool {
	if o.finding.Mode == abtest.Planned || o.ByUser {
		return false
	}
	var have int64
	for _, a := range o.finding.Arms {
		have += a.Sessions
	}
	return have < o.sessions()
}

// seen reports whether any session or stray exposure was selected.
func (o *outcome) seen() bool { return o.sessions() > 0 || o.study.Checks.UnknownVariants > 0 }

// sessions is how many sessions the test has.
func (o *outcome) sessions() (n int64) {
	for _, sessions := range o.study.Traffic.Sessions() {
		n += sessions
	}
	return n
}

// control is how prose names the control.
func (o *outcome) control() string {
	name := o.finding.Control().Name
	if name == "control" {
		return name
	}
	return "control (" + name + ")"
}

// percent is a share in prose, without digits that say nothing: ±10%.
func percent(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.4g", v*100), ".0") + "%"
}

// verdict is the one sentence.
func (o *outcome) verdict() string {
	text := o.sentence()
	if o.finding.Mode == abtest.FixedLook && len(o.finding.Treatments) > 0 {
		text += " (valid for one look only)"
	}
	return text
}

func (o *outcome) sentence() string {
	f := o.finding
	switch f.Code {
	case abtest.NothingToCompare:
		return "nothing to compare"
	case abtest.NoData:
		return "no data yet"
	case abtest.SampleRatioMismatch:
		return "do not trust: sample ratio mismatch (" + o.splitText() + ")"
	case abtest.AssignmentMismatch:
		return fmt.Sprintf("do not trust: %s disagree with the hash", report.Things(o.study.Checks.HashMismatches, "session"))
	case abtest.MixedExposures:
		return fmt.Sprintf("do not trust: %s saw several variants", report.Things(o.study.Checks.Crossovers, "session"))
	case abtest.Winner:
		return o.winner()
	case abtest.SeveralBeatControl:
		return strings.Join(o.named(abtest.Better), " and ") + " beat " + o.control() + "; no difference between them yet" + o.undecided()
	case abtest.ControlWins:
		return "winner: " + o.control()
	case abtest.Differs:
		return o.differs()
	case abtest.NoDifferenceFound:
		if f.Mode == abtest.Planned {
			return fmt.Sprintf("no difference found: all %s planned sessions are in", report.Figure(o.Planned))
		}
		return "no difference found: enough data for ±" + percent(o.MDE)
	case abtest.NoDifferenceYet:
		return o.needs()
	case abtest.NotEnoughData:
		return o.tooLittle()
	}
	return "no meaningful difference (lift within ±" + percent(o.MDE) + ")"
}

// winner names the treatment that won, or that won at a price.
func (o *outcome) winner() string {
	t := o.treatment(o.finding.Winner)
	if harmed := o.harmed(t.Name); len(harmed) > 0 {
		return fmt.Sprintf("%s wins on %s (%s) but harms %s: do not ship", t.Name, o.metric().title(), o.lift(t), strings.Join(harmed, " and "))
	}
	return fmt.Sprintf("winner: %s (%s)%s", t.Name, o.lift(t), o.undecided())
}

// harmed names the guardrails that a treatment harms.
func (o *outcome) harmed(treatment string) []string {
	var names []string
	for i, guard := range o.guards {
		for _, g := range guard {
			if g.Treatment.Name == treatment && g.Safety == abtest.Harmed {
				names = append(names, o.guardrails[i].title())
			}
		}
	}
	return names
}

// lift is a lift with its interval, or a difference where there is no lift.
func (o *outcome) lift(t *abtest.Treatment) string {
	switch {
	case !math.IsNaN(t.Lift) && !math.IsNaN(t.LiftLow):
		return fmt.Sprintf("%s, 95%% interval %s", report.Relative.Signed(t.Lift), report.Relative.SignedSpan(t.LiftLow, t.LiftHigh))
	case !math.IsNaN(t.LiftLow): // over a baseline of 0
		return report.Relative.SignedSpan(t.LiftLow, t.LiftHigh)
	}
	u := o.metric().unit()
	return fmt.Sprintf("%s, 95%% interval %s; baseline too close to 0 for a lift", u.Signed(t.Difference), u.SignedSpan(t.Low, t.High))
}

// treatment finds a treatment by name.
func (o *outcome) treatment(name string) *abtest.Treatment {
	i := slices.IndexFunc(o.finding.Treatments, func(t abtest.Treatment) bool { return t.Name == name })
	return &o.finding.Treatments[i]
}

// named lists the treatments of a status.
func (o *outcome) named(status ...abtest.Status) []string {
	var names []string
	for _, t := range o.finding.Treatments {
		if slices.Contains(status, t.Status) {
			names = append(names, t.Name)
		}
	}
	return names
}

// undecided names the treatments of which nothing is told yet.
func (o *outcome) undecided() string {
	names := o.named(abtest.Unclear, abtest.TooLittle)
	if len(names) == 0 {
		return ""
	}
	return "; undecided: " + strings.Join(names, ", ")
}

// differs tells of a metric without direction.
func (o *outcome) differs() string {
	var parts []string
	for i := range o.finding.Treatments {
		t := &o.finding.Treatments[i]
		if t.Status == abtest.StatusHigher || t.Status == abtest.StatusLower {
			parts = append(parts, fmt.Sprintf("%s is %s (%s)", t.Name, t.Status, o.lift(t)))
		}
	}
	return strings.Join(parts, "; ") + o.undecided()
}

// needs tells how much more an undecided test needs.
func (o *outcome) needs() string {
	f := o.finding
	if f.MoreSessions == nil {
		return "no difference yet"
	}
	text := "no difference yet: needs " + moreOf(o.things(*f.MoreSessions))
	switch {
	case f.DaysRemaining != nil:
		text += " (~" + report.Things(*f.DaysRemaining, "day") + ")"
	case o.perDayOK && o.perDay == 0:
		text += " (never at this rate)"
	}
	return text
}

// moreOf puts more between a number and its things.
func moreOf(things string) string {
	n, what, _ := strings.Cut(things, " ")
	return n + " more " + what
}

// tooLittle names the variant that is farthest from the minimum.
func (o *outcome) tooLittle() string {
	if o.finding.Mode == abtest.Planned && o.finding.Look == nil {
		return "not enough data: no complete day yet"
	}
	text := ""
	least := math.Inf(1)
	for _, a := range o.finding.Arms {
		if a.Weight == 0 {
			continue
		}
		have, want, what := o.progress(a)
		if share := float64(have) / float64(want); share < least {
			least = share
			text = fmt.Sprintf("not enough data: %s has %s of %s %s", a.Name, report.Figure(have), report.Figure(want), what)
		}
	}
	return text
}

// progress is how much a variant has of what it needs for any verdict.
func (o *outcome) progress(a abtest.Arm) (have, want int64, what string) {
	if o.metric().kind() == abtest.Shares && (!o.ByUser || a.Value.N >= abtest.MinValues) {
		what := "conversions"
		if !o.metric().exposed {
			what = "sessions that count for " + o.metric().title()
		}
		return a.Conversions, abtest.MinConversions, what
	}
	if o.ByUser {
		return a.Value.N, abtest.MinValues, "users"
	}
	return a.Value.N, abtest.MinValues, "sessions"
}
