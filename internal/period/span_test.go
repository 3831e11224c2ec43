package period

import (
	"math"
	"testing"
	"time"
)

func parse(t *testing.T, text string, now time.Time, loc *time.Location) Span {
	t.Helper()
	s, err := Parse(text, now, loc)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestContains(t *testing.T) {
	start, end := time.UnixMicro(1_000), time.UnixMicro(2_000)
	for _, c := range []struct {
		name string
		span Span
		in   []int64
		out  []int64
	}{
		{"bounded", Span{Start: start, End: end}, []int64{1000, 1999}, []int64{999, 2000, -1, untimed}},
		{"from", Span{Start: start}, []int64{1000, math.MaxInt64 - 1}, []int64{999, untimed}},
		{"up to", Span{End: end}, []int64{1999, -1e15, untimed + 1}, []int64{2000, untimed}},
		{"all", Span{}, []int64{0, -1e15, 1e15, untimed}, nil},
	} {
		for _, us := range c.in {
			if !c.span.Contains(us) {
				t.Errorf("%s does not contain %d", c.name, us)
			}
		}
		for _, us := range c.out {
			if c.span.Contains(us) {
				t.Errorf("%s contains %d", c.name, us)
			}
		}
	}
}

func TestPrevious(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, berlin)
	for _, c := range []struct{ text, start, end, label string }{
		{"2026-03", "2026-02-01T00:00:00+01:00", "2026-03-01T00:00:00+01:00", "2026-02"},
		{"2024-03", "2024-02-01T00:00:00+01:00", "2024-03-01T00:00:00+01:00", "2024-02"},
		{"2026-01", "2025-12-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00", "2025-12"},
		{"2026-W01", "2025-12-22T00:00:00+01:00", "2025-12-29T00:00:00+01:00", "2025-W52"},
		{"2021-W01", "2020-12-28T00:00:00+01:00", "2021-01-04T00:00:00+01:00", "2020-W53"},
		{"2026-Q1", "2025-10-01T00:00:00+02:00", "2026-01-01T00:00:00+01:00", "2025-Q4"},
		{"2025", "2024-01-01T00:00:00+01:00", "2025-01-01T00:00:00+01:00", "2024"},
		{"2026-03-30", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", "2026-03-29"}, // 23 hours
		{"last-month", "2026-08-01T00:00:00+02:00", "2026-09-01T00:00:00+02:00", "2026-08"},
		{"today", "2026-10-04T00:00:00+02:00", "2026-10-05T00:00:00+02:00", "2026-10-04"},
		{"7d", "2026-09-21T14:30:00+02:00", "2026-09-28T14:30:00+02:00", "previous 7d"},
		{"150d", "2025-12-09T14:30:00+01:00", "2026-05-08T14:30:00+02:00", "previous 150d"}, // over a change of the clock
		{"24h", "2026-10-03T14:30:00+02:00", "2026-10-04T14:30:00+02:00", "previous 24h"},
		{"2026-10-11..2026-10-20", "2026-10-01T00:00:00+02:00", "2026-10-11T00:00:00+02:00", "2026-10-01..2026-10-10"},
	} {
		p, ok := parse(t, c.text, now, berlin).Previous()
		if !ok || !p.Start.Equal(instant(t, c.start)) || !p.End.Equal(instant(t, c.end)) || p.Label != c.label || p.Location != berlin {
			t.Errorf("before %s: %v to %v, label %q, %v; want %s to %s, %q", c.text, p.Start, p.End, p.Label, ok, c.start, c.end, c.label)
		}
	}
}

// Spans before one another follow without gap or overlap, however often one goes back.
func TestPreviousChains(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		now := time.Date(2019, 3, 1, 12, 0, 0, 0, loc)
		for _, text := range []string{"today", "2019-W09", "2019-02", "2019-Q1", "2019", "30d", "24h", "2019-02-01..2019-02-10"} {
			s := parse(t, text, now, loc)
			for range 20 {
				p, ok := s.Previous()
				if !ok || !p.End.Equal(s.Start) || !p.Start.Before(p.End) {
					t.Fatalf("%s in %s: before %v comes %v, %v", text, name, s, p, ok)
				}
				s = p
			}
			if text == "30d" && (s.Label != "previous 30d" || s.Start.Hour() != 12) {
				t.Errorf("20 times before 30d in %s: %q from %v", name, s.Label, s.Start)
			}
		}
	}
}

// Spans of many centuries: no time is before the year 1, and their length is not that
// of the longest time.Duration.
func TestLongSpans(t *testing.T) {
	for years, want := range map[string]bool{"1000-01-01..1998-12-31": true, "1000-01-01..2100-12-31": false, "1000-01-01..9990-12-31": false} {
		s := parse(t, years, time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC), time.UTC)
		if p, ok := s.Previous(); ok != want || ok && p.Start.Year() != 1 {
			t.Errorf("before %s: %v, %v", years, p, ok)
		}
	}
	from, to := time.Date(1000, 1, 1, 0, 0, 0, 5e8, time.UTC), time.Date(3000, 1, 1, 0, 0, 1, 0, time.UTC)
	if got, want := Seconds(from, to), 730485*86400+.5; got != want {
		t.Errorf("%v to %v: %.1f seconds, want %.1f", from, to, got, want)
	}
}

func TestPreviousOfUnbounded(t *testing.T) {
	for _, s := range []Span{{}, {Start: time.Unix(1, 0)}, {End: time.Unix(1, 0)}} {
		if p, ok := s.Previous(); ok {
			t.Errorf("before %v: %v", s, p)
		}
	}
}

// Samoa left out 30 December 2011 when it moved over the date line.
func TestPreviousSkipsDayThatIsNot(t *testing.T) {
	apia := zone(t, "Pacific/Apia")
	p, ok := parse(t, "2011-12-31", time.Unix(0, 0), apia).Previous()
	if !ok || p.Label != "2011-12-29" || p.End.Sub(p.Start) != 24*time.Hour {
		t.Errorf("before 2011-12-31 in Apia: %v, %v", p, ok)
	}
}

func TestUnfinished(t *testing.T) {
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, time.UTC)
	for text, want := range map[string]bool{
		"today": true, "this-month": true, "2027": true, "yesterday": false, "30d": false, "24h": false, "all": false,
	} {
		if got := parse(t, text, now, time.UTC).Unfinished(now); got != want {
			t.Errorf("%s unfinished: %v, want %v", text, got, want)
		}
	}
}

func TestString(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, berlin)
	for text, want := range map[string]string{
		"last-month":             "2026-09 (2026-09-01 to 2026-09-30, Europe/Berlin)",
		"today":                  "2026-10-05, Europe/Berlin",
		"2026-10-01..2026-10-15": "2026-10-01 to 2026-10-15, Europe/Berlin",
		"30d":                    "30d (2026-09-05 14:30 to 2026-10-05 14:30, Europe/Berlin)",
		"all":                    "all",
	} {
		if got := parse(t, text, now, berlin).String(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for _, c := range []struct {
		span Span
		want string
	}{
		{Span{Start: now}, "since 2026-10-05 12:30, UTC"},
		{Span{End: now.Add(time.Millisecond), Location: berlin}, "before 2026-10-05 14:30:00.001, Europe/Berlin"},
		{Span{End: midnight(civil(2026, 10, 5), berlin), Label: "until 2026-10-05", Location: berlin}, "before 2026-10-05, Europe/Berlin"},
		{Span{Start: now, End: now.Add(time.Second)}, "2026-10-05 12:30 to 2026-10-05 12:30:01, UTC"},
	} {
		if got := c.span.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
