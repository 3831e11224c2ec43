package cmd

import (
	"fmt"
	"math"
	"strings"

	"chatcops/abtest"
	"chatcops/report"
)

// guardTable shows what must not be harmed.
func (o *outcome) guardTable() (report.Table, bool) {
	t := report.Table{Title: "Guardrails", Columns: []report.Column{{Name: "metric", Title: "Metric"}, {Name: "variant", Title: "Variant"}, {Name: "control", Title: "Control", Right: true},
		{Name: "value", Title: "Variant", Right: true}, {Name: "interval", Title: "Lift, 95 % interval", Right: true}, {Name: "state", Title: "State"}}}
	for i, guard := range o.guards {
		m := o.guardrails[i]
		for _, g := range guard {
			t.Rows = append(t.Rows, []report.Cell{report.Text(m.gauge.Metric.Title), report.Text(g.Treatment.Name), o.armValue(m, g.Control), o.armValue(m, g.Treatment),
				report.Word(orNA(report.Relative.SignedSpan(g.LiftLow, g.LiftHigh))), report.Word(string(g.Safety))})
		}
	}
	return t, len(t.Rows) > 0
}

// armValue is the value of a metric in a variant.
func (o *outcome) armValue(m *testMetric, a abtest.Arm) report.Cell {
	if r := m.sample.Read(a); !math.IsNaN(r.Value) {
		return report.Number(r.Value, m.unit())
	}
	return report.Word("n/a")
}

// exploredColumns are those of what is only looked at.
func exploredColumns(first string) []report.Column {
	return []report.Column{{Name: "part", Title: first}, {Name: "variant", Title: "Variant"}, {Name: "n", Title: "n", Right: true}, {Name: "control", Title: "Control", Right: true},
		{Name: "value", Title: "Variant", Right: true}, {Name: "difference", Title: "Difference", Right: true}, {Name: "interval", Title: "95 % interval", Right: true}}
}

// exploredRows shows a metric or a segment, one treatment a row.
func (o *outcome) exploredRows(name report.Cell, m *testMetric, e abtest.Explored) [][]report.Cell {
	var rows [][]report.Cell
	byName := map[string]abtest.Arm{}
	for _, a := range e.Arms {
		byName[a.Name] = a
	}
	control := byName[o.finding.Control().Name]
	u := m.unit()
	for i := range e.Treatments {
		c := &e.Treatments[i]
		arm := byName[c.Name]
		difference := report.Word("n/a")
		if !math.IsNaN(c.Difference) {
			difference = report.Change(c.Difference, u, report.Neither, told(c.Status))
		}
		rows = append(rows, []report.Cell{name, report.Text(c.Name), report.Int(m.sample.Read(control).N + m.sample.Read(arm).N), o.armValue(m, control), o.armValue(m, arm),
			difference, report.Word(orNA(u.SignedSpan(c.Low, c.High)))})
	}
	return rows
}

func (o *outcome) secondaryTable() (report.Table, bool) {
	t := report.Table{Title: "Other metrics, for information", Columns: exploredColumns("Metric"), Notes: []string{"They never decide; adjusted for their number."}}
	for i, e := range o.secondary {
		m := o.metrics[i+1]
		t.Rows = append(t.Rows, o.exploredRows(report.Text(m.gauge.Metric.Title), m, e)...)
	}
	return t, len(t.Rows) > 0
}

func (o *outcome) segmentTable() (report.Table, bool) {
	if len(o.segments) == 0 {
		return report.Table{}, false
	}
	t := report.Table{Title: "By " + o.segments[0].dimension + ": exploratory", Columns: exploredColumns("Segment")}
	n := 0
	for _, s := range o.segments {
		t.Rows = append(t.Rows, o.exploredRows(report.Text(s.name), o.metric(), s.explored)...)
		n += len(s.explored.Treatments)
	}
	note := fmt.Sprintf("Exploratory: adjusted for %s. What stands out here is an idea for a test of its own, not a result.", report.Things(int64(n), "comparison"))
	if o.others > 0 {
		note += fmt.Sprintf(" Not shown: %s with fewer sessions.", report.Things(int64(o.others), "segment"))
	}
	t.Notes = []string{note}
	return t, true
}

func (o *outcome) bayesTable() (report.Table, bool) {
	if len(o.bayes) == 0 {
		return report.Table{}, false
	}
	t := report.Table{Title: "Bayesian, for information", Columns: []report.Column{{Name: "variant", Title: "Variant"}, {Name: "best", Title: "P(best)", Right: true}, {Name: "loss", Title: "Expected loss", Right: true}},
		Notes: []string{"Not peek-safe: looked at daily, P(best) passes 95 % far too often where nothing differs. It is no reason for a decision."}}
	for i, p := range o.bayes {
		t.Rows = append(t.Rows, []report.Cell{report.Text(o.finding.Arms[i].Name), report.Number(p.Best, report.Share), report.Word(strings.TrimPrefix(report.Share.Signed(p.Loss), "+"))})
	}
	return t, true
}

func (o *outcome) checkTable() (report.Table, bool) {
	t := report.Table{Title: "Checks", Columns: []report.Column{{Name: "check", Title: "Check"}, {Name: "found", Title: "Found"}, {Name: "state", Title: "State"}}}
	for _, c := range o.checks() {
		t.Rows = append(t.Rows, []report.Cell{report.Word(c.name), report.Text(c.found), report.Word(c.state)})
	}
	return t, true
}
