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
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return report.Cell{}
		}
		if v = v.Elem(); v.Kind() == reflect.Struct {
			b, _ := json.Marshal(v.Interface())
			return report.Text(string(b))
		}
	}
	switch v.Kind() {
	case reflect.String:
		return report.Text(v.String())
	case reflect.Bool:
		return report.Bool(v.Bool())
	case reflect.Int, reflect.Int32, reflect.Int64:
		return report.Int(v.Int())
	case reflect.Float64:
		return report.Number(v.Float(), report.Decimal(6))
	}
	if raw, ok := v.Interface().(json.RawMessage); ok {
		return report.Text(string(raw))
	}
	b, _ := json.Marshal(v.Interface())
	return report.Text(string(b))
}
