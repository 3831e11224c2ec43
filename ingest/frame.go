package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"chatcops/internal/csvrow"
	"chatcops/internal/jsondoc"
)

// blockSize is how much of a file is handed to a decoder at once.
const blockSize = 256 << 10

// block is a piece of an input that holds whole records. Its bytes are never
// modified, for what is decoded from it refers to them.
type block struct {
	data  []byte
	line  int      // on which it starts
	spans []record // of JSON values; nil where each line is a record
	// rejects are records that were given up while the file was cut into blocks.
	rejects []Reject
}

// record is where a JSON value lies in its block.
type record struct{ start, end, line int }

// errPaused says that an input that grows has no more for now.
var errPaused = errors.New("no more has been written yet")

// framer cuts an input into blocks. Next returns io.EOF after the last one, or
// errPaused until there is more; any other error ends the input.
type framer struct {
	r       io.Reader
	framing Framing
	sep     byte
	limit   int // of one record, in bytes
	line    int // of the first byte of rest
	rest    []byte
	first   bool
	done    bool
	passing bool // over the rest of a record that is longer than the limit
	split   jsondoc.Splitter
	fail    error // of the input, once all records before it are delivered
}

func newFramer(r io.Reader, d detection, limit int) *framer {
	return &framer{r: r, framing: d.framing, sep: d.sep, limit: limit, line: 1, first: true}
}

func (f *framer) next() (*block, error) {
	for !f.done {
		buf, err := f.fill()
		paused := errors.Is(err, errPaused)
		if err != nil && !paused {
			f.end(err)
		}
		b := f.cut(buf)
		if len(b.data) > 0 || len(b.spans) > 0 || len(b.rejects) > 0 {
			return b, nil
		}
		if paused {
			return nil, errPaused
		}
	}
	if f.fail != nil {
		err := f.fail
		f.fail = nil
		return nil, err
	}
	return nil, io.EOF
}

// end notes that there is no more to read, and why if it is not the end.
func (f *framer) end(err error) {
	f.done = true
	if !errors.Is(err, io.EOF) {
		f.fail = err
	}
}

// fill reads the next bytes behind what the last block left. The error is io.EOF
// together with the last bytes.
func (f *framer) fill() ([]byte, error) {
	if f.passing {
		if err := f.pass(); err != nil {
			return nil, err
		}
	}
	// A record that spans many blocks makes the buffer grow by its own size, so
	// that it is not copied more often than a few times.
	buf := make([]byte, len(f.rest)+max(blockSize, len(f.rest)))
	n := copy(buf, f.rest)
	// Not by io.ReadFull: its error for a short read is that of a truncated gzip file.
	var err error
	for m := 0; n < len(buf) && err == nil; n += m {
		m, err = f.r.Read(buf[n:])
	}
	buf, f.rest = buf[:n], nil
	if f.first {
		buf, f.first = csvrow.TrimBOM(buf), false
	}
	return buf, err
}

// cut makes a block of the whole records in buf and keeps the rest.
func (f *framer) cut(buf []byte) *block {
	b := &block{line: f.line}
	switch f.framing {
	case Values:
		f.cutValues(b, buf, f.done)
		return b
	case Rows:
		f.cutAt(b, buf, csvrow.Cut(buf, f.sep), f.done)
	default:
		f.cutAt(b, buf, bytes.LastIndexByte(buf, '\n')+1, f.done)
	}
	return b
}

// cutAt gives the block all up to at, or everything if nothing follows.
func (f *framer) cutAt(b *block, buf []byte, at int, last bool) {
	if last {
		at = len(buf)
	}
	if at == 0 && len(buf) > f.limit {
		f.drop(b, buf)
		return
	}
	b.data, f.rest = buf[:at:at], buf[at:]
	f.line += bytes.Count(b.data, []byte{'\n'})
}

// drop gives up a record that is longer than the limit: it is passed over up to
// the next line.
func (f *framer) drop(b *block, buf []byte) {
	b.rejects = append(b.rejects, Reject{Line: f.line, Problem: tooLong(f.limit)})
	f.line += bytes.Count(buf, []byte{'\n'})
	f.passing, f.rest = true, nil
}

// pass reads up to the end of the line.
func (f *framer) pass() error {
	skip := make([]byte, blockSize)
	for {
		n, err := f.r.Read(skip)
		if i := bytes.IndexByte(skip[:n], '\n'); i >= 0 {
			f.passing, f.rest = false, skip[i+1:n]
			f.line++
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func tooLong(limit int) string {
	return fmt.Sprintf("the record is longer than %d bytes; raise limits.record_bytes to read it", limit)
}

// cutValues finds the JSON values in buf.
func (f *framer) cutValues(b *block, buf []byte, last bool) {
	b.spans = []record{}
	at := 0
	line := f.line
	for {
		found, start, end := f.split.Next(buf[at:], last)
		start, end = at+start, at+end
		switch found {
		case jsondoc.Record:
			line += bytes.Count(buf[at:start], []byte{'\n'})
			b.spans = append(b.spans, record{start, end, line})
			line += bytes.Count(buf[start:end], []byte{'\n'})
			at = end
			continue
		case jsondoc.CutOff:
			line += bytes.Count(buf[at:end], []byte{'\n'})
			b.rejects = append(b.rejects, Reject{Line: line, Problem: "the file ends inside of its array: it is cut off"})
			at = end
			continue
		case jsondoc.NeedMore:
			line += bytes.Count(buf[at:end], []byte{'\n'})
			at = end
			if len(buf)-at > f.limit {
				b.rejects = append(b.rejects, Reject{Line: line, Problem: tooLong(f.limit)})
				f.split.Skip()
			}
		}
		break
	}
	b.data, f.rest, f.line = buf[:at:at], buf[at:], line
}
