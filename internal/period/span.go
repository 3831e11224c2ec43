// Package period reads periods such as 30d, last-month or 2026-W42, and cuts
// time into hours, days, weeks and months of a timezone. Periods are half-open,
// [start, end). It knows no clock: whoever needs the present passes it in.
// Instants are microseconds since the Unix epoch.
package period

import (
	"math"
	"strings"
	"time"
)

// Span is the half-open time [Start, End). A zero Start or End leaves that side
// unbounded.
type Span struct {
	Start, End time.Time
	// Label is the period's short name, such as 2026-10 or 30d. Periods of the
	// calendar are labelled by their dates: last-month becomes 2026-09.
	Label    string
	Location *time.Location // of the calendar; nil is UTC
	step     step
}

// step is the length of a span in the terms in which it was asked for. The
// zero step is the exact time between the two ends.
type step struct {
	unit calendar // a whole unit of the calendar
	days int      // else so many days of the calendar
}

// untimed is the instant of a record that carries no time.
const untimed = math.MinInt64

// Bounds returns the span as microseconds: lo <= us < hi. A side without a bound
// is the lowest or highest integer. The lowest, by which records without a
// time are marked, lies only in the span that is unbounded on both sides.
func (s Span) Bounds() (lo, hi int64) {
	lo, hi = untimed, math.MaxInt64
	if !s.End.IsZero() {
		lo, hi = untimed+1, s.End.UnixMicro()
	}
	if !s.Start.IsZero() {
		lo = s.Start.UnixMicro()
	}
	return lo, hi
}

// Contains reports whether the instant us lies in the span. A loop over many
// instants takes Bounds once instead.
func (s Span) Contains(us int64) bool {
	lo, hi := s.Bounds()
	return lo <= us && us < hi
}

// Bounded reports whether the span has a start and an end.
func (s Span) Bounded() bool { return !s.Start.IsZero() && !s.End.IsZero() }

// Unfinished reports whether a part of the span is still to come at now. A span
// without an end has no missing part.
func (s Span) Unfinished(now time.Time) bool { return s.End.After(now) }

// Previous returns the span of the same kind that ends where s starts: the month
// before a month whatever their lengths, else as many days of the calendar or
// as much time as s has. ok is false when s is unbounded on a side, or so long that
// the span before it would begin before the year 1.
func (s Span) Previous() (before Span, ok bool) {
	if !s.Bounded() {
		return Span{}, false
	}
	if before = s.previous(orUTC(s.Location)); before.Start.Year() < 1 {
		return Span{}, false
	}
	return before, true
}

func (s Span) previous(loc *time.Location) (before Span) {
	switch {
	case s.step.unit != 0:
		return s.step.unit.before(s.Start, loc)
	case s.step.days > 0 && startsDay(s.Start, loc) && startsDay(s.End, loc):
		first := dateOf(s.Start, loc)
		return dates(first.AddDate(0, 0, -s.step.days), first, loc)
	case s.step.days > 0:
		before = Span{Start: s.Start.In(loc).AddDate(0, 0, -s.step.days), End: s.Start}
	default:
		lo, hi := s.Bounds()
		before = Span{Start: time.UnixMicro(lo - (hi - lo)).In(loc), End: s.Start}
	}
	before.Location, before.step = s.Location, s.step
	if s.Label != "" {
		before.Label = "previous " + strings.TrimPrefix(s.Label, "previous ")
	}
	return before
}

// Seconds is how long it is from one time to another; a time.Duration ends at 292 years.
func Seconds(from, to time.Time) float64 {
	return float64(to.Unix()-from.Unix()) + float64(to.Nanosecond()-from.Nanosecond())/1e9
}

// String describes the span for people: its label, its dates (the last one
// included) or its times (the last one excluded), and the timezone.
func (s Span) String() string {
	loc := orUTC(s.Location)
	var text string
	bound := s.Start
	switch {
	case s.Bounded() && startsDay(s.Start, loc) && startsDay(s.End, loc):
		text = dateText(dateOf(s.Start, loc), dateOf(s.End, loc), " to ")
	case s.Bounded():
		text = clockText(s.Start, loc) + " to " + clockText(s.End, loc)
	case !s.Start.IsZero():
		text = "since " + clockText(s.Start, loc)
	case !s.End.IsZero():
		bound = s.End
		text = "before " + clockText(bound, loc)
	default:
		return "all"
	}
	text += ", " + loc.String()
	if s.Label == "" || strings.Contains(s.Label, bound.In(loc).Format(time.DateOnly)) {
		return text // which says all that the label says
	}
	return s.Label + " (" + text + ")"
}

// dates returns the span of the days from first up to but without end.
func dates(first, end time.Time, loc *time.Location) Span {
	return Span{
		Start:    midnight(first, loc),
		End:      midnight(end, loc),
		Label:    dateText(first, end, ".."),
		Location: loc,
		step:     step{days: int((end.Unix() - first.Unix()) / 86400)},
	}
}

// dateText names the days from first up to but without end by the first and the last one.
func dateText(first, end time.Time, to string) string {
	last := end.AddDate(0, 0, -1)
	if !last.After(first) {
		return first.Format(time.DateOnly)
	}
	return first.Format(time.DateOnly) + to + last.Format(time.DateOnly)
}

// clockText shows t in loc as precisely as it needs to be.
func clockText(t time.Time, loc *time.Location) string {
	t = t.In(loc)
	switch {
	case startsDay(t, loc):
		return dateOf(t, loc).Format(time.DateOnly)
	case t.Second() == 0 && t.Nanosecond() == 0:
		return t.Format("2006-01-02 15:04")
	}
	return t.Format("2006-01-02 15:04:05.999999")
}

func orUTC(loc *time.Location) *time.Location {
	if loc == nil {
		return time.UTC
	}
	return loc
}
