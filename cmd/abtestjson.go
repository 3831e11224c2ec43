package cmd

import (
	"math"
	"strings"
	"time"

	"chatcops/abtest"
)

// The machine-readable result of a test. What is not defined is null; so is an
// end of an interval that is not finite.
type (
	resultJSON struct {
		Test          string           `json:"test"`
		Metric        string           `json:"metric"`
		Mode          abtest.Mode      `json:"mode"`
		Unit          string           `json:"unit"`
		Source        string           `json:"source"` // of the variants: config, flags or exposures
		Verdict       verdictJSON      `json:"verdict"`
		Variants      []variantJSON    `json:"variants"`
		Comparisons   []comparisonJSON `json:"comparisons"`
		Guardrails    []guardJSON      `json:"guardrails"`
		Secondary     []exploredJSON   `json:"secondary"`
		Segments      []exploredJSON   `json:"segments"`
		Bayesian      []bayesJSON      `json:"bayesian"`
		Checks        checksJSON       `json:"checks"`
		Plan          *planJSON        `json:"plan"`
		MDE           float64          `json:"mde"`
		MoreSessions  *int64           `json:"more_sessions"`
		PerDay        *float64         `json:"sessions_per_day"`
		DaysRemaining *int64           `json:"days_remaining"`
		Recomputed    bool             `json:"recomputed"`
	}
	verdictJSON struct {
		Code     abtest.Code `json:"code"`
		Text     string      `json:"text"`
		Winner   *string     `json:"winner"`
		Harms    []string    `json:"harms"`
		Warnings []string    `json:"warnings"`
		Next     string      `json:"next"`
		Final    bool        `json:"final"`
	}
	variantJSON struct {
		Name        string   `json:"name"`
		Sessions    int64    `json:"sessions"`
		Conversions *int64   `json:"conversions"`
		N           int64    `json:"n"`
		Rate        *float64 `json:"rate"`
		Value       *float64 `json:"value"`
		Low         *float64 `json:"low"`
		High        *float64 `json:"high"`
		Median      *float64 `json:"median"`
		Weight      int64    `json:"weight"`
	}
	comparisonJSON struct {
		Control      string        `json:"control"`
		Treatment    string        `json:"treatment"`
		Difference   *float64      `json:"difference"`
		Low          *float64      `json:"low"`
		High         *float64      `json:"high"`
		Lift         *float64      `json:"lift"`
		LiftLow      *float64      `json:"lift_low"`
		LiftHigh     *float64      `json:"lift_high"`
		PValue       *float64      `json:"p_value"`
		LnP          *float64      `json:"ln_p"`
		AdjustedP    *float64      `json:"adjusted_p"`
		ToldAt       *time.Time    `json:"told_at"` // the earlier hour that told the difference; null where now does, or nothing
		Status       abtest.Status `json:"status"`
		MoreSessions *int64        `json:"more_sessions"`
	}
	guardJSON struct {
		Metric    string        `json:"metric"`
		Treatment string        `json:"treatment"`
		Control   *float64      `json:"control_value"`
		Value     *float64      `json:"value"`
		Lift      *float64      `json:"lift"`
		LiftLow   *float64      `json:"lift_low"`
		LiftHigh  *float64      `json:"lift_high"`
		PValue    *float64      `json:"p_value"`
		Margin    float64       `json:"margin"`
		State     abtest.Safety `json:"state"`
	}
	exploredJSON struct {
		Metric      string           `json:"metric"`
		Dimension   string           `json:"dimension,omitempty"`
		Segment     string           `json:"segment,omitempty"`
		Comparisons []comparisonJSON `json:"comparisons"`
	}
	bayesJSON struct {
		Name string  `json:"name"`
		Best float64 `json:"probability_best"`
		Loss float64 `json:"expected_loss"`
	}
	sampleRatioJSON struct {
		PValue    float64 `json:"p_value"`
		OK        bool    `json:"ok"`
		Unplanned int64   `json:"unplanned"`
	}
	checksJSON struct {
		SampleRatio sampleRatioJSON `json:"sample_ratio"`
		abtest.Checks
		CompleteDays int              `json:"complete_days"`
		Warnings     []abtest.Warning `json:"warnings"`
	}
	planJSON struct {
		Sessions int64    `json:"sessions"`
		Look     *int     `json:"look"`
		Seen     *int64   `json:"seen"`
		Bound    *float64 `json:"bound"`
	}
)

