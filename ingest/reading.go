package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/store"
)

// stream reads the records of a file and settles what they have added to.
func (im *Importer) stream(ctx context.Context, f *FileReport, in *input, p *pipeline) error {
	r, err := im.begin(f, in, p)
	if err != nil {
		return err
	}
	err = r.read(ctx)
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		return err
	}
	if !interrupted {
		r.judge()
	}
	if eerr := r.end(!interrupted); eerr != nil {
		return eerr
	}
	return err
}

// reading is a file on its way into the database.
type reading struct {
	im     *Importer
	f      *FileReport
	in     *input
	p      *pipeline
	groups *grouper
	counts store.Counts // at the last look
	grown  bool         // the file had more in the end than when it was opened
	lost   string       // what became of the file while it was read that it should not
}

// begin begins the import of a file.
func (im *Importer) begin(f *FileReport, in *input, p *pipeline) (*reading, error) {
	err := im.w.Begin(store.Import{Path: f.Path, Bytes: in.size, Format: f.Format, Source: im.o.Source, At: chat.TimeOf(im.o.Now())})
	return &reading{im: im, f: f, in: in, p: p, groups: newGrouper(im.newScore, im.o.Bounds)}, err
}

// read reads what there is of the file and settles what it has added to: what
// was read counts even when the user has interrupted the reading. The error is
// one of the store or of ctx.
func (r *reading) read(ctx context.Context) error {
	if err := r.groups.know(r.im.w.Known); err != nil {
		return err
	}
	defer r.groups.forget()
	write := newWriteBehind(r.im.w)
	err := r.p.run(ctx, func(batch []*decoded) error {
		for _, d := range batch {
			r.f.Records += d.read
			r.f.mended(d.mended, d.mendedAt)
			r.im.reject(r.f, d)
		}
		return write.send(r.groups.group(batch))
	})
	if err == nil || errors.Is(err, context.Canceled) {
		if werr := write.send(r.groups.rest()); werr != nil {
			err = werr
		}
	}
	if werr := write.close(); err == nil || werr != nil {
		err = werr
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	switch {
	case r.p.failure != nil:
		r.im.unfinished(r.f, r.p.failure, r.p.frames.line)
	case err == nil:
		r.grown, r.lost = r.in.changed()
	}
	r.f.Bytes = r.in.raw.n
	progress := func(done, total int64) {
		if r.im.o.Progress != nil {
			r.im.o.Progress.Settle(done, total)
		}
	}
	if serr := r.im.w.Settle(context.WithoutCancel(ctx), r.im.newScore, progress); serr != nil {
		return serr
	}
	r.counts = r.im.w.Counts
	r.f.take(r.counts)
	return err
}

// end records what the import of a file has brought; complete says that all of it
// was read.
func (r *reading) end(complete bool) error {
	f, raw := r.f, r.in.raw
	complete = complete && r.p.failure == nil && r.lost == ""
	print := ""
	if complete {
		print = fingerprint(raw.hash.Sum64(), raw.n, r.im.o.how())
	}
	return r.im.w.End(store.Ended{Records: f.Records, Rejected: f.Rejected, Rejects: f.rejects, Complete: complete, Fingerprint: print, Bytes: raw.n})
}

// judge says what is wrong with a file as a whole that was read.
func (r *reading) judge() {
	im, f, p := r.im, r.f, r.p
	switch {
	case f.Records > f.Rejected:
		switch {
		case p.d.format.shape != nil && len(p.mapped) > 0:
			f.notice(0, "--map names fields of native records and does not concern the format %s", p.d.format.Name)
		case p.d.framing != Rows: // of a table the header has told
			for _, text := range p.keys.missing(p.mapped) {
				f.notice(0, "%s", text)
			}
		}
	case f.Problem != "": // told already
		f.unreadable = true
	case f.Records == 0 && p.d.framing == Rows:
		im.problem(f, "has a header and no records")
	case f.Records == 0:
		im.problem(f, errNoRecords.Error())
	default:
		f.unrecognised = true
		im.problem(f, fmt.Sprintf("no record could be read, rejected: %d", f.Rejected))
	}
	if f.NotUTF8 > 0 {
		f.notice(f.NotUTF8Line, "text is not UTF-8 here, records of the file: %d; what is not reads as �: convert the file with iconv -f WINDOWS-1252 -t UTF-8 and import it into a new database", f.NotUTF8)
	}
	if n := r.counts.LeftOut; n > 0 {
		f.notice(0, "messages, events and properties beyond what a conversation may hold were left out: %d, first of %q; raise limits.conversation_messages, limits.conversation_bytes or limits.property_keys to keep them",
			n, r.counts.LeftOutOf)
	}
	if r.grown {
		f.notice(0, "grew while it was read; the next import brings the rest")
	}
	if r.lost != "" {
		im.problem(f, r.lost)
	}
}

// unfinished notes that the input failed before its end; what came before counts.
func (im *Importer) unfinished(f *FileReport, failure error, line int) {
	text := failure.Error()
	if d := (*damage)(nil); errors.As(failure, &d) {
		text = d.in(line, f.Records-f.Rejected)
	}
	f.Rejected++
	f.Records++
	f.Problem = text
	if len(f.Errors) < maxErrors {
		f.Errors = append(f.Errors, RecordError{line, text})
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
