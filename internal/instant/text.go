package instant

import (
	"strings"
	"time"
	"unicode"
)

// dateLayouts are the forms of a date that is written with words or without
// leading zeros. Dots separate day, month and year in this order everywhere.
var dateLayouts = []string{
	"Jan 2 2006", "January 2 2006", "2 Jan 2006", "2 January 2006", "2-Jan-2006", "2006/1/2", "2006-1-2", "2.1.2006",
}

// textTime is a time in words, taken apart.
type textTime struct {
	date   []string
	clock  string // hours, minutes and perhaps seconds
	half   string // AM, PM or "" for 24 hours
	offset string
}

// parseText reads a time in words. What is not the date is known by its shape,
// so that its place does not matter: RFC 1123, Unix date, JavaScript's Date,
// "Jan 2, 2006, 3:04 PM" and their like.
func parseText(s string) (us int64, ok bool) {
	s, _, _ = strings.Cut(s, " (") // JavaScript ends with the name of the timezone
	words := strings.FieldsFunc(strings.ToUpper(s), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	var t textTime
	for _, w := range words {
		if !t.take(w) {
			return 0, false
		}
	}
	clock, ok := t.timeOfDay()
	if !ok {
		return 0, false
	}
	offset, ok := parseOffset(t.offset)
	if !ok {
		return 0, false
	}
	date := strings.Join(t.date, " ")
	for _, layout := range dateLayouts {
		if midnight, err := time.Parse(layout, date); err == nil {
			return midnight.Unix()*second + clock - offset, true
		}
	}
	return 0, false
}

// take puts a word, in capitals, where it belongs and reports whether that was free.
func (t *textTime) take(w string) bool {
	part := &t.offset
	switch {
	case w[0]-'0' <= 9 && strings.Contains(w, ":"):
		if n := len(w) - 2; w[n:] == "AM" || w[n:] == "PM" {
			return t.take(w[:n]) && t.take(w[n:])
		}
		part = &t.clock
	case w == "AM" || w == "PM":
		part = &t.half
	case strings.HasPrefix(w, "GMT") || strings.HasPrefix(w, "UTC"):
		w = w[3:]
	case w[0] == '+' || w[0] == '-':
	case w == "AT" || w == "Z" || isWeekday(w):
		return true
	default:
		t.date = append(t.date, w)
		return true
	}
	free := *part == "" || w == ""
	*part += w
	return free
}

// timeOfDay returns the microseconds since midnight.
func (t *textTime) timeOfDay() (us int64, ok bool) {
	if t.clock == "" {
		return 0, t.half == ""
	}
	clock := t.clock
	if clock[1] == ':' {
		clock = "0" + clock
	}
	us, rest, ok := parseClock(clock)
	if !ok || rest != "" {
		return 0, false
	}
	const hour = 3600 * second
	if t.half == "" {
		return us, true
	}
	if us < hour || us >= 13*hour {
		return 0, false
	}
	us %= 12 * hour // twelve o'clock begins its half of the day
	if t.half == "PM" {
		us += 12 * hour
	}
	return us, true
}

// isWeekday reports whether w is the name of a weekday or its first three letters.
func isWeekday(w string) bool {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name := strings.ToUpper(d.String()); w == name || w == name[:3] {
			return true
		}
	}
	return false
}
