// Package report turns documents (headings, tables, notes) into bytes: a table
// for a terminal, CSV, JSON, JSON lines or Markdown. It knows nothing of where
// the numbers come from. People get rounded numbers, machines exact ones, and
// text from people passes through package safe for each target.
package report

import (
	"fmt"
	"iter"
)

// Document is what one command has to say.
type Document struct {
	Heading string // may hold text from people, as all prose here
	Tables  []Table
	Notes   []string // after the last table

	// JSON is the exact value for json: what the command promises to machines.
	JSON any
	// Lines yields the objects of jsonl, one a line; nil means JSON on one line.
	Lines iter.Seq[any]
}

// Table is columns and rows; the first table of a document is the one that CSV gets.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]Cell // each as long as Columns
	Notes   []string // below the table
}

// Column describes one column for its two audiences.
type Column struct {
	Name  string // for machines: the CSV header
	Title string // for people
	Right bool   // right-aligned, as numbers are
	Only  Audience
}

// Audience says who sees a column.
type Audience uint8

// The audiences of a column.
const (
	Everyone Audience = iota
	People            // tables and Markdown, such as an interval in one cell
	Machines          // CSV, such as the interval's two ends
)

// Each yields the elements of list, for Document.Lines.
func Each[T any](list []T) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, v := range list {
			if !yield(v) {
				return
			}
		}
	}
}

// visible returns the indices of the columns that the audience sees.
func visible(columns []Column, to Audience) []int {
	var list []int
	for i, c := range columns {
		if c.Only == Everyone || c.Only == to {
			list = append(list, i)
		}
	}
	return list
}

// machinesOnly reports whether people see nothing of a table: the heading says it all.
func (t *Table) machinesOnly() bool {
	return len(t.Columns) > 0 && len(visible(t.Columns, People)) == 0
}

// Check refuses a table whose rows do not fit its columns.
func (t *Table) Check() error {
	for i, row := range t.Rows {
		if err := fits(row, t.Columns); err != nil {
			return fmt.Errorf("table %q, row %d: %w", t.Title, i+1, err)
		}
	}
	return nil
}

func fits(row []Cell, columns []Column) error {
	if len(row) != len(columns) {
		return fmt.Errorf("%d cells for %d columns", len(row), len(columns))
	}
	return nil
}
