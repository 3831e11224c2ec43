package period

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, berlin) // a Monday
	for _, c := range []struct{ text, start, end, label string }{
		{"30d", "2026-09-05T14:30:00+02:00", "2026-10-05T14:30:00+02:00", "30d"},
		{"24h", "2026-10-04T14:30:00+02:00", "2026-10-05T14:30:00+02:00", "24h"},
		{"2w", "2026-09-21T14:30:00+02:00", "2026-10-05T14:30:00+02:00", "2w"},
		{"200d", "2026-03-19T14:30:00+01:00", "2026-10-05T14:30:00+02:00", "200d"}, // the clock shows 14:30 at both ends
		{"week", "2026-09-28T14:30:00+02:00", "2026-10-05T14:30:00+02:00", "7d"},
		{"month", "2026-09-05T14:30:00+02:00", "2026-10-05T14:30:00+02:00", "30d"},
		{"year", "2025-10-05T14:30:00+02:00", "2026-10-05T14:30:00+02:00", "365d"},
		{"today", "2026-10-05T00:00:00+02:00", "2026-10-06T00:00:00+02:00", "2026-10-05"},
		{"yesterday", "2026-10-04T00:00:00+02:00", "2026-10-05T00:00:00+02:00", "2026-10-04"},
		{"this-week", "2026-10-05T00:00:00+02:00", "2026-10-12T00:00:00+02:00", "2026-W41"},
		{"last-week", "2026-09-28T00:00:00+02:00", "2026-10-05T00:00:00+02:00", "2026-W40"},
		{"this-month", "2026-10-01T00:00:00+02:00", "2026-11-01T00:00:00+01:00", "2026-10"},
		{"last-month", "2026-09-01T00:00:00+02:00", "2026-10-01T00:00:00+02:00", "2026-09"},
		{"this-year", "2026-01-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00", "2026"},
		{"last-year", "2025-01-01T00:00:00+01:00", "2026-01-01T00:00:00+01:00", "2025"},
		{"2026-10", "2026-10-01T00:00:00+02:00", "2026-11-01T00:00:00+01:00", "2026-10"},
		{"2026-W42", "2026-10-12T00:00:00+02:00", "2026-10-19T00:00:00+02:00", "2026-W42"},
		{"2026-w1", "2025-12-29T00:00:00+01:00", "2026-01-05T00:00:00+01:00", "2026-W01"},
		{"2020-W53", "2020-12-28T00:00:00+01:00", "2021-01-04T00:00:00+01:00", "2020-W53"},
		{"2026-Q3", "2026-07-01T00:00:00+02:00", "2026-10-01T00:00:00+02:00", "2026-Q3"},
		{"2026-q4", "2026-10-01T00:00:00+02:00", "2027-01-01T00:00:00+01:00", "2026-Q4"},
		{"2026", "2026-01-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00", "2026"},
		{"2024-02-29", "2024-02-29T00:00:00+01:00", "2024-03-01T00:00:00+01:00", "2024-02-29"},
		{"2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "2026-10-25"},
		{"2026-10-01..2026-10-15", "2026-10-01T00:00:00+02:00", "2026-10-16T00:00:00+02:00", "2026-10-01..2026-10-15"},
		{"2026-10-01..2026-10-01", "2026-10-01T00:00:00+02:00", "2026-10-02T00:00:00+02:00", "2026-10-01"},
		{" Last-Month ", "2026-09-01T00:00:00+02:00", "2026-10-01T00:00:00+02:00", "2026-09"},
		{"30D", "2026-09-05T14:30:00+02:00", "2026-10-05T14:30:00+02:00", "30d"},
	} {
		s, err := Parse(c.text, now, berlin)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.text, err)
			continue
		}
		if !s.Start.Equal(instant(t, c.start)) || !s.End.Equal(instant(t, c.end)) || s.Label != c.label || s.Location != berlin {
			t.Errorf("Parse(%q) = %v to %v, label %q; want %s to %s, %q", c.text, s.Start, s.End, s.Label, c.start, c.end, c.label)
		}
	}
	all, err := Parse("all", now, nil)
	if err != nil || all.Bounded() || all.Label != "all" || !all.Start.IsZero() || !all.End.IsZero() {
		t.Errorf("Parse(all) = %+v, %v", all, err)
	}
}

