package briefing

import (
	"math"
	"slices"

	"chatcops/internal/cells"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/page"
)

// mostFigures is how many key figures a report shows, the one that leads counted
// as two: its card is as wide.
const mostFigures = 6

// trendView asks for the key figures over time.
func (r *Request) trendView() View {
	return View{Metrics: r.figureNames(), By: []string{coarseTime}}
}

// figureNames are the candidates for the key figures that the registry has, the
// north star before all others where it leads.
func (r *Request) figureNames() []string {
	var names []string
	if star := r.northStar(); star != "" {
		names = append(names, star)
	}
	for _, name := range r.Type.figures {
		if known(name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// northStar is the full name of the number that leads the figures, "" for none.
func (r *Request) northStar() string {
	if !r.Type.led || r.NorthStar == "" {
		return ""
	}
	for _, m := range metrics.Definitions() {
		for _, s := range m.Statistics {
			if name := m.FullName(s); name == r.NorthStar || m.Name == r.NorthStar {
				return name
			}
		}
	}
	return ""
}

// known reports whether the registry has a metric of that name, as in duration.p90.
func known(name string) bool {
	for _, m := range metrics.Definitions() {
		for _, s := range m.Statistics {
			if m.FullName(s) == name {
				return true
			}
		}
	}
	return false
}

// figures are the first ones of the type that the registry has, those with a value first.
func (d *data) figures() []page.Figure {
	trends := d.view(d.trendView())
	star := d.northStar()
	var list, empty []page.Figure
	for _, name := range d.figureNames() {
		v := value(d.overall.Values, name)
		if v == nil {
			continue
		}
		f := d.figure(v)
		if f.Trend = d.coarse.series(trends, name); v.Value == nil || !worthDrawing(f.Trend) {
			f.Trend = nil
		}
		if f.Leads = name == star; v.Value == nil && !f.Leads {
			empty = append(empty, f)
		} else {
			list = append(list, f)
		}
	}
	list = append(list, empty...)
	most := mostFigures
	if len(list) > 0 && list[0].Leads {
		most--
	}
	return list[:min(len(list), most)]
}

func worthDrawing(trend []float64) bool {
	n := 0
	for _, v := range trend {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n >= 3
}

func (d *data) figure(v *metrics.Value) page.Figure {
	u := d.unit(v)
	f := page.Figure{Title: v.Title, Value: cells.Number(v.Value, u), Change: cells.Change(v), Data: v}
	nothing := v.Unit == metrics.UnitCount && v.Previous != nil && *v.Previous == 0 // the data begin later
	if nothing {
		f.Change = report.Cell{}
	} else if v.Previous != nil {
		f.Note = "from " + shown(cells.UnitOf(v))(*v.Previous)
	} else if v.Value != nil && v.Unit != metrics.UnitCount {
		f.Note = "n = " + report.Figure(v.N)
	}
	if v.Unit == metrics.UnitCount && v.Value != nil && v.Previous != nil && *v.Previous > 0 {
		change := d.rate(*v.Value, false)/d.rate(*v.Previous, true) - 1
		f.Change = report.Change(change, report.Relative, cells.DirectionOf(v), v.Significant != nil && *v.Significant)
		if math.Abs(d.length(false)-d.length(true)) > 0.01 {
			f.Note += ", by the day"
		}
	}
	return f
}
