package cmd

import (
	"fmt"
	"math"
	"strings"
	"time"

	"chatcops/abtest"
	"chatcops/report"
)

// whiskerWidth leaves room for short names in 80 columns.
const whiskerWidth = 19

// document shows a result: what was seen, what it proves, what to do next.
func (o *outcome) document(format string) *report.Document {
	d := &report.Document{Heading: o.heading(), JSON: o.json(), Tables: []report.Table{o.variantTable()}}
	for _, t := range []func() (report.Table, bool){o.comparisonTable, o.guardTable} {
		if table, ok := t(); ok && format != "csv" {
			d.Tables = append(d.Tables, table)
		}
	}
	last := &d.Tables[len(d.Tables)-1]
	said := []string{"Verdict: " + o.verdict()}
	for _, w := range o.warnings() {
		said = append(said, strings.ToUpper(w[:1])+w[1:])
	}
	last.Notes = append(said, last.Notes...)
	for _, t := range []func() (report.Table, bool){o.secondaryTable, o.segmentTable, o.bayesTable, o.checkTable} {
		if table, ok := t(); ok && format != "csv" {
			d.Tables = append(d.Tables, table)
		}
	}
	d.Notes = append([]string{"Next: " + o.next()}, o.remarks()...)
	return d
}

func (o *outcome) heading() string {
	text := fmt.Sprintf("%s · %s · %s", o.name, o.metric().title(), report.Things(o.sessions(), "session"))
	if o.ByUser {
		text += " by user"
	}
	switch f := o.finding; f.Mode {
	case abtest.FixedLook:
		text += " · one look only"
	case abtest.Planned:
		text += fmt.Sprintf(" · %s planned", report.Figure(o.Planned))
		if f.Look != nil {
			text += fmt.Sprintf(", look %d with %s", f.Look.Number, report.Figure(f.Look.Sessions))
		}
	}
	return text
}

// remarks tell what was counted otherwise than one may expect.
func (o *outcome) remarks() []string {
	var notes []string
	if o.recomputed {
		notes = append(notes, "No exposure was recorded: variants were computed from the hash of the sessions.")
	}
	c := o.study.Checks
	for _, x := range []struct {
		n    int64
		what string
	}{
		{c.UnknownVariants, "Exposures to variants that the test does not have (left out)"},
		{c.ConversionsBeforeExposure, "Sessions that converted only before their exposure (not counted as converted)"},
		{c.ConversionsUnexposed, "Sessions that converted without an exposure (not counted)"},
	} {
		if x.n > 0 {
			notes = append(notes, fmt.Sprintf("%s: %d.", x.what, x.n))
		}
	}
	if h := o.finding.Omnibus; h != nil {
		notes = append(notes, fmt.Sprintf("All variants alike: p %s (χ²), p %s (G).", pText(h.P), pText(h.PG)))
	}
	return notes
}

// variantTable shows the variants, the control first; it is what CSV gets.
func (o *outcome) variantTable() report.Table {
	m := o.metric()
	shares, counted := m.kind() == abtest.Shares, m.exposed
	hits, value := "Conversions", "Rate"
	if !counted {
		hits, value = "Count", "Share"
	}
	if !shares {
		value = "Mean"
	}
	only := func(show bool, to report.Audience) report.Audience {
		if show {
			return report.Everyone
		}
		return to
	}
	t := report.Table{Columns: []report.Column{
		{Name: "variant", Title: "Variant"}, {Name: "sessions", Title: "Sessions", Right: true}, {Name: "conversions", Title: hits, Right: true, Only: only(shares, report.Machines)},
		{Name: "n", Title: o.countTitle(), Right: true, Only: only(o.ByUser || !shares, report.Machines)},
		{Name: "value_text", Title: value, Right: true, Only: report.People}, {Name: "rate", Only: report.Machines},
		{Name: "interval", Title: "95 % interval", Right: true, Only: report.People}, {Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines},
		{Name: "median", Title: "Median", Right: true, Only: only(m.kind() == abtest.Means && !o.ByUser, report.Machines)}, {Name: "weight", Only: report.Machines}}}
	for _, name := range []string{"difference", "difference_low", "difference_high", "lift", "lift_low", "lift_high", "p_value", "adjusted_p", "told_at", "status"} {
		t.Columns = append(t.Columns, report.Column{Name: name, Only: report.Machines})
	}
	u := m.unit()
	for _, v := range o.variants() {
		conversions := report.Cell{}
		if v.Conversions != nil {
			conversions = report.Int(*v.Conversions)
		}
		text, interval := report.Word("n/a"), report.Word("n/a")
		if v.Value != nil {
			text = report.Number(*v.Value, u)
			if v.Low != nil && v.High != nil {
				interval = report.Interval(*v.Low, *v.High, u)
			}
		}
		row := []report.Cell{report.Text(v.Name), report.Int(v.Sessions), conversions, report.Int(v.N), text, number(v.Value, u), interval,
			number(v.Low, u), number(v.High, u), number(v.Median, u), report.Int(v.Weight)}
		t.Rows = append(t.Rows, append(row, o.comparisonCells(v.Name)...))
	}
	return t
}

func (o *outcome) countTitle() string {
	if o.ByUser {
		return "Users"
	}
	return "With value"
}

