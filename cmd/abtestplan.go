package cmd

import (
	"fmt"
	"math"
	"slices"

	"chatcops/abtest"
	"chatcops/report"
)

// ways are the ways to judge a test, as planning tells of them.
var ways = []struct {
	mode        abtest.Mode
	title, flag string
}{
	{abtest.FixedLook, "one look", "--fixed"},
	{abtest.Planned, "daily looks at a plan", "planned_sessions"},
	{abtest.AlwaysValid, "any look", "the default"},
}

// wayJSON is what a way of judging needs.
type wayJSON struct {
	Mode     abtest.Mode `json:"mode"`
	Sessions *int64      `json:"sessions"`
	More     *int64      `json:"more_sessions"`
	Days     *int64      `json:"days_remaining"`
}

// reachJSON is the smallest lift that a number of sessions can find.
type reachJSON struct {
	Days     *int64                   `json:"days"`
	Sessions int64                    `json:"sessions"`
	MDE      map[abtest.Mode]*float64 `json:"mde"`
}

type powerJSON struct {
	Test      string      `json:"test"`
	Metric    string      `json:"metric"`
	Baseline  *float64    `json:"baseline"`
	Deviation *float64    `json:"deviation"`
	MDE       float64     `json:"mde"`
	Power     float64     `json:"power"`
	Weights   []int64     `json:"weights"`
	Have      int64       `json:"sessions"`
	PerDay    *float64    `json:"sessions_per_day"`
	Least     *int64      `json:"least_sessions"` // that any verdict takes
	Ways      []wayJSON   `json:"ways"`
	Reach     []reachJSON `json:"reach"`
}

// document shows the plan; sessions, if above 0, are the only ones whose reach is shown.
func (p *plan) document(sessions int64) (*report.Document, error) {
	if math.IsNaN(p.Baseline) {
		return nil, withHint(usagef("the data have no value of %s to start from", p.metric), "give --baseline")
	}
	if weighted := slices.DeleteFunc(slices.Clone(p.Weights), func(w int64) bool { return w == 0 }); len(weighted) < 2 {
		return nil, usagef("the test has fewer than two variants with a weight: nothing to compare")
	}
	r := powerJSON{p.test, p.metric, defined(p.Baseline), nil, p.mde, p.Power, p.Weights, p.have, p.perDay, nil, p.ways(), p.reach(sessions)}
	if least, ok := p.Least(); ok {
		r.Least = &least
	}
	if !p.Shares {
		r.Deviation = defined(p.Deviation)
	}
	d := &report.Document{Heading: p.heading(), Tables: []report.Table{p.wayTable(r.Ways)}, JSON: r}
	if len(r.Reach) > 0 {
		d.Tables = append(d.Tables, p.reachTable(r.Reach))
	}
	if p.perDay == nil {
		d.Notes = append(d.Notes, "Days are not known: there is no complete day of traffic yet; give --per-day.")
	} else if p.days > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("Days are counted at %s a day, the mean of the last %s.", report.Decimal(1).Plain(*p.perDay)+" sessions", report.Things(int64(p.days), "complete UTC day")))
	}
	if r.Least != nil && *r.Least > p.have && slices.ContainsFunc(r.Ways, func(w wayJSON) bool { return w.Sessions != nil && *w.Sessions < *r.Least }) {
		d.Notes = append(d.Notes, fmt.Sprintf("No verdict comes before every variant has %s, at about %s.", p.minimum(), report.Things(*r.Least, "session")))
	}
	d.Notes = append(d.Notes, "Sessions are of the whole test. A way is chosen before the start and kept.")
	return d, nil
}

func (p *plan) heading() string {
	text := fmt.Sprintf("To find ±%s of %s (%s now) with a power of %s", percent(p.mde), p.metric, p.unit.Plain(p.Baseline), percent(p.Power))
	if p.test != "" {
		text = p.test + " · " + text
	}
	return text
}

