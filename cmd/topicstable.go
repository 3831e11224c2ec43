package cmd

import (
	"cmp"
	"fmt"
	"slices"

	"chatcops/internal/safe"
	"chatcops/internal/topics"
	"chatcops/metrics"
	"chatcops/report"
)

// topicRow is one topic as programs get it. The rates are those of its metrics,
// null where there is nothing to divide by.
type topicRow struct {
	ID             int             `json:"topic_id"` // −1: what fits no topic
	Label          string          `json:"label"`
	Terms          []string        `json:"terms"`
	Conversations  int64           `json:"conversations"`
	Share          *float64        `json:"share"` // of the conversations with a user message
	Previous       *float64        `json:"previous"`
	Change         *float64        `json:"change"`
	PValue         *float64        `json:"p_value"`
	Significant    *bool           `json:"significant"`
	ResolutionRate *float64        `json:"resolution_rate"`
	EscalationRate *float64        `json:"escalation_rate"`
	FallbackRate   *float64        `json:"fallback_rate"`
	Sentiment      *float64        `json:"sentiment"`
	Cost           *float64        `json:"cost"`
	CostEach       *float64        `json:"cost_per_conversation"`
	Examples       []string        `json:"example_conversation_ids"`
	Metrics        []metrics.Value `json:"metrics"`
	Groups         []topicGroupRow `json:"groups,omitempty"` // by the dimension of --by

	examples []topicExample
}

// topicGroupRow is a part of a topic, by the dimension of --by.
type topicGroupRow struct {
	Key     metrics.GroupKey `json:"key"`
	Metrics []metrics.Value  `json:"metrics"`
}

// topicCoverage says what the topics rest on.
type topicCoverage struct {
	metrics.Coverage
	Other      int64 `json:"other"`       // selected conversations that fit no topic
	Topics     int   `json:"topics"`      // of the whole database
	MadeAt     any   `json:"made_at"`     // when the topics were made
	Later      int64 `json:"later"`       // conversations of the database that came after that
	LaterOther int64 `json:"later_other"` // those of them that fit no topic
}

type topicsDocument struct {
	Period     metrics.Period  `json:"period"`
	ComparedTo *metrics.Period `json:"compared_to"`
	Currency   *string         `json:"currency"` // of costs
	Coverage   topicCoverage   `json:"coverage"`
	Topics     []*topicRow     `json:"topics"`
}

// value finds a metric among values, nil if it is not there.
func value(values []metrics.Value, name string) *metrics.Value {
	if i := slices.IndexFunc(values, func(v metrics.Value) bool { return v.Name == name }); i >= 0 {
		return &values[i]
	}
	return nil
}

func valueOf(values []metrics.Value, name string) *float64 {
	if v := value(values, name); v != nil {
		return v.Value
	}
	return nil
}

// rows are the topics that the selection has, the largest first; what fits none
// comes last.
func (t *topicView) rows() (list []*topicRow, engaged int64) {
	var other *topicRow
	for _, g := range t.result.Groups {
		label := g.Key[0].Value
		if label == nil { // conversations without a user message
			continue
		}
		n := value(g.Values, "conversations")
		r := &topicRow{ID: topics.None, Label: *label, Terms: []string{}, Examples: []string{}, Metrics: g.Values, Conversations: int64(*n.Value),
			Previous: n.Previous, Change: n.Change, PValue: n.PValue, Significant: n.Significant,
			ResolutionRate: valueOf(g.Values, "resolution_rate"), EscalationRate: valueOf(g.Values, "escalation_rate"),
			FallbackRate: valueOf(g.Values, "fallback_rate"), Sentiment: valueOf(g.Values, "sentiment"), Cost: valueOf(g.Values, "cost"),
			CostEach: valueOf(g.Values, "cost_per_conversation")}
		engaged += r.Conversations
		if *label == topics.Other {
			other = r
			continue
		}
		r.ID = t.groups.idNamed(*label)
		if topic, ok := t.groups.model.ByID(r.ID); ok {
			r.Terms = topic.Terms
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *topicRow) int {
		return cmp.Or(cmp.Compare(b.Conversations, a.Conversations), cmp.Compare(a.ID, b.ID))
	})
	if other != nil {
		list = append(list, other)
	}
	for _, r := range list {
		share := float64(r.Conversations) / float64(engaged)
		r.Share = &share
		if t.further != nil {
			for _, g := range t.further.Groups {
				if k := g.Key[0].Value; k != nil && *k == r.Label {
					r.Groups = append(r.Groups, topicGroupRow{g.Key[1:], g.Values})
				}
			}
		}
	}
	return list, engaged
}

