package period

import (
	"fmt"
	"time"
)

// calendar is a unit of the calendar. Dates are written as midnight in UTC,
// where every day has 24 hours; midnight turns them into instants of a timezone.
type calendar uint8

const (
	_ calendar = iota
	day
	week // of ISO 8601: from Monday on
	month
	quarter
	year
)

// floor returns the first date of the unit that holds date.
func (c calendar) floor(date time.Time) time.Time {
	y, m, d := date.Date()
	switch c {
	case week:
		d -= (int(date.Weekday()) + 6) % 7
	case month:
		d = 1
	case quarter:
		m, d = m-(m-1)%3, 1
	case year:
		m, d = time.January, 1
	}
	return civil(y, m, d)
}

// add moves the first date of a unit by n units.
func (c calendar) add(first time.Time, n int) time.Time {
	switch c {
	case week:
		return first.AddDate(0, 0, 7*n)
	case month:
		return first.AddDate(0, n, 0)
	case quarter:
		return first.AddDate(0, 3*n, 0)
	case year:
		return first.AddDate(n, 0, 0)
	}
	return first.AddDate(0, 0, n)
}

// label names the unit that begins on first in the form that Parse reads.
func (c calendar) label(first time.Time) string {
	switch c {
	case week:
		y, w := first.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, w)
	case month:
		return first.Format("2006-01")
	case quarter:
		return fmt.Sprintf("%04d-Q%d", first.Year(), (first.Month()+2)/3)
	case year:
		return first.Format("2006")
	}
	return first.Format(time.DateOnly)
}

// span returns the unit that begins on first as a span of loc.
func (c calendar) span(first time.Time, loc *time.Location) Span {
	return Span{
		Start:    midnight(first, loc),
		End:      midnight(c.add(first, 1), loc),
		Label:    c.label(first),
		Location: loc,
		step:     step{unit: c},
	}
}

// before returns the last unit that ends by the instant t, at which a unit begins.
func (c calendar) before(t time.Time, loc *time.Location) Span {
	first := c.floor(dateOf(t, loc))
	for {
		first = c.add(first, -1)
		// A zone that moved over the date line has no such day: take the one before.
		if s := c.span(first, loc); s.Start.Before(s.End) {
			return s
		}
	}
}

func civil(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// midnight returns the instant at which date begins in loc: from it on no clock
// in loc shows an earlier date again. Where a change of the offset skips local
// midnight it is the instant of the change; where the clock falls back over
// midnight it is the second midnight. So days follow one another without gap or overlap.
func midnight(date time.Time, loc *time.Location) time.Time {
	t := date.Add(16 * time.Hour).In(loc) // date has begun: no zone ever was 16 h behind UTC
	for {
		_, offset := t.Zone()
		start, _ := t.ZoneBounds()
		m := date.Add(-time.Duration(offset) * time.Second)
		if start.IsZero() || m.After(start) {
			return m.In(loc)
		}
		before := start.Add(-time.Second)
		if _, offset = before.Zone(); before.Unix()+int64(offset) < date.Unix() {
			return start
		}
		t = before
	}
}

// dateOf returns the date whose midnight is the last one not after t.
func dateOf(t time.Time, loc *time.Location) time.Time {
	date := civil(t.In(loc).Date())
	for midnight(date, loc).After(t) {
		date = date.AddDate(0, 0, -1)
	}
	return date
}

// startsDay reports whether a day of loc begins at t.
func startsDay(t time.Time, loc *time.Location) bool {
	return midnight(civil(t.In(loc).Date()), loc).Equal(t)
}
