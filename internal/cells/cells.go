// Package cells turns the values of metrics into cells: how a metric prints,
// which change of it is good, and what it rests on.
package cells

import (
	"strings"

	"chatcops/metrics"
	"chatcops/report"
)

// UnitOf is how a metric's values print.
func UnitOf(v *metrics.Value) report.Unit {
	switch v.Unit {
	case metrics.UnitShare:
		return report.Share
	case metrics.UnitSeconds:
		return report.Seconds
	case metrics.UnitCount:
		return report.Count
	case metrics.UnitMood, metrics.UnitScore, metrics.UnitRating, metrics.UnitConversations:
		return report.Decimal(2)
	case metrics.UnitMoney:
		return report.Money("") // a note names the currency
	}
	return report.Decimal(1)
}

// DirectionOf is which change of a metric is good.
func DirectionOf(v *metrics.Value) report.Direction {
	switch v.Better {
	case metrics.Higher:
		return report.Higher
	case metrics.Lower:
		return report.Lower
	}
	return report.Neither
}

// Number is a value that may be undefined.
func Number(v *float64, u report.Unit) report.Cell {
	if v == nil {
		return report.Cell{}
	}
	return report.Number(*v, u)
}

// Interval is the 95 % interval of a value, undefined without one.
func Interval(v *metrics.Value) report.Cell {
	if v.Low == nil || v.High == nil {
		return report.Cell{}
	}
	return report.Interval(*v.Low, *v.High, UnitOf(v))
}

// Change is the change of a value against the period before, undefined without one.
func Change(v *metrics.Value) report.Cell {
	if v.Change == nil {
		return report.Cell{}
	}
	return report.Change(*v.Change, UnitOf(v), DirectionOf(v), v.Significant != nil && *v.Significant)
}

// Basis says what a value rests on: its fraction, else its number of conversations.
func Basis(v *metrics.Value) report.Cell {
	if v.Unit == metrics.UnitShare && v.Numerator != nil && v.Denominator != nil {
		return report.Of(int64(*v.Numerator), int64(*v.Denominator))
	}
	if v.Unit == metrics.UnitCount {
		return report.Cell{}
	}
	return report.Int(v.N)
}

// ExactColumns are what machines get beside a value.
func ExactColumns() []report.Column {
	var cs []report.Column
	for _, n := range []string{"unit", "better", "n", "numerator", "denominator", "low", "high", "previous", "change", "change_low", "change_high", "p_value", "significant", "without_time", "warnings"} {
		cs = append(cs, report.Column{Name: n, Only: report.Machines})
	}
	return cs
}

// ExactCells are the cells of ExactColumns.
func ExactCells(v *metrics.Value) []report.Cell {
	u := UnitOf(v)
	significant := report.Cell{}
	if v.Significant != nil {
		significant = report.Bool(*v.Significant)
	}
	without := report.Cell{}
	if v.WithoutTime != nil {
		without = report.Int(*v.WithoutTime)
	}
	return []report.Cell{report.Word(string(v.Unit)), report.Word(string(v.Better)), report.Int(v.N), Number(v.Numerator, u), Number(v.Denominator, u),
		Number(v.Low, u), Number(v.High, u), Number(v.Previous, u), Number(v.Change, u), Number(v.ChangeLow, u), Number(v.ChangeHigh, u),
		Number(v.PValue, u), significant, without, report.Word(strings.Join(v.Warnings, "; "))}
}
