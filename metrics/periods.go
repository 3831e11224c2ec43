package metrics

import (
	"fmt"
	"math"
	"strconv"

	"chatcops/internal/period"
)

// complete reports whether a period can get no more data.
func (q *Query) complete(s period.Span) bool {
	return q.AsOf.IsZero() || !s.Unfinished(q.AsOf)
}

// comparisonNotes say what makes two periods unequal.
func (q *Query) comparisonNotes(l lengths) []string {
	notes := []string{}
	for _, p := range []struct {
		name string
		span period.Span
		had  float64
	}{{"The period", q.Span, l.now}, {"The period compared with", *q.Previous, l.before}} {
		whole := period.Seconds(p.span.Start, p.span.End)
		switch {
		case !p.span.Bounded():
			notes = append(notes, p.name+" has no bound on one side: its counts cannot be tested against others.")
		case q.complete(p.span):
		case p.had <= 0:
			notes = append(notes, p.name+" has not begun.")
		default:
			notes = append(notes, fmt.Sprintf("%s is not over: %s of %s so far.", p.name, stretch(p.had), stretch(whole)))
		}
	}
	if l.now > 0 && l.before > 0 && math.Abs(l.now-l.before) > clockChange {
		notes = append(notes, fmt.Sprintf("The periods are not of one length, %s against %s: whether a count has changed is judged per unit of time, "+
			"the change that is shown is that of the counts as they are.", stretch(l.now), stretch(l.before)))
	}
	a, b := q.Span, *q.Previous
	if loA, hiA := a.Bounds(); true {
		if loB, hiB := b.Bounds(); loA < hiB && loB < hiA {
			notes = append(notes, "The periods overlap: conversations in both make changes seem smaller, and tests take them for independent.")
		}
	}
	return notes
}

// stretch tells a length of time in days, or hours if it is short.
func stretch(seconds float64) string {
	n, unit := seconds/86400, "day"
	if n < 2 {
		n, unit = seconds/3600, "hour"
	}
	n = math.Round(10*n) / 10
	if n != 1 {
		unit += "s"
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + " " + unit
}
