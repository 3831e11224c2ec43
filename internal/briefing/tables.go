package briefing

import (
	"math"
	"strings"

	"chatcops/internal/cells"
	"chatcops/internal/chat"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// withValue are the values that there are.
func withValue(values []metrics.Value) []metrics.Value {
	var list []metrics.Value
	for i := range values {
		if values[i].Value != nil {
			list = append(list, values[i])
		}
	}
	return list
}

// unit is the unit of a value, with the currency of money.
func (d *data) unit(v *metrics.Value) report.Unit {
	if v.Unit == metrics.UnitMoney {
		return report.Money(d.Currency)
	}
	return cells.UnitOf(v)
}

// metricTable shows one metric a row.
func (d *data) metricTable(values []metrics.Value) *page.Table {
	t := &page.Table{}
	t.Columns = []report.Column{{Name: "metric", Title: "Metric", Only: report.Machines}, {Name: "title", Title: "Metric", Only: report.People},
		{Name: "value", Title: "Value", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People},
		{Name: "of", Title: "Of", Right: true, Only: report.People}}
	t.Columns = append(t.Columns, cells.ExactColumns()...)
	compared := d.compares()
	if compared {
		t.Columns = append(t.Columns, report.Column{Name: "before", Title: "Before", Right: true, Only: report.People},
			report.Column{Name: "change_text", Title: "Change", Right: true, Only: report.People})
	}
	for i := range values {
		v := &values[i]
		u := d.unit(v)
		row := []report.Cell{report.Word(v.Name), report.Text(v.Title), cells.Number(v.Value, u), cells.Interval(v), cells.Basis(v)}
		row = append(row, cells.ExactCells(v)...)
		if compared {
			row = append(row, cells.Number(v.Previous, u), cells.Change(v))
		}
		t.Rows = append(t.Rows, row)
	}
	if compared {
		t.Notes = append(t.Notes, "~ marks a change that may be noise (p ≥ 0.05, each metric by itself); ▲ and ▼ one that is hardly noise.")
	}
	return t
}

func buildMetrics(d *data, s *page.Section) error {
	if d.overall.Coverage.Conversations == 0 {
		return nil
	}
	s.Intro = "Each with its 95 % interval and with how many conversations it rests on."
	s.Blocks = []page.Block{{Table: d.metricTable(withValue(d.listed()))}}
	if n := d.overall.Coverage.WordsNotRead; n > 0 {
		s.Notes = append(s.Notes, "In a language without word rules, so judged by explicit evidence alone: "+report.Things(n, "conversation")+".")
	}
	return nil
}

// listed are the metrics of the table of metrics.
func (d *data) listed() []metrics.Value {
	if d.Type.metrics == nil {
		return d.overall.Values
	}
	var list []metrics.Value
	for _, name := range d.Type.metrics {
		if v := value(d.overall.Values, name); v != nil {
			list = append(list, *v)
		}
	}
	return list
}

// breakdownMetrics are the columns of the tables of bots, channels and the like.
var breakdownMetrics = []string{"conversations", "resolution_rate", "escalation_rate", "fallback_conversation_rate", "quality_score.mean"}

// MostGroups is how many groups such a table shows.
const MostGroups = 40

// breakdown is the entry of a section that groups by a dimension.
func breakdown(name, title, dimension string, types ...string) SectionEntry {
	view := View{Metrics: breakdownMetrics, By: []string{dimension}, Compared: true}
	return SectionEntry{name, title, "conversations and rates by " + dimension, types, []View{view}, func(d *data, s *page.Section) error {
		d.groups(s, d.view(view), dimension)
		return nil
	}}
}

// groups shows one group a row. A single group says nothing that the metrics do not say.
func (d *data) groups(s *page.Section, r *metrics.Result, dimension string) {
	groups := r.Groups
	if len(groups) == 0 {
		return
	}
	more, all := len(groups)-MostGroups, " lists them all."
	if last := len(groups) - 1; groups[last].Merged > 0 {
		groups, more, all = groups[:last], groups[last].Merged, " --top 1000 lists more of them."
	}
	if len(groups) == 1 && more <= 0 {
		if v := groups[0].Key[0].Value; v != nil {
			s.Notes = []string{"All conversations are of one " + dimension + ": " + d.label(*v) + "."}
		} else {
			s.Notes = []string{"No conversation tells its " + dimension + "."}
		}
		return
	}
	t := &page.Table{Drawn: map[page.Place]chart.Chart{}}
	t.Columns = []report.Column{{Name: dimension, Title: s.Title}, {Name: "share", Title: "Share"}}
	for i := range groups[0].Values {
		v := &groups[0].Values[i]
		t.Columns = append(t.Columns, report.Column{Name: v.Name, Title: shortTitle(v.Title), Right: true})
	}
	compared := d.compares()
	if compared {
		t.Columns = append(t.Columns, report.Column{Name: "resolution_change", Title: "Resolution change", Right: true})
	}
	most := orUnknown(groups[0].Values[0].Value)
	for _, g := range groups {
		most = math.Max(most, orUnknown(g.Values[0].Value))
	}
	for i, g := range groups[:min(len(groups), MostGroups)] {
		name := report.Word("(not told)")
		if k := g.Key[0].Value; k != nil {
			name = report.Text(d.label(*k))
		}
		n := orUnknown(g.Values[0].Value)
		row := []report.Cell{name, report.Number(n/float64(d.overall.Coverage.Conversations), report.Share)}
		t.Drawn[page.Place{Row: i, Column: 1}] = &chart.Bar{Share: n / most, Label: row[1].Shown()}
		for j := range g.Values {
			row = append(row, cells.Number(g.Values[j].Value, cells.UnitOf(&g.Values[j])))
		}
		if compared {
			row = append(row, cells.Change(value(g.Values, "resolution_rate")))
		}
		t.Rows = append(t.Rows, row)
	}
	s.Intro = "Most conversations first"
	if compared {
		s.Intro += "; the change is that of the resolution rate"
	}
	s.Intro += "."
	if more > 0 {
		t.Notes = append(t.Notes, leftOut(more, "more")+"; chatcops stats --by "+dimension+all)
	}
	s.Blocks = []page.Block{{Table: t}}
}

// shortTitle is the title of a metric as the head of a narrow column.
func shortTitle(title string) string {
	switch title {
	case "Conversations with a fallback":
		return "With fallback"
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(title, ", mean"), " rate"), " score")
}