// minimum is what a verdict needs in every variant.
func (p *plan) minimum() string {
	switch {
	case p.metric == conversionMetric:
		return report.Things(abtest.MinConversions, "conversion")
	case p.Shares:
		return report.Things(abtest.MinConversions, "session") + " that count"
	}
	return report.Things(abtest.MinValues, "session")
}

// ways says what each way of judging needs.
func (p *plan) ways() []wayJSON {
	var out []wayJSON
	for _, w := range ways {
		j := wayJSON{Mode: w.mode}
		if n, ok := p.Sessions(w.mode, p.mde); ok {
			more := max(0, n-p.have)
			j.Sessions, j.More = &n, &more
			j.Days = p.daysFor(more)
		}
		out = append(out, j)
	}
	return out
}

// daysFor is how many days so many sessions take; nil when that is not known.
func (p *plan) daysFor(sessions int64) *int64 {
	if p.perDay == nil {
		return nil
	}
	days, ok := abtest.DaysRemaining(sessions, *p.perDay)
	if !ok {
		return nil
	}
	return &days
}

func (p *plan) wayTable(list []wayJSON) report.Table {
	t := report.Table{Columns: []report.Column{{Name: "mode", Only: report.Machines}, {Name: "way", Title: "Looks", Only: report.People}, {Name: "flag", Title: "Setting", Only: report.People},
		{Name: "sessions", Title: "Sessions", Right: true}, {Name: "more_sessions", Title: "Still needed", Right: true}, {Name: "days_remaining", Title: "Days", Right: true}}}
	for i, j := range list {
		days := optional(j.Days)
		if p.perDay != nil && j.Days == nil && j.More != nil {
			days = report.Word("never at this rate")
		}
		t.Rows = append(t.Rows, []report.Cell{report.Word(string(j.Mode)), report.Word(ways[i].title), report.Word(ways[i].flag), optional(j.Sessions), optional(j.More), days})
	}
	return t
}

// optional is a whole number that may be undefined.
func optional(n *int64) report.Cell {
	if n == nil {
		return report.Cell{}
	}
	return report.Int(*n)
}

// reach says what lift can be found with so many sessions, or with those of some weeks.
func (p *plan) reach(sessions int64) []reachJSON {
	if sessions > 0 {
		return []reachJSON{p.reachOf(nil, sessions)}
	}
	out := []reachJSON{}
	if p.perDay == nil {
		return out
	}
	for _, weeks := range []int64{1, 2, 4, 8} {
		days := weeks * 7
		if n := p.have + int64(*p.perDay*float64(days)); n > 0 {
			out = append(out, p.reachOf(&days, n))
		}
	}
	return out
}

func (p *plan) reachOf(days *int64, sessions int64) reachJSON {
	r := reachJSON{Days: days, Sessions: sessions, MDE: map[abtest.Mode]*float64{}}
	for _, w := range ways {
		r.MDE[w.mode] = nil
		if mde, ok := p.Smallest(w.mode, sessions); ok {
			r.MDE[w.mode] = &mde
		}
	}
	return r
}

func (p *plan) reachTable(list []reachJSON) report.Table {
	t := report.Table{Title: "Smallest change that is found", Columns: []report.Column{{Name: "days", Title: "After days", Right: true}, {Name: "sessions", Title: "Sessions", Right: true}}}
	for _, w := range ways {
		t.Columns = append(t.Columns, report.Column{Name: string(w.mode), Title: w.title, Right: true})
	}
	none := false
	for _, r := range list {
		row := []report.Cell{optional(r.Days), report.Int(r.Sessions)}
		for _, w := range ways {
			cell := report.Cell{}
			if v := r.MDE[w.mode]; v != nil {
				cell = report.Word("±" + report.Relative.Plain(*v))
			} else {
				none = true
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	if none {
		t.Notes = append(t.Notes, "– stands for no change below 100%.")
	}
	return t
}