// defined is a number, or nil where it is not finite.
func defined(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// json is the result for machines.
func (o *outcome) json() resultJSON {
	f := o.finding
	r := resultJSON{
		Test: o.name, Metric: o.metric().gauge.Metric.Name, Mode: f.Mode, Unit: "session", Source: o.origin, Verdict: o.verdictJSON(), Variants: o.variants(),
		Comparisons: o.comparisons(), Guardrails: []guardJSON{}, Secondary: []exploredJSON{}, Segments: []exploredJSON{}, Bayesian: []bayesJSON{},
		MDE: o.MDE, MoreSessions: f.MoreSessions, DaysRemaining: f.DaysRemaining, Recomputed: o.recomputed,
	}
	if o.ByUser {
		r.Unit = "user"
	}
	if o.perDayOK {
		r.PerDay = &o.perDay
	}
	r.Checks = checksJSON{SampleRatio: sampleRatioJSON{1, true, 0}, Checks: o.study.Checks, CompleteDays: o.study.Traffic.CompleteDays(o.study.Today), Warnings: append([]abtest.Warning{}, f.Warnings...)}
	if f.Code != abtest.NothingToCompare {
		r.Checks.SampleRatio = sampleRatioJSON{f.SampleRatio.P, f.Code != abtest.SampleRatioMismatch, f.SampleRatio.Unplanned}
	}
	if f.Mode == abtest.Planned {
		r.Plan = &planJSON{Sessions: o.Planned}
		if l := f.Look; l != nil {
			r.Plan.Look, r.Plan.Seen, r.Plan.Bound = &l.Number, &l.Sessions, defined(l.Bound)
		}
	}
	o.addParts(&r)
	return r
}

// addParts adds what stands beside the metric that decides.
func (o *outcome) addParts(r *resultJSON) {
	for i, guard := range o.guards {
		m := o.guardrails[i]
		for _, g := range guard {
			r.Guardrails = append(r.Guardrails, guardJSON{m.gauge.Metric.Name, g.Treatment.Name, defined(m.sample.Read(g.Control).Value), defined(m.sample.Read(g.Treatment).Value),
				defined(g.Lift), defined(g.LiftLow), defined(g.LiftHigh), defined(g.P), m.margin, g.Safety})
		}
	}
	for i, e := range o.secondary {
		r.Secondary = append(r.Secondary, exploredJSON{Metric: o.metrics[i+1].gauge.Metric.Name, Comparisons: o.comparisonsOf(e.Treatments)})
	}
	for _, s := range o.segments {
		r.Segments = append(r.Segments, exploredJSON{o.metric().gauge.Metric.Name, s.dimension, s.name, o.comparisonsOf(s.explored.Treatments)})
	}
	for i, p := range o.bayes {
		r.Bayesian = append(r.Bayesian, bayesJSON{o.finding.Arms[i].Name, p.Best, p.Loss})
	}
}

func (o *outcome) verdictJSON() verdictJSON {
	f := o.finding
	v := verdictJSON{Code: f.Code, Text: o.verdict(), Harms: []string{}, Warnings: append([]string{}, o.warnings()...), Next: strings.TrimSpace(o.next()), Final: f.Final}
	if f.Winner != "" {
		v.Winner = &f.Winner
		v.Harms = append(v.Harms, o.harmed(f.Winner)...)
	}
	return v
}

// variants are the variants as they were judged, the control first.
func (o *outcome) variants() []variantJSON {
	m := o.metric()
	out := []variantJSON{}
	for _, a := range o.finding.Arms {
		r := m.sample.Read(a)
		v := variantJSON{Name: a.Name, Sessions: a.Exposed, N: r.N, Value: defined(r.Value), Low: defined(r.Low), High: defined(r.High), Weight: a.Weight}
		if m.kind() == abtest.Shares {
			v.Conversions, v.Rate = &a.Conversions, v.Value
		}
		if median, ok := o.study.Median(a.Name); ok && !o.ByUser {
			v.Median = &median
		}
		out = append(out, v)
	}
	return out
}

func (o *outcome) comparisons() []comparisonJSON { return o.comparisonsOf(o.finding.Treatments) }

func (o *outcome) comparisonsOf(treatments []abtest.Treatment) []comparisonJSON {
	out := []comparisonJSON{}
	control := o.finding.Control().Name
	for _, t := range treatments {
		out = append(out, comparisonJSON{control, t.Name, defined(t.Difference), defined(t.Low), defined(t.High), defined(t.Lift), defined(t.LiftLow), defined(t.LiftHigh),
			defined(t.P), defined(t.LnP), defined(t.AdjustedP), toldAt(&t), t.Status, t.MoreSessions})
	}
	return out
}

// toldAt is when an earlier look told the difference of a treatment; nil where
// now does, or where its sessions have no time.
func toldAt(t *abtest.Treatment) *time.Time {
	if t.Told == nil {
		return nil
	}
	return instantOf(t.Told.End(), time.UTC)
}
