package parquet

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// page is some values of a column: either written out or as indexes of words.
type page struct {
	rows, nulls int
	size        int    // bytes of the values, before encoding
	levels      []byte // of an optional column: for each row 1, or 0 where it is null
	plain       []byte
	words       []int32
}

func (p *page) values() int { return p.rows - p.nulls }

// words are the different texts of a row group, in the order in which they came.
type words struct {
	index map[string]int32
	texts []string
	size  int
}

// of is the index of a text.
func (w *words) of(s string) int32 {
	i, known := w.index[s]
	if !known {
		i = int32(len(w.texts))
		w.index[s] = i
		w.texts = append(w.texts, s)
		w.size += 4 + len(s)
	}
	return i
}

// endPage encodes and compresses the page at hand.
func (c *column) endPage() error {
	p := &c.page
	if p.rows == 0 {
		return nil
	}
	if c.coded && len(c.pages) == 0 && c.words.size >= p.size/2 {
		c.writeOut() // the texts hardly recur, or there are none
	}
	encoding, values := format.Plain, p.plain
	if c.coded {
		encoding, values = format.RLEDictionary, nil
	}
	var body []byte
	if c.Optional {
		levels, err := (&rle.Encoding{BitWidth: 1}).EncodeLevels(nil, p.levels)
		if err != nil {
			return err
		}
		body = append(binary.LittleEndian.AppendUint32(nil, uint32(len(levels))), levels...)
	}
	if c.coded {
		width := max(1, bits.Len(uint(len(c.words.texts)-1)))
		indexes, err := (&rle.Encoding{BitWidth: width}).EncodeInt32(nil, p.words)
		if err != nil {
			return err
		}
		values = append([]byte{byte(width)}, indexes...)
	}
	packed, err := c.pack(append(body, values...), format.PageHeader{Type: format.DataPage, DataPageHeader: thrift.New(format.DataPageHeader{
		NumValues: int32(p.rows), Encoding: encoding, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
		Statistics: format.Statistics{NullCount: int64(p.nulls)},
	})})
	c.pages = append(c.pages, packed)
	if !slices.Contains(c.encoded, encoding) {
		c.encoded = append(c.encoded, encoding)
	}
	c.coded = c.coded && c.words.size < c.wordBytes
	*p = page{levels: p.levels[:0], plain: p.plain[:0], words: p.words[:0]}
	return err
}

// writeOut turns the page, which is the first of its row group, from indexes into texts.
func (c *column) writeOut() {
	for _, i := range c.page.words {
		c.page.plain = appendText(c.page.plain, c.words.texts[i])
	}
	c.words, c.coded = words{}, false
}

// pack compresses the body of a page and puts its header before it.
func (c *column) pack(body []byte, header format.PageHeader) ([]byte, error) {
	if len(body) > math.MaxInt32 {
		return nil, fmt.Errorf("parquet: a value of column %s is longer than 2 GB", c.Name)
	}
	packed := c.packer.EncodeAll(body, nil)
	header.UncompressedPageSize, header.CompressedPageSize = int32(len(body)), int32(len(packed))
	b, err := thrift.Marshal(new(thrift.CompactProtocol), &header)
	c.unpack += int64(len(b) + len(body))
	return append(b, packed...), err
}

// end ends the row group: its pages, which begin at offset, and what the footer tells of them.
func (c *column) end(offset int64) (pages [][]byte, chunk format.ColumnChunk, err error) {
	if err = c.endPage(); err != nil {
		return nil, chunk, err
	}
	chunk.MetaData = format.ColumnMetaData{Type: c.physical(), Encoding: c.encoded, PathInSchema: []string{c.Name}, Codec: format.Zstd,
		NumValues: int64(c.rows), DataPageOffset: offset, Statistics: c.span.statistics(c.nulls)}
	m := &chunk.MetaData
	if len(c.words.texts) > 0 {
		var body []byte
		for _, s := range c.words.texts {
			body = appendText(body, s)
		}
		dictionary, err := c.pack(body, format.PageHeader{Type: format.DictionaryPage,
			DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{NumValues: int32(len(c.words.texts)), Encoding: format.Plain})})
		if err != nil {
			return nil, chunk, err
		}
		pages = append(pages, dictionary)
		m.DictionaryPageOffset, m.DataPageOffset = offset, offset+int64(len(dictionary))
		if !slices.Contains(m.Encoding, format.Plain) {
			m.Encoding = append(m.Encoding, format.Plain)
		}
	}
	pages = append(pages, c.pages...)
	for _, p := range pages {
		m.TotalCompressedSize += int64(len(p))
	}
	m.TotalUncompressedSize = c.unpack
	return pages, chunk, nil
}