// The present is put into the timezone: it is Monday in Auckland while it is Sunday in Honolulu.
func TestParseNowInZone(t *testing.T) {
	now := time.Date(2026, 10, 4, 20, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{"Pacific/Auckland": "2026-10-05", "Pacific/Honolulu": "2026-10-04"} {
		s, err := Parse("today", now, zone(t, name))
		if err != nil || s.Label != want {
			t.Errorf("today in %s: %q, %v; want %s", name, s.Label, err, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, time.UTC)
	for _, c := range []struct{ text, want string }{
		{"", "no period"},
		{"6m", "180d"},
		{"2y", "180d"},
		{"3mo", "180d"},
		{"-3d", "no period"},
		{"3 d", "no period"},
		{"0d", "holds no time"},
		{"0h", "holds no time"},
		{"9999999d", "years run from"},
		{"9999999w", "years run from"},
		{"99999999999999999999d", "no period"},
		{"2026-13", "no month"},
		{"2026-00", "no month"},
		{"2026-02-29", "no day"},
		{"2026-W54", "no week"},
		{"2026-W00", "no week"},
		{"2021-W53", "no week"},
		{"2026-Q5", "Q1 to Q4"},
		{"2026-Q0", "Q1 to Q4"},
		{"0001", "years run from"},
		{"9999", "years run from"},
		{"2026-10-15..2026-10-01", "holds no time"},
		{"2026-10-15..2026-10-14", "holds no time"},
		{"2026-10-15..2026-10-32", "no day"},
		{"2026-10-32..2026-10-15", "no day"},
		{"lastmonth", "no period"},
		{"２０２６", "no period"},
	} {
		s, err := Parse(c.text, now, time.UTC)
		if err == nil {
			t.Errorf("Parse(%q) = %v; want an error", c.text, s)
		} else if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), `"`+c.text+`"`) {
			t.Errorf("Parse(%q): %v; want it to quote the text and say %q", c.text, err, c.want)
		}
	}
	if _, err := Parse("2011-12-30", now, zone(t, "Pacific/Apia")); err == nil {
		t.Error("the day that Samoa left out is no error")
	}
	_, err := Parse("x", now, time.UTC)
	for _, form := range append(Names(), "30d", "24h", "12w", "2026-10", "2026-W42", "2026-Q3", "2026", "2026-10-05", "2026-10-01..2026-10-15") {
		if !strings.Contains(err.Error(), form) {
			t.Errorf("the error does not list %s: %v", form, err)
		}
	}
}

// Every form that the error and the completion offer is read.
func TestFormsParse(t *testing.T) {
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, time.UTC)
	for _, form := range forms() {
		if s, err := Parse(form, now, time.UTC); err != nil || s.Label == "" {
			t.Errorf("Parse(%q) = %+v, %v", form, s, err)
		}
	}
	if names := Names(); !slices.Contains(names, "last-month") || slices.Contains(names, "30d") {
		t.Errorf("Names() = %q", names)
	}
}

func FuzzParse(f *testing.F) {
	for i, form := range append(forms(), "6m", "", "2020-W53", "99999d", "2011-12-30") {
		f.Add(form, int64(1791210600e6), uint8(i))
	}
	var locs []*time.Location
	for _, name := range zones {
		locs = append(locs, zone(f, name))
	}
	f.Fuzz(func(t *testing.T, text string, us int64, z uint8) {
		now := time.UnixMicro(us)
		if now.Year() < 1500 || now.Year() > 9000 {
			t.Skip()
		}
		loc := locs[int(z)%len(locs)]
		s, err := Parse(text, now, loc)
		if err != nil {
			return
		}
		if s.Bounded() != (s.Label != "all") {
			t.Fatalf("Parse(%q) = %v", text, s)
		}
		if !s.Bounded() {
			return
		}
		if !s.Start.Before(s.End) {
			t.Fatalf("Parse(%q) starts at %v, ends at %v", text, s.Start, s.End)
		}
		if p, ok := s.Previous(); !ok || !p.Start.Before(p.End) || p.End.After(s.Start) {
			t.Fatalf("before %v: %v, %v", s, p, ok)
		}
		again, err := Parse(s.Label, now, loc)
		if err != nil || !again.Start.Equal(s.Start) || !again.End.Equal(s.End) || again.Label != s.Label {
			t.Fatalf("Parse(%q) has label %q, which is read as %v, %v", text, s.Label, again, err)
		}
	})
}
