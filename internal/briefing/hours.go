package briefing

import (
	"fmt"
	"strconv"

	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/page"
)

var (
	hoursView    = View{Metrics: []string{"conversations"}, By: []string{"hour_of_day"}}
	weekdaysView = View{Metrics: []string{"conversations"}, By: []string{"weekday", "hour_of_day"}}
)

const hoursOfDay = 24

// hour is the index of the hour of a key.
func hour(k metrics.KeyPart) (int, bool) {
	if k.Value == nil {
		return 0, false
	}
	n, err := strconv.Atoi(*k.Value)
	return n, err == nil && n >= 0 && n < hoursOfDay
}

func buildHours(d *data, s *page.Section) error {
	b := &chart.Bars{Values: make([]float64, hoursOfDay), Every: 3, Strong: 5, Format: shown(report.Count)}
	t := page.Table{}
	t.Columns = []report.Column{{Name: "hour", Title: "Hour"}, {Name: "conversations", Title: "Conversations", Right: true}}
	total, best := 0.0, 0
	for _, g := range d.view(hoursView).Groups {
		if h, ok := hour(g.Key[0]); ok {
			b.Values[h] = orUnknown(g.Values[0].Value)
			total += b.Values[h]
		}
	}
	if total == 0 {
		return nil
	}
	for h, n := range b.Values {
		b.Labels = append(b.Labels, fmt.Sprintf("%02d", h))
		b.Tips = append(b.Tips, fmt.Sprintf("%02d:00–%02d:59", h, h))
		t.Rows = append(t.Rows, []report.Cell{report.Word(b.Labels[h]), report.Int(int64(n))})
		if n > b.Values[best] {
			best = h
		}
	}
	s.Intro = "Conversations started by hour of day (" + d.location().String() + ")."
	s.Reading = "The busiest five are strong."
	s.Half = true
	description := fmt.Sprintf("Most conversations, %s, start from %s to %02d:59", report.Figure(int64(b.Values[best])), b.Labels[best]+":00", best)
	s.Blocks = []page.Block{{Chart: &page.Picture{Chart: b, Description: description, Data: t}}}
	return nil
}

func buildWeekdays(d *data, s *page.Section) error {
	days := []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	h := &chart.Heat{Rows: days, Every: 3, Format: shown(report.Count), Values: make([][]float64, len(days))}
	for i := range h.Values {
		h.Values[i] = make([]float64, hoursOfDay)
	}
	for i := range hoursOfDay {
		h.Columns = append(h.Columns, fmt.Sprintf("%02d", i))
	}
	any := false
	for _, g := range d.view(weekdaysView).Groups {
		at, ok := hour(g.Key[1])
		for i, day := range days {
			if ok && g.Key[0].Value != nil && *g.Key[0].Value == day {
				h.Values[i][at], any = orUnknown(g.Values[0].Value), true
			}
		}
	}
	if !any {
		return nil
	}
	t := page.Table{}
	t.Columns = []report.Column{{Name: "weekday", Title: "Weekday"}, {Name: "hour", Title: "Hour"}, {Name: "conversations", Title: "Conversations", Right: true}}
	for i, day := range days {
		for at, n := range h.Values[i] {
			if n > 0 {
				t.Rows = append(t.Rows, []report.Cell{report.Word(day), report.Word(h.Columns[at]), report.Int(int64(n))})
			}
		}
	}
	s.Intro = "Conversations started by weekday and hour (" + d.location().String() + ")."
	s.Reading = "The darker, the more."
	s.Blocks = []page.Block{{Chart: &page.Picture{Chart: h, Description: "Conversations by weekday and hour", Data: t}}}
	return nil
}