// document shows the topics; limit bounds how many, 0 for all.
func (t *topicView) document(limit int, examples bool) (*report.Document, error) {
	rows, _ := t.rows()
	all := len(rows)
	if limit > 0 && len(rows) > limit {
		last := rows[len(rows)-1]
		rows = rows[:limit]
		if last.ID == topics.None { // what fits no topic is always shown
			rows = append(rows, last)
		}
	}
	if err := t.addExamples(rows); err != nil {
		return nil, err
	}
	j := topicsDocument{Period: t.result.Period, ComparedTo: t.result.ComparedTo, Currency: t.result.Currency, Topics: rows, Coverage: topicCoverage{Coverage: t.result.Coverage,
		Topics: len(t.groups.model.Topics), MadeAt: t.groups.madeAt.In(t.cfg.Location()), Later: t.groups.later, LaterOther: t.groups.laterOther}}
	if j.Topics == nil {
		j.Topics = []*topicRow{}
	}
	var other int64
	for _, r := range rows {
		if r.ID == topics.None {
			other = r.Conversations
		}
	}
	j.Coverage.Other = other
	d := &report.Document{Heading: statsHeading(t.result), JSON: j, Lines: report.Each(rows)}
	if t.further != nil {
		d.Tables = []report.Table{t.partsTable(rows)}
	} else {
		d.Tables = []report.Table{t.table(rows)}
	}
	if n := all - len(rows); n > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("Smaller topics: %d; --limit 0 shows all.", n))
	}
	if remark := t.costRemark(); remark != "" && len(rows) > 0 {
		d.Notes = append(d.Notes, remark)
	}
	d.Notes = append(d.Notes, t.groups.remarks(t.cfg)...)
	if examples && forPeople(t.cfg.Format) {
		d.Tables = append(d.Tables, examplesTable(rows))
	}
	return d, nil
}

// table shows one topic a row.
func (t *topicView) table(rows []*topicRow) report.Table {
	compared := t.result.ComparedTo != nil
	table := report.Table{Columns: []report.Column{{Name: "topic_id", Title: "Id", Right: true}, {Name: "label", Title: "Topic"}, {Name: "terms", Only: report.Machines},
		{Name: "conversations", Title: "Conv.", Right: true}, {Name: "share", Title: "Share", Right: true}}}
	if compared {
		table.Columns = append(table.Columns, report.Column{Name: "previous", Only: report.Machines}, report.Column{Name: "change", Title: "Change", Right: true},
			report.Column{Name: "p_value", Only: report.Machines})
	}
	table.Columns = append(table.Columns, report.Column{Name: "resolution_rate", Title: "Resolved", Right: true}, report.Column{Name: "escalation_rate", Title: "Escal.", Right: true},
		report.Column{Name: "fallback_rate", Title: "Fallb.", Right: true}, report.Column{Name: "sentiment", Title: "Mood", Right: true})
	table.Columns = append(table.Columns, report.Column{Name: "cost", Title: "Cost", Right: true}, report.Column{Name: "cost_per_conversation", Only: report.Machines},
		report.Column{Name: "example_conversation_ids", Only: report.Machines})
	for _, r := range rows {
		cells := []report.Cell{report.Int(int64(r.ID)), report.Text(r.Label), report.Text(joined(r.Terms)), report.Int(r.Conversations), number(r.Share, report.Share)}
		if r.ID == topics.None && forPeople(t.cfg.Format) {
			cells[0] = report.Cell{}
		}
		if compared {
			change := report.Cell{}
			if r.Change != nil {
				change = report.Change(*r.Change, report.Count, report.Neither, r.Significant != nil && *r.Significant)
			}
			cells = append(cells, number(r.Previous, report.Count), change, number(r.PValue, report.Decimal(4)))
		}
		cells = append(cells, number(r.ResolutionRate, report.Share), number(r.EscalationRate, report.Share), number(r.FallbackRate, report.Share),
			number(r.Sentiment, report.Decimal(2)), number(r.Cost, report.Money("")), number(r.CostEach, report.Money("")), report.Text(joined(r.Examples)))
		table.Rows = append(table.Rows, cells)
	}
	if compared {
		table.Notes = append(table.Notes, "~ marks a change that may be noise (p ≥ 0.05).")
	}
	return table
}

