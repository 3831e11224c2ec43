package metrics

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"chatcops/internal/period"
)

// A zone of the machine that has no name is told by its distance from UTC.
func TestTimezoneWithoutName(t *testing.T) {
	for _, s := range []period.Span{{Location: time.Local}, {Location: time.Local, Start: october().Start}, {Location: time.Local, End: october().End}} {
		if got := newPeriod(s).Timezone; !regexp.MustCompile(`^[+-]\d\d:\d\d$`).MatchString(got) {
			t.Errorf("the timezone is %q", got)
		}
	}
	if got := newPeriod(october()).Timezone; got != "Europe/Berlin" {
		t.Errorf("the timezone is %q", got)
	}
}

func TestComparisonNotes(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 10, n, 0, 0, 0, 0, berlin) }
	span := func(from, to int) period.Span {
		return period.Span{Start: day(from), End: day(to), Location: berlin}
	}
	for _, c := range []struct {
		name        string
		now, before period.Span
		asOf        time.Time
		want        []string // parts, one for each note
	}{
		{"two weeks", span(8, 15), span(1, 8), day(20), nil},
		{"over a change of the clock", span(20, 27), span(13, 20), day(31), nil},
		{"unequal", span(8, 11), span(1, 8), day(20), []string{"not of one length, 3 days against 7 days"}},
		{"unfinished", span(8, 15), span(1, 8), day(10), []string{"The period is not over: 2 days of 7 days so far.", "2 days against 7 days"}},
		{"an hour old", span(8, 15), span(1, 8), day(8).Add(time.Hour), []string{"not over: 1 hour of 7 days", "1 hour against 7 days"}},
		{"to come", span(8, 15), span(1, 8), day(2), []string{"The period has not begun.", "compared with is not over: 24 hours of 7 days"}},
		{"of centuries", period.Span{Start: time.Date(1026, 10, 3, 0, 0, 0, 0, berlin), End: day(3).AddDate(1000, 0, 0), Location: berlin}, span(1, 8), day(3), []string{"The period is not over: 365243 days of 730485 days so far.", "compared with is not over", "365243 days against 2 days", "overlap"}},
		{"overlapping", span(5, 12), span(1, 8), day(20), []string{"overlap"}},
		{"open", period.Span{Start: day(8)}, span(1, 8), day(20), []string{"The period has no bound on one side", "12 days against 7 days"}},
	} {
		q := Query{Filter: Filter{Span: c.now}, Previous: &c.before, AsOf: c.asOf}
		notes := q.comparisonNotes(lengths{now: q.length(c.now), before: q.length(c.before)})
		if len(notes) != len(c.want) {
			t.Errorf("%s: %q", c.name, notes)
			continue
		}
		for i, part := range c.want {
			if !strings.Contains(notes[i], part) {
				t.Errorf("%s: %q lacks %q", c.name, notes[i], part)
			}
		}
	}
}
