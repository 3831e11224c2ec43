package instant

// parseISO reads ISO 8601 as Parse describes it, in whatever year.
func parseISO(s string) (us int64, ok bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	century, year := twoDigits(s, 0), twoDigits(s, 2)
	month, day := twoDigits(s, 5), twoDigits(s, 8)
	if century < 0 || year < 0 || month < 1 || month > 12 {
		return 0, false
	}
	year += 100 * century
	if day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	us = daysSinceEpoch(year, month, day) * 86400 * second
	if len(s) == 10 {
		return us, true
	}
	if s[10] != 'T' && s[10] != ' ' && s[10] != 't' {
		return 0, false
	}
	clock, rest, ok := parseClock(s[11:])
	if !ok {
		return 0, false
	}
	offset, ok := parseOffset(rest)
	return us + clock - offset, ok
}

// parseClock reads a time of day and returns it in microseconds, with what follows it.
func parseClock(s string) (us int64, rest string, ok bool) {
	if len(s) < 5 || s[2] != ':' {
		return 0, "", false
	}
	hour, minute := twoDigits(s, 0), twoDigits(s, 3)
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return 0, "", false
	}
	us, s = (hour*60+minute)*60*second, s[5:]
	if len(s) == 0 || s[0] != ':' {
		return us, s, true
	}
	if len(s) < 3 {
		return 0, "", false
	}
	sec := twoDigits(s, 1)
	if sec < 0 || sec > 60 {
		return 0, "", false
	}
	us, s = us+sec*second, s[3:]
	if len(s) == 0 || s[0] != '.' && s[0] != ',' {
		return us, s, true
	}
	n := 1
	scale := int64(second)
	for ; n < len(s) && s[n]-'0' <= 9; n++ {
		scale /= 10
		us += int64(s[n]-'0') * scale
	}
	return us, s[n:], n > 1 && n <= 10
}

// parseOffset reads what may follow a time of day: nothing, a name of UTC or an
// offset of at most a day, in microseconds.
func parseOffset(s string) (us int64, ok bool) {
	if len(s) > 1 && s[0] == ' ' {
		s = s[1:]
	}
	switch s {
	case "", "Z", "z", "UTC", "GMT":
		return 0, true
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	hours, minutes := twoDigits(s, 1), int64(0)
	switch {
	case len(s) == 6 && s[3] == ':':
		minutes = twoDigits(s, 4)
	case len(s) == 5:
		minutes = twoDigits(s, 3)
	case len(s) != 3:
		return 0, false
	}
	if hours < 0 || hours > 23 || minutes < 0 || minutes > 59 {
		return 0, false
	}
	us = (hours*60 + minutes) * 60 * second
	if s[0] == '-' {
		us = -us
	}
	return us, true
}

// twoDigits returns the number that the two digits at s[i] make, -1 if they are none.
func twoDigits(s string, i int) int64 {
	a, b := s[i]-'0', s[i+1]-'0'
	if a > 9 || b > 9 {
		return -1
	}
	return int64(a)*10 + int64(b)
}

// daysIn returns the length of a month of the Gregorian calendar.
func daysIn(year, month int64) int64 {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysSinceEpoch counts the days from 1970-01-01 to a date of the Gregorian
// calendar in the year 1 or later (H. Hinnant, "chrono-Compatible Low-Level
// Date Algorithms", days_from_civil).
func daysSinceEpoch(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return year*365 + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468
}
