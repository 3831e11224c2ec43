package cmd

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"chatcops/internal/cells"
	"chatcops/internal/chat"
	"chatcops/metrics"
	"chatcops/report"
)

// statsDocument shows the result of a query.
func statsDocument(r *metrics.Result, q *metrics.Query, format string) *report.Document {
	d := &report.Document{Heading: statsHeading(r), JSON: r, Lines: statsLines(r)}
	switch {
	case len(q.By) > 0 && format == "csv":
		d.Tables = []report.Table{tidyTable(r, q)}
	case len(q.By) > 0:
		d.Tables = []report.Table{groupTable(r, q)}
	case len(q.Metrics) > 0 || format == "csv":
		d.Tables = append([]report.Table{metricTable(r)}, changeTable(r, false)...)
	default:
		own, scores := withoutScores(r)
		d.Tables = append([]report.Table{metricTable(&own)}, changeTable(r, true)...)
		d.Tables = append(append(d.Tables, scoreTable(&scores)...), outcomeTable(r), messageTable(r))
	}
	d.Notes = append(d.Notes, r.Notes...)
	if len(q.By) == 0 {
		d.Notes = append(d.Notes, lacking(r.Values)...)
	}
	if r.Currency != nil && *r.Currency != "" {
		d.Notes = append(d.Notes, "Amounts are in "+*r.Currency+".")
	}
	if r.Coverage.WithoutTime > 0 && q.Span.Bounded() {
		d.Notes = append(d.Notes, fmt.Sprintf("Without any time, and so in no period: %s.", report.Things(r.Coverage.WithoutTime, "conversation")))
	}
	if n := r.Coverage.WordsNotRead; n > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("In a language without word rules, so judged by explicit evidence alone: %s.", report.Things(n, "conversation")))
	}
	return d
}

func statsHeading(r *metrics.Result) string {
	text := fmt.Sprintf("%s · %s, %s", periodText(&r.Period), report.Things(r.Coverage.Conversations, "conversation"), report.Figure(r.Coverage.Engaged)+" engaged")
	if r.ComparedTo != nil {
		text += " · against " + periodText(r.ComparedTo)
	}
	return text
}

// periodText names a period as spanText does.
func periodText(p *metrics.Period) string {
	if p.Start == nil && p.End == nil {
		return "All data"
	}
	return p.Text
}

// lacking says how many conversations have none of the times that metrics need.
func lacking(values []metrics.Value) []string {
	var reasons []string
	named := map[string][]string{} // metrics by reason
	for i := range values {
		v := &values[i]
		if v.WithoutTime == nil || *v.WithoutTime == 0 {
			continue
		}
		name, _, _ := strings.Cut(v.Title, ",")
		reason := fmt.Sprintf("%s %s", report.Things(*v.WithoutTime, "conversation"), v.LacksTime)
		if named[reason] == nil {
			reasons = append(reasons, reason)
		}
		if name = strings.ToLower(name); !slices.Contains(named[reason], name) {
			named[reason] = append(named[reason], name)
		}
	}
	var notes []string
	for _, reason := range reasons {
		notes = append(notes, fmt.Sprintf("Not in %s: %s.", strings.Join(named[reason], ", "), reason))
	}
	return notes
}

// unitOf is how a metric's values print.
func unitOf(v *metrics.Value) report.Unit { return cells.UnitOf(v) }

func directionOf(v *metrics.Value) report.Direction { return cells.DirectionOf(v) }

// number is a value that may be undefined.
func number(v *float64, u report.Unit) report.Cell { return cells.Number(v, u) }

// metricTable shows one metric a row.
func metricTable(r *metrics.Result) report.Table {
	t := report.Table{Columns: []report.Column{
		{Name: "metric", Title: "Metric", Only: report.Machines}, {Name: "title", Title: "Metric", Only: report.People},
		{Name: "value", Title: "Value", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People},
		{Name: "of", Title: "Of", Right: true, Only: report.People},
	}}
	t.Columns = append(t.Columns, exactColumns()...)
	compared := r.ComparedTo != nil
	if compared {
		t.Columns = append(t.Columns, report.Column{Name: "before", Title: "Before", Right: true, Only: report.People},
			report.Column{Name: "change_text", Title: "Change", Right: true, Only: report.People})
	}
	for i := range r.Values {
		v := &r.Values[i]
		t.Rows = append(t.Rows, metricRow(v, compared))
		for _, p := range v.Parts {
			row := make([]report.Cell, len(t.Columns))
			row[0], row[1] = report.Word(v.Name+"."+p.Name), report.Word("  "+strings.ToLower(strings.TrimPrefix(p.Title, "Resolved, ")))
			row[2] = number(p.Value, report.Share)
			t.Rows = append(t.Rows, row)
		}
	}
	if compared && slices.ContainsFunc(r.Values, func(v metrics.Value) bool { return v.Change != nil }) {
		t.Notes = append(t.Notes, "~ marks a change that may be noise (p ≥ 0.05).")
	}
	return t
}

