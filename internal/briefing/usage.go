package briefing

import (
	"fmt"
	"strings"

	"chatcops/internal/cells"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

var (
	tokensView = View{Metrics: []string{"input_tokens", "output_tokens"}, By: []string{fineTime}}
	costView   = View{Metrics: []string{"cost"}, By: []string{fineTime}}
)

func buildTokens(d *data, s *page.Section) error {
	s.Title = "Tokens per " + d.fine.unit.String()
	s.Intro = "By the " + d.fine.unit.String() + " in which the conversations started."
	d.amounts(s, tokensView, report.Count, chart.Series{Name: "Read", Color: chart.Strong}, chart.Series{Name: "Written", Color: chart.Fourth})
	return nil
}

func buildCost(d *data, s *page.Section) error {
	s.Title = "Cost per " + d.fine.unit.String()
	s.Intro = "By the " + d.fine.unit.String() + " in which the conversations started"
	if d.Currency != "" {
		s.Intro += ", in " + d.Currency
	}
	s.Intro += "."
	d.amounts(s, costView, report.Money(""), chart.Series{Name: "Cost", Color: chart.Strong, Area: true})
	return nil
}

// amounts builds a section of lines of amounts over time, if there are any.
func (d *data) amounts(s *page.Section, view View, u report.Unit, series ...chart.Series) {
	r := d.view(view)
	any := false
	for i := range series {
		series[i].Values = d.fine.series(r, view.Metrics[i])
		_, hi, ok := least(series[i].Values)
		any = any || ok && hi > 0
	}
	if !any && view.Metrics[0] == "cost" && d.overall.Coverage.Conversations > 0 {
		s.Notes = []string{"No cost is known: neither does the data tell one, nor do the settings have prices."}
	}
	if !any || len(d.fine.names) == 0 {
		return
	}
	s.Half = true
	l := &chart.Lines{Labels: d.fine.labels(), Ticks: d.fine.ticks(), Shaded: d.fine.weekends(), Format: shown(u), Whole: u == report.Count, Series: series}
	if u == report.Count {
		l.Axis = brief
	}
	s.Blocks = d.linesBlock(s, &d.fine, l, u)
}

// brief prints a large number where there is little room.
func brief(v float64) string {
	for _, unit := range []struct {
		from float64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if v >= unit.from {
			return strings.TrimSuffix(fmt.Sprintf("%.1f", v/unit.from), ".0") + unit.name
		}
	}
	return shown(report.Count)(v)
}

func buildUsage(d *data, s *page.Section) error {
	r := d.Usage
	if r == nil || r.Coverage.Conversations == 0 {
		return nil
	}
	if r.WithoutUsage == r.Coverage.Conversations {
		s.Notes = []string{"No conversation of this period tells what models it used, how many tokens, or a cost."}
		return nil
	}
	s.Intro = "As recorded, else by the table of prices of the settings."
	if v := value(r.Values, "cost"); v != nil && v.Value != nil && r.Currency != "" {
		s.Intro += " Costs are in " + d.label(r.Currency) + "."
	}
	all := d.metricTable(r.Values) // what is not known as well: a dash says so
	all.Name = "all"
	s.Blocks = []page.Block{{Table: all}}
	for _, by := range []struct {
		name, title string
		parts       []metrics.UsagePart
	}{{"model", "By model", r.Models}, {"bot", "By bot", r.Bots}} {
		if len(by.parts) > 1 {
			s.Blocks = append(s.Blocks, page.Block{Table: d.usageParts(by.name, by.title, by.parts)})
		}
	}
	if note := r.TooMany.Note(); note != "" {
		s.Notes = append(s.Notes, note)
	}
	if r.WithoutUsage > 0 {
		s.Notes = append(s.Notes, "Neither tokens nor a cost are recorded of "+report.Things(r.WithoutUsage, "conversation")+".")
	}
	if r.Unpriced > 0 {
		s.Notes = append(s.Notes, "Without a price for a model, and so without a whole cost: "+report.Things(r.Unpriced, "conversation")+".")
	}
	return nil
}

// usageParts shows what each model or bot used, those first that cost or used most.
func (d *data) usageParts(name, title string, parts []metrics.UsagePart) *page.Table {
	t := &page.Table{Name: name + "s", Drawn: map[page.Place]chart.Chart{}}
	t.Title = title
	t.Columns = []report.Column{{Name: name, Title: capital(name)}, {Name: "conversations", Title: "Conversations", Right: true}, {Name: "input_tokens", Title: "Tokens read", Right: true},
		{Name: "cached_tokens", Title: "From a cache", Right: true}, {Name: "output_tokens", Title: "Written", Right: true}, {Name: "cost", Title: "Cost", Right: true}, {Name: "cost_share", Title: "Of the cost"}}
	most := 0.0
	for _, p := range parts {
		most = max(most, known0(p.CostShare))
	}
	if most == 0 {
		t.Columns[6].Only = report.Machines
	}
	for i, p := range parts[:min(len(parts), mostNames)] {
		label := report.Word("(not told)")
		if p.Name != nil {
			label = report.Text(d.label(*p.Name))
		}
		share := cells.Number(p.CostShare, report.Share)
		t.Drawn[page.Place{Row: i, Column: 6}] = &chart.Bar{Share: known0(p.CostShare) / max(most, 1e-12), Label: share.Shown()}
		t.Rows = append(t.Rows, []report.Cell{label, report.Int(p.Conversations), report.Int(p.InputTokens), report.Int(p.CachedTokens), report.Int(p.OutputTokens), cells.Number(p.Cost, report.Money("")), share})
	}
	if more := len(parts) - mostNames; more > 0 {
		t.Notes = append(t.Notes, leftOut(more, "more")+".")
	}
	return t
}
