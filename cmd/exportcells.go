package cmd

import (
	"encoding/json"
	"reflect"
	"strings"

	"chatcops/report"
)

// columnsOf makes the columns of CSV of the fields of a row.
func columnsOf(row any) []report.Column {
	var cs []report.Column
	t := reflect.TypeOf(row)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		cs = append(cs, report.Column{Name: name})
	}
	return cs
}

// cellsOf makes the cells of CSV of a row: numbers as numbers, objects as JSON.
func cellsOf(row any) []report.Cell {
	v := reflect.ValueOf(row)
	cells := make([]report.Cell, v.NumField())
	for i := range cells {
		cells[i] = cellOf(v.Field(i))
	}
	return cells
}

func cellOf(v reflect.Value) report.Cell {
	v, known := present(v)
	if !known {
		return report.Cell{}
	}
	switch v.Kind() {
	case reflect.Bool:
		return report.Bool(v.Bool())
	case reflect.Int, reflect.Int32, reflect.Int64:
		return report.Int(v.Int())
	case reflect.Float64:
		return report.Number(v.Float(), report.Decimal(6))
	}
	return report.Text(textOf(v))
}

// present is the value of a field, if it is not null.
func present(v reflect.Value) (reflect.Value, bool) {
	if v.Kind() != reflect.Pointer {
		return v, true
	}
	return v.Elem(), !v.IsNil()
}

// textOf is a value that is no number as one text: a word or time as it is, an object as JSON.
func textOf(v reflect.Value) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	switch x := v.Interface().(type) {
	case moment:
		return x.String()
	case json.RawMessage:
		return string(x)
	default:
		b, _ := json.Marshal(x)
		return string(b)
	}
}
