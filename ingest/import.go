// Package ingest brings transcripts and events from files into the store:
// detection, decoders, the errors of records, and the pipeline.
package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/csvrow"
	"chatcops/internal/safe"
	"chatcops/internal/store"
	"chatcops/scoring"
)

// Options say how to import.
type Options struct {
	Format            *Format           // nil: detected for each file
	Map               map[string]string // field → column or key, for names that we do not know
	Source            string            // namespace of the conversation ids
	RecordLimit       int               // of one record, in bytes
	Depth             int               // of nested JSON
	DecompressedLimit int64             // of one file, in bytes; 0: none
	// DecompressionRatio bounds the size of a decompressed file by that on disk,
	// ArchiveEntries the files of an archive; 0: not.
	DecompressionRatio int
	ArchiveEntries     int
	Bounds             store.Bounds // of one conversation
	Stdin              io.Reader
	// Redactor makes what replaces personal data before it is stored, one for each
	// goroutine; nil stores the data as it is.
	Redactor func() *safe.Redactor
	Rejects  io.Writer        // takes rejected records verbatim, may be nil
	Now      func() time.Time // for the record of the import and its duration
	// Progress is told what is going on; it may be nil.
	Progress Progress
	// Problem is told of each file and record that could not be read.
	Problem func(path string, line int, problem string)
}

// Progress shows how far an import is.
type Progress interface {
	File(path string, bytes int64) // a file begins; bytes is 0 if unknown
	Read(bytes int)                // so many bytes more were read of it
	Settle(done, total int64)      // conversations merged after the reading
	Done()
}

// decoderVersion is part of a file's fingerprint: raise it when the same bytes
// decode to something else.
const decoderVersion = "3"

func (o *Options) how() string {
	name := ""
	if o.Format != nil {
		name = o.Format.Name
	}
	return fmt.Sprintf("%s %s %v %s %v", decoderVersion, name, o.Map, o.Source, o.Redactor != nil)
}

// Importer imports files into a store.
type Importer struct {
	o        Options
	s        *store.Store
	w        *store.Writer
	newScore func() store.Score // for one goroutine
}

// New prepares an import into s.
func New(s *store.Store, rules *scoring.Rules, o Options) (*Importer, error) {
	w, err := s.NewWriter(rules.Version())
	if err != nil {
		return nil, err
	}
	im := &Importer{o: o, s: s, w: w, newScore: func() store.Score { return rules.NewScorer().Score }}
	w.Bound(o.Bounds, im.newScore())
	return im, nil
}

// Run imports the files one after the other. A file that cannot be read is
// reported and does not stop the others; an error is one of the store or of ctx,
// and then what was read before is kept.
func (im *Importer) Run(ctx context.Context, files []string) (*Report, error) {
	r := &Report{Files: []*FileReport{}}
	var err error
	for _, path := range files {
		if path != Stdin && isArchive(path) {
			err = im.archive(ctx, r, path)
		} else {
			err = im.source(ctx, r, fileSource(path, im.o.Stdin))
		}
		if err != nil {
			break
		}
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		im.w.Abort()
		return r, err
	}
	if cerr := im.w.Close(); err == nil {
		err = cerr
	}
	if err == nil && slices.ContainsFunc(r.Files, func(f *FileReport) bool { return f.Scores > 0 }) {
		r.Totals.ScoresUnmatched, err = im.s.ScoresUnmatched()
	}
	return r, err
}

func (im *Importer) problem(f *FileReport, text string) {
	f.Problem, f.unreadable = text, true
	if im.o.Problem != nil {
		im.o.Problem(f.Path, 0, text)
	}
}

// source imports one source and reports on it. The error is one of the store or of ctx.
func (im *Importer) source(ctx context.Context, r *Report, src source) error {
	f := &FileReport{Path: src.path, Errors: []RecordError{}}
	r.Files = append(r.Files, f)
	start := im.o.Now()
	err := im.file(ctx, f, src)
	f.Seconds = im.o.Now().Sub(start).Seconds()
	if im.o.Progress != nil {
		im.o.Progress.Done()
	}
	r.add(f)
	return err
}

// file imports one source. The error is one of the store or of ctx.
func (im *Importer) file(ctx context.Context, f *FileReport, src source) error {
	if !src.once {
		known, err := im.known(f, src)
		if err != nil || known {
			return err
		}
	}
	var tell func(int)
	if im.o.Progress != nil {
		tell = im.o.Progress.Read
	}
	in, err := openInput(src, im.o.expansion(), tell)
	if err != nil {
		im.problem(f, err.Error())
		return nil
	}
	defer in.close()
	if im.o.Progress != nil {
		im.o.Progress.File(f.Path, in.size)
	}
	peek, perr := in.text.Peek(peekSize)
	whole := errors.Is(perr, io.EOF)
	names := newNames(mappedFields(im.o.Map))
	d, err := detect(peek, whole, im.o.Format, names)
	if err == nil {
		f.Format, f.Why = d.format.Name, d.why
	}
	var header []string
	if err == nil && d.framing == Rows {
		header, err = readHeader(csvrow.TrimBOM(peek), d.sep, whole)
	}
	var p *pipeline
	if err == nil {
		p, err = newPipeline(&im.o, d, header, names.mapped, in.text)
	}
	if err == nil {
		p.file = baseName(f.Path)
	}
	if err != nil {
		if perr != nil && !whole && len(peek) == 0 {
			err = perr
		}
		if of := companion(f.Path, peek); of != "" && im.o.Format == nil {
			f.Why = "no conversations, but what lies beside those of " + of
			f.Notices = append(f.Notices, "holds "+f.Why+"; passed over")
			return nil
		}
		im.problem(f, err.Error())
		return nil
	}
	return im.stream(ctx, f, in, p)
}

