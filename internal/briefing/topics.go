package briefing

import (
	"slices"
	"strings"

	"chatcops/internal/cells"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// Topics are what conversations are about.
type Topics struct {
	Other string // the name of what fits no topic
	// Find returns the id and the terms of a topic by its name.
	Find func(name string) (id int, terms []string)
	// Unread is how many conversations would have to be compared with topics first;
	// they are so many that the report does without. 0: none.
	Unread int64
}

var topicsView = View{Metrics: []string{"conversations", "resolution_rate", "escalation_rate", "fallback_rate", "cost"}, By: []string{metrics.TopicDimension}, Compared: true}

// mostTopics is how many topics a report shows.
const mostTopics = 20

func buildTopics(d *data, s *page.Section) error {
	switch {
	case d.Topics == nil || d.overall.Coverage.Engaged == 0:
		return nil
	case d.Topics.Unread > 0:
		s.Notes = []string{"The topics of " + report.Things(d.Topics.Unread, "conversation") + " are not told yet: chatcops topics does so, and from then on the report shows them."}
		return nil
	}
	groups := d.topicGroups()
	if len(groups) == 0 || len(groups) == 1 && *groups[0].Key[0].Value == d.Topics.Other {
		s.Notes = []string{"There are no topics: the conversations are too few, or too different."}
		return nil
	}
	all := len(groups)
	if all > mostTopics { // what fits none stays
		groups = append(groups[:mostTopics-1], groups[all-1])
	}
	t := d.topicTable(groups)
	if more := all - len(groups); more > 0 {
		t.Notes = append(t.Notes, leftOut(more, "smaller topic")+"; chatcops topics --limit 0 lists them all.")
	}
	s.Intro = "What the users ask for, found from their words; what fits no topic is " + d.Topics.Other + "."
	if d.compares() {
		s.Intro += " The change is that of the number of conversations."
	}
	s.Blocks = []page.Block{{Table: t}}
	return nil
}

// topicGroups are the topics of the period, the largest first, and then what fits none.
func (d *data) topicGroups() (list []metrics.Group) {
	var other []metrics.Group
	for _, g := range d.view(topicsView).Groups {
		k := g.Key[0].Value
		switch {
		case k == nil || known0(g.Values[0].Value) == 0: // without a message of a user, or not of this period
		case *k == d.Topics.Other:
			other = append(other, g)
		default:
			list = append(list, g)
		}
	}
	slices.SortStableFunc(list, func(a, b metrics.Group) int { return int(known0(b.Values[0].Value) - known0(a.Values[0].Value)) })
	return append(list, other...)
}

func (d *data) topicTable(groups []metrics.Group) *page.Table {
	t := &page.Table{Drawn: map[page.Place]chart.Chart{}}
	t.Columns = []report.Column{{Name: "topic_id", Only: report.Machines}, {Name: "topic", Title: "Topic"}, {Name: "terms", Only: report.Machines}, {Name: "share", Title: "Share"},
		{Name: "conversations", Title: "Conversations", Right: true}, {Name: "previous", Only: report.Machines}, {Name: "change", Title: "Change", Right: true, Only: onlyIf(d.compares())},
		{Name: "p_value", Only: report.Machines}, {Name: "resolution_rate", Title: "Resolution", Right: true}, {Name: "escalation_rate", Title: "Escalation", Right: true},
		{Name: "fallback_rate", Title: "Fallback", Right: true}}
	cost := slices.ContainsFunc(groups, func(g metrics.Group) bool { v := value(g.Values, "cost"); return v != nil && v.Value != nil })
	t.Columns = append(t.Columns, report.Column{Name: "cost", Title: strings.TrimSpace("Cost " + d.Currency), Right: true, Only: onlyIf(cost)})
	total, most := 0.0, 0.0
	for _, g := range groups {
		total, most = total+*g.Values[0].Value, max(most, *g.Values[0].Value)
	}
	for i, g := range groups {
		n := &g.Values[0]
		id, terms := d.Topics.Find(*g.Key[0].Value)
		share := report.Number(*n.Value/float64(d.overall.Coverage.Engaged), report.Share)
		t.Drawn[page.Place{Row: i, Column: 3}] = &chart.Bar{Share: *n.Value / most, Label: share.Shown()}
		change := report.Cell{}
		if n.Change != nil && d.compares() {
			change = report.Change(*n.Change, report.Count, report.Neither, n.Significant != nil && *n.Significant)
		}
		row := []report.Cell{report.Int(int64(id)), report.Text(d.label(*g.Key[0].Value)), report.Text(d.label(strings.Join(terms, ", "))), share, cells.Number(n.Value, report.Count),
			cells.Number(n.Previous, report.Count), change, cells.Number(n.PValue, report.Decimal(4))}
		for _, name := range []string{"resolution_rate", "escalation_rate", "fallback_rate", "cost"} {
			cell := report.Cell{}
			if v := value(g.Values, name); v != nil {
				cell = cells.Number(v.Value, cells.UnitOf(v))
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// onlyIf hides from people what has no value anywhere.
func onlyIf(any bool) report.Audience {
	if any {
		return report.Everyone
	}
	return report.Machines
}
