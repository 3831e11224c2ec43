package period

import (
	"testing"
	"time"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestLoadLocation(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/Berlin": "Europe/Berlin", "UTC": "UTC", "utc": "UTC", "Z": "UTC", "local": time.Local.String(), "Etc/GMT+5": "Etc/GMT+5",
	} {
		loc, err := LoadLocation(name)
		if err != nil || loc.String() != want {
			t.Errorf("LoadLocation(%q) = %v, %v; want %s", name, loc, err, want)
		}
	}
	for _, name := range []string{"", "Berlin", "Europe", "Europe/Atlantis", "../etc/passwd", "/etc/localtime", "CEST+2\x00", "+02:00"} {
		if loc, err := LoadLocation(name); err == nil {
			t.Errorf("LoadLocation(%q) = %v; want an error", name, loc)
		}
	}
}

// The starts of days on which the clock changes at or over midnight.
func TestMidnight(t *testing.T) {
	for _, c := range []struct{ zone, date, want, why string }{
		{"UTC", "2026-10-05", "2026-10-05T00:00:00Z", "plain"},
		{"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "before the hour is skipped"},
		{"Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z", "after it"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "00:00 does not exist, the day starts at 01:00"},
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z", "23:00 to 24:00 came twice, the day starts after the second"},
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "00:00 to 01:00 comes twice, the day starts with the first"},
		{"America/Havana", "2026-03-08", "2026-03-08T05:00:00Z", "00:00 does not exist"},
		{"America/St_Johns", "2006-10-29", "2006-10-29T03:30:00Z", "at 00:01 back to 23:01, the day starts with the second midnight"},
		{"Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z", "offset of 5:45"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "the day was left out"},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "the day after it"},
		{"Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z", "14 h ahead"},
		{"Asia/Manila", "1800-01-01", "1800-01-01T15:56:08Z", "local mean time, 15:56:08 behind"},
	} {
		date, err := time.Parse(time.DateOnly, c.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := midnight(date, zone(t, c.zone)); !got.Equal(instant(t, c.want)) {
			t.Errorf("%s in %s (%s): %v, want %s", c.date, c.zone, c.why, got.UTC(), c.want)
		}
	}
}

// zones change their clocks in all the ways that are known to break calendars.
var zones = []string{
	"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "America/Havana",
	"America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Kiritimati", "Europe/Dublin", "Asia/Gaza",
}

// Each day follows the day before, and its instants are dated by it.
func TestMidnightsAreInOrder(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		end := civil(2026, 12, 31)
		last := midnight(civil(1999, 12, 31), loc)
		for date := civil(2000, 1, 1); date.Before(end); date = date.AddDate(0, 0, 1) {
			m := midnight(date, loc)
			if m.Before(last) {
				t.Fatalf("%s: %s starts at %v, before the day before it", name, date.Format(time.DateOnly), m)
			}
			if !m.Equal(last) { // else the day before has no instant
				if got := dateOf(m.Add(-time.Microsecond), loc); !got.Before(date) {
					t.Fatalf("%s: the instant before %v is dated %v", name, m, got)
				}
			}
			if got := dateOf(m, loc); got.Before(date) {
				t.Fatalf("%s: %v is dated %v", name, m, got)
			}
			last = m
		}
	}
}
