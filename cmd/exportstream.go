package cmd

import (
	"io"
	"reflect"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/internal/parquet"
	"chatcops/report"
)

// rowStream writes rows, structs of one type, in a format; Flush must end it.
type rowStream interface {
	Write(row any) error
	Flush() error
}

// newRowStream begins the output of rows such as this one.
func newRowStream(format string, w io.Writer, row any, o report.Options) rowStream {
	switch format {
	case "csv":
		return csvRows{report.NewCSVStream(w, columnsOf(row), o)}
	case "parquet":
		columns := typedColumnsOf(row)
		return parquetRows{parquet.NewWriter(w, columns, "chatcops version "+buildVersion()), columns}
	}
	return report.NewJSONStream(w)
}

// csvRows are the rows of CSV.
type csvRows struct{ *report.CSVStream }

func (s csvRows) Write(row any) error { return s.CSVStream.Write(cellsOf(row)) }

// parquetRows are the rows of Parquet: numbers, booleans and times in types of
// their own, all else as the text that CSV has, though not guarded against formulas.
type parquetRows struct {
	w       *parquet.Writer
	columns []parquet.Column
}

func (s parquetRows) Write(row any) error {
	v := reflect.ValueOf(row)
	for i := range v.NumField() {
		s.put(i, v.Field(i))
	}
	return s.w.EndRow()
}

func (s parquetRows) put(i int, v reflect.Value) {
	v, known := present(v)
	if !known {
		s.w.Null(i)
		return
	}
	switch s.columns[i].Type {
	case parquet.Bool:
		s.w.Bool(i, v.Bool())
	case parquet.Int:
		s.w.Int(i, v.Int())
	case parquet.Float:
		s.w.Float(i, v.Float())
	case parquet.Time:
		s.w.Time(i, int64(v.Interface().(moment).at))
	default:
		s.w.Text(i, textOf(v))
	}
}

func (s parquetRows) Flush() error { return s.w.Close() }

// typedColumnsOf makes the columns of Parquet of the fields of a row: those of
// CSV, which may be null where the field is a pointer.
func typedColumnsOf(row any) []parquet.Column {
	var cs []parquet.Column
	t := reflect.TypeOf(row)
	for i, c := range columnsOf(row) {
		field := t.Field(i).Type
		optional := field.Kind() == reflect.Pointer
		if optional {
			field = field.Elem()
		}
		cs = append(cs, parquet.Column{Name: c.Name, Type: typeOf(field), Optional: optional})
	}
	return cs
}

func typeOf(t reflect.Type) parquet.Type {
	switch t.Kind() {
	case reflect.Bool:
		return parquet.Bool
	case reflect.Int, reflect.Int32, reflect.Int64:
		return parquet.Int
	case reflect.Float64:
		return parquet.Float
	}
	if t == reflect.TypeFor[moment]() {
		return parquet.Time
	}
	return parquet.Text
}

// moment is a time in an export: RFC 3339 with the offset of its place, or a
// type of its own where the format has one.
type moment struct {
	at  chat.Time
	loc *time.Location
}

func (m moment) String() string { return string(instant.Append(nil, int64(m.at), m.loc)) }

// MarshalText is how JSON has it.
func (m moment) MarshalText() ([]byte, error) { return instant.Append(nil, int64(m.at), m.loc), nil }

// momentOf is a time, nil if it is not known.
func momentOf(t chat.Time, loc *time.Location) *moment {
	if !t.Known() {
		return nil
	}
	return &moment{t, loc}
}
