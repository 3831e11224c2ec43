// Package ingest brings transcripts and events from files into the store:
// detection, decoders, the errors of records, and the pipeline.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

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
	// Changed is told what becomes of a file that is followed; it may be nil.
	Changed func(path, what string)
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
			err = im.source(ctx, r, fileSource(ctx, path, im.o.Stdin))
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
	in, err := openInput(src, im.o.expansion(), im.tell())
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
	p, err := im.recognise(f, in, peek, whole, nil)
	if err != nil {
		if perr != nil && !whole { // of what is cut off so early, that is the reason
			err = errors.New(cause(perr))
		}
		if of := companion(f.Path, peek); of != "" && im.o.Format == nil {
			f.Why = "no conversations, but what lies beside those of " + of
			f.notice(0, "holds %s; passed over", f.Why)
			return nil
		}
		f.unrecognised = (perr == nil || whole) && !errors.Is(err, errEmpty) && !errors.Is(err, errNoRecords)
		im.problem(f, err.Error())
		return nil
	}
	return im.stream(ctx, f, in, p)
}

// tell is told of bytes read; nil if nobody wants to know.
func (im *Importer) tell() func(int) {
	if im.o.Progress == nil {
		return nil
	}
	return im.o.Progress.Read
}

// recognise finds out how an input that begins with peek is to be read. whole
// says that peek is all there is; like, if it is not nil, is how it is read where
// its beginning does not tell.
func (im *Importer) recognise(f *FileReport, in *input, peek []byte, whole bool, like *detection) (*pipeline, error) {
	names := newNames(mappedFields(im.o.Map))
	d, err := detect(peek, whole, im.o.Format, names)
	if err != nil && like != nil && like.framing != Rows {
		d, err = *like, nil
	}
	if err != nil {
		return nil, err
	}
	f.Format, f.Why = d.format.Name, d.why
	var header []string
	if d.framing == Rows {
		if header, err = readHeader(csvrow.TrimBOM(peek), d.sep, whole); err != nil {
			return nil, err
		}
	}
	p, err := newPipeline(&im.o, d, header, names.mapped, in.text)
	if err != nil {
		return nil, err
	}
	p.file = baseName(f.Path)
	return p, nil
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