var qualityView = View{Metrics: []string{"conversations", "quality_score.mean", "quality_score.p10"}, By: []string{"outcome"}}

func buildQuality(d *data, s *page.Section) error {
	t := &page.Table{}
	t.Columns = []report.Column{{Name: "outcome", Title: "Outcome"}, {Name: "conversations", Title: "Conversations", Right: true}, {Name: "share", Title: "Share", Right: true},
		{Name: "quality_mean", Title: "Mean score", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People}, {Name: "quality_p10", Title: "Lowest tenth below", Right: true}}
	byName := map[string]*metrics.Group{}
	groups := d.view(qualityView).Groups
	for i := range groups {
		if k := groups[i].Key[0].Value; k != nil {
			byName[*k] = &groups[i]
		}
	}
	for _, o := range chat.Outcomes {
		g := byName[o.Name]
		if g == nil {
			continue
		}
		mean, low := value(g.Values, "quality_score.mean"), value(g.Values, "quality_score.p10")
		n := d.overall.Outcomes[o.Outcome]
		t.Rows = append(t.Rows, []report.Cell{report.Word(o.Title), report.Int(n), report.Number(float64(n)/float64(d.overall.Coverage.Engaged), report.Share),
			cells.Number(mean.Value, report.Decimal(1)), cells.Interval(mean), cells.Number(low.Value, report.Decimal(1))})
	}
	if len(t.Rows) > 0 {
		s.Intro = "0 to 100 for each engaged conversation, of its resolution, efficiency, sentiment and goals."
		s.Blocks = []page.Block{{Table: t}}
	}
	return nil
}

// buildReasons shows why conversations ended as they did.
func (d *data) buildReasons(s *page.Section, counts map[reason]int64, end string) {
	total := int64(0)
	for _, n := range counts {
		total += n
	}
	if total == 0 {
		s.Notes = []string{"No conversation was " + end + "."}
		return
	}
	t := &page.Table{Drawn: map[page.Place]chart.Chart{}}
	t.Columns = []report.Column{{Name: "reason", Title: "Reason"}, {Name: "kind", Only: report.Machines}, {Name: "rule", Only: report.Machines},
		{Name: "conversations", Title: "Conversations", Right: true}, {Name: "bar", Title: "Share", Only: report.People}, {Name: "share", Only: report.Machines}}
	list := reasons(counts)
	for i, r := range list[:min(len(list), mostReasons)] {
		n := counts[r]
		share := report.Number(float64(n)/float64(total), report.Share)
		t.Drawn[page.Place{Row: i, Column: 4}] = &chart.Bar{Share: float64(n) / float64(counts[list[0]]), Label: share.Shown()}
		words := d.Reason(&chat.Evidence{Kind: r.kind, Rule: d.label(r.rule), Message: -1})
		t.Rows = append(t.Rows, []report.Cell{report.Text(capital(words)), report.Word(r.kind.String()), report.Text(d.label(r.rule)), report.Int(n), share, share})
	}
	s.Intro = "By the evidence on which the verdict rests, of " + report.Things(total, "conversation") + "; conversations show --explain has it for each."
	s.Blocks = []page.Block{{Table: t}}
}

const mostReasons = 12

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func buildEscalations(d *data, s *page.Section) error {
	d.buildReasons(s, d.tally.escalated, "handed over")
	return nil
}

func buildAbandonments(d *data, s *page.Section) error {
	d.buildReasons(s, d.tally.abandoned, "given up")
	return nil
}

func buildDefinitions(d *data, s *page.Section) error {
	if d.overall.Coverage.Conversations == 0 {
		return nil
	}
	t := &page.Table{}
	t.Columns = []report.Column{{Name: "metric", Title: "Metric"}, {Name: "definition", Title: "What it is"}, {Name: "formula", Title: "Formula"}}
	shown := d.defined()
	for _, m := range metrics.Definitions() {
		if shown[m.Name] {
			t.Rows = append(t.Rows, []report.Cell{report.Word(m.Title), report.Word(capital(m.Doc)), report.Word(m.Formula)})
		}
	}
	s.Intro = "A conversation is engaged when it has a message of a user, and belongs to the period in which it started. Intervals are of 95 %."
	if len(t.Rows) > 0 {
		s.Blocks = []page.Block{{Table: t}}
	}
	return nil
}

// defined are the metrics that the report shows, of those that have a value.
func (d *data) defined() map[string]bool {
	names := map[string]bool{}
	for _, v := range d.views {
		for _, name := range v.Metrics {
			names[name] = true
		}
	}
	for _, v := range d.listed() {
		names[v.Name] = true
	}
	defined := map[string]bool{}
	for i := range d.overall.Values {
		if v := &d.overall.Values[i]; v.Value != nil && (names[v.Name] || names[v.Metric]) {
			defined[v.Metric] = true
		}
	}
	return defined
}
