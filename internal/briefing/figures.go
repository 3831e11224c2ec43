package briefing

import (
	"math"

	"chatcops/internal/cells"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/page"
)

// mostFigures is how many key figures a report shows.
const mostFigures = 6

// trendView asks for the key figures over time.
func (r *Request) trendView() View {
	var names []string
	for _, name := range r.Type.figures {
		if known(name) {
			names = append(names, name)
		}
	}
	return View{Metrics: names, By: []string{coarseTime}}
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
	var list, empty []page.Figure
	for _, name := range d.Type.figures {
		v := value(d.overall.Values, name)
		if v == nil {
			continue
		}
		f := d.figure(v)
		if f.Trend = d.coarse.series(trends, name); v.Value == nil || !worthDrawing(f.Trend) {
			f.Trend = nil
		}
		if v.Value == nil {
			empty = append(empty, f)
		} else {
			list = append(list, f)
		}
	}
	list = append(list, empty...)
	return list[:min(len(list), mostFigures)]
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
	u := cells.UnitOf(v)
	f := page.Figure{Title: v.Title, Value: cells.Number(v.Value, u), Change: cells.Change(v), Data: v}
	nothing := v.Unit == metrics.UnitCount && v.Previous != nil && *v.Previous == 0 // the data begin later
	if nothing {
		f.Change = report.Cell{}
	} else if v.Previous != nil {
		f.Note = "from " + shown(u)(*v.Previous)
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
