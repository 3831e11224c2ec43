package period

import (
	"strings"
	"testing"
	"time"
)

func TestBetween(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct{ since, until, start, end, label string }{
		{"2026-10-01", "2026-10-16", "2026-10-01T00:00:00+02:00", "2026-10-16T00:00:00+02:00", "2026-10-01..2026-10-15"},
		{"2026-10-24", "2026-10-26", "2026-10-24T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "2026-10-24..2026-10-25"},
		{"2026-10-01T12:00", "2026-10-02", "2026-10-01T12:00:00+02:00", "2026-10-02T00:00:00+02:00", "2026-10-01T12:00:00+02:00/2026-10-02T00:00:00+02:00"},
		{"2026-10-01T12:00:00Z", "2026-10-01T12:00:01.5Z", "2026-10-01T14:00:00+02:00", "2026-10-01T14:00:01.5+02:00", "2026-10-01T14:00:00+02:00/2026-10-01T14:00:01.5+02:00"},
		{"2026-10-01 12:00:00-0700", "2026-10-01t19:30z", "2026-10-01T19:00:00Z", "2026-10-01T19:30:00Z", "2026-10-01T21:00:00+02:00/2026-10-01T21:30:00+02:00"},
		{"2026-10-01T12:00:00+02", "2026-10-01T12:00:00,25+02", "2026-10-01T12:00:00+02:00", "2026-10-01T12:00:00.25+02:00", "2026-10-01T12:00:00+02:00/2026-10-01T12:00:00.25+02:00"},
		{" 2026-10-01 ", "", "2026-10-01T00:00:00+02:00", "", "since 2026-10-01"},
		{"", "2026-10-01", "", "2026-10-01T00:00:00+02:00", "until 2026-10-01"},
		{"", "", "", "", "all"},
	} {
		s, err := Between(c.since, c.until, berlin)
		if err != nil {
			t.Errorf("Between(%q, %q): %v", c.since, c.until, err)
			continue
		}
		var start, end time.Time
		if c.start != "" {
			start = instant(t, c.start)
		}
		if c.end != "" {
			end = instant(t, c.end)
		}
		if !s.Start.Equal(start) || !s.End.Equal(end) || s.Label != c.label || s.Location != berlin {
			t.Errorf("Between(%q, %q) = %v to %v, label %q; want %s to %s, %q", c.since, c.until, s.Start, s.End, s.Label, c.start, c.end, c.label)
		}
	}
}

// Dates step by days of the calendar, instants by exact time.
func TestBetweenPrevious(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct{ since, until, want string }{
		{"2026-10-25", "2026-10-26", "2026-10-24T00:00:00+02:00"}, // 25 hours, before it 24
		{"2026-10-25T00:00", "2026-10-26T00:00", "2026-10-23T23:00:00+02:00"},
	} {
		s, err := Between(c.since, c.until, berlin)
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := s.Previous(); !ok || !p.Start.Equal(instant(t, c.want)) || !p.End.Equal(s.Start) {
			t.Errorf("before %v: %v; want it to start at %s", s, p, c.want)
		}
	}
}

// What is finer than a microsecond is dropped, as from the data.
func TestBetweenPrecision(t *testing.T) {
	s, err := Between("1969-12-31T23:59:59.1234569Z", "", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if lo, _ := s.Bounds(); lo != -876544 || s.Start.Nanosecond()%1000 != 0 {
		t.Errorf("start %v, %d µs; want -876544", s.Start, lo)
	}
}

func TestBetweenErrors(t *testing.T) {
	for _, c := range []struct{ since, until, want string }{
		{"2026-10-02", "2026-10-01", "not before"},
		{"2026-10-01", "2026-10-01", "until is excluded"},
		{"2026-10-01T12:00:00Z", "2026-10-01T14:00:00+02:00", "not before"},
		{"10/01/2026", "", `since "10/01/2026"`},
		{"", "tomorrow", `until "tomorrow"`},
		{"2026-02-29", "", "no date"},
		{"2026-10-01T25:00", "", "no date"},
		{"2026-10", "", "no date"},
		{"0001-01-01", "", "years run from"},
		{"", "9999-12-31", "years run from"},
	} {
		s, err := Between(c.since, c.until, time.UTC)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Between(%q, %q) = %v, %v; want an error with %q", c.since, c.until, s, err, c.want)
		}
	}
}

func FuzzBetween(f *testing.F) {
	f.Add("2026-10-01", "2026-10-02T12:00:00.5+02:00", uint8(1))
	f.Add("1000-01-01", "9998-12-31", uint8(3))
	f.Add("2011-12-30", "2011-12-31", uint8(7))
	f.Fuzz(func(t *testing.T, since, until string, z uint8) {
		s, err := Between(since, until, zone(t, zones[int(z)%len(zones)]))
		if err != nil || !s.Bounded() {
			return
		}
		if !s.Start.Before(s.End) {
			t.Fatalf("Between(%q, %q) = %v to %v", since, until, s.Start, s.End)
		}
		p, ok := s.Previous()
		if fits := 2*s.Start.Year()-s.End.Year() > 3; fits && !ok || ok && (!p.Start.Before(p.End) || !p.End.Equal(s.Start) || p.Start.Year() < 1) {
			t.Fatalf("before %v: %v, %v", s, p, ok)
		}
	})
}
