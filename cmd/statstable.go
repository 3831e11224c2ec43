package cmd

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

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
		d.Tables = []report.Table{metricTable(r)}
	default:
		own, scores := withoutScores(r)
		d.Tables = append(append([]report.Table{metricTable(&own)}, scoreTable(&scores)...), outcomeTable(r))
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

// periodText names a period by its days.
func periodText(p *metrics.Period) string {
	if p.Start == nil && p.End == nil {
		return "All data"
	}
	day := func(t *time.Time) string {
		if t == nil {
			return "…"
		}
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			return t.Format(time.DateOnly)
		}
		return t.Format("2006-01-02 15:04")
	}
	text := day(p.Start) + " to before " + day(p.End)
	if p.Label != "" && !strings.Contains(text, p.Label) {
		text = p.Label + " (" + text + ")"
	}
	return text
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

// exactColumns are what machines get beside a value.
func exactColumns() []report.Column { return cells.ExactColumns() }

func exactCells(v *metrics.Value) []report.Cell { return cells.ExactCells(v) }

func metricRow(v *metrics.Value, compared bool) []report.Cell {
	u := unitOf(v)
	row := []report.Cell{label(v, v.Name), label(v, v.Title), number(v.Value, u), interval(v), basis(v)}
	row = append(row, exactCells(v)...)
	if compared {
		change := report.Cell{}
		if v.Change != nil {
			change = report.Change(*v.Change, u, directionOf(v), v.Significant != nil && *v.Significant)
		}
		row = append(row, number(v.Previous, u), change)
	}
	return row
}

func interval(v *metrics.Value) report.Cell { return cells.Interval(v) }

// basis says what a value rests on: its fraction, else its number of conversations.
func basis(v *metrics.Value) report.Cell { return cells.Basis(v) }

func outcomeTable(r *metrics.Result) report.Table {
	t := report.Table{Title: "Outcomes of engaged conversations", Columns: []report.Column{
		{Name: "outcome", Title: "Outcome"}, {Name: "conversations", Title: "Conversations", Right: true}, {Name: "share", Title: "Share", Right: true},
	}}
	for _, o := range chat.Outcomes {
		n := r.Outcomes[o.Outcome]
		share := report.Cell{}
		if r.Coverage.Engaged > 0 {
			share = report.Number(float64(n)/float64(r.Coverage.Engaged), report.Share)
		}
		t.Rows = append(t.Rows, []report.Cell{report.Word(o.Title), report.Int(n), share})
	}
	return t
}

// groupMetrics are shown where groups are asked for without metrics: as many as 80 columns hold.
var groupMetrics = []string{"conversations", "resolution_rate", "escalation_rate", "fallback_rate", "conversion_rate"}

// tidyTable shows one value of one group a row, for CSV.
func tidyTable(r *metrics.Result, q *metrics.Query) report.Table {
	var t report.Table
	for _, d := range q.By {
		t.Columns = append(t.Columns, report.Column{Name: d})
	}
	t.Columns = append(t.Columns, report.Column{Name: "metric"}, report.Column{Name: "value"})
	t.Columns = append(t.Columns, exactColumns()...)
	for _, g := range r.Groups {
		for i := range g.Values {
			v := &g.Values[i]
			u := unitOf(v)
			row := append(keyCells(g), label(v, v.Name), number(v.Value, u))
			t.Rows = append(t.Rows, append(row, exactCells(v)...))
		}
	}
	return t
}

// groupTable shows one group a row.
func groupTable(r *metrics.Result, q *metrics.Query) report.Table {
	var t report.Table
	for _, d := range q.By {
		t.Columns = append(t.Columns, report.Column{Name: d, Title: groupTitle(d)})
	}
	if len(r.Groups) == 0 {
		return t
	}
	for i := range r.Groups[0].Values {
		v := &r.Groups[0].Values[i]
		t.Columns = append(t.Columns, report.Column{Name: v.Name, Title: strings.TrimSuffix(v.Title, " rate"), Right: true})
	}
	for _, g := range r.Groups {
		t.Rows = append(t.Rows, groupRow(g))
	}
	small := 0
	for _, g := range r.Groups {
		for i := range g.Values {
			if len(g.Values[i].Warnings) > 0 {
				small++
				break
			}
		}
	}
	if small > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("Small groups: %d of %d; --format json or csv has n, intervals and warnings.", small, len(r.Groups)))
	}
	return t
}

func groupTitle(dimension string) string {
	name := strings.TrimPrefix(dimension, "property:")
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
}

func keyCells(g metrics.Group) []report.Cell {
	var row []report.Cell
	for _, k := range g.Key {
		if k.Value == nil {
			row = append(row, report.Cell{})
		} else {
			row = append(row, report.Text(*k.Value))
		}
	}
	return row
}

func groupRow(g metrics.Group) []report.Cell {
	row := keyCells(g)
	for i := range g.Values {
		row = append(row, number(g.Values[i].Value, unitOf(&g.Values[i])))
	}
	return row
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
