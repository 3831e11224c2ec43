package cmd

import (
	"fmt"
	"path/filepath"
	"unicode/utf8"

	"chatcops/ingest"
	"chatcops/report"
)

// ingestDocument shows what an import has brought. Files that could not be read
// have been told of on stderr.
func ingestDocument(r *ingest.Report) *report.Document {
	feedback, exposures, scores := 0, 0, 0
	for _, f := range r.Files {
		feedback += f.Feedback
		exposures += f.Exposures
		scores += f.Scores
	}
	t := report.Table{Columns: []report.Column{
		{Name: "path", Title: "File", Only: report.Machines}, {Name: "file", Title: "File", Only: report.People}, {Name: "format", Title: "Format"},
		{Name: "conversations_new", Title: "New", Right: true}, {Name: "conversations_changed", Title: "Changed", Right: true},
		{Name: "conversations_unchanged", Title: "Same", Right: true},
		{Name: "messages", Title: "Messages", Right: true}, {Name: "events", Title: "Events", Right: true},
		{Name: "feedback", Only: report.Machines}, {Name: "exposures", Only: report.Machines}, {Name: "scores", Only: report.Machines},
		{Name: "rejected", Title: "Rejected", Right: true}, {Name: "recognised_by", Title: "Recognised by", Only: report.Machines},
	}}
	for _, f := range r.Files {
		format := report.Word(f.Format)
		if f.Format == "" {
			format = report.Cell{}
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(f.Path), report.Text(tail(f.Path)), format, count(f.Conversations.New), count(f.Conversations.Changed),
			count(f.Conversations.Unchanged), count(f.Messages.Inserted), count(f.Events.Inserted), count(f.Feedback), count(f.Exposures), count(f.Scores),
			count(f.Rejected), report.Word(f.Why)})
		switch {
		case f.Known:
			t.Notes = append(t.Notes, fmt.Sprintf("%s was imported before and has not changed.", f.Path))
		case f.Why == ingest.Named && f.Problem == "" && len(r.Files) <= maxReasons:
			t.Notes = append(t.Notes, fmt.Sprintf("%s was read as %s, as %s says.", f.Path, f.Format, f.Why))
		case f.Format != "" && f.Problem == "" && len(r.Files) <= maxReasons:
			t.Notes = append(t.Notes, fmt.Sprintf("%s was read as %s: it has %s.", f.Path, f.Format, f.Why))
		}
	}
	if feedback+exposures > 0 {
		t.Notes = append([]string{fmt.Sprintf("Also feedback: %d, exposures to experiments: %d.", feedback, exposures)}, t.Notes...)
	}
	if scores > 0 {
		t.Notes = append([]string{fmt.Sprintf("Scores of conversations: %d new or newer.", scores)}, t.Notes...)
	}
	return &report.Document{Tables: []report.Table{t}, JSON: r, Lines: report.Each(r.Files)}
}

// maxReasons is for how many files a person is told why their format was chosen.
const maxReasons = 5

// tail is as much of the end of a path as the table has room for beside its
// numbers at 80 columns; the end tells the files of a folder apart.
func tail(path string) string {
	const most = 18
	if utf8.RuneCountInString(path) > most {
		path = filepath.Base(path)
	}
	if runes := []rune(path); len(runes) > most {
		return "…" + string(runes[len(runes)-most+1:])
	}
	return path
}

func count(n int) report.Cell { return report.Int(int64(n)) }
