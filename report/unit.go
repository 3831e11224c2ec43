package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Unit says how a quantity prints for people. Machines get the bare number.
type Unit struct {
	style    style
	digits   int
	currency string
}

type style uint8

const (
	decimal style = iota
	share
	relative
	seconds
	money
)

// Units of quantities. The zero Unit is Count.
var (
	Count    = Unit{}                           // 1,234
	Share    = Unit{style: share, digits: 1}    // 0.24 prints 24.0%; a change of 0.021 prints +2.1pp
	Relative = Unit{style: relative, digits: 1} // 0.034 prints 3.4%, as a change too
	Seconds  = Unit{style: seconds}             // 850ms, 4.2s, 3m 05s, 2h 10m, 3d 04h
)

// Decimal is a plain number with a fixed count of decimals.
func Decimal(digits int) Unit { return Unit{digits: digits} }

// Money is an amount in a currency such as "EUR". Amounts below one keep four
// decimals, because a conversation may cost a fraction of a cent.
func Money(currency string) Unit { return Unit{style: money, currency: currency} }

// minus is the sign that is as wide as a digit and never taken for a hyphen.
const minus = "−"

// format prints v, rounded, for people.
func (u Unit) format(v float64) string { return sign(v, u.magnitude(math.Abs(v)), "") }

// formatChange prints v as a difference: always signed, and shares in percentage points.
func (u Unit) formatChange(v float64) string {
	text := u.magnitude(math.Abs(v))
	if u.style == share {
		text = strings.TrimSuffix(text, "%") + "pp"
	}
	return sign(v, text, "+")
}

// Plain is v as people read it in prose.
func (u Unit) Plain(v float64) string { return u.format(v) }

// Signed is v as a difference, for prose: +2.1pp.
func (u Unit) Signed(v float64) string { return u.formatChange(v) }

// SignedSpan joins the two ends of a difference's interval: −1.2 to +3.4pp. An
// end that is not finite is named instead.
func (u Unit) SignedSpan(low, high float64) string {
	from, to := u.formatChange(low), u.formatChange(high)
	switch {
	case !finite(low) && !finite(high):
		return ""
	case !finite(high):
		return "> " + from
	case !finite(low):
		return "< " + to
	}
	for _, suffix := range []string{"%", "pp"} {
		if bare, ok := strings.CutSuffix(from, suffix); ok && strings.HasSuffix(to, suffix) {
			from = bare
		}
	}
	return from + " to " + to
}

// formatSpan joins two ends, naming a unit that both share once: 18.6–30.4%.
func (u Unit) formatSpan(low, high float64) string {
	from, to := u.format(low), u.format(high)
	for _, suffix := range []string{"%", "ms", "s", " " + u.currency} {
		bare, ok := bareNumber(from, suffix)
		if _, both := bareNumber(to, suffix); ok && both {
			from = bare
			break
		}
	}
	if strings.Contains(from+to, minus) {
		return from + " to " + to // a dash beside a minus sign is hard to read
	}
	return from + "–" + to
}

// bareNumber cuts suffix off s and reports whether nothing but a number is left.
func bareNumber(s, suffix string) (string, bool) {
	rest, found := strings.CutSuffix(s, suffix)
	return rest, found && strings.Trim(rest, "0123456789.,"+minus) == ""
}

// sign puts the sign of v before text, none if text shows nothing but zeros.
func sign(v float64, text, plus string) string {
	switch {
	case !strings.ContainsAny(text, "123456789"):
		return text
	case v < 0:
		return minus + text
	default:
		return plus + text
	}
}

func (u Unit) magnitude(v float64) string {
	switch u.style {
	case share, relative:
		return grouped(v*100, u.digits) + "%"
	case seconds:
		return clock(v)
	case money:
		digits := 2
		if v != 0 && v < 0.99995 {
			digits = 4
		}
		return strings.TrimSpace(grouped(v, digits) + " " + u.currency)
	default:
		return grouped(v, u.digits)
	}
}

// clock prints seconds with the two coarsest parts that matter. Each step is
// decided on the rounded value, so that no part ever reads 60.
func clock(v float64) string {
	if ms := math.Round(v * 1e3); ms < 1000 {
		return strconv.Itoa(int(ms)) + "ms"
	}
	if tenths := math.Round(v * 10); tenths < 600 {
		return strconv.FormatFloat(tenths/10, 'f', 1, 64) + "s"
	}
	if s := math.Round(v); s < 3600 {
		return fmt.Sprintf("%.0fm %02.0fs", math.Floor(s/60), math.Mod(s, 60))
	}
	if m := math.Round(v / 60); m < 24*60 {
		return fmt.Sprintf("%.0fh %02.0fm", math.Floor(m/60), math.Mod(m, 60))
	}
	h := math.Round(v / 3600)
	return fmt.Sprintf("%sd %02.0fh", grouped(math.Floor(h/24), 0), math.Mod(h, 24))
}

// grouped prints a number that is not negative with a comma after each three digits.
func grouped(v float64, digits int) string {
	return group(strconv.FormatFloat(v, 'f', digits, 64))
}

func group(number string) string {
	whole, fraction, found := strings.Cut(number, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + fraction
	}
	return whole
}
