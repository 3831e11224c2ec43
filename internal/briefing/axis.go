package briefing

import (
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/metrics"
	"chatcops/report/chart"
)

// Names of dimensions in views that stand for a unit of time that suits the period.
const (
	fineTime   = "fine_time"
	coarseTime = "coarse_time"
)

// axis is the time of a report, cut into buckets.
type axis struct {
	unit    period.Unit
	buckets []int64 // first instants, in microseconds
	names   []string
	loc     *time.Location
}

// unitFor says which unit suits a period that is shorter than so many days.
type unitFor struct {
	days float64
	unit period.Unit
}

var (
	fineUnits   = []unitFor{{2.5, period.Hour}, {100, period.Day}, {800, period.Week}, {1e9, period.Month}}
	dayUnits    = []unitFor{{1e9, period.Day}}
	coarseUnits = []unitFor{{1.5, period.Hour}, {15, period.Day}, {190, period.Week}, {1e9, period.Month}}
)

// span is the period, its open sides closed by the data and without what is still
// to come. ok is false if there is none.
func (r *Request) span() (s period.Span, ok bool) {
	s = r.Span
	if s.Bounded() {
		if now := r.sofar(); now.After(s.Start) && now.Before(s.End) {
			s.End = now
		}
		return s, true
	}
	if !r.First.Known() {
		return s, false
	}
	loc := r.location()
	if s.Start.IsZero() {
		s.Start = r.First.In(loc)
	}
	if s.End.IsZero() {
		s.End = (r.Last + 1).In(loc)
	}
	return s, s.End.After(s.Start)
}

// sofar is the instant after which there is no data yet; zero if that is not known.
func (r *Request) sofar() time.Time {
	if !r.AsOf.IsZero() && r.Last.Known() && chat.TimeOf(r.AsOf) <= r.Last {
		return (r.Last + 1).In(r.location()) // data from the future counts as well
	}
	return r.AsOf
}

func (r *Request) location() *time.Location {
	if r.Span.Location == nil {
		return time.UTC
	}
	return r.Span.Location
}

// axis cuts the period by the unit that suits its length.
func (r *Request) axis(units []unitFor) axis {
	s, ok := r.span()
	if !ok {
		return axis{unit: period.Day, loc: r.location()}
	}
	whole := s
	if r.Span.Bounded() {
		whole = r.Span // one that goes on is cut as it will be in the end
	}
	days := period.Seconds(whole.Start, whole.End) / 86400
	unit := units[0].unit
	for _, u := range units {
		unit = u.unit
		if days <= u.days {
			break
		}
	}
	a := axis{unit: unit, loc: r.location()}
	b := period.NewBucketer(unit, a.loc)
	a.buckets = b.Range(s)
	for _, i := range a.buckets {
		a.names = append(a.names, b.Name(i))
	}
	return a
}

// groups finds the groups of a result by time, in the order of the axis; nil
// where there is no conversation.
func (a *axis) groups(r *metrics.Result) []*metrics.Group {
	byName := map[string]*metrics.Group{}
	for i := range r.Groups {
		if k := r.Groups[i].Key[0].Value; k != nil {
			byName[*k] = &r.Groups[i]
		}
	}
	list := make([]*metrics.Group, len(a.names))
	for i, name := range a.names {
		list[i] = byName[name]
	}
	return list
}

// series is a metric over time: NaN where it is not known, 0 for a count of nothing.
func (a *axis) series(r *metrics.Result, name string) []float64 {
	list := make([]float64, len(a.names))
	for i, g := range a.groups(r) {
		switch {
		case g != nil:
			if v := value(g.Values, name); v != nil {
				list[i] = orUnknown(v.Value)
				continue
			}
			list[i] = orUnknown(nil)
		case isCount(name):
			list[i] = 0
		default:
			list[i] = orUnknown(nil)
		}
	}
	return list
}

func isCount(name string) bool {
	for _, m := range metrics.Definitions() {
		if m.Name == name {
			return m.Unit == metrics.UnitCount
		}
	}
	return false
}

// at is the first instant of a bucket.
func (a *axis) at(i int) time.Time { return chat.Time(a.buckets[i]).In(a.loc) }

// label names a bucket for people.
func (a *axis) label(i int) string {
	switch a.unit {
	case period.Hour:
		return a.at(i).Format("2 Jan 15:04")
	case period.Day:
		return a.at(i).Format("Mon 2 Jan")
	case period.Month:
		return a.at(i).Format("Jan 2006")
	}
	return a.names[i]
}

// labels names all buckets.
func (a *axis) labels() []string {
	list := make([]string, len(a.names))
	for i := range a.names {
		list[i] = a.label(i)
	}
	return list
}

// short names a bucket where there is little room.
func (a *axis) short(i int) string {
	switch a.unit {
	case period.Hour:
		return a.at(i).Format("15:04")
	case period.Day:
		return a.at(i).Format("2 Jan")
	case period.Week:
		return a.names[i][len("2026-"):]
	}
	return a.at(i).Format("Jan 06")
}

// ticks are the buckets that are labelled: Mondays, else as many as there is room for.
func (a *axis) ticks() []chart.Tick {
	var list []chart.Tick
	every := max(1, (len(a.names)+9)/10)
	for i := range a.names {
		monday := a.unit == period.Day && len(a.names) > 10 && len(a.names) <= 45
		if monday && (a.at(i).Weekday() == time.Monday) || !monday && i%every == 0 {
			list = append(list, chart.Tick{At: i, Label: a.short(i)})
		}
	}
	return list
}

// weekends are the stretches of Saturdays and Sundays of an axis of days.
func (a *axis) weekends() [][2]int {
	if a.unit != period.Day || len(a.names) > 45 {
		return nil
	}
	var list [][2]int
	for i := range a.names {
		switch a.at(i).Weekday() {
		case time.Saturday:
			list = append(list, [2]int{i, min(i+1, len(a.names)-1)})
		case time.Sunday:
			if i == 0 {
				list = append(list, [2]int{0, 0})
			}
		}
	}
	return list
}
