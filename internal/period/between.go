package period

import (
	"fmt"
	"strings"
	"time"
)

// Between reads the two ends of a span in ISO 8601, each a date (2026-10-01,
// which is its local midnight) or an instant (2026-10-01T12:00:00+02:00; without
// an offset it is in loc). An empty text leaves the side unbounded. until is
// excluded: as a date it means up to and without that midnight. It is an error
// when since is not before until.
func Between(since, until string, loc *time.Location) (Span, error) {
	loc = orUTC(loc)
	start, startIsDate, err := readEnd("since", since, loc)
	if err != nil {
		return Span{}, err
	}
	end, endIsDate, err := readEnd("until", until, loc)
	if err != nil {
		return Span{}, err
	}
	s := Span{Start: start, End: end, Location: loc}
	switch {
	case s.Bounded() && !start.Before(end):
		return Span{}, fmt.Errorf("since %q is not before until %q: until is excluded, so it must be later", since, until)
	case startIsDate && endIsDate:
		return dates(dateOf(start, loc), dateOf(end, loc), loc), nil
	case s.Bounded():
		s.Label = start.In(loc).Format(time.RFC3339Nano) + "/" + end.In(loc).Format(time.RFC3339Nano)
	case since != "":
		s.Label = "since " + strings.TrimSpace(since)
	case until != "":
		s.Label = "until " + strings.TrimSpace(until)
	default:
		s.Label = "all"
	}
	return s, nil
}

// instants are the forms of an instant, those with an offset first.
var instants = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07",
	"2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02T15:04Z07",
	"2006-01-02T15:04:05", "2006-01-02T15:04",
}

// readEnd reads one end of a span; name is said in the error.
func readEnd(name, text string, loc *time.Location) (t time.Time, isDate bool, err error) {
	s := strings.TrimSpace(text)
	if s == "" {
		return time.Time{}, false, nil
	}
	if date, err := time.Parse(time.DateOnly, s); err == nil {
		return midnight(date, loc), true, checkYears(name, text, date, date)
	}
	s = strings.ToUpper(s)
	if len(s) > len(time.DateOnly) && s[len(time.DateOnly)] == ' ' {
		s = s[:len(time.DateOnly)] + "T" + s[len(time.DateOnly)+1:]
	}
	for _, layout := range instants {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			t = t.Truncate(time.Microsecond).In(loc)
			return t, false, checkYears(name, text, t, t)
		}
	}
	return time.Time{}, false, fmt.Errorf("%s %q is no date or time: write 2026-10-01, 2026-10-01T12:00 or 2026-10-01T12:00:00Z", name, text)
}

// The years that are read: every bound of a span has four digits in every timezone.
const minYear, maxYear = 1000, 9998

func checkYears(name, text string, first, last time.Time) error {
	if first.Year() < minYear || last.Year() > maxYear {
		return fmt.Errorf("%s %q: years run from %d to %d", name, text, minYear, maxYear)
	}
	return nil
}
