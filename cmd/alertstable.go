package cmd

import (
	"fmt"
	"math"
	"strings"

	"chatcops/internal/chat"
	"chatcops/metrics"
	"chatcops/report"
)

// alertResult is what a check of the rules comes to.
type alertResult struct {
	CheckedAt *string `json:"checked_at"`
	// States counts all rules, also those that are not shown.
	States map[metrics.State]int `json:"states"`
	Shown  []alertRow            `json:"alerts"`
	rows   []alertRow            // all of them
}

// alertRow is one rule.
type alertRow struct {
	Rule    string         `json:"rule"`
	Metric  string         `json:"metric"`
	Was     *metrics.State `json:"previous_state"` // nil if it was not checked before
	Changed bool           `json:"changed"`
	Since   *string        `json:"since"`
	metrics.Judgement
	since  chat.Time
	untold bool // the receiver could not be told of the change
}

// show picks the rows that are shown and counts all.
func (r *alertResult) show(all bool) {
	r.States, r.Shown = map[metrics.State]int{}, []alertRow{}
	for _, s := range metrics.States {
		r.States[s] = 0
	}
	for _, row := range r.rows {
		r.States[row.State]++
		if all || row.Changed {
			r.Shown = append(r.Shown, row)
		}
	}
}

func alertsDocument(r *alertResult, all bool, format string) *report.Document {
	r.show(all)
	var counts []string
	for _, s := range metrics.States {
		if n := r.States[s]; n > 0 {
			counts = append(counts, fmt.Sprintf("%s %s", report.Figure(int64(n)), s))
		}
	}
	d := &report.Document{Heading: fmt.Sprintf("Alerts · %s: %s", report.Things(int64(len(r.rows)), "rule"), strings.Join(counts, ", ")), JSON: r, Lines: report.Each(r.Shown)}
	t := report.Table{Columns: []report.Column{{Name: "state", Title: "State"}, {Name: "previous_state", Title: "Was"}, {Name: "rule", Title: "Rule"},
		{Name: "value", Title: "Value", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People}}}
	for _, name := range []string{"n", "low", "high", "alert_below", "alert_above", "previous", "change", "p_value", "changed", "since", "reason"} {
		t.Columns = append(t.Columns, report.Column{Name: name, Only: report.Machines})
	}
	for i := range r.Shown {
		a := &r.Shown[i]
		t.Rows = append(t.Rows, alertCells(a))
		if why := a.why(); why != "" {
			t.Notes = append(t.Notes, a.Rule+": "+why+".")
		}
	}
	if len(r.Shown) == 0 && (format == "table" || format == "markdown") {
		d.Notes = []string{"No rule has changed its state; --all shows them."}
		return d
	}
	d.Tables = []report.Table{t}
	return d
}

func alertCells(a *alertRow) []report.Cell {
	u := a.shownAs()
	was, since, span := report.Cell{}, report.Cell{}, report.Cell{}
	if a.Was != nil {
		was = report.Word(string(*a.Was))
	}
	if a.Since != nil {
		since = report.Word(*a.Since)
	}
	if a.Low != nil && a.High != nil {
		span = report.Interval(*a.Low, *a.High, u)
	}
	return []report.Cell{report.Word(string(a.State)), was, report.Text(a.Rule), number(a.Value, u), span, report.Int(a.N), number(a.Low, u), number(a.High, u),
		number(a.Lower, u), number(a.Upper, u), number(a.Previous, u), number(a.Change, u), number(a.PValue, u), report.Bool(a.Changed), since, report.Word(a.Reason)}
}

// shownAs is how the numbers of a rule print: counts that were divided by time with a decimal.
func (a *alertRow) shownAs() report.Unit {
	if a.Unit == metrics.UnitCount && a.Value != nil && *a.Value != math.Trunc(*a.Value) {
		return report.Decimal(1)
	}
	return unitOf(&metrics.Value{Unit: a.Unit})
}

// why says for people what the state rests on.
func (a *alertRow) why() string {
	u := a.shownAs()
	text := a.Reason
	if a.State != metrics.StateAlert {
		return text
	}
	switch {
	case a.PValue != nil:
		text += fmt.Sprintf(", %s before, p = %.2g", number(a.Previous, u).Shown(), *a.PValue)
	case a.Previous != nil:
		text += fmt.Sprintf(", usual are %s", a.usual(u))
	}
	return text
}

// usual tells the usual range, of which one side may be open.
func (a *alertRow) usual(u report.Unit) string {
	switch {
	case a.Lower == nil:
		return "up to " + number(a.Upper, u).Shown()
	case a.Upper == nil:
		return "from " + number(a.Lower, u).Shown()
	}
	return report.Interval(*a.Lower, *a.Upper, u).Shown()
}
