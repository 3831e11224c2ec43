package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"chatcops/internal/safe"
)

// CSVStream writes rows as CSV (RFC 4180) as they come, however many. It does
// not use encoding/csv, which ends rows in CRLF only if it may also change the
// line ends inside text.
type CSVStream struct {
	w       *bufio.Writer
	columns []Column
	visible []int
	field   []byte
}

// NewCSVStream begins a CSV file of the columns that machines see, with the
// header row. It buffers: an error of w may show only in Flush.
func NewCSVStream(w io.Writer, columns []Column, o Options) *CSVStream {
	s := &CSVStream{w: bufio.NewWriter(w), columns: columns, visible: visible(columns, Machines)}
	if o.BOM {
		s.w.WriteString("\ufeff")
	}
	for i, column := range s.visible {
		s.put(i, append(s.field[:0], safe.CSV(columns[column].Name)...))
	}
	s.endRow()
	return s
}

// Write appends one row, which has a cell for each column; the row may be reused.
func (s *CSVStream) Write(row []Cell) error {
	if err := fits(row, s.columns); err != nil {
		return fmt.Errorf("csv row: %w", err)
	}
	for i, column := range s.visible {
		s.put(i, row[column].appendMachine(s.field[:0]))
	}
	return s.endRow()
}

// Flush writes what is buffered and must end the stream.
func (s *CSVStream) Flush() error { return s.w.Flush() }

// put writes the i-th field of a row, quoted where RFC 4180 asks for it, and
// keeps its space for the next one.
func (s *CSVStream) put(i int, field []byte) {
	if i > 0 {
		s.w.WriteByte(',')
	}
	s.field = field
	// A row of one empty field would be a blank line, which readers skip.
	alone := len(field) == 0 && len(s.visible) == 1
	if !alone && !bytes.ContainsAny(field, ",\"\r\n") && !bytes.HasPrefix(field, []byte(" ")) {
		s.w.Write(field)
		return
	}
	s.w.WriteByte('"')
	for len(field) > 0 {
		end := bytes.IndexByte(field, '"') + 1
		if end == 0 {
			s.w.Write(field)
			break
		}
		s.w.Write(field[:end])
		s.w.WriteByte('"')
		field = field[end:]
	}
	s.w.WriteByte('"')
}

// endRow ends the row as RFC 4180 says, and reports any error of the row:
// those of a bufio.Writer stay.
func (s *CSVStream) endRow() error {
	_, err := s.w.WriteString("\r\n")
	return err
}

// writeCSV writes the first table and nothing else: programs that read CSV
// expect one header and rows of one shape, so headings, notes and further
// tables would break them.
func writeCSV(w *bufio.Writer, d *Document, o Options) error {
	if len(d.Tables) == 0 {
		return fmt.Errorf("%q has no table to write as csv: use another format", d.Heading)
	}
	main := d.Tables[0]
	s := NewCSVStream(w, main.Columns, o)
	for _, row := range main.Rows {
		if err := s.Write(row); err != nil {
			return err
		}
	}
	return s.Flush()
}