// comparisonCells are what machines get of a treatment in the table of variants.
func (o *outcome) comparisonCells(variant string) []report.Cell {
	u := o.metric().unit()
	for _, c := range o.comparisons() {
		if c.Treatment == variant {
			return []report.Cell{number(c.Difference, u), number(c.Low, u), number(c.High, u), number(c.Lift, u), number(c.LiftLow, u), number(c.LiftHigh, u),
				number(c.PValue, u), number(c.AdjustedP, u), instantCell(c.ToldAt), report.Word(string(c.Status))}
		}
	}
	return make([]report.Cell, 10)
}

// comparisonTable draws each treatment's difference and lift.
func (o *outcome) comparisonTable() (report.Table, bool) {
	if len(o.finding.Treatments) == 0 {
		return report.Table{}, false
	}
	t := report.Table{Title: "Against " + o.control(), Columns: []report.Column{
		{Name: "variant", Title: "Variant"}, {Name: "measure", Title: "Measure"}, {Name: "estimate", Title: "Estimate", Right: true},
		{Name: "interval", Title: "95 % interval", Right: true}, {Name: "p", Title: "p", Right: true}, {Name: "whisker", Title: o.axisTitle()}}}
	var differences, lifts report.Scale
	bend := o.bend()
	for i := range o.finding.Treatments {
		c := &o.finding.Treatments[i]
		for _, v := range []float64{c.Low, c.Difference, c.High} {
			differences.Include(v)
		}
		for _, v := range []float64{c.LiftLow, c.Lift, c.LiftHigh} {
			lifts.Include(bend(v))
		}
	}
	undecided := false
	for i := range o.finding.Treatments {
		c := &o.finding.Treatments[i]
		told := told(c.Status)
		undecided = undecided || !told
		u := o.metric().unit()
		t.Rows = append(t.Rows,
			[]report.Cell{report.Text(c.Name), report.Word("difference"), o.estimate(c.Difference, u, told), report.Word(orNA(u.SignedSpan(c.Low, c.High))),
				report.Word(pCell(c)), report.Word(differences.Whisker(c.Low, c.Difference, c.High, whiskerWidth))},
			[]report.Cell{report.Word(""), report.Word("lift"), o.estimate(c.Lift, report.Relative, told), report.Word(o.liftInterval(c)),
				report.Word(""), report.Word(lifts.Whisker(bend(c.LiftLow), bend(c.Lift), bend(c.LiftHigh), whiskerWidth))})
	}
	if undecided {
		t.Notes = append(t.Notes, "~ marks what may be nothing but chance; n is above.")
	}
	t.Notes = append(t.Notes, o.toldEarlier()...)
	if len(o.finding.Treatments) > 1 {
		t.Notes = append(t.Notes, "The intervals hold for all treatments at once, and p is adjusted for their number.")
	}
	return t, len(t.Rows) > 0
}

// toldEarlier names the hours that told a difference which now alone would not.
func (o *outcome) toldEarlier() (notes []string) {
	for _, t := range o.finding.Treatments {
		if t.Told == nil || !told(t.Status) {
			continue
		}
		when := "earlier"
		if at := t.Told.End(); at.Known() {
			when = "on " + at.In(time.UTC).Format("2006-01-02 15:04") + " UTC"
		}
		notes = append(notes, fmt.Sprintf("%s was clearly different %s, with %s: p is of then, the intervals hold then and now.", t.Name, when, report.Things(t.Told.Sessions, "session")))
	}
	return notes
}

// bend is the scale on which lifts are drawn: that of ratios, on which half and
// double lie equally far from 0, unless a lift goes below −100 %.
func (o *outcome) bend() func(float64) float64 {
	for _, t := range o.finding.Treatments {
		if t.LiftLow < -1 || t.Lift < -1 {
			return func(v float64) float64 { return v }
		}
	}
	return math.Log1p
}

// axisTitle says on which side of a whisker the better treatments are.
func (o *outcome) axisTitle() string {
	switch o.metric().better {
	case abtest.Higher:
		return "← worse   better →"
	case abtest.Lower:
		return "← better   worse →"
	}
	return "← lower   higher →"
}

// told reports whether a status says that there is a difference.
func told(s abtest.Status) bool {
	switch s {
	case abtest.Better, abtest.Worse, abtest.StatusHigher, abtest.StatusLower:
		return true
	}
	return false
}

// estimate is a change, marked by whether it is more than chance.
func (o *outcome) estimate(v float64, u report.Unit, told bool) report.Cell {
	if math.IsNaN(v) {
		return report.Word("n/a")
	}
	better := report.Neither
	switch o.metric().better {
	case abtest.Higher:
		better = report.Higher
	case abtest.Lower:
		better = report.Lower
	}
	return report.Change(v, u, better, told)
}

// liftInterval says why there is none, where that is so.
func (o *outcome) liftInterval(c *abtest.Treatment) string {
	text := report.Relative.SignedSpan(c.LiftLow, c.LiftHigh)
	if text == "" && !math.IsNaN(c.Difference) && (o.metric().kind() != abtest.Shares || o.ByUser) {
		return "baseline too close to 0"
	}
	return orNA(text)
}

func orNA(text string) string {
	if text == "" {
		return "n/a"
	}
	return text
}

// pCell is the adjusted p-value; a planned look has none.
func pCell(c *abtest.Treatment) string {
	switch {
	case math.IsNaN(c.AdjustedP):
		return ""
	case c.Status == abtest.TooLittle:
		return "~"
	}
	return strings.TrimPrefix(pText(c.AdjustedP), "= ")
}

// instantCell is a time that may be undefined.
func instantCell(at *time.Time) report.Cell {
	if at == nil {
		return report.Cell{}
	}
	return report.Instant(*at)
}
