// Package parquet writes rows of flat columns as an Apache Parquet file, group
// by group, so that memory is bounded however many rows there are. The same
// rows give the same bytes. The writing is that of github.com/parquet-go/parquet-go.
package parquet

import (
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	library "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

// Type is what a column holds.
type Type int

// The types of columns.
const (
	Text  Type = iota // STRING: UTF-8
	Bool              // BOOLEAN
	Int               // INT64
	Float             // DOUBLE
	Time              // TIMESTAMP: microseconds since the Unix epoch, UTC
)

// Column is a column of a file; their names differ.
type Column struct {
	Name     string
	Type     Type
	Optional bool // may be null
}

// limits bound what is held in memory. Sizes are those of values before
// encoding; one row or value more may go beyond.
type limits struct {
	groupRows, groupBytes int // of a row group
	pageBytes             int // of a page of recurring texts
	wordBytes             int // of the different texts of a column, beyond which the rest of its row group is written out
}

var usual = limits{groupRows: 1 << 16, groupBytes: 16 << 20, pageBytes: 1 << 20, wordBytes: 1 << 19}

// Writer writes rows: one value for each column, in any order, then EndRow; at
// last Close. It keeps its first error, which EndRow and Close report.
type Writer struct {
	w       *library.GenericWriter[any]
	out     *output
	columns []Column
	err     error
	row     library.Row // a value that is not set belongs to no column
	rows    int         // of the row group at hand
	size    int         // of these rows
	pages   []int       // sizes of the pages at hand
	limits
}

// NewWriter begins a file of these columns. What created the file, such as
// "name version 1.2", is told in it.
func NewWriter(w io.Writer, columns []Column, createdBy string) *Writer {
	return newWriter(w, columns, createdBy, usual)
}

func newWriter(w io.Writer, columns []Column, createdBy string, l limits) *Writer {
	f := &Writer{out: &output{w}, columns: columns, row: make(library.Row, len(columns)), pages: make([]int, len(columns)), limits: l}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	f.keep(err)
	config := &library.WriterConfig{
		Schema:             library.NewSchema("schema", schemaOf(columns)),
		CreatedBy:          createdBy,
		Compression:        packer{&library.Zstd, encoder},
		DataPageVersion:    1,       // which all readers know
		PageBufferSize:     1 << 17, // for each column the library takes a multiple of it
		DictionaryMaxBytes: int64(l.wordBytes),
	}
	for _, c := range columns {
		if c.Type == Text {
			// The library would hold them, however long, until the end of the file.
			config.SkipPageBounds = append(config.SkipPageBounds, []string{c.Name})
		}
	}
	f.w = library.NewGenericWriter[any](f.out, config, library.DataPageStatistics(false), library.WriteBufferSize(0))
	return f
}

// packer packs with one encoder of little memory. The library takes large ones,
// and new ones whenever garbage was collected.
type packer struct {
	compress.Codec
	encoder *zstd.Encoder
}

func (p packer) Encode(to, from []byte) ([]byte, error) {
	return p.encoder.EncodeAll(from, to[:0]), nil
}

// Null is the value of an optional column that has none.
func (f *Writer) Null(i int) {
	if c := f.columns[i]; !c.Optional {
		f.keep(fmt.Errorf("parquet: column %s is never null", c.Name))
	}
	f.put(i, library.NullValue(), 0, 1)
}

// Text is the value of a column of that type; each byte that is not UTF-8 becomes U+FFFD.
func (f *Writer) Text(i int, s string) {
	if !utf8.ValidString(s) {
		s = string([]rune(s)) // as encoding/json does
	}
	f.set(i, Text, library.ValueOf(s), 4+len(s))
}

// Bool is the value of a column of that type.
func (f *Writer) Bool(i int, b bool) { f.set(i, Bool, library.BooleanValue(b), 1) }

// Int is the value of a column of that type.
func (f *Writer) Int(i int, n int64) { f.set(i, Int, library.Int64Value(n), 8) }

// Time is the value of a column of that type, in microseconds since the Unix epoch.
func (f *Writer) Time(i int, us int64) { f.set(i, Time, library.Int64Value(us), 8) }

// Float is the value of a column of that type. One that is not finite is an
// error: the undefined is null.
func (f *Writer) Float(i int, v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		f.keep(fmt.Errorf("parquet: %v of column %s is no number", v, f.columns[i].Name))
	}
	f.set(i, Float, library.DoubleValue(v), 8)
}

var nouns = [...]string{Text: "text", Bool: "a boolean", Int: "a number", Float: "a fraction", Time: "a time"}

func (f *Writer) set(i int, t Type, v library.Value, size int) {
	c := f.columns[i]
	if c.Type != t {
		f.keep(fmt.Errorf("parquet: column %s does not hold %s", c.Name, nouns[t]))
	}
	level := 0
	if c.Optional {
		level = 1
	}
	f.put(i, v, level, size)
}

func (f *Writer) put(i int, v library.Value, level, size int) {
	if f.row[i].Column() == i {
		f.keep(fmt.Errorf("parquet: column %s has two values in the row", f.columns[i].Name))
	}
	f.row[i] = v.Level(0, level, i)
	f.pages[i] += size
	f.size += size
}

// EndRow ends the row. It is an error if a column has not got exactly one value.
func (f *Writer) EndRow() error {
	for i, v := range f.row {
		if v.Column() != i {
			f.keep(fmt.Errorf("parquet: column %s has no value in the row", f.columns[i].Name))
		}
	}
	if f.err != nil {
		return f.err
	}
	_, err := f.w.WriteRows([]library.Row{f.row})
	f.keep(err)
	clear(f.row)
	for i, size := range f.pages {
		if size >= f.pageBytes { // the library counts no more than the indexes of recurring texts
			f.keep(f.w.ColumnWriters()[i].Flush())
			f.pages[i] = 0
		}
	}
	if f.rows++; f.rows >= f.groupRows || f.size >= f.groupBytes {
		f.keep(f.w.Flush())
		f.rows, f.size = 0, 0
		clear(f.pages)
	}
	return f.err
}

// Close ends the file; it does not close what it writes to.
func (f *Writer) Close() error {
	if f.err != nil {
		return f.err
	}
	f.keep(f.w.Flush())
	if f.err == nil {
		f.keep(f.end())
	}
	if f.err != nil {
		return f.err
	}
	f.err = errors.New("parquet: the file is ended")
	return nil
}

func (f *Writer) keep(err error) {
	if f.err == nil {
		f.err = err
	}
}
