package cmd

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

// nothingSelected says which span the data covers, for a selection without any
// things of that kind.
func nothingSelected(s *store.Store, what string, bounded bool, loc *time.Location) (string, error) {
	first, last, err := s.Span()
	if err != nil {
		return "", err
	}
	info, err := s.Counts()
	switch {
	case err != nil:
		return "", err
	case info.Conversations == 0 && info.Scores > 0:
		return fmt.Sprintf("The database holds no conversation, only %s of such: import these too.", report.Things(info.Scores, "score")), nil
	case info.Conversations == 0:
		return "The database holds no conversation.", nil
	case first.Known():
		day := func(t chat.Time) string { return t.In(loc).Format(time.DateOnly) }
		return fmt.Sprintf("No %s was selected; the data covers %s to %s.", what, day(first), day(last)), nil
	case bounded:
		return "No conversation has a time; only --period all shows them.", nil
	}
	return fmt.Sprintf("No %s was selected.", what), nil
}

// shownNames is how many of the values that there are a remark names.
const shownNames = 10

// nothingMatched says of a filter that selects nothing what nothingSelected says
// and, where it names values that no conversation has, which there are instead.
func nothingMatched(s *store.Store, what string, f *metrics.Filter, goals []string, loc *time.Location) (string, error) {
	remark, err := nothingSelected(s, what, f.Span.Bounded(), loc)
	if err != nil {
		return "", err
	}
	for _, by := range []struct {
		what, verb string
		wanted     []string
		values     func(limit int) ([]string, error)
	}{
		{"bot", "has", f.Bots, s.Bots}, {"channel", "has", f.Channels, s.Channels}, {"model", "has", f.Models, s.Models},
		{"language", "has", f.Languages, s.Languages}, {"goal", "reached", goals, s.Goals},
	} {
		if len(by.wanted) == 0 {
			continue
		}
		known, err := by.values(0)
		if err != nil {
			return "", err
		}
		for _, w := range by.wanted {
			if !slices.Contains(known, w) {
				remark += " " + noSuchName(by.verb, by.what, w, known)
			}
		}
	}
	return remark, nil
}

// noSuchName says that nothing is called so, and what is; verb is what conversations do with it.
func noSuchName(verb, what, name string, known []string) string {
	if len(known) == 0 {
		return fmt.Sprintf("No conversation %s the %s %q, nor any other.", verb, what, name)
	}
	more := ""
	if n := len(known) - shownNames; n > 0 {
		known, more = known[:shownNames], fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("No conversation %s the %s %q; there are %s%s.", verb, what, name, strings.Join(known, ", "), more)
}

// explain adds a remark to a document; formats that have no place for remarks get it on stderr.
func (app *App) explain(c *common, d *report.Document, format, remark string) {
	if forPeople(format) {
		d.Notes = append(d.Notes, remark)
	} else {
		app.notice(c, "%s", remark)
	}
}