// costRemark says in what costs are told, or why they are not known.
func (t *topicView) costRemark() string {
	cost := value(t.result.Values, "cost")
	switch {
	case cost == nil || t.result.Currency == nil || t.result.Coverage.Conversations == 0:
		return ""
	case cost.Value != nil && cost.N >= t.result.Coverage.Conversations:
		return fmt.Sprintf("Cost is in %s.", *t.result.Currency)
	case cost.Value != nil:
		return fmt.Sprintf("Cost is in %s and known of %s of %s; chatcops usage says why.", *t.result.Currency, report.Figure(cost.N), report.Things(t.result.Coverage.Conversations, "conversation"))
	case len(t.cfg.Prices) == 0:
		return "No cost is known: the data has none, and chatcops.yaml has no prices of models."
	}
	return "No cost is known: no tokens of a model with a price; see chatcops usage."
}

// joined lists words in one cell.
func joined(list []string) string {
	text := ""
	for i, w := range list {
		if i > 0 {
			text += ", "
		}
		text += w
	}
	return text
}

// partsTable shows one part of a topic a row.
func (t *topicView) partsTable(rows []*topicRow) report.Table {
	table := report.Table{Columns: []report.Column{{Name: "topic_id", Title: "Id", Right: true}, {Name: "label", Title: "Topic"},
		{Name: t.query.By[1], Title: groupTitle(t.query.By[1])}}}
	for i := range t.result.Values {
		v := &t.result.Values[i]
		title := map[string]string{"conversations": "Conv.", "resolution_rate": "Resolved", "escalation_rate": "Escal.", "fallback_rate": "Fallb.", "sentiment": "Mood"}[v.Name]
		if title == "" {
			title = v.Title
		}
		column := report.Column{Name: v.Name, Title: title, Right: true}
		if v.Name == "cost_per_conversation" {
			column.Only = report.Machines
		}
		table.Columns = append(table.Columns, column)
	}
	for _, r := range rows {
		for i, g := range r.Groups {
			cells := []report.Cell{report.Int(int64(r.ID)), report.Text(r.Label), {}}
			if forPeople(t.cfg.Format) {
				if i > 0 {
					cells[0], cells[1] = report.Word(""), report.Word("")
				} else if r.ID == topics.None {
					cells[0] = report.Cell{}
				}
			}
			if v := g.Key[0].Value; v != nil {
				cells[2] = report.Text(*v)
			}
			for j := range g.Metrics {
				cells = append(cells, number(g.Metrics[j].Value, unitOf(&g.Metrics[j])))
			}
			table.Rows = append(table.Rows, cells)
		}
	}
	return table
}

// examplesTable shows what was said first in the examples of each topic.
func examplesTable(rows []*topicRow) report.Table {
	table := report.Table{Title: "Examples", Columns: []report.Column{{Name: "label", Title: "Topic"}, {Name: "conversation_id", Title: "Conversation"}, {Name: "text", Title: "First words of the user"}}}
	for _, r := range rows {
		for i, e := range r.examples {
			label := report.Word("")
			if i == 0 {
				label = report.Text(r.Label)
			}
			table.Rows = append(table.Rows, []report.Cell{label, report.Text(safe.Snippet(e.id, 16)), report.Text(safe.Snippet(e.text, 40))})
		}
	}
	return table
}
