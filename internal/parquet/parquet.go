// Package parquet writes rows of flat columns as an Apache Parquet file, group
// by group, so that memory is bounded however many rows there are. The same
// rows give the same bytes.
//
// The Thrift structures and the run-length encoding are those of
// github.com/parquet-go/parquet-go. Its writer is not used: it would link
// Protocol Buffers, Brotli, LZ4 and geometry into the program, 5.3 MB of it.
package parquet

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
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

// Column is a column of a file.
type Column struct {
	Name     string
	Type     Type
	Optional bool // may be null
}

// limits bound what is held in memory. Sizes are those of values before
// encoding; one row or value more may go beyond.
type limits struct {
	groupRows, groupBytes int // of a row group
	pageBytes             int // of a page
	wordBytes             int // of the different texts of a column, beyond which the rest of its row group is written out
}

var usual = limits{groupRows: 1 << 16, groupBytes: 16 << 20, pageBytes: 1 << 20, wordBytes: 1 << 20}

const magic = "PAR1"

// Writer writes rows: one value for each column, in any order, then EndRow; at
// last Close. It keeps its first error, which EndRow and Close report.
type Writer struct {
	w         io.Writer
	offset    int64 // bytes written
	err       error
	columns   []*column
	rows      int // of the row group at hand
	total     int64
	groups    []format.RowGroup
	createdBy string
	limits
}

// NewWriter begins a file of these columns. What created the file, such as
// "name version 1.2", is told in it.
func NewWriter(w io.Writer, columns []Column, createdBy string) *Writer {
	return newWriter(w, columns, createdBy, usual)
}

func newWriter(w io.Writer, columns []Column, createdBy string, l limits) *Writer {
	f := &Writer{w: w, createdBy: createdBy, limits: l}
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	f.err = err
	for _, c := range columns {
		n := &column{Column: c, packer: packer, limits: l}
		n.reset()
		f.columns = append(f.columns, n)
	}
	f.write([]byte(magic))
	return f
}

// Null is the value of an optional column that has none.
func (f *Writer) Null(i int) { f.keep(f.columns[i].null()) }

// Text is the value of a column of that type; each byte that is not UTF-8 becomes U+FFFD.
func (f *Writer) Text(i int, s string) { f.keep(f.columns[i].text(s)) }

// Bool is the value of a column of that type.
func (f *Writer) Bool(i int, b bool) { f.keep(f.columns[i].bool(b)) }

// Int is the value of a column of that type.
func (f *Writer) Int(i int, n int64) { f.keep(f.columns[i].int(Int, n)) }

// Time is the value of a column of that type, in microseconds since the Unix epoch.
func (f *Writer) Time(i int, us int64) { f.keep(f.columns[i].int(Time, us)) }

// Float is the value of a column of that type. One that is not finite is an
// error: the undefined is null.
func (f *Writer) Float(i int, v float64) { f.keep(f.columns[i].float(v)) }

// EndRow ends the row. It is an error if a column has not got exactly one value.
func (f *Writer) EndRow() error {
	f.rows++
	size := 0
	for _, c := range f.columns {
		if c.rows != f.rows {
			f.keep(fmt.Errorf("parquet: column %s has not one value in the row", c.Name))
		}
		size += c.size
	}
	if f.err == nil && (f.rows >= f.groupRows || size >= f.groupBytes) {
		f.endGroup()
	}
	return f.err
}

// Close ends the file; it does not close what it writes to.
func (f *Writer) Close() error {
	if f.err == nil && f.rows > 0 {
		f.endGroup()
	}
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), f.metadata())
	f.keep(err)
	size := len(footer)
	footer = append(footer, byte(size), byte(size>>8), byte(size>>16), byte(size>>24))
	f.write(append(footer, magic...))
	if f.err != nil {
		return f.err
	}
	f.err = errors.New("parquet: the file is ended")
	return nil
}

// endGroup writes the rows since the last group.
func (f *Writer) endGroup() {
	group := format.RowGroup{NumRows: int64(f.rows), FileOffset: f.offset, Ordinal: int16(min(len(f.groups), math.MaxInt16))}
	for _, c := range f.columns {
		pages, chunk, err := c.end(f.offset)
		f.keep(err)
		for _, page := range pages {
			f.write(page)
		}
		group.Columns = append(group.Columns, chunk)
		group.TotalByteSize += chunk.MetaData.TotalUncompressedSize
		group.TotalCompressedSize += chunk.MetaData.TotalCompressedSize
		c.reset()
	}
	f.groups = append(f.groups, group)
	f.total += int64(f.rows)
	f.rows = 0
}

// metadata is the footer.
func (f *Writer) metadata() *format.FileMetaData {
	m := &format.FileMetaData{Version: 1, NumRows: f.total, RowGroups: f.groups, CreatedBy: f.createdBy}
	m.Schema = append(m.Schema, format.SchemaElement{Name: "schema", NumChildren: thrift.New(int32(len(f.columns)))})
	for _, c := range f.columns {
		m.Schema = append(m.Schema, c.element())
		m.ColumnOrders = append(m.ColumnOrders, format.ColumnOrder{Value: new(format.TypeDefinedOrder)})
	}
	return m
}

func (f *Writer) write(b []byte) {
	if f.err != nil {
		return
	}
	n, err := f.w.Write(b)
	f.offset += int64(n)
	f.keep(err)
}

func (f *Writer) keep(err error) {
	if f.err == nil {
		f.err = err
	}
}
