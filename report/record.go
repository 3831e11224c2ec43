package report

import (
	"bytes"
	"encoding/json"
	"time"
)

// Record is one row of a table as a JSON object: the names of its columns with exact values.
type Record struct {
	columns []Column
	row     []Cell
}

// Records returns the rows of a table with the columns that machines see.
func (t *Table) Records() []Record {
	list := make([]Record, len(t.Rows))
	for i, row := range t.Rows {
		list[i] = Record{t.Columns, row}
	}
	return list
}

// MarshalJSON writes the fields in the order of the columns.
func (r Record) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, column := range visible(r.columns, Machines) {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, v := range []any{r.columns[column].Name, r.row[column].exact()} {
			if j == 1 {
				b.WriteByte(':')
			}
			text, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			b.Write(text)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// exact is the cell as a JSON value; nil if it is undefined.
func (c Cell) exact() any {
	switch c.kind {
	case textual, word:
		return c.text
	case boolean:
		return c.n == 1
	case integer:
		return c.n
	case fraction:
		return []int64{c.n, c.of}
	case number, change:
		return c.a
	case interval:
		return []float64{c.a, c.b}
	case instant:
		return c.instant.Format(time.RFC3339Nano)
	}
	return nil
}

// Progress tells whether the cell is a change for the better, for the worse or neither.
func (c Cell) Progress() Direction { return c.progress() }

// Change tells whether the cell is a change, significant or not.
func (c Cell) Change() bool { return c.kind == change }

// FromPeople tells whether the cell is text from people.
func (c Cell) FromPeople() bool { return c.kind == textual }

// Seen returns the columns that people see.
func (t *Table) Seen() []int { return visible(t.Columns, People) }

// Markdown returns the table as a pipe table, "_none_" without rows.
func (t *Table) Markdown() string { return markdownTable(t) }

// CSV returns the table as a CSV file.
func (t *Table) CSV(o Options) ([]byte, error) {
	var b bytes.Buffer
	s := NewCSVStream(&b, t.Columns, o)
	for _, row := range t.Rows {
		if err := s.Write(row); err != nil {
			return nil, err
		}
	}
	err := s.Flush()
	return b.Bytes(), err
}