// known passes over a file that was read to its end before. One with rejects, or
// without records, is read again: it changes nothing in the data, and what is wrong
// with it is told and kept again.
func (im *Importer) known(f *FileReport, src source) (bool, error) {
	if im.w.Fresh() {
		return false, nil
	}
	hash, size, err := hashSource(src)
	if err != nil {
		return false, nil // opening it will tell why
	}
	old, ok, err := im.s.Imported(fingerprint(hash, size, im.o.how()))
	if err != nil || !ok {
		return false, err
	}
	f.Known, f.Format, f.Bytes, f.Records = true, old.Format, size, old.Records
	f.Conversations.Unchanged = old.Conversations
	f.Messages.Duplicate, f.Events.Duplicate = old.Messages, old.Events
	return true, nil
}

// stream reads the records of a file and settles what they have added to.
func (im *Importer) stream(ctx context.Context, f *FileReport, in *input, p *pipeline) error {
	err := im.w.Begin(store.Import{Path: f.Path, Bytes: in.size, Format: f.Format, Source: im.o.Source, At: chat.TimeOf(im.o.Now())})
	if err != nil {
		return err
	}
	g := newGrouper(im.newScore, im.o.Bounds)
	write := newWriteBehind(im.w)
	err = p.run(ctx, func(batch []*decoded) error {
		for _, d := range batch {
			f.Records += d.read
			im.reject(f, d)
		}
		return write.send(g.group(batch))
	})
	if werr := write.close(); err == nil || werr != nil {
		err = werr
	}
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		return err
	}
	grown, lost := false, ""
	switch {
	case p.failure != nil:
		im.unfinished(f, p.failure)
	case !interrupted:
		grown, lost = in.changed()
	}
	f.Bytes = in.raw.n
	// What was read is settled even when the user has interrupted the reading.
	settle := context.WithoutCancel(ctx)
	progress := func(done, total int64) {
		if im.o.Progress != nil {
			im.o.Progress.Settle(done, total)
		}
	}
	if serr := im.w.Settle(settle, im.newScore(), progress); serr != nil {
		return serr
	}
	complete := !interrupted && p.failure == nil && lost == ""
	print := ""
	if complete {
		print = fingerprint(in.raw.hash.Sum64(), in.raw.n, im.o.how())
	}
	f.take(im.w.Counts)
	if n := im.w.Counts.LeftOut; n > 0 {
		f.Notices = append(f.Notices, fmt.Sprintf("messages, events and properties beyond what a conversation may hold were left out: %d, first of %q; raise limits.conversation_messages, limits.conversation_bytes or limits.property_keys to keep them",
			n, im.w.Counts.LeftOutOf))
	}
	if !interrupted {
		im.judge(f, p)
	}
	if grown {
		f.Notices = append(f.Notices, "grew while it was read; the next import brings the rest")
	}
	if lost != "" {
		im.problem(f, lost)
	}
	if eerr := im.w.End(store.Ended{Records: f.Records, Rejected: f.Rejected, Rejects: f.rejects, Complete: complete, Fingerprint: print, Bytes: in.raw.n}); eerr != nil {
		return eerr
	}
	return err
}

// judge says what is wrong with a file as a whole that was read.
func (im *Importer) judge(f *FileReport, p *pipeline) {
	switch {
	case f.Records > f.Rejected:
		switch {
		case p.d.format.shape != nil && len(p.mapped) > 0:
			f.Notices = append(f.Notices, fmt.Sprintf("--map names fields of native records and does not concern the format %s", p.d.format.Name))
		case p.d.framing != Rows: // of a table the header has told
			f.Notices = append(f.Notices, p.keys.missing(p.mapped)...)
		}
	case f.Problem != "": // told already
		f.unreadable = true
	case f.Records == 0 && p.d.framing == Rows:
		im.problem(f, "has a header and no records")
	case f.Records == 0:
		im.problem(f, "has no records")
	default:
		im.problem(f, fmt.Sprintf("no record could be read, rejected: %d", f.Rejected))
	}
}

// unfinished notes that the input failed before its end; what came before counts.
func (im *Importer) unfinished(f *FileReport, failure error) {
	text := failure.Error()
	if errors.Is(failure, io.ErrUnexpectedEOF) {
		text = "the compressed file is cut off; what came before was read"
	}
	f.Rejected++
	f.Records++
	f.Problem = text
	if len(f.Errors) < maxErrors {
		f.Errors = append(f.Errors, RecordError{0, text})
	}
	if im.o.Problem != nil {
		im.o.Problem(f.Path, 0, text)
	}
}

func (im *Importer) reject(f *FileReport, d *decoded) {
	for i := range d.rejects {
		r := &d.rejects[i]
		f.reject(r)
		if im.o.Problem != nil {
			im.o.Problem(f.Path, r.Line, r.Problem)
		}
		if im.o.Rejects != nil && len(r.Record) > 0 {
			_, _ = im.o.Rejects.Write(append(bytes.TrimRight(r.Record, "\r\n"), '\n'))
		}
	}
}
