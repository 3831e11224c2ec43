package period

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestUnits(t *testing.T) {
	for i, u := range Units {
		if int(u.Unit) != i || u.Unit.String() != u.Name || u.Title == "" {
			t.Errorf("unit %d: %+v", i, u)
		}
		if got, ok := ParseUnit(u.Name); !ok || got != u.Unit {
			t.Errorf("ParseUnit(%q) = %v, %v", u.Name, got, ok)
		}
	}
	if u, ok := ParseUnit("fortnight"); ok {
		t.Errorf("ParseUnit(fortnight) = %v", u)
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct {
		unit          Unit
		zone, at, key string
	}{
		{Hour, "UTC", "2026-10-05T14:59:59Z", "2026-10-05T14:00Z"},
		{Hour, "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:00+02:00"},
		{Hour, "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:00+01:00"},
		{Hour, "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00+02:00"},
		{Hour, "Asia/Kathmandu", "2026-01-01T00:20:00Z", "2026-01-01T06:00+05:45"},
		{Hour, "Asia/Kathmandu", "2026-01-01T00:10:00Z", "2026-01-01T05:00+05:45"},
		{Hour, "Australia/Lord_Howe", "2026-04-04T14:45:00Z", "2026-04-05T01:00+11:00"},
		{Hour, "Australia/Lord_Howe", "2026-04-04T15:15:00Z", "2026-04-05T01:00+10:30"},
		{Hour, "Australia/Lord_Howe", "2026-04-04T15:30:00Z", "2026-04-05T02:00+10:30"},
		{Hour, "Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04T02:00+11:00"},
		{Day, "Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25"},
		{Day, "Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-26"},
		{Day, "America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03"},
		{Day, "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04"},
		{Day, "UTC", "1969-12-31T23:59:59Z", "1969-12-31"},
		{Week, "UTC", "2024-12-30T00:00:00Z", "2025-W01"},
		{Week, "UTC", "2021-01-03T12:00:00Z", "2020-W53"},
		{Week, "UTC", "2027-01-03T12:00:00Z", "2026-W53"},
		{Week, "Europe/Berlin", "2026-10-25T22:59:59Z", "2026-W43"},
		{Week, "Europe/Berlin", "2026-10-25T23:00:00Z", "2026-W44"},
		{Month, "America/New_York", "2026-03-01T04:59:59Z", "2026-02"},
		{Month, "America/New_York", "2024-02-29T12:00:00Z", "2024-02"},
		{Month, "America/New_York", "2026-03-01T05:00:00Z", "2026-03"},
		{HourOfDay, "Europe/Berlin", "2026-10-25T00:30:00Z", "02"},
		{HourOfDay, "Europe/Berlin", "2026-10-25T01:30:00Z", "02"},
		{HourOfDay, "Europe/Berlin", "2026-10-25T22:30:00Z", "23"},
		{Weekday, "Europe/Berlin", "2026-10-25T22:59:59Z", "Sun"},
		{Weekday, "Europe/Berlin", "2026-10-25T23:00:00Z", "Mon"},
	} {
		us := instant(t, c.at).UnixMicro()
		if got := NewBucketer(c.unit, zone(t, c.zone)).Key(us); got != c.key {
			t.Errorf("%s of %s in %s: %s, want %s", c.unit, c.at, c.zone, got, c.key)
		}
	}
}

func TestRange(t *testing.T) {
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		unit         Unit
		zone, period string
		n            int
		first, last  string
	}{
		{Hour, "Europe/Berlin", "2026-03-29", 23, "2026-03-29T00:00+01:00", "2026-03-29T23:00+02:00"},
		{Hour, "Europe/Berlin", "2026-10-25", 25, "2026-10-25T00:00+02:00", "2026-10-25T23:00+01:00"},
		{Hour, "America/New_York", "2026-11-01", 25, "2026-11-01T00:00-04:00", "2026-11-01T23:00-05:00"},
		{Hour, "Australia/Lord_Howe", "2026-04-05", 25, "2026-04-05T00:00+11:00", "2026-04-05T23:00+10:30"}, // 24.5 hours
		{Hour, "Australia/Lord_Howe", "2026-10-04", 24, "2026-10-04T00:00+10:30", "2026-10-04T23:00+11:00"}, // 23.5 hours
		{Hour, "America/Sao_Paulo", "2018-11-04", 23, "2018-11-04T01:00-02:00", "2018-11-04T23:00-02:00"},
		{Day, "Europe/Berlin", "2024-02", 29, "2024-02-01", "2024-02-29"},
		{Day, "Europe/Berlin", "2026", 365, "2026-01-01", "2026-12-31"},
		{Day, "America/Sao_Paulo", "2018-11", 30, "2018-11-01", "2018-11-30"},
		{Day, "Pacific/Apia", "2011-12", 30, "2011-12-01", "2011-12-31"},
		{Day, "UTC", "30d", 31, "2026-09-05", "2026-10-05"}, // the first and the last day in part
		{Week, "UTC", "2020", 53, "2020-W01", "2020-W53"},
		{Month, "Europe/Berlin", "2026-Q1", 3, "2026-01", "2026-03"},
		{HourOfDay, "UTC", "2026-10-05", 24, "00", "23"},
		{HourOfDay, "UTC", "2h", 3, "12", "14"},
		{HourOfDay, "Europe/Berlin", "2026-03-29", 23, "00", "23"},
		{HourOfDay, "Europe/Berlin", "2026", 24, "00", "23"},
		{Weekday, "UTC", "2026-10-05", 1, "Mon", "Mon"},
		{Weekday, "UTC", "2026-W41", 7, "Mon", "Sun"},
		{Weekday, "Europe/Berlin", "2026", 7, "Mon", "Sun"},
	} {
		loc := zone(t, c.zone)
		b := NewBucketer(c.unit, loc)
		list := b.Range(parse(t, c.period, now, loc))
		if len(list) != c.n || b.Name(list[0]) != c.first || b.Name(list[len(list)-1]) != c.last {
			t.Errorf("%s of %s in %s: %d from %s to %s; want %d from %s to %s", c.unit, c.period, c.zone,
				len(list), b.Name(list[0]), b.Name(list[len(list)-1]), c.n, c.first, c.last)
		}
	}
	for _, s := range []Span{{}, {Start: now}, {End: now}} {
		if list := NewBucketer(Day, nil).Range(s); list != nil {
			t.Errorf("Range(%v) = %v", s, list)
		}
	}
}

