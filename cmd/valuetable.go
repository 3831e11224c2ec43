package cmd

import (
	"slices"

	"chatcops/metrics"
	"chatcops/report"
)

// valuesTable shows values beside those of the registry, one a row, as stats does.
func valuesTable(head *metrics.Head, values []metrics.Value) report.Table {
	t := report.Table{Columns: []report.Column{
		{Name: "metric", Title: "Metric", Only: report.Machines}, {Name: "title", Title: "Metric", Only: report.People},
		{Name: "value", Title: "Value", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People},
		{Name: "of", Title: "Of", Right: true, Only: report.People},
	}}
	t.Columns = append(t.Columns, exactColumns()...)
	compared := head.ComparedTo != nil
	if compared {
		t.Columns = append(t.Columns, report.Column{Name: "before", Title: "Before", Right: true, Only: report.People},
			report.Column{Name: "change_text", Title: "Change", Right: true, Only: report.People})
	}
	for i := range values {
		v := &values[i]
		u := unitOf(v)
		row := []report.Cell{report.Word(v.Name), report.Word(v.Title), number(v.Value, u), interval(v), basis(v)}
		row = append(row, exactCells(v)...)
		if compared {
			row = append(row, number(v.Previous, u), changeOf(v, u))
		}
		t.Rows = append(t.Rows, row)
	}
	if compared && slices.ContainsFunc(values, func(v metrics.Value) bool { return v.Change != nil }) {
		t.Notes = append(t.Notes, noiseNote)
	}
	t.Notes = append(t.Notes, warningNotes(values)...)
	return t
}

// noiseNote explains the mark of a change that may be noise.
const noiseNote = "~ marks a change that may be noise (p ≥ 0.05)."

// changeOf is the change of a value as people see it.
func changeOf(v *metrics.Value, u report.Unit) report.Cell {
	if v.Change == nil {
		return report.Cell{}
	}
	return report.Change(*v.Change, u, directionOf(v), v.Significant != nil && *v.Significant)
}

// warningNotes tells the warnings of values as remarks below their table.
func warningNotes(values []metrics.Value) []string {
	var notes []string
	for i := range values {
		for _, w := range values[i].Warnings {
			notes = append(notes, values[i].Title+": "+w+".")
		}
	}
	return notes
}

// rate is a share with its interval in one row: two cells for people, and what
// machines need of it.
func rateColumns(name, title string) []report.Column {
	return []report.Column{
		{Name: name, Title: title, Right: true}, {Name: name + "_interval", Title: "95 % interval", Right: true, Only: report.People},
		{Name: name + "_n", Only: report.Machines}, {Name: name + "_low", Only: report.Machines}, {Name: name + "_high", Only: report.Machines},
		{Name: name + "_previous", Only: report.Machines}, {Name: name + "_p_value", Only: report.Machines},
	}
}

// rateCells fills the columns of rateColumns; a value that is not there is undefined.
func rateCells(v *metrics.Value, u report.Unit) []report.Cell {
	if v == nil {
		return make([]report.Cell, 7)
	}
	return []report.Cell{number(v.Value, u), interval(v), report.Int(v.N), number(v.Low, u), number(v.High, u), number(v.Previous, u), number(v.PValue, u)}
}

// nameCell shows a name that the data may lack.
func nameCell(name *string) report.Cell {
	if name == nil {
		return report.Cell{}
	}
	return report.Text(*name)
}

// isSmall reports whether any of the values rests on too few.
func isSmall(values []metrics.Value) bool {
	return slices.ContainsFunc(values, func(v metrics.Value) bool { return len(v.Warnings) > 0 })
}

// barColumn is the column of bars, which programs need not see.
func barColumn() report.Column { return report.Column{Name: "bar", Only: report.People} }
