package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/store"
)

// Following reads files that grow. Each look reads what was added to them since
// the one before. It belongs to one goroutine.
type Following struct {
	im    *Importer
	tails []*tail
}

// Follow prepares to follow files. A file may be renamed, cut short, deleted or
// replaced by another one of the same path; what has been read of it stays.
func (im *Importer) Follow(files []string) *Following {
	f := &Following{im: im}
	for _, path := range files {
		f.tails = append(f.tails, &tail{im: im, path: path, sum: FileReport{Path: path, Errors: []RecordError{}}})
	}
	return f
}

// Look reads what was added to the files and has other processes see it. A last
// line without an end is left for the next look. The error is one of the store,
// after which there are no more looks, or of ctx.
func (f *Following) Look(ctx context.Context) error {
	var err error
	for i := 0; i < len(f.tails) && err == nil; i++ {
		err = f.tails[i].look(ctx)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		f.im.w.Abort()
		f.im.w = nil
		return err
	}
	if perr := f.im.w.Publish(); perr != nil {
		return perr
	}
	return err
}

// Report tells what the files have brought so far, one entry for each path.
func (f *Following) Report() *Report {
	r := &Report{Files: []*FileReport{}}
	for _, t := range f.tails {
		sum := t.sum
		sum.Errors, sum.Notices = slices.Clone(sum.Errors), slices.Clone(sum.Notices)
		if t.now != nil {
			sum.join(t.now.f)
		}
		r.Files = append(r.Files, &sum)
		r.add(&sum)
	}
	return r
}

// End ends the following and tells what it has brought.
func (f *Following) End() (*Report, error) {
	if f.im.w == nil { // it has failed
		return f.Report(), nil
	}
	var err error
	for _, t := range f.tails {
		if t.now != nil && t.now.f.Records > 0 {
			t.now.judge()
		}
		if eerr := t.end(); err == nil {
			err = eerr
		}
	}
	if cerr := f.im.w.Close(); err == nil {
		err = cerr
	}
	r := f.Report()
	if err == nil && slices.ContainsFunc(r.Files, func(f *FileReport) bool { return f.Scores > 0 }) {
		r.Totals.ScoresUnmatched, err = f.im.s.ScoresUnmatched()
	}
	return r, err
}

// tail is what is read under one path: one file after the other.
type tail struct {
	im   *Importer
	path string
	sum  FileReport // of the files that are no longer there

	from *growing // nil while there is no file
	in   *input
	now  *reading   // nil until the format is known
	like *detection // of the file before: rotation may leave half a line at the beginning of the next one
	turn store.Turn
	cut  bool   // the reading was interrupted
	gone bool   // it was told that there is no file
	told string // the problem that was told last
}

func (t *tail) look(ctx context.Context) error {
	start := t.im.o.Now()
	defer func() { t.sum.Seconds += t.im.o.Now().Sub(start).Round(time.Microsecond).Seconds() }()
	if t.from != nil && t.from.rewritten() {
		t.tell("was cut short or written anew: it is read from its beginning")
		if err := t.leave(ctx); err != nil {
			return err
		}
	}
	info, err := os.Stat(t.path)
	if err != nil && !t.gone && t.im.o.Changed != nil {
		t.tell("is gone: it is waited for")
	}
	t.gone = err != nil
	if t.from == nil {
		if t.gone || !t.open(info) {
			return nil
		}
		return t.read(ctx)
	}
	before := t.from.at
	if err := t.read(ctx); err != nil || t.gone || t.from.is(info) || t.from.at > before {
		return err // what is still written to a file that was renamed is read too
	}
	t.tell("is another file now: it is read from its beginning")
	if err := t.leave(ctx); err != nil || !t.open(info) {
		return err
	}
	return t.read(ctx)
}

// tell says what has become of a file.
func (t *tail) tell(what string) {
	if t.im.o.Changed != nil {
		t.im.o.Changed(t.path, what)
	}
}