// Whatever the unit and the zone: time order is kept, a bucket holds its own
// first instant, and each instant of a span lies in one bucket of its range.
func TestBucketsPartitionTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, err := LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		unit := rapid.SampledFrom(Units).Draw(t, "unit")
		b := NewBucketer(unit.Unit, loc)
		start := rapid.Int64Range(-1e15, 2e15).Draw(t, "start") // 1938 to 2033
		length := rapid.Int64Range(1, 60*86400*1e6).Draw(t, "length")
		list := b.Range(Span{Start: time.UnixMicro(start), End: time.UnixMicro(start + length)})
		if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
			t.Fatalf("range is not in strict order: %v", list)
		}
		var last int64
		instants := rapid.SliceOfN(rapid.Int64Range(start, start+length-1), 1, 50).Draw(t, "instants")
		slices.Sort(instants)
		for i, us := range instants {
			index := b.Index(us)
			if index != NewBucketer(unit.Unit, loc).Index(us) {
				t.Fatalf("what was remembered differs at %d", us)
			}
			if _, found := slices.BinarySearch(list, index); !found {
				t.Fatalf("%s of %d is not in the range", b.Key(us), us)
			}
			if unit.Cyclic {
				continue
			}
			if index > us || b.Index(index) != index || (i > 0 && index < last) {
				t.Fatalf("bucket %d of instant %d after bucket %d", index, us, last)
			}
			last = index
		}
	})
}

// Two buckets of a span never have the same name.
func TestNamesAreUnique(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		for _, u := range Units {
			b := NewBucketer(u.Unit, loc)
			seen := map[string]bool{}
			for _, index := range b.Range(Span{Start: time.Date(2006, 1, 1, 0, 0, 0, 0, loc), End: time.Date(2012, 1, 1, 0, 0, 0, 0, loc)}) {
				if key := b.Name(index); seen[key] {
					t.Errorf("%s: two buckets are named %s", name, key)
				} else {
					seen[key] = true
				}
			}
		}
	}
}

// Hours and days are cut by the same clock: each bucket of an hour lies within one day.
func TestHoursLieWithinDays(t *testing.T) {
	for _, name := range zones {
		loc := zone(t, name)
		hours, days := NewBucketer(Hour, loc), NewBucketer(Day, loc)
		list := hours.Range(Span{Start: time.Date(2015, 1, 1, 0, 0, 0, 0, loc), End: time.Date(2020, 1, 1, 0, 0, 0, 0, loc)})
		for i, index := range list[1:] {
			if last := list[i]; days.Index(index-1) != days.Index(last) {
				t.Fatalf("%s: %s lies in two days", name, hours.Name(last))
			}
		}
	}
}

// Instants that no calendar was made for get a bucket too.
func FuzzIndex(f *testing.F) {
	f.Add(int64(0), uint8(0), uint8(0))
	f.Add(int64(untimed), uint8(1), uint8(1))
	f.Add(int64(1<<63-1), uint8(2), uint8(2))
	f.Fuzz(func(t *testing.T, us int64, u, z uint8) {
		b := NewBucketer(Unit(int(u)%len(Units)), zone(t, zones[int(z)%len(zones)]))
		first := b.Index(us)
		if again := b.Index(us); again != first || b.Key(us) == "" {
			t.Fatalf("buckets of %d: %d, then %d", us, first, again)
		}
	})
}
