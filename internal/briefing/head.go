package briefing

import (
	"fmt"
	"strings"
	"time"

	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/page"
)

// headJSON is what json says of the report as a whole.
type headJSON struct {
	Type        string           `json:"type"`
	Period      metrics.Period   `json:"period"`
	ComparedTo  *metrics.Period  `json:"compared_to"`
	Filters     []string         `json:"filters"`
	GeneratedAt *time.Time       `json:"generated_at"` // null where only the day is told
	Generated   string           `json:"generated"`
	Version     string           `json:"version"`
	Coverage    metrics.Coverage `json:"coverage"`
	Redacted    bool             `json:"redacted"`
	NorthStar   *string          `json:"north_star"` // the metric that leads the figures, null where none does
}

func (d *data) head() *page.Document {
	title := d.Title
	if title == "" {
		title = d.Type.Title
	}
	doc := &page.Document{Title: title, Period: d.periodText(&d.overall.Period)}
	if s, ok := d.span(); ok && d.Span.Bounded() && s.End.Before(d.Span.End) {
		doc.Period += ", so far"
	}
	if d.overall.ComparedTo != nil {
		doc.Compared = "compared with " + d.periodText(d.overall.ComparedTo)
	}
	about := []string{report.Things(d.overall.Coverage.Conversations, "conversation")}
	if len(d.Filters) > 0 {
		about = append([]string{strings.Join(d.Filters, ", ")}, about...)
	} else {
		about = append([]string{"all bots and channels"}, about...)
	}
	if n := d.overall.Coverage.WithoutTime; n > 0 && d.Span.Bounded() {
		about = append(about, fmt.Sprintf("%s without any time left out", report.Figure(n)))
	}
	if !d.Redacted {
		about = append(about, "personal data not replaced")
	}
	doc.Subject = strings.Join(about, " · ")
	head := headJSON{Type: d.Type.Name, Period: d.overall.Period, ComparedTo: d.overall.ComparedTo, Filters: append([]string{}, d.Filters...),
		Version: d.Version, Coverage: d.overall.Coverage, Redacted: d.Redacted}
	head.Coverage.Rules = d.Rules
	if star := d.northStar(); star != "" {
		head.NorthStar = &star
	}
	doc.Head = &head
	doc.Generated = d.Version + ", rules " + d.Rules + " · " + d.location().String()
	return doc
}

// Date says in a report when it was made: to the minute, or only the day.
func Date(doc *page.Document, at time.Time, dayOnly bool) {
	layout := "2 January 2006, 15:04"
	head := doc.Head.(*headJSON)
	if dayOnly {
		layout = "2 January 2006"
	} else {
		head.GeneratedAt = &at
	}
	head.Generated = at.Format(layout)
	doc.Generated = "Generated " + head.Generated + " · " + doc.Generated
	doc.Stamp = at
	if dayOnly {
		doc.Stamp = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
	}
}

// periodText names a period as people write it: 1–31 October 2026.
func (d *data) periodText(p *metrics.Period) string {
	if p.Start == nil && p.End == nil {
		s, ok := d.span()
		if !ok {
			return "All data"
		}
		return "All data, " + days(s.Start, s.End)
	}
	switch {
	case p.Start == nil:
		return "before " + moment(*p.End)
	case p.End == nil:
		return "since " + moment(*p.Start)
	case midnight(*p.Start) && midnight(*p.End):
		return days(*p.Start, *p.End)
	}
	return moment(*p.Start) + " to " + moment(*p.End)
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

func moment(t time.Time) string {
	if midnight(t) {
		return t.Format("2 January 2006")
	}
	return t.Format("2 January 2006 15:04")
}

// days names the days from start up to but without end.
func days(start, end time.Time) string {
	last := end.Add(-time.Microsecond)
	switch {
	case start.Format(time.DateOnly) == last.Format(time.DateOnly):
		return start.Format("2 January 2006")
	case start.Year() != last.Year():
		return start.Format("2 January 2006") + " – " + last.Format("2 January 2006")
	case start.Month() != last.Month():
		return start.Format("2 January") + " – " + last.Format("2 January 2006")
	}
	return start.Format("2") + "–" + last.Format("2 January 2006")
}
