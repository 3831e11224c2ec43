package parquet

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
)

// output is where a file goes, which changes at its end.
type output struct{ io.Writer }

// trailer is what follows the footer: its length and the magic bytes.
const trailer = 8

// end writes what follows the row groups. Where the library is told to leave
// out the bounds of texts, its column index says of each page that all texts
// in it are empty, by which readers would pass over what they look for. The
// footer must not refer to it, for no column: the library's own reader knows
// column indexes of all columns or of none.
func (f *Writer) end() error {
	var tail bytes.Buffer
	w := f.out.Writer
	f.out.Writer = &tail
	if err := f.w.Close(); err != nil {
		return err
	}
	metadata := f.w.File().Metadata()
	for _, group := range metadata.RowGroups {
		for i := range group.Columns {
			group.Columns[i].ColumnIndexOffset, group.Columns[i].ColumnIndexLength = 0, 0
		}
	}
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), metadata)
	if err != nil {
		return err
	}
	before, after := tail.Bytes()[:tail.Len()-trailer], tail.Bytes()[tail.Len()-trailer:]
	before = before[:len(before)-int(binary.LittleEndian.Uint32(after))]
	binary.LittleEndian.PutUint32(after, uint32(len(footer)))
	for _, part := range [][]byte{before, footer, after} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
