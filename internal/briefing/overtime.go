package briefing

import (
	"fmt"
	"math"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

// The views of the charts over time.
var (
	volumeView       = View{Metrics: []string{"conversations"}, By: []string{fineTime}}
	volumeBeforeView = View{Metrics: []string{"conversations"}, By: []string{fineTime}, Before: true}
	outcomesView     = View{Metrics: []string{"conversations"}, By: []string{coarseTime, "outcome"}}
	ratesView        = View{Metrics: []string{"resolution_rate", "escalation_rate"}, By: []string{coarseTime}}
	sentimentView    = View{Metrics: []string{"sentiment", "negative_rate"}, By: []string{coarseTime}}
	usersView        = View{Metrics: []string{"new_users", "returning_users"}, By: []string{coarseTime}}
	messagesView     = View{Metrics: []string{"user_messages", "assistant_messages"}, By: []string{fineTime}}
)

func buildVolume(d *data, s *page.Section) error {
	now := d.fine.series(d.view(volumeView), "conversations")
	if d.overall.Coverage.Conversations == 0 || len(now) == 0 {
		return nil
	}
	l := &chart.Lines{Labels: d.fine.labels(), Ticks: d.fine.ticks(), Shaded: d.fine.weekends(), Format: shown(report.Count), Whole: true, Peak: true,
		Series: []chart.Series{{Name: "this period", Color: chart.Strong, Values: now, Area: true}}}
	s.Title = "Conversations per " + d.fine.unit.String()
	s.Intro = "Conversations that started in each " + d.fine.unit.String()
	if d.compares() {
		l.Series = append(l.Series, chart.Series{Name: "before", Color: chart.Fourth, Values: d.aligned(), Dashed: true})
		s.Intro += ", beside the period before"
		if d.fine.unit == period.Day {
			s.Intro += ", aligned by weekday"
		}
		s.Reading = "Dashed is the period before."
	}
	if len(l.Shaded) > 0 {
		s.Reading = strings.TrimSpace(s.Reading + " Weekends are shaded.")
	}
	s.Intro += "."
	s.Blocks = d.linesBlock(s, &d.fine, l, report.Count)
	return nil
}

// aligned is the period before, moved forward by whole weeks so that weekdays meet; in other units its start meets the start.
func (d *data) aligned() []float64 {
	r := d.view(volumeBeforeView)
	before := d.Request.earlier().axis([]unitFor{{math.Inf(1), d.fine.unit}})
	values := before.series(r, "conversations")
	list := make([]float64, len(d.fine.names))
	shift := 0 // index in the period before of the first value
	if d.fine.unit == period.Day && len(before.buckets) > 0 && len(d.fine.buckets) > 0 {
		apart := d.fine.at(0).Sub(before.at(0)).Hours() / 24
		weeks := int((apart + 3.5) / 7)
		shift = int(apart+0.5) - 7*weeks
	}
	for i := range list {
		list[i] = orUnknown(nil)
		if j := i + shift; j >= 0 && j < len(values) {
			list[i] = values[j]
		}
	}
	return list
}

// earlier is the request about the period before.
func (r *Request) earlier() *Request {
	o := *r
	o.Span = *r.Previous
	return &o
}

// linesBlock is the block of a chart of lines, with its numbers as a table.
func (d *data) linesBlock(s *page.Section, a *axis, l *chart.Lines, u report.Unit) []page.Block {
	t := page.Table{}
	t.Columns = []report.Column{{Name: a.unit.String(), Title: period.Units[a.unit].Title}}
	for _, x := range l.Series {
		t.Columns = append(t.Columns, report.Column{Name: columnName(x.Name), Title: x.Name, Right: true})
	}
	for i := range a.names {
		row := []report.Cell{report.Word(a.names[i])}
		for _, x := range l.Series {
			c := report.Cell{}
			if i < len(x.Values) {
				c = report.Number(x.Values[i], u)
			}
			row = append(row, c)
		}
		t.Rows = append(t.Rows, row)
	}
	return []page.Block{{Chart: &page.Picture{Chart: l, Description: describe(s.Title, l), Data: t}}}
}

// columnName makes a title the name of a column for machines.
func columnName(title string) string {
	name := []byte(title)
	for i, c := range name {
		switch {
		case c >= 'A' && c <= 'Z':
			name[i] = c + 'a' - 'A'
		case c == ' ' || c == '-':
			name[i] = '_'
		}
	}
	return string(name)
}

// describe says in words what a chart of lines shows.
func describe(title string, l *chart.Lines) string {
	text := title
	for _, x := range l.Series {
		lo, hi, ok := least(x.Values)
		if ok {
			text += fmt.Sprintf("; %s from %s to %s", x.Name, l.Format(lo), l.Format(hi))
		}
	}
	return text
}

// least is the range of the values that are known.
func least(values []float64) (lo, hi float64, ok bool) {
	for _, v := range values {
		if v != v {
			continue
		}
		if !ok {
			lo, hi, ok = v, v, true
		}
		lo, hi = min(lo, v), max(hi, v)
	}
	return lo, hi, ok
}

// outcomeColors are the colours of the outcomes in a stack, from the bottom up.
var outcomeColors = []struct {
	outcome   chat.Outcome
	color, on chart.Color
}{
	{chat.ResolvedConfirmed, chart.Strong, chart.OnStrong}, {chat.ResolvedAssumed, chart.Second, chart.OnSecond}, {chat.Escalated, chart.Third, chart.OnThird},
	{chat.Abandoned, chart.Fourth, chart.OnFourth}, {chat.Pending, chart.StrongSoft, chart.Ink}, {chat.Unknown, chart.Faint, chart.OnFaint},
}

func buildOutcomes(d *data, s *page.Section) error {
	if d.overall.Coverage.Engaged == 0 || len(d.coarse.names) == 0 {
		return nil
	}
	counts := map[string]map[string]float64{} // by outcome and bucket
	for _, g := range d.view(outcomesView).Groups {
		if g.Key[0].Value == nil || g.Key[1].Value == nil {
			continue
		}
		if counts[*g.Key[1].Value] == nil {
			counts[*g.Key[1].Value] = map[string]float64{}
		}
		counts[*g.Key[1].Value][*g.Key[0].Value] = orUnknown(g.Values[0].Value)
	}
	k := &chart.Stack{}
	t := page.Table{}
	t.Columns = []report.Column{{Name: d.coarse.unit.String(), Title: period.Units[d.coarse.unit].Title}}
	for i := range d.coarse.names {
		k.Categories = append(k.Categories, d.coarse.short(i))
		t.Rows = append(t.Rows, []report.Cell{report.Word(d.coarse.names[i])})
	}
	for _, c := range outcomeColors {
		info := chat.Outcomes[c.outcome-1]
		if d.overall.Outcomes[c.outcome] == 0 {
			continue
		}
		part := chart.Part{Name: info.Title, Color: c.color, On: c.on}
		t.Columns = append(t.Columns, report.Column{Name: info.Name, Title: info.Title, Right: true})
		for i, name := range d.coarse.names {
			n := counts[info.Name][name]
			part.Values = append(part.Values, n)
			t.Rows[i] = append(t.Rows[i], report.Int(int64(n)))
		}
		k.Parts = append(k.Parts, part)
	}
	s.Title = "Outcomes by " + d.coarse.unit.String()
	s.Intro = "How the engaged conversations of each " + d.coarse.unit.String() + " ended."
	s.Reading = "Shares in per cent."
	s.Half = true
	s.Blocks = []page.Block{{Chart: &page.Picture{Chart: k, Description: d.describeOutcomes(), Data: t}}}
	return nil
}

func (d *data) describeOutcomes() string {
	text := "Of the whole period"
	for i, c := range outcomeColors {
		info := chat.Outcomes[c.outcome-1]
		if n := d.overall.Outcomes[c.outcome]; n > 0 {
			text += map[bool]string{true: ": ", false: "; "}[i == 0] + info.Title + " " + shown(report.Share)(float64(n)/float64(d.overall.Coverage.Engaged))
		}
	}
	return text
}

// metricLines builds a section of lines of metrics over coarse time.
func (d *data) metricLines(s *page.Section, view View, u report.Unit, series ...chart.Series) bool {
	r := d.view(view)
	var kept []chart.Series
	for i, x := range series {
		x.Values = d.coarse.series(r, view.Metrics[i])
		if _, _, ok := least(x.Values); ok {
			kept = append(kept, x)
		}
	}
	if len(kept) == 0 || len(d.coarse.names) == 0 {
		return false
	}
	l := &chart.Lines{Labels: d.coarse.labels(), Ticks: d.coarse.ticks(), Format: shown(u), Series: kept}
	if u == report.Share {
		l.Axis = func(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }
	}
	s.Half = true
	s.Blocks = d.linesBlock(s, &d.coarse, l, u)
	return true
}

func buildRates(d *data, s *page.Section) error {
	s.Intro = "By " + d.coarse.unit.String() + " in which the conversations started."
	d.metricLines(s, ratesView, report.Share, chart.Series{Name: "Resolution", Color: chart.Strong}, chart.Series{Name: "Escalation", Color: chart.Bad})
	return nil
}

func buildSentiment(d *data, s *page.Section) error {
	s.Intro = "Mean sentiment of the users' messages, from −1 to 1, by " + d.coarse.unit.String() + "."
	v := View{Metrics: sentimentView.Metrics, By: sentimentView.By}
	if d.metricLines(s, v, report.Decimal(2), chart.Series{Name: "Sentiment", Color: chart.Strong}) {
		s.Blocks[0].Chart.Chart.(*chart.Lines).Least = -0.2
		s.Blocks[0].Chart.Chart.(*chart.Lines).Most = 0.4
	}
	return nil
}

func buildUsers(d *data, s *page.Section) error {
	if v := value(d.overall.Values, "users"); v == nil || v.Value == nil || *v.Value == 0 {
		return nil
	}
	s.Intro = "Distinct users of each " + d.coarse.unit.String() + ": first seen in it, or before it."
	d.metricLines(s, usersView, report.Count, chart.Series{Name: "New", Color: chart.Strong}, chart.Series{Name: "Returning", Color: chart.Fourth})
	return nil
}

func buildMessages(d *data, s *page.Section) error {
	r := d.view(messagesView)
	l := &chart.Lines{Labels: d.fine.labels(), Ticks: d.fine.ticks(), Shaded: d.fine.weekends(), Format: shown(report.Count), Whole: true, Series: []chart.Series{
		{Name: "Users", Color: chart.Strong, Values: d.fine.series(r, "user_messages")}, {Name: "Agent", Color: chart.Fourth, Values: d.fine.series(r, "assistant_messages")}}}
	if _, hi, ok := least(l.Series[0].Values); !ok || hi == 0 {
		return nil
	}
	s.Title = "Messages per " + d.fine.unit.String()
	s.Intro = "By users and by the agent, in the " + d.fine.unit.String() + " in which their conversation started."
	s.Blocks = d.linesBlock(s, &d.fine, l, report.Count)
	return nil
}
