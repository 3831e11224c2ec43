package period

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// named is the one table of the periods that have a name: a unit of the calendar
// so many units ago, the last so many days up to now, or all time.
var named = []struct {
	name string
	unit calendar
	ago  int
	days int
}{
	{name: "today", unit: day},
	{name: "yesterday", unit: day, ago: 1},
	{name: "this-week", unit: week},
	{name: "last-week", unit: week, ago: 1},
	{name: "this-month", unit: month},
	{name: "last-month", unit: month, ago: 1},
	{name: "this-year", unit: year},
	{name: "last-year", unit: year, ago: 1},
	{name: "week", days: 7},
	{name: "month", days: 30},
	{name: "year", days: 365},
	{name: "all"},
}

// written is the one table of the periods that are written with digits. read
// gets the parts that the form captures.
var written = []struct {
	example string
	form    *regexp.Regexp
	read    func(part []string, now time.Time, loc *time.Location) (Span, error)
}{
	{"30d", regexp.MustCompile(`(?i)^(\d{1,7})d$`), readDays},
	{"24h", regexp.MustCompile(`(?i)^(\d{1,7})h$`), readHours},
	{"12w", regexp.MustCompile(`(?i)^(\d{1,7})w$`), readWeeks},
	{"2026-10", regexp.MustCompile(`(?i)^(\d{4}-\d{2})$`), readMonth},
	{"2026-W42", regexp.MustCompile(`(?i)^(\d{4})-W(\d{1,2})$`), readWeek},
	{"2026-Q3", regexp.MustCompile(`(?i)^(\d{4})-Q(\d)$`), readQuarter},
	{"2026", regexp.MustCompile(`(?i)^(\d{4})$`), readYear},
	{"2026-10-05", regexp.MustCompile(`(?i)^(\d{4}-\d{2}-\d{2})$`), readDay},
	{"2026-10-01..2026-10-15", regexp.MustCompile(`(?i)^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$`), readDates},
}

var minutesOrMonths = regexp.MustCompile(`(?i)^\d+(m|mo|min|y)$`)

// Names lists the periods that have a name.
func Names() []string {
	list := make([]string, len(named))
	for i, n := range named {
		list[i] = n.name
	}
	return list
}

// Parse reads a period in the timezone loc (nil is UTC), whatever its case.
//
//	30d 12w     days of the calendar up to now (excluded), so that the clock shows the same time at both ends
//	24h         exact hours up to now (excluded)
//	week month year          7d, 30d, 365d
//	today this-month ...     the whole unit of the calendar, though a part of it may be to come
//	2026-10 2026-W42 2026-Q3 2026 2026-10-05     a unit of the calendar; weeks as in ISO 8601
//	2026-10-01..2026-10-15   days, the last one included
//	all                      no bounds
//
// A bounded span starts before it ends. The error of a text that is no period
// lists the forms.
func Parse(s string, now time.Time, loc *time.Location) (Span, error) {
	loc = orUTC(loc)
	now = now.In(loc).Truncate(time.Microsecond)
	text := strings.TrimSpace(s)
	for _, n := range named {
		if strings.EqualFold(n.name, text) {
			switch {
			case n.unit != 0:
				first := n.unit.floor(dateOf(now, loc))
				return n.unit.span(n.unit.add(first, -n.ago), loc), nil
			case n.days > 0:
				return rolling(n.days, now, loc), nil
			}
			return Span{Label: n.name, Location: loc}, nil
		}
	}
	for _, w := range written {
		if part := w.form.FindStringSubmatch(text); part != nil {
			return checked(s, w.read, part[1:], now, loc)
		}
	}
	if minutesOrMonths.MatchString(text) {
		return Span{}, fmt.Errorf("period %q: months and years vary in length and m may mean minutes; write days or weeks such as 180d or 26w, or dates such as 2026-05-01..2026-10-31", s)
	}
	return Span{}, fmt.Errorf("%q is no period; write one of %s", s, strings.Join(forms(), ", "))
}

// forms lists all ways to write a period.
func forms() []string {
	list := Names()
	for _, w := range written {
		list = append(list, w.example)
	}
	return list
}

// checked runs read and refuses a span that is empty or of impossible years.
func checked(text string, read func([]string, time.Time, *time.Location) (Span, error), part []string, now time.Time, loc *time.Location) (Span, error) {
	s, err := read(part, now, loc)
	if err != nil {
		return Span{}, fmt.Errorf("period %q: %w", text, err)
	}
	if err := checkYears("period", text, s.Start, s.End); err != nil {
		return Span{}, err
	}
	if !s.Start.Before(s.End) {
		return Span{}, fmt.Errorf("period %q holds no time in %s: its end must be after its start", text, loc)
	}
	return s, nil
}

func rolling(n int, now time.Time, loc *time.Location) Span {
	return Span{Start: now.AddDate(0, 0, -n), End: now, Label: strconv.Itoa(n) + "d", Location: loc, step: step{days: n}}
}

func readDays(part []string, now time.Time, loc *time.Location) (Span, error) {
	return rolling(number(part[0]), now, loc), nil
}

func readWeeks(part []string, now time.Time, loc *time.Location) (Span, error) {
	n := number(part[0])
	s := rolling(7*n, now, loc)
	s.Label = strconv.Itoa(n) + "w"
	return s, nil
}

func readHours(part []string, now time.Time, loc *time.Location) (Span, error) {
	n := number(part[0])
	start := time.UnixMicro(now.UnixMicro() - int64(n)*time.Hour.Microseconds()).In(loc)
	return Span{Start: start, End: now, Label: strconv.Itoa(n) + "h", Location: loc}, nil
}

func readDay(part []string, _ time.Time, loc *time.Location) (Span, error) {
	date, err := readDate(part[0])
	return day.span(date, loc), err
}

func readMonth(part []string, _ time.Time, loc *time.Location) (Span, error) {
	first, err := time.Parse("2006-01", part[0])
	if err != nil {
		return Span{}, fmt.Errorf("there is no month %s", part[0])
	}
	return month.span(first, loc), nil
}

func readYear(part []string, _ time.Time, loc *time.Location) (Span, error) {
	return year.span(civil(number(part[0]), time.January, 1), loc), nil
}

func readQuarter(part []string, _ time.Time, loc *time.Location) (Span, error) {
	y, q := number(part[0]), number(part[1])
	if q < 1 || q > 4 {
		return Span{}, errors.New("a year has the quarters Q1 to Q4")
	}
	return quarter.span(civil(y, time.Month(3*q-2), 1), loc), nil
}

func readWeek(part []string, _ time.Time, loc *time.Location) (Span, error) {
	y, w := number(part[0]), number(part[1])
	first := week.floor(civil(y, time.January, 4)).AddDate(0, 0, 7*(w-1)) // 4 January is always in week 1
	if gotYear, got := first.ISOWeek(); gotYear != y || got != w {
		return Span{}, fmt.Errorf("the year %d has no week %d", y, w)
	}
	return week.span(first, loc), nil
}

func readDates(part []string, _ time.Time, loc *time.Location) (Span, error) {
	first, err := readDate(part[0])
	if err != nil {
		return Span{}, err
	}
	last, err := readDate(part[1])
	return dates(first, last.AddDate(0, 0, 1), loc), err
}

func readDate(s string) (time.Time, error) {
	date, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("there is no day %s", s)
	}
	return date, nil
}

// number reads the few digits that a form has admitted, so that nothing can go wrong.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
