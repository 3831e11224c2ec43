// Package instant reads the times that exports write, as microseconds since
// the Unix epoch, and writes them. Only instants of the years 1990 to 2100 are
// accepted: anything else is a mistake of unit, a placeholder or no time at all.
package instant

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// earliest and latest bound what is accepted, in seconds since the epoch:
	// 1990-01-01 and, exclusive, 2101-01-01, both in UTC.
	earliest = 631152000
	latest   = 4133980800

	microsecond = 1
	millisecond = 1000 * microsecond
	second      = 1000 * millisecond

	// maxLength is more than any form of a time takes.
	maxLength = 100
)

// Parse reads an instant, in microseconds since the epoch, from
//
//   - ISO 8601: a date, or a date and a time of day separated by T or a space,
//     with or without seconds, with up to nine decimals of them (what is finer
//     than a microsecond is dropped) and with Z, UTC, GMT or an offset of hours
//     or hours and minutes; without one it is taken as UTC, a date alone as its
//     midnight. Second 60 is the first of the next minute;
//   - a number: a Unix time as in FromInt, exact with decimals;
//   - some forms of text such as RFC 1123 and "Jan 2, 2006, 3:04 PM", as UTC
//     unless they hold an offset.
//
// Dates such as 01/02/2006, of which nobody can tell the month, and names of
// other timezones are refused.
func Parse(s string) (us int64, err error) {
	us, ok := parseISO(s)
	if !ok {
		if us, err = parseOther(s); err != nil {
			return 0, err
		}
	}
	if us < earliest*second || us >= latest*second {
		return 0, fmt.Errorf("%q is no time between 1990 and 2100", s)
	}
	return us, nil
}

// parseOther reads what is not ISO 8601.
func parseOther(s string) (int64, error) {
	if len(s) > maxLength {
		return 0, noTime(s[:maxLength] + "…")
	}
	trimmed := strings.TrimSpace(s)
	if us, isNumber, err := parseNumber(trimmed); isNumber {
		return us, err
	}
	if us, ok := parseISO(trimmed); ok {
		return us, nil
	}
	if us, ok := parseText(trimmed); ok {
		return us, nil
	}
	return 0, noTime(s)
}

func noTime(s string) error {
	return fmt.Errorf("%q is no time: write it as 2006-01-02T15:04:05Z or as a Unix time", s)
}

// Append appends an instant, in microseconds since the epoch, as RFC 3339 in
// the timezone loc (nil is UTC), with decimals only if there are any: three for
// whole milliseconds, else six.
func Append(dst []byte, us int64, loc *time.Location) []byte {
	if loc == nil {
		loc = time.UTC
	}
	dst = time.UnixMicro(us).In(loc).AppendFormat(dst, time.RFC3339)
	fraction := (us%second + second) % second
	if fraction == 0 {
		return dst
	}
	// Formatting decimals in package time takes three times as long.
	var buf [8]byte
	digits := strconv.AppendInt(buf[:0], second+fraction, 10)
	digits[0] = '.'
	if fraction%millisecond == 0 {
		digits = digits[:4]
	}
	zone := len(dst) - len("+00:00")
	if dst[len(dst)-1] == 'Z' {
		zone = len(dst) - len("Z")
	}
	return slices.Insert(dst, zone, digits...)
}
