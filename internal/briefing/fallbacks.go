package briefing

import (
	"fmt"
	"strings"
	"unicode"

	"chatcops/internal/cells"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// Fallbacks are the messages that were not understood.
type Fallbacks struct {
	Groups []metrics.FallbackGroup
	Total  int64 // messages in all groups
	// Conversations is how many met a fallback, Read how many of them were looked into.
	Conversations, Read int64
}

// How many groups a report shows, and of how many of them examples.
const (
	mostFallbacks = 12
	mostQuoted    = 6
)

func buildFallbacks(d *data, s *page.Section) error {
	r := d.Fallbacks
	if r == nil || r.Total == 0 {
		s.Notes = []string{"Nothing in this period was not understood."}
		if d.overall.Coverage.Conversations == 0 {
			s.Notes = nil
		}
		return nil
	}
	s.Intro = "The messages of users before the agent said that it did not understand, by the topics of their conversations, and what the users did next."
	if v := value(d.overall.Values, "fallback_rate"); v != nil && v.Value != nil {
		s.Intro += fmt.Sprintf(" Not understood were %s of all messages of users.", shown(report.Share)(*v.Value))
	}
	if r.Read < r.Conversations {
		s.Notes = append(s.Notes, fmt.Sprintf("From %s that were drawn from the %s with a fallback.", report.Things(r.Read, "conversation"), report.Figure(r.Conversations)))
	}
	t := &page.Table{Drawn: map[page.Place]chart.Chart{}}
	t.Columns = []report.Column{{Name: "group", Title: "About"}, {Name: "share", Title: "Share"}, {Name: "count", Title: "Messages", Right: true}, {Name: "conversations", Only: report.Machines},
		{Name: "user_left", Title: "Left", Right: true}, {Name: "not_understood_again", Title: "Again", Right: true}, {Name: "went_on", Title: "Went on", Right: true}, {Name: "resolved", Title: "Resolved", Right: true}}
	examples := &page.Table{Name: "examples"}
	examples.Title = "In the words of users"
	examples.Columns = []report.Column{{Name: "group", Only: report.Machines}, {Title: "About", Only: report.People}, {Name: "conversation_id", Title: "Conversation", Only: report.Machines}, {Name: "text", Title: "Message"}}
	most := int64(1)
	for i := range r.Groups {
		most = max(most, r.Groups[i].Count)
	}
	for i := range r.Groups[:min(len(r.Groups), mostFallbacks)] {
		g := &r.Groups[i]
		name := report.Text(d.label(g.Label))
		share := cells.Number(g.Share, report.Share)
		t.Drawn[page.Place{Row: i, Column: 1}] = &chart.Bar{Share: float64(g.Count) / float64(most), Label: share.Shown()}
		t.Rows = append(t.Rows, []report.Cell{name, share, report.Int(g.Count), report.Int(g.Conversations), report.Int(g.Left), report.Int(g.Again), report.Int(g.WentOn), cells.Number(g.Find("resolved").Value, report.Share)})
		if i >= mostQuoted {
			continue
		}
		once := name // people read it beside the first example
		for _, e := range unlike(g.Samples) {
			examples.Rows = append(examples.Rows, []report.Cell{name, once, report.Text(d.label(e.Conversation)), report.Text(d.label(e.Text))})
			once = report.Word("")
		}
	}
	if more := len(r.Groups) - mostFallbacks; more > 0 {
		t.Notes = append(t.Notes, leftOut(more, "smaller group")+"; chatcops fallbacks lists them all.")
	}
	s.Blocks = []page.Block{{Table: t}}
	if len(examples.Rows) > 0 {
		s.Blocks = append(s.Blocks, page.Block{Table: examples})
	}
	return nil
}

// unlike are the examples, those left out that differ from one before by no word.
func unlike(list []metrics.FallbackExample) (kept []metrics.FallbackExample) {
	seen := map[string]bool{}
	for _, e := range list {
		words := strings.ToLower(strings.Join(strings.FieldsFunc(e.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " "))
		if !seen[words] {
			seen[words] = true
			kept = append(kept, e)
		}
	}
	return kept
}