// changeTable shows for people each change with its interval and its test; few
// leaves out those that may be noise. It is nil where nothing is compared.
func changeTable(r *metrics.Result, few bool) []report.Table {
	if r.ComparedTo == nil {
		return nil
	}
	t := report.Table{Title: "Changes", Columns: []report.Column{
		{Name: "metric", Title: "Metric", Only: report.People}, {Name: "change", Title: "Change", Right: true, Only: report.People},
		{Name: "interval", Title: "95 % interval", Right: true, Only: report.People}, {Name: "p", Title: "p", Right: true, Only: report.People},
	}}
	noise, tested := 0, 0
	for i := range r.Values {
		v := &r.Values[i]
		if v.PValue == nil {
			continue
		}
		tested++
		if few && !*v.Significant {
			noise++
			continue
		}
		u := unitOf(v)
		row := []report.Cell{label(v, v.Title), change(v), {}, report.PValue(*v.PValue)}
		if v.ChangeLow != nil {
			row[2] = report.Spread(*v.ChangeLow, *v.ChangeHigh, u)
		}
		t.Rows = append(t.Rows, row)
	}
	if tested == 0 {
		return nil
	}
	if few {
		t.Title = "Changes that are more than noise"
		t.Notes = []string{fmt.Sprintf("Changes that may be noise: %d of %d. Of 20 that are nothing else one comes out as more; --metrics NAME shows any with its interval and p.", noise, tested)}
	}
	return []report.Table{t}
}

// change is the cell of a change.
func change(v *metrics.Value) report.Cell {
	if v.Change == nil {
		return report.Cell{}
	}
	return report.Change(*v.Change, unitOf(v), directionOf(v), v.Significant != nil && *v.Significant)
}

// exactColumns are what machines get beside a value.
func exactColumns() []report.Column { return cells.ExactColumns() }

func exactCells(v *metrics.Value) []report.Cell { return cells.ExactCells(v) }

func metricRow(v *metrics.Value, compared bool) []report.Cell {
	u := unitOf(v)
	row := []report.Cell{label(v, v.Name), label(v, v.Title), number(v.Value, u), interval(v), basis(v)}
	row = append(row, exactCells(v)...)
	if compared {
		row = append(row, number(v.Previous, u), change(v))
	}
	return row
}

func interval(v *metrics.Value) report.Cell { return cells.Interval(v) }

// basis says what a value rests on: its fraction, else its number of conversations.
func basis(v *metrics.Value) report.Cell { return cells.Basis(v) }

func outcomeTable(r *metrics.Result) report.Table {
	t := report.Table{Title: "Outcomes of engaged conversations", Columns: []report.Column{
		{Name: "outcome", Title: "Outcome"}, {Name: "conversations", Title: "Conversations", Right: true}, {Name: "share", Title: "Share", Right: true},
		{Name: "bar", Only: report.People},
	}}
	most := slices.Max(r.Outcomes[1:])
	for _, o := range chat.Outcomes {
		n := r.Outcomes[o.Outcome]
		share := report.Cell{}
		if r.Coverage.Engaged > 0 {
			share = report.Number(float64(n)/float64(r.Coverage.Engaged), report.Share)
		}
		t.Rows = append(t.Rows, []report.Cell{report.Word(o.Title), report.Int(n), share, bar(float64(n), float64(most))})
	}
	return t
}

// messageTable shows how the messages are distributed over those who write them.
func messageTable(r *metrics.Result) report.Table {
	t := report.Table{Title: "Messages by who wrote them", Columns: []report.Column{
		{Name: "role", Title: "Role"}, {Name: "messages", Title: "Messages", Right: true}, {Name: "share", Title: "Share", Right: true},
		{Name: "per_conversation", Title: "A conversation", Right: true}, {Name: "bar", Only: report.People},
	}}
	m := r.Messages
	all, most := m.User+m.Assistant+m.HumanAgent, max(m.User, m.Assistant, m.HumanAgent)
	for _, x := range []struct {
		title string
		n     int64
	}{{"User", m.User}, {"Agent", m.Assistant}, {"Human agent", m.HumanAgent}} {
		row := []report.Cell{report.Word(x.title), report.Int(x.n), {}, {}, bar(float64(x.n), float64(most))}
		if all > 0 {
			row[2] = report.Number(float64(x.n)/float64(all), report.Share)
			row[3] = report.Number(float64(x.n)/float64(r.Coverage.Conversations), report.Decimal(1))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// statsLines yields one value a line, each with the key of its group.
func statsLines(r *metrics.Result) iter.Seq[any] {
	type line struct {
		Key metrics.GroupKey `json:"key"`
		metrics.Value
	}
	return func(yield func(any) bool) {
		for _, v := range r.Values {
			if !yield(line{metrics.GroupKey{}, v}) {
				return
			}
		}
		for _, g := range r.Groups {
			for _, v := range g.Values {
				if !yield(line{g.Key, v}) {
					return
				}
			}
		}
	}
}
