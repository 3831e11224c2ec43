package instant

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// FromInt reads a Unix time in seconds, milliseconds, microseconds or
// nanoseconds: the unit is the one in which it falls into the years 1990 to
// 2100, and no number does in two. It returns microseconds; what is finer is dropped.
func FromInt(n int64) (us int64, err error) {
	scale, ok := unixScale(n)
	if !ok {
		return 0, noUnix(strconv.FormatInt(n, 10))
	}
	if scale == 0 {
		return n / 1000, nil
	}
	return n * scale, nil
}

// FromFloat reads a Unix time as FromInt does, rounded to the microsecond
// where the float64 is finer.
func FromFloat(f float64) (us int64, err error) {
	whole, decimals := math.Modf(f)
	if math.Abs(whole) < 1<<62 { // false for NaN
		if us, err = FromInt(int64(whole)); err == nil {
			scale, _ := unixScale(int64(whole))
			return us + int64(math.Round(decimals*float64(scale))), nil
		}
	}
	return 0, noUnix(strconv.FormatFloat(f, 'g', -1, 64))
}

// unixScale returns the microseconds in the unit of a Unix time, 0 for nanoseconds.
func unixScale(n int64) (scale int64, ok bool) {
	switch {
	case earliest <= n && n < latest:
		return second, true
	case earliest*1e3 <= n && n < latest*1e3:
		return millisecond, true
	case earliest*1e6 <= n && n < latest*1e6:
		return microsecond, true
	case earliest*1e9 <= n && n < latest*1e9:
		return 0, true
	}
	return 0, false
}

// parseNumber reads a Unix time from its digits, exactly, or from any other
// form of a number. isNumber is false if s is none.
func parseNumber(s string) (us int64, isNumber bool, err error) {
	whole, decimals, _ := strings.Cut(s, ".")
	if whole == "" || !allDigits(whole) || !allDigits(decimals) {
		f, err := strconv.ParseFloat(s, 64)
		if strings.Trim(s, "0123456789.eE+-") != "" || err != nil {
			return 0, false, nil
		}
		us, err = FromFloat(f)
		return us, true, err
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err == nil {
		us, err = FromInt(n)
	}
	if err != nil {
		return 0, true, noUnix(s)
	}
	scale, _ := unixScale(n)
	for i := 0; i < len(decimals) && scale > 1; i++ {
		scale /= 10
		us += int64(decimals[i]-'0') * scale
	}
	return us, true, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return false
		}
	}
	return true
}

func noUnix(number string) error {
	return fmt.Errorf("%s is no time between 1990 and 2100 in seconds, milliseconds, microseconds or nanoseconds", number)
}