// problem tells what is wrong with the file as a whole, once.
func (t *tail) problem(text string) {
	t.sum.Problem, t.sum.unreadable = text, true
	if t.told != text && t.im.o.Problem != nil {
		t.im.o.Problem(t.path, 0, text)
	}
	t.told = text
}

func (t *tail) open(info os.FileInfo) bool {
	if !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		t.problem("is no regular file: only those can be followed")
		return false
	}
	file, err := openPath(t.path)
	if err != nil {
		t.problem(err.Error())
		return false
	}
	t.from = &growing{file: file}
	raw := &hashed{r: t.from, hash: xxhash.New(), tell: t.im.tell()}
	t.in = &input{path: t.path, raw: raw, text: bufio.NewReaderSize(raw, peekSize)}
	if t.im.o.Progress != nil {
		t.im.o.Progress.File(t.path, info.Size())
	}
	return true
}

// read reads what was added to the file.
func (t *tail) read(ctx context.Context) error {
	if !t.from.grown() || t.now != nil && t.now.p.failure != nil {
		return nil
	}
	if t.im.o.Progress != nil {
		defer t.im.o.Progress.Done()
	}
	if t.now == nil {
		if ok, err := t.recognise(false); !ok {
			return err
		}
	}
	return t.take(ctx)
}

// recognise finds out how the file is to be read, once a line of it is there.
func (t *tail) recognise(whole bool) (ok bool, err error) {
	peek, perr := t.in.text.Peek(peekSize)
	compressed := isCompressed(peek)
	if perr != nil && !whole {
		peek = peek[:bytes.LastIndexByte(peek, '\n')+1]
	}
	switch {
	case perr != nil && !whole && !errors.Is(perr, errPaused):
		t.problem(perr.Error())
		return false, nil
	case compressed:
		t.problem("is compressed: only plain text can be followed; import it without --follow")
		return false, nil
	case len(bytes.TrimSpace(peek)) == 0:
		return false, nil
	}
	f := &FileReport{Path: t.path, Errors: []RecordError{}}
	p, perr := t.im.recognise(f, t.in, peek, whole, t.like)
	switch {
	case perr != nil:
		t.sum.unrecognised = true
		t.problem(perr.Error())
		return false, nil
	case len(p.d.unwrap) > 0:
		t.problem("is one JSON document and not one record after the other: it cannot be followed; import it once it is complete")
		return false, nil
	}
	if t.told != "" { // what is there now makes it clear
		t.told, t.sum.Problem, t.sum.unreadable, t.sum.unrecognised = "", "", false, false
	}
	t.like = &p.d
	t.now, err = t.im.begin(f, t.in, p)
	t.turn = t.im.w.Pause()
	return err == nil, err
}

// take reads what there is in the turn of this file.
func (t *tail) take(ctx context.Context) error {
	err := t.im.w.Resume(t.turn)
	if err == nil {
		err = t.now.read(ctx)
		t.cut = t.cut || err != nil
		t.turn = t.im.w.Pause()
	}
	return err
}

// leave is done with a file that is no longer there under the path: what was read of a last
// line without an end is a record now.
func (t *tail) leave(ctx context.Context) error {
	t.from.ended = true
	if t.now == nil {
		if _, err := t.recognise(true); err != nil {
			return err
		}
	}
	if t.now != nil && t.now.p.failure == nil {
		if err := t.take(ctx); err != nil {
			return err
		}
	}
	return t.end()
}

// end records what the file that is read has brought, and closes it.
func (t *tail) end() error {
	if t.from == nil {
		return nil
	}
	defer func() {
		t.from.file.Close()
		t.from, t.in, t.now, t.cut = nil, nil, nil, false
	}()
	if t.now == nil {
		return nil
	}
	err := t.im.w.Resume(t.turn)
	if err == nil {
		err = t.now.end(!t.cut && len(t.now.p.frames.rest) == 0)
	}
	t.sum.join(t.now.f)
	return err
}
