package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"chatcops/internal/period"
	"chatcops/report"
)

const localTimezone = "local"

// kind is how the text of a setting is read. Errors of parse state the problem
// and the way out.
type kind[T any] struct {
	name  string // in the docs
	parse func(string) (T, error)
	print func(T) string // what parse reads back
}

func asIs(s string) string { return s }

var (
	currencyKind = kind[string]{"letters", parseCurrency, asIs}
	textKind     = kind[string]{"text", parseText, asIs}
	timezoneKind = kind[string]{"timezone", parseTimezone, asIs}
	formatKind   = kind[string]{formatNames(), parseFormat, asIs}
	periodKind   = kind[string]{"period", parsePeriod, asIs}
	compareKind  = kind[string]{"previous, none or a period", parseCompare, asIs}
	boolKind     = kind[bool]{"true or false", parseBool, strconv.FormatBool}
	durationKind = kind[time.Duration]{"duration", parseDuration, printDuration}
)

// parseText accepts what can stand in a table: not empty, no control characters.
func parseText(s string) (string, error) {
	if strings.TrimSpace(s) == "" {
		return "", errors.New("empty: write a value, or leave the setting out")
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return "", fmt.Errorf("%s holds control characters: leave them out", quote(s))
	}
	return s, nil
}

// parseCurrency accepts a short name such as EUR.
func parseCurrency(s string) (string, error) {
	if s == "" || len(s) > 12 || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) }) {
		return "", fmt.Errorf("%s is no currency: write a few letters, such as EUR or USD", quote(s))
	}
	return s, nil
}

func parseTimezone(s string) (string, error) {
	loc, err := period.LoadLocation(s)
	if err != nil {
		return "", err
	}
	if loc == time.Local {
		return localTimezone, nil
	}
	return loc.String(), nil
}

func parseFormat(s string) (string, error) {
	f, err := report.FindFormat(s)
	return f.Name, err
}

func formatNames() string {
	var names []string
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// parsePeriod checks only the form, for which any instant serves as the present.
func parsePeriod(s string) (string, error) {
	_, err := period.Parse(s, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	return s, err
}

func parseCompare(s string) (string, error) {
	if s == "previous" || s == "none" {
		return s, nil
	}
	if _, err := parsePeriod(s); err != nil {
		return "", fmt.Errorf("%s is neither previous, none nor a period: write one of them, such as 2026-10", quote(s))
	}
	return s, nil
}

func parseBool(s string) (bool, error) {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return false, fmt.Errorf("%s is neither true nor false: write one of the two", quote(s))
	}
	return b, nil
}

func parseDuration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%s is no duration: write a number with a unit, such as 90s, 30m or 2h", quote(s))
	}
	return d, nil
}

// printDuration drops the zero parts that time.Duration prints: 30m, not 30m0s.
func printDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// wholeNumber is an integer from low to high.
func wholeNumber(low, high int) kind[int] {
	parse := func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || n < low || n > high {
			return 0, fmt.Errorf("%s is no whole number from %d to %d: write one", quote(s), low, high)
		}
		return n, nil
	}
	return kind[int]{fmt.Sprintf("whole number, %d to %d", low, high), parse, strconv.Itoa}
}
