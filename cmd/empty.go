package cmd

import (
	"fmt"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/report"
)

// nothingSelected says which span the data covers, for a selection without any
// things of that kind.
func nothingSelected(s *store.Store, what string, bounded bool, loc *time.Location) (string, error) {
	first, last, err := s.Span()
	if err != nil {
		return "", err
	}
	switch {
	case first.Known():
		day := func(t chat.Time) string { return t.In(loc).Format(time.DateOnly) }
		return fmt.Sprintf("No %s was selected; the data covers %s to %s.", what, day(first), day(last)), nil
	case bounded:
		return "No conversation has a time; only --period all shows them.", nil
	}
	return fmt.Sprintf("No %s was selected.", what), nil
}

// explain adds a remark to a document; formats that have no place for remarks get it on stderr.
func (app *App) explain(c *common, d *report.Document, format, remark string) {
	if format == "table" || format == "markdown" {
		d.Notes = append(d.Notes, remark)
	} else {
		app.notice(c, "%s", remark)
	}
}
