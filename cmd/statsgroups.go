package cmd

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/metrics"
	"chatcops/report"
)

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
	t.Columns = append(t.Columns, report.Column{Name: "adjusted_p_value"}, report.Column{Name: "merged"})
	for _, g := range r.Groups {
		for i := range g.Values {
			v := &g.Values[i]
			u := unitOf(v)
			row := append(keyCells(g), label(v, v.Name), number(v.Value, u))
			row = append(row, exactCells(v)...)
			t.Rows = append(t.Rows, append(row, number(v.AdjustedP, u), report.Int(int64(g.Merged))))
		}
	}
	return t
}

// fewMetrics is up to how many metrics each group shows its changes too.
const fewMetrics = 2

// groupTable shows one group a row, with bars where there is one dimension.
func groupTable(r *metrics.Result, q *metrics.Query) report.Table {
	var t report.Table
	for _, d := range q.By {
		t.Columns = append(t.Columns, report.Column{Name: d, Title: groupTitle(d)})
	}
	if len(r.Groups) == 0 {
		return t
	}
	first := r.Groups[0].Values
	changes := len(first) <= fewMetrics && slices.ContainsFunc(r.Groups, func(g metrics.Group) bool {
		return slices.ContainsFunc(g.Values, func(v metrics.Value) bool { return v.Change != nil })
	})
	for i := range first {
		v := &first[i]
		t.Columns = append(t.Columns, report.Column{Name: v.Name, Title: strings.TrimSuffix(v.Title, " rate"), Right: true})
		if changes {
			t.Columns = append(t.Columns, report.Column{Name: v.Name + "_change", Title: "Change", Right: true})
		}
	}
	draw := barOf(r, q)
	if draw != nil {
		t.Columns = append(t.Columns, report.Column{Name: "bar", Only: report.People})
	}
	small := 0
	for _, g := range r.Groups {
		row, isSmall := groupRow(g, changes)
		if isSmall {
			small++
		}
		if draw != nil {
			row = append(row, draw(g))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = groupNotes(r, changes, small)
	return t
}

// barOf returns what draws the bar of a group: of its first metric, where that
// is a count or the groups are of time, is no less than 0 throughout, and there
// is one dimension and room.
func barOf(r *metrics.Result, q *metrics.Query) func(metrics.Group) report.Cell {
	first := r.Groups[0].Values
	if len(q.By) != 1 || len(first) > 3 || first[0].Unit != metrics.UnitCount && !metrics.OfTime(q.By[0]) {
		return nil
	}
	most := 0.0
	for _, g := range r.Groups {
		if v := g.Values[0].Value; v != nil && g.Merged == 0 {
			if *v < 0 {
				return nil
			}
			most = max(most, *v)
		}
	}
	return func(g metrics.Group) report.Cell {
		if v := g.Values[0].Value; v != nil && g.Merged == 0 {
			return bar(*v, most)
		}
		return report.Word("")
	}
}

// barWidth is how many columns the longest bar of a table takes.
const barWidth = 16

// bar draws a quantity beside others, of which the largest is most.
func bar(v, most float64) report.Cell {
	if most <= 0 {
		return report.Bar(0, barWidth)
	}
	return report.Bar(v/most, barWidth)
}

// onClock reports whether the groups are hours or weekdays that come again.
func onClock(dimension string) bool { return dimension == "hour_of_day" || dimension == "weekday" }

func groupNotes(r *metrics.Result, changes bool, small int) []string {
	var notes []string
	if last := r.Groups[len(r.Groups)-1]; last.Merged > 0 {
		notes = append(notes, fmt.Sprintf("other: %s put together.", report.Things(int64(last.Merged), "group")))
	}
	if small > 0 {
		notes = append(notes, fmt.Sprintf("* rests on fewer than %d conversations; small groups: %d of %d. --format json or csv has n, intervals and warnings.", metrics.SmallSample, small, len(r.Groups)))
	}
	if changes {
		notes = append(notes, "~ marks a change that may be noise (p ≥ 0.05, corrected by Holm for the number of groups).")
	}
	return notes
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

// groupRow is the row of a group; small says that a value of it rests on little.
func groupRow(g metrics.Group, changes bool) (row []report.Cell, small bool) {
	row = keyCells(g)
	for i := range g.Values {
		v := &g.Values[i]
		cell := number(v.Value, unitOf(v))
		if v.Value != nil && v.Unit != metrics.UnitCount && v.N < metrics.SmallSample {
			cell, small = cell.Doubtful(), true
		}
		row = append(row, cell)
		if changes {
			row = append(row, change(v))
		}
	}
	return row, small
}
