package parquet

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// column holds the values of a column in the row group at hand.
type column struct {
	Column
	packer  *zstd.Encoder
	rows    int      // of the row group
	size    int      // bytes of its values, before encoding
	words   words    // different texts of the row group
	coded   bool     // texts are written as indexes of words
	pages   [][]byte // that are finished, with their headers
	unpack  int64    // bytes of these pages before compression
	nulls   int64
	span    span
	encoded []format.Encoding
	page    page // at hand
	limits
}

// reset begins a row group.
func (c *column) reset() {
	c.rows, c.size, c.unpack, c.nulls, c.pages, c.span = 0, 0, 0, 0, nil, span{}
	c.words, c.coded = words{index: map[string]int32{}}, c.Type == Text
	c.encoded = []format.Encoding{format.RLE} // of what is null
}

func (c *column) null() error {
	if !c.Optional {
		return fmt.Errorf("parquet: column %s is never null", c.Name)
	}
	c.nulls++
	c.page.nulls++
	return c.add(0, 0)
}

func (c *column) text(s string) error {
	if c.Type != Text {
		return c.mistaken("text")
	}
	if !utf8.ValidString(s) {
		s = string([]rune(s)) // as encoding/json does
	}
	if c.coded {
		c.page.words = append(c.page.words, c.words.of(s))
	} else {
		c.page.plain = appendText(c.page.plain, s)
	}
	c.span.text(s)
	return c.add(1, 4+len(s))
}

func (c *column) bool(b bool) error {
	if c.Type != Bool {
		return c.mistaken("a boolean")
	}
	p := &c.page
	if p.values()%8 == 0 {
		p.plain = append(p.plain, 0)
	}
	if b {
		p.plain[len(p.plain)-1] |= 1 << (p.values() % 8)
	}
	return c.add(1, 1)
}

func (c *column) int(t Type, n int64) error {
	if c.Type != t {
		return c.mistaken("a number or time")
	}
	c.span.int(n)
	c.page.plain = binary.LittleEndian.AppendUint64(c.page.plain, uint64(n))
	return c.add(1, 8)
}

func (c *column) float(v float64) error {
	if c.Type != Float {
		return c.mistaken("a fraction")
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return fmt.Errorf("parquet: %v of column %s is no number", v, c.Name)
	}
	c.span.float(v)
	c.page.plain = binary.LittleEndian.AppendUint64(c.page.plain, math.Float64bits(v))
	return c.add(1, 8)
}

func (c *column) mistaken(what string) error {
	return fmt.Errorf("parquet: column %s does not hold %s", c.Name, what)
}

// add counts a value that was put into the page: its level is 1, or 0 where it is null.
func (c *column) add(level byte, size int) error {
	p := &c.page
	if c.Optional {
		p.levels = append(p.levels, level)
	}
	p.rows++
	p.size += size
	c.rows++
	c.size += size
	if p.size >= c.pageBytes {
		return c.endPage()
	}
	return nil
}

// element states the column in the schema.
func (c *column) element() format.SchemaElement {
	e := format.SchemaElement{Name: c.Name, Type: thrift.New(c.physical()), RepetitionType: thrift.New(format.Required)}
	if c.Optional {
		e.RepetitionType = thrift.New(format.Optional)
	}
	switch c.Type {
	case Text:
		e.ConvertedType, e.LogicalType.Value = thrift.New(deprecated.UTF8), new(format.StringType)
	case Time:
		e.ConvertedType = thrift.New(deprecated.TimestampMicros)
		e.LogicalType.Value = &format.TimestampType{IsAdjustedToUTC: true, Unit: format.TimeUnit{Value: new(format.MicroSeconds)}}
	}
	return e
}

func (c *column) physical() format.Type {
	switch c.Type {
	case Text:
		return format.ByteArray
	case Bool:
		return format.Boolean
	case Float:
		return format.Double
	}
	return format.Int64
}

// appendText appends a text as PLAIN encodes it.
func appendText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}
