package briefing

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// AddFeedback counts a feedback to a conversation of the period.
func (t *Tally) AddFeedback(rating int, reasons []byte) {
	t.feedback++
	if rating >= 1 && rating <= len(t.ratings) {
		t.ratings[rating-1]++
	}
	var list []struct {
		Label string `json:"label"`
	}
	if len(reasons) == 0 || json.Unmarshal(reasons, &list) != nil {
		return
	}
	for _, r := range list {
		if r.Label != "" {
			t.reasons[r.Label]++
		}
	}
}

// counted is a name with how often it came.
type counted struct {
	name string
	n    int64
}

// ranked lists names, most frequent first.
func ranked(counts map[string]int64) []counted {
	var list []counted
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, counted{name, counts[name]})
	}
	slices.SortStableFunc(list, func(a, b counted) int { return cmp.Compare(b.n, a.n) })
	return list
}

func buildFeedback(d *data, s *page.Section) error {
	t := d.tally
	if t.feedback == 0 {
		s.Notes = []string{"No feedback was given to a conversation of this period."}
		return nil
	}
	rated := int64(0)
	for _, n := range t.ratings {
		rated += n
	}
	s.Intro = fmt.Sprintf("%s to conversations of this period, %s of them with a rating; thumbs are 5 and 1.", report.Things(t.feedback, "piece")+" of feedback", report.Figure(rated))
	if rated > 0 {
		r := &page.Table{Name: "ratings", Drawn: map[page.Place]chart.Chart{}}
		r.Title = "Ratings"
		r.Columns = countColumns("rating", "Rating")
		for i := len(t.ratings); i >= 1; i-- {
			addCount(r, report.Int(int64(i)), t.ratings[i-1], slices.Max(t.ratings[:]), rated)
		}
		s.Blocks = append(s.Blocks, page.Block{Table: r})
	}
	if len(t.reasons) > 0 {
		s.Blocks = append(s.Blocks, page.Block{Table: d.countTable("reasons", "Reasons", "Reason", ranked(t.reasons), t.feedback)})
	}
	return nil
}

// mostNames is how many names a table of counts shows.
const mostNames = 20

// leftOut says how many are not shown: more, or of what.
func leftOut(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is left out"
	}
	if what != "more" {
		what += "s"
	}
	return report.Figure(int64(n)) + " " + what + " are left out"
}

// countTable shows names with their counts and their share of a total.
func (d *data) countTable(name, title, head string, list []counted, total int64) *page.Table {
	t := &page.Table{Name: name, Drawn: map[page.Place]chart.Chart{}}
	t.Title = title
	t.Columns = countColumns(columnName(head), head)
	for _, c := range list[:min(len(list), mostNames)] {
		addCount(t, report.Text(d.label(c.name)), c.n, list[0].n, total)
	}
	if more := len(list) - mostNames; more > 0 {
		t.Notes = append(t.Notes, leftOut(more, "more")+".")
	}
	return t
}

func countColumns(name, title string) []report.Column {
	return []report.Column{{Name: name, Title: title}, {Name: "count", Title: "Count", Right: true}, {Name: "bar", Title: "Share", Only: report.People}, {Name: "share", Title: "", Right: true, Only: report.Machines}}
}

// addCount appends a row of countColumns.
func addCount(t *page.Table, name report.Cell, n, most, total int64) {
	share := report.Number(float64(n)/float64(total), report.Share)
	t.Drawn[page.Place{Row: len(t.Rows), Column: 2}] = &chart.Bar{Share: float64(n) / float64(max(most, 1)), Label: share.Shown()}
	t.Rows = append(t.Rows, []report.Cell{name, report.Int(n), share, share})
}
