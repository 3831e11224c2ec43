package briefing

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chatcops/internal/cells"
	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/safe"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
)

// Picture is a chart on its own, with what it says in words.
type Picture struct {
	Chart              chart.Chart
	Title, Description string
}

// mostSeries is how many metrics one chart draws.
const mostSeries = 4

// seriesColors are those of the metrics of one chart, told apart by lightness too.
var seriesColors = [mostSeries]chart.Color{chart.Strong, chart.Third, chart.Fourth, chart.Second}

// PictureOf draws the groups of a result, which is grouped by one dimension: a
// line over time, columns over hours of the day and weekdays, else bars. first
// and last are the times of the earliest and latest conversation.
func PictureOf(r *metrics.Result, q *metrics.Query, first, last chat.Time) (*Picture, error) {
	if len(q.By) != 1 {
		return nil, fmt.Errorf("a chart shows groups of one dimension: add --by day, --by hour_of_day or --by bot")
	}
	names := make([]string, 0, mostSeries)
	if len(r.Groups) > 0 {
		for i := range r.Groups[0].Values {
			v := &r.Groups[0].Values[i]
			if v.Unit != r.Groups[0].Values[0].Unit {
				return nil, fmt.Errorf("a chart shows metrics of one unit, but %s is of another than %s: ask for one of them with --metrics", v.Name, r.Groups[0].Values[0].Name)
			}
			names = append(names, v.Name)
		}
	}
	if len(names) > mostSeries {
		return nil, fmt.Errorf("a chart shows at most %d metrics, these are %d: ask for fewer with --metrics", mostSeries, len(names))
	}
	p := &Picture{Title: pictureTitle(r, q), Description: (&data{Request: &Request{Span: q.Span, First: first, Last: last, AsOf: q.AsOf}}).periodText(&r.Period)}
	if unit, ok := period.ParseUnit(q.By[0]); ok && !period.Units[unit].Cyclic {
		p.Chart = linesOf(r, q, unit, names, first, last)
		return p, nil
	}
	if len(names) > 1 {
		return nil, fmt.Errorf("a chart by %s shows one metric: ask for it with --metrics", q.By[0])
	}
	if slices.Contains([]string{"hour_of_day", "weekday"}, q.By[0]) {
		p.Chart = columnsOf(r)
		return p, nil
	}
	p.Chart = ranksOf(r)
	return p, nil
}

func pictureTitle(r *metrics.Result, q *metrics.Query) string {
	var titles []string
	if len(r.Groups) > 0 {
		for _, v := range r.Groups[0].Values {
			titles = append(titles, v.Title)
		}
	}
	return strings.Join(titles, ", ") + " by " + strings.ReplaceAll(strings.TrimPrefix(q.By[0], "property:"), "_", " ")
}

func linesOf(r *metrics.Result, q *metrics.Query, unit period.Unit, names []string, first, last chat.Time) chart.Chart {
	a := (&Request{Span: q.Span, First: first, Last: last, AsOf: q.AsOf}).axis([]unitFor{{math.Inf(1), unit}})
	l := &chart.Lines{Labels: a.labels(), Ticks: a.ticks(), Shaded: a.weekends(), Format: shown(report.Count)}
	for i, name := range names {
		v := value(r.Groups[0].Values, name)
		l.Format, l.Whole = shown(cells.UnitOf(v)), v.Unit == metrics.UnitCount
		l.Series = append(l.Series, chart.Series{Name: v.Title, Color: seriesColors[i], Values: a.series(r, name), Area: len(names) == 1})
	}
	l.Peak = len(names) == 1
	return l
}

func columnsOf(r *metrics.Result) chart.Chart {
	b := &chart.Bars{Every: 1, Strong: 5, Format: shown(report.Count)}
	for _, g := range r.Groups {
		if g.Key[0].Value == nil {
			continue
		}
		b.Labels = append(b.Labels, *g.Key[0].Value)
		b.Values = append(b.Values, known0(g.Values[0].Value))
		b.Format = shown(cells.UnitOf(&g.Values[0]))
	}
	if len(b.Labels) > 12 {
		b.Every = 3
	}
	return b
}

func known0(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

func ranksOf(r *metrics.Result) chart.Chart {
	k := &chart.Ranks{Format: shown(report.Count)}
	for _, g := range r.Groups[:min(len(r.Groups), MostGroups)] {
		name := "(not told)"
		if v := g.Key[0].Value; v != nil {
			name = safe.Snippet(safe.Terminal(cut(*v, longestLabel)), longestLabel)
		}
		k.Labels = append(k.Labels, name)
		k.Values = append(k.Values, orUnknown(g.Values[0].Value))
		k.Format = shown(cells.UnitOf(&g.Values[0]))
	}
	return k
}
