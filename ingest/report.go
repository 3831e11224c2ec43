package ingest

import (
	"fmt"
	"slices"

	"chatcops/internal/store"
)

// Report is what an import has brought, in the shape of the command's JSON.
type Report struct {
	Files  []*FileReport `json:"files"`
	Totals Totals        `json:"totals"`
}

// FileReport is what one file has brought.
type FileReport struct {
	Path          string         `json:"path"`
	Format        string         `json:"format"`
	Why           string         `json:"recognised_by"`
	Bytes         int64          `json:"bytes"`
	Records       int            `json:"records"`
	Conversations Conversations  `json:"conversations"`
	Messages      Inserted       `json:"messages"`
	Events        Inserted       `json:"events"`
	Feedback      int            `json:"feedback"`
	Exposures     int            `json:"exposures"`
	Scores        int            `json:"scores"` // new or newer than what was there
	Rejected      int            `json:"rejected"`
	LeftOut       int            `json:"left_out"`      // messages, events and properties beyond the limits of a conversation
	NotUTF8       int            `json:"not_utf8"`      // records read of which text was not UTF-8, so that it holds U+FFFD now
	NotUTF8Line   int            `json:"not_utf8_line"` // of the first of them, 0 if there is none
	Errors        []RecordError  `json:"errors"`
	Seconds       float64        `json:"seconds"`
	Known         bool           `json:"already_imported"` // the very file was read before and was passed over
	Problem       string         `json:"problem"`          // why the file could not be read, or not to its end
	Notices       []string       `json:"-"`                // what a person should know, as PLACE: text, though it is no problem
	rejects       []store.Reject // the first, for the database
	unreadable    bool
	unrecognised  bool // its text could be read, but no record in it
}

// Conversations counts conversations by what an import did to them.
type Conversations struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

// Inserted counts rows by whether they were there.
type Inserted struct {
	Inserted  int `json:"inserted"`
	Duplicate int `json:"duplicate"`
}

// RecordError is a record that could not be read.
type RecordError struct {
	Line    int    `json:"line"`
	Problem string `json:"problem"`
}

// Totals adds up the files. Conversations are those that are new or changed.
type Totals struct {
	Conversations int `json:"conversations"`
	Messages      int `json:"messages"`
	Events        int `json:"events"`
	Rejected      int `json:"rejected"`
	LeftOut       int `json:"left_out"`
	// ScoresUnmatched counts the scores in the database whose conversations are
	// not there; it is told where scores were imported.
	ScoresUnmatched int64 `json:"scores_without_conversation"`
}

const (
	maxErrors  = 20   // reported for a file
	maxRejects = 1000 // kept in the database for a file
)

func (f *FileReport) reject(r *Reject) {
	f.Rejected++
	if len(f.Errors) < maxErrors {
		f.Errors = append(f.Errors, RecordError{r.Line, r.Problem})
	}
	if len(f.rejects) < maxRejects {
		f.rejects = append(f.rejects, store.Reject{Line: r.Line, Problem: r.Problem})
	}
}

// notice notes what a person should know of a line, or of the whole file for 0.
func (f *FileReport) notice(line int, format string, args ...any) {
	place := f.Path
	if line > 0 {
		place = fmt.Sprintf("%s:%d", place, line)
	}
	f.Notices = append(f.Notices, place+": "+fmt.Sprintf(format, args...))
}

func (f *FileReport) mended(records, line int) {
	if f.NotUTF8 == 0 {
		f.NotUTF8Line = line
	}
	f.NotUTF8 += records
}

func (f *FileReport) take(c store.Counts) {
	f.Conversations = Conversations{c.New, c.Changed, c.Unchanged}
	f.Messages = Inserted{c.Messages, c.DuplicateMessages}
	f.Events = Inserted{c.Events, c.DuplicateEvents}
	f.Feedback, f.Exposures, f.Scores, f.LeftOut = c.Feedback, c.Exposures, c.Scores, c.LeftOut
}

// join adds what another file of the same path has brought.
func (f *FileReport) join(o *FileReport) {
	f.Format, f.Why = o.Format, o.Why
	f.Bytes += o.Bytes
	f.Records += o.Records
	f.Rejected += o.Rejected
	f.Conversations.New += o.Conversations.New
	f.Conversations.Changed += o.Conversations.Changed
	f.Conversations.Unchanged += o.Conversations.Unchanged
	f.Messages.Inserted += o.Messages.Inserted
	f.Messages.Duplicate += o.Messages.Duplicate
	f.Events.Inserted += o.Events.Inserted
	f.Events.Duplicate += o.Events.Duplicate
	f.Feedback += o.Feedback
	f.Exposures += o.Exposures
	f.Scores += o.Scores
	f.mended(o.NotUTF8, o.NotUTF8Line)
	f.Errors = append(f.Errors, o.Errors[:min(len(o.Errors), maxErrors-len(f.Errors))]...)
	f.Notices = append(f.Notices, o.Notices...)
	if o.Problem != "" {
		f.Problem = o.Problem
	}
	f.unreadable, f.unrecognised = f.unreadable || o.unreadable, f.unrecognised || o.unrecognised
}

// AddUnread adds a path that named no files.
func (r *Report) AddUnread(e *PathError) {
	r.Files = append(r.Files, &FileReport{Path: e.Path, Errors: []RecordError{}, Problem: e.Problem, unreadable: true})
}

// Failed reports whether a file could not be read or held no readable record.
func (r *Report) Failed() bool {
	for _, f := range r.Files {
		if f.unreadable {
			return true
		}
	}
	return false
}

// Unrecognised reports whether there is a file whose text could be read, but no record
// in it: another format or other names of columns may be the reason.
func (r *Report) Unrecognised() bool {
	return slices.ContainsFunc(r.Files, func(f *FileReport) bool { return f.unrecognised })
}

func (r *Report) add(f *FileReport) {
	t := &r.Totals
	t.Conversations += f.Conversations.New + f.Conversations.Changed
	t.Messages += f.Messages.Inserted
	t.Events += f.Events.Inserted
	t.Rejected += f.Rejected
	t.LeftOut += f.LeftOut
}
