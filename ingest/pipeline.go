package ingest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"chatcops/internal/chat"
	"chatcops/internal/csvrow"
	"chatcops/internal/jsondoc"
)

// job is a block on its way through a decoder.
type job struct {
	block *block
	out   *decoded
	done  chan struct{}
}

// batchBytes is how much of a file is grouped and written at once.
const batchBytes = 512 << 10

// pipeline reads one input: a reader cuts it into blocks, decoders work on
// several at once, the batches of their records are grouped in the order of the
// input and written while the next ones are decoded.
type pipeline struct {
	o       *Options
	d       detection
	file    string // base name of the input without its endings
	columns columns
	mapped  map[string]field // by --map: column → field
	keys    *mappedKeys
	frames  *framer
	order   chan *job
	jobs    chan *job
	failure error // of the input, valid once order is closed
}

func newPipeline(o *Options, d detection, header []string, mapped map[string]field, r io.Reader) (*pipeline, error) {
	if len(d.unwrap) > 0 {
		r = jsondoc.NewUnwrapper(r, d.unwrap)
	}
	p := &pipeline{o: o, d: d, mapped: mapped, keys: newMappedKeys(), frames: newFramer(r, d, o.RecordLimit)}
	switch {
	case d.framing == Rows && d.format.shape != nil:
		for _, title := range header {
			p.columns.titles = append(p.columns.titles, strings.TrimSpace(title))
		}
	case d.framing == Rows:
		var err error
		if p.columns, err = newColumns(header, d.names(mapped)); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// run reads the input to its end, or to where it ends for now, and calls take for
// each batch of decoded records. It returns the error of take or of ctx; one of
// the input is left in failure.
func (p *pipeline) run(ctx context.Context, take func([]*decoded) error) error {
	n := runtime.GOMAXPROCS(0)
	p.order, p.jobs = make(chan *job, n), make(chan *job, n)
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { p.read(ctx) })
	for range n {
		wg.Go(func() { p.decode() })
	}
	var batch []*decoded
	size := 0
	for j := range p.order {
		select {
		case <-j.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		batch = append(batch, j.out)
		if size += len(j.block.data); size >= batchBytes {
			if err := take(batch); err != nil {
				return err
			}
			batch, size = nil, 0
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return take(batch)
}

// read cuts the input into blocks until it ends or ctx does.
func (p *pipeline) read(ctx context.Context) {
	defer close(p.order)
	defer close(p.jobs)
	for {
		b, err := p.frames.next()
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, errPaused) {
				p.failure = err
			}
			return
		}
		j := &job{block: b, done: make(chan struct{})}
		select {
		case p.jobs <- j:
		case <-ctx.Done():
			return
		}
		select {
		case p.order <- j:
		case <-ctx.Done():
			return
		}
	}
}

// decode works on blocks until there are no more.
func (p *pipeline) decode() {
	d := &decoder{names: p.d.names(p.mapped), limit: p.o.RecordLimit, bounds: p.o.Bounds}
	defer func() { p.keys.take(d.names) }()
	d.json.MaxDepth, d.inner.MaxDepth, d.quoted.MaxDepth = p.o.Depth, p.o.Depth, p.o.Depth
	if p.o.Format != nil {
		d.kinds.format, d.kinds.allowed = p.o.Format.Name, p.o.Format.kinds
	}
	d.kinds.scores = d.names.ofScores()
	var redact *redaction
	if p.o.Redactor != nil {
		redact = &redaction{p.o.Redactor()}
	}
	d.shape, d.file = p.d.format.shape, p.file
	for j := range p.jobs {
		n := len(d.out.records) + len(d.out.records)/8 // about as many as in the block before
		d.out = decoded{records: make([]chat.Record, 0, n), hashes: make([]int64, 0, n)}
		d.out.read = len(j.block.rejects)
		switch {
		case p.d.framing == Rows:
			d.rows(j.block, p.d.sep, &p.columns)
		case j.block.spans != nil:
			for _, s := range j.block.spans {
				d.decodeJSON(j.block.data[s.start:s.end], s.line)
			}
		default:
			d.lines(j.block)
		}
		d.out.rejects = append(d.out.rejects, j.block.rejects...)
		d.bound()
		redact.records(&d.out)
		out := d.out
		j.out = &out
		close(j.done)
	}
}

// lines decodes a block of one JSON value a line.
func (d *decoder) lines(b *block) {
	line := b.line
	for data := b.data; len(data) > 0; line++ {
		record := data
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			record, data = data[:i], data[i+1:]
		} else {
			data = nil
		}
		if len(bytes.TrimSpace(record)) > 0 {
			d.decodeJSON(record, line)
		}
	}
}

// rows decodes a block of CSV; its first record is the header if it starts the file.
func (d *decoder) rows(b *block, sep byte, c *columns) {
	r := csvrow.Reader{Sep: sep}
	r.Reset(b.data)
	line, at := b.line, 0
	header := b.line == 1
	valid := utf8.Valid(b.data) // so are all cells then, for what separates them is ASCII
	for {
		cells, err := r.Next(true)
		if err == io.EOF {
			return
		}
		line += bytes.Count(b.data[at:r.Start()], []byte{'\n'})
		at = r.Start()
		record := b.data[at:r.Offset()]
		switch {
		case err != nil: // of this record alone, for nothing follows the block
			d.out.read++
			d.reject(line, record, err.Error())
		case header:
			if !valid && mend(cells) { // it was read already; here its line is known to be one
				d.out.mend(line)
			}
		case len(record) > d.limit:
			d.out.read++
			d.reject(line, record, tooLong(d.limit))
		default:
			if !valid && mend(cells) {
				d.out.mend(line)
			}
			d.decodeCSV(c, cells, record, line)
		}
		header = false
	}
}

// mend replaces each run of bytes that are no UTF-8 by U+FFFD and reports whether there were any.
func mend(cells []string) (mended bool) {
	for i := range cells {
		if !utf8.ValidString(cells[i]) {
			cells[i], mended = strings.ToValidUTF8(cells[i], "\uFFFD"), true
		}
	}
	return mended
}
