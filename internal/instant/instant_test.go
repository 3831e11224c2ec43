package instant

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	utc := func(y, mo, d, h, mi, s, us int) int64 {
		return time.Date(y, time.Month(mo), d, h, mi, s, us*1000, time.UTC).UnixMicro()
	}
	for s, want := range map[string]int64{
		"2026-01-02T03:04:05Z":             utc(2026, 1, 2, 3, 4, 5, 0),
		"2026-01-02t03:04:05z":             utc(2026, 1, 2, 3, 4, 5, 0),
		"2026-01-02T03:04:05":              utc(2026, 1, 2, 3, 4, 5, 0),
		"2026-01-02T03:04Z":                utc(2026, 1, 2, 3, 4, 0, 0),
		"2026-01-02 03:04":                 utc(2026, 1, 2, 3, 4, 0, 0),
		"2026-01-02":                       utc(2026, 1, 2, 0, 0, 0, 0),
		" 2026-01-02\n":                    utc(2026, 1, 2, 0, 0, 0, 0),
		"2018-07-09 08:48:16.853000":       utc(2018, 7, 9, 8, 48, 16, 853000),
		"2026-01-02T03:04:05.1Z":           utc(2026, 1, 2, 3, 4, 5, 100000),
		"2026-01-02T03:04:05,123Z":         utc(2026, 1, 2, 3, 4, 5, 123000),
		"2026-01-02T03:04:05.123456789Z":   utc(2026, 1, 2, 3, 4, 5, 123456),
		"2026-01-02T03:04:05.9999999+0000": utc(2026, 1, 2, 3, 4, 5, 999999),
		"2026-01-02T03:04:05+01:30":        utc(2026, 1, 2, 1, 34, 5, 0),
		"2026-01-02T03:04:05.5-0800":       utc(2026, 1, 2, 11, 4, 5, 500000),
		"2026-01-02 03:04:05+00":           utc(2026, 1, 2, 3, 4, 5, 0),
		"2026-01-02 03:04:05 -05:00":       utc(2026, 1, 2, 8, 4, 5, 0),
		"2026-01-02 03:04:05 UTC":          utc(2026, 1, 2, 3, 4, 5, 0),
		"2026-01-02 03:04:05.5 +0200 UTC":  utc(2026, 1, 2, 1, 4, 5, 500000),
		"2026-01-02 3:04:05":               utc(2026, 1, 2, 3, 4, 5, 0),
		"2024-02-29T00:00:00Z":             utc(2024, 2, 29, 0, 0, 0, 0),
		"2000-02-29T23:59:59Z":             utc(2000, 2, 29, 23, 59, 59, 0),
		"2016-12-31T23:59:60Z":             utc(2017, 1, 1, 0, 0, 0, 0),
		"2016-12-31T15:59:60.5-08:00":      utc(2017, 1, 1, 0, 0, 0, 500000),
		"1990-01-01T00:00:00Z":             utc(1990, 1, 1, 0, 0, 0, 0),
		"1989-12-31T23:30:00-01:00":        utc(1990, 1, 1, 0, 30, 0, 0),
		"2100-12-31T23:59:59.999999Z":      utc(2100, 12, 31, 23, 59, 59, 999999),

		"1745044394":                     1745044394_000000,
		" 1745044394.14 ":                1745044394_140000,
		"1745044394.1415926":             1745044394_141592,
		"1745044394123":                  1745044394_123000,
		"1745044394123.4567":             1745044394_123456,
		"1745044394123456":               1745044394_123456,
		"1745044394123456.9":             1745044394_123456,
		"1745044394123456789":            1745044394_123456,
		"1745044394123456789.5":          1745044394_123456,
		"1.74504439414e9":                1745044394_140000,
		"+1745044394":                    1745044394_000000,
		"Mon, 02 Jan 2006 15:04:05 GMT":  utc(2006, 1, 2, 15, 4, 5, 0),
		"Mon, 2 Jan 2006 15:04:05 -0700": utc(2006, 1, 2, 22, 4, 5, 0),
		"Mon Jan  2 15:04:05 2006":       utc(2006, 1, 2, 15, 4, 5, 0),
		"Mon Jan  2 15:04:05 UTC 2006":   utc(2006, 1, 2, 15, 4, 5, 0),
		"Mon Jan 02 15:04:05 +0100 2006": utc(2006, 1, 2, 14, 4, 5, 0),
		"Mon Jan 02 2006 15:04:05 GMT+0100 (Central European Time)": utc(2006, 1, 2, 14, 4, 5, 0),
		"Jan 2, 2006, 3:04 PM":              utc(2006, 1, 2, 15, 4, 0, 0),
		"Jan 2, 2006, 3:04\u202fPM":         utc(2006, 1, 2, 15, 4, 0, 0),
		"January 2, 2006 at 3:04:05 am UTC": utc(2006, 1, 2, 3, 4, 5, 0),
		"monday, 2 january 2006 12:00am":    utc(2006, 1, 2, 0, 0, 0, 0),
		"2 Jan 2006 12:30 PM":               utc(2006, 1, 2, 12, 30, 0, 0),
		"May 2, 2006":                       utc(2006, 5, 2, 0, 0, 0, 0),
		"2-Jan-2006 15:04":                  utc(2006, 1, 2, 15, 4, 0, 0),
		"2006/01/02 15:04:05.25":            utc(2006, 1, 2, 15, 4, 5, 250000),
		"2006-1-2":                          utc(2006, 1, 2, 0, 0, 0, 0),
		"02.01.2006 15:04":                  utc(2006, 1, 2, 15, 4, 0, 0),
	} {
		if got, err := Parse(s); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v, want %d", s, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for problem, texts := range map[string][]string{
		"is no time: write it as 2006-01-02T15:04:05Z or as a Unix time": {
			"", " ", "hello", "2026-01", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "2026-04-31T00:00:00Z",
			"2025-02-29", "2100-02-29", "2026-01-02T", "2026-01-02T3", "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z", "2026-01-02T03:04:61Z",
			"2026-01-02T03:04:5Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05.1234567890Z", "2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+01:60",
			"2026-01-02T03:04:05+1", "2026-01-02T03:04:05+01:0", "2026-01-02T03:04:05+0a", "2026-01-02T03:04:05X", "2026-01-02x03:04:05Z", "2026-01-02Z",
			"२०२६-01-02", "202A-01-02", "2O26-01-02", "2026-0a-02", "2026-01-b2", "01/02/2006", "1/2/2006 3:04 PM", "Mon, 02 Jan 2006 15:04:05 PST", "Jan 2, 2006, 13:04 PM", "Jan 2, 2006, 0:04 AM",
			"Jan 2, 2006 PM", "Jan 2, 2006 3:04 PM AM", "Jan 2, 2006 3:04 4:05", "Jan 2, 2006 3:04 +0100 +0200", "Jan 2, 2006 1:", "3:04 PM", "Jan 2, 2006 - 3:04",
			"NaN", "Inf", "0x1p30", "1_745_044_394", "1745044394-", "-", "+", ".", "1e", "1e999", "\x00", "\xff\xfe", strings.Repeat("9", 101), strings.Repeat("a ", 1000),
		},
		"is no time between 1990 and 2100": {
			"1989-12-31T23:59:59.999999Z", "2101-01-01", "2100-12-31T23:59:59-01:00", "1970-01-01", "0000-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "Jan 2, 1985",
		},
		"is no time between 1990 and 2100 in seconds, milliseconds, microseconds or nanoseconds": {
			"0", "1234", "2026", "-1745044394", "20260102", "631151999", "4133980800", "631151999999", "99999999999999999999999", "1.5", "1e300", "12.",
		},
	} {
		for _, s := range texts {
			if us, err := Parse(s); err == nil || !strings.HasSuffix(err.Error(), problem) || us != 0 || len(err.Error()) > 500 {
				t.Errorf("Parse(%.60q) = %d, %v, want an error: %s", s, us, err, problem)
			}
		}
	}
}

func TestUnixUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.Int64Range(earliest, latest-1).Draw(t, "seconds")
		for scale, n := range map[string]int64{"s": s, "ms": s * 1000, "µs": s * 1_000_000, "ns": s * 1_000_000_000} {
			if us, err := FromInt(n); err != nil || us != s*second {
				t.Fatalf("FromInt(%d) in %s = %d, %v", n, scale, us, err)
			}
		}
		us := s*second + rapid.Int64Range(0, second-1).Draw(t, "microseconds")
		if got, err := FromFloat(float64(us) / second); err != nil || math.Abs(float64(got-us)) > 1 {
			t.Fatalf("FromFloat(%f) = %d, %v, want %d", float64(us)/second, got, err, us)
		}
		if got, err := FromFloat(float64(us) / millisecond); err != nil || got != us {
			t.Fatalf("FromFloat(%f) = %d, %v, want %d", float64(us)/millisecond, got, err, us)
		}
	})
}

func TestFromNumberRefuses(t *testing.T) {
	for _, n := range []int64{math.MinInt64, -1, 0, 1234, earliest - 1, latest, earliest*1000 - 1, latest * 1000, latest * 1e6, latest * 1e9, math.MaxInt64} {
		if us, err := FromInt(n); err == nil {
			t.Errorf("FromInt(%d) = %d", n, us)
		}
	}
	for f, want := range map[float64]string{
		math.NaN(): "NaN", math.Inf(1): "+Inf", math.Inf(-1): "-Inf", 1e300: "1e+300", -1.5: "-1.5", 1 << 63: "9.223372036854775808e+18", 0.5: "0.5",
	} {
		us, err := FromFloat(f)
		if err == nil || !strings.Contains(err.Error(), "is no time between 1990 and 2100 in seconds, milliseconds") {
			t.Errorf("FromFloat(%s) = %d, %v", want, us, err)
		}
	}
	if _, err := FromInt(1234); err.Error() != "1234 is no time between 1990 and 2100 in seconds, milliseconds, microseconds or nanoseconds" {
		t.Errorf("the reason is %q", err)
	}
}

func TestEveryDay(t *testing.T) {
	for day := time.Unix(earliest, 0).UTC(); day.Unix() < latest; day = day.AddDate(0, 0, 1) {
		if got, err := Parse(day.Format(time.DateOnly)); err != nil || got != day.UnixMicro() {
			t.Fatalf("Parse(%s) = %d, %v, want %d", day.Format(time.DateOnly), got, err, day.UnixMicro())
		}
	}
}

func TestAppend(t *testing.T) {
	east := time.FixedZone("", 5*3600+1800)
	for _, c := range []struct {
		us   int64
		loc  *time.Location
		want string
	}{
		{1745044394_000000, time.UTC, "2025-04-19T06:33:14Z"},
		{1745044394_000000, nil, "2025-04-19T06:33:14Z"},
		{1745044394_140000, east, "2025-04-19T12:03:14.140+05:30"},
		{1745044394_000001, time.FixedZone("", -3600), "2025-04-19T05:33:14.000001-01:00"},
		{0, nil, "1970-01-01T00:00:00Z"},
		{-1, nil, "1969-12-31T23:59:59.999999Z"},
		{-1000, nil, "1969-12-31T23:59:59.999Z"},
	} {
		if got := string(Append([]byte("x"), c.us, c.loc)); got != "x"+c.want {
			t.Errorf("Append(%d) = %s, want %s", c.us, got, c.want)
		}
	}
	for _, us := range []int64{math.MinInt64, math.MaxInt64} { // whatever is written must not panic
		if got := Append(nil, us, east); len(got) == 0 {
			t.Errorf("Append(%d) wrote nothing", us)
		}
	}
}

func TestAppendReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		us := rapid.Int64Range(earliest*second, latest*second-1).Draw(t, "us")
		us -= us % rapid.SampledFrom([]int64{1, millisecond, second}).Draw(t, "precision")
		loc := time.FixedZone("", 60*rapid.IntRange(-14*60, 14*60).Draw(t, "offset"))
		s := string(Append(nil, us, loc))
		if got, err := Parse(s); err != nil || got != us {
			t.Fatalf("Parse(%s) = %d, %v, want %d", s, got, err, us)
		}
		if std, err := time.Parse(time.RFC3339Nano, s); err != nil || std.UnixMicro() != us {
			t.Fatalf("time.Parse(%s) = %v, %v, want %d", s, std, err, us)
		}
	})
}

func TestNoAllocation(t *testing.T) {
	buf := make([]byte, 0, 64)
	n := testing.AllocsPerRun(100, func() {
		for _, s := range []string{"2026-01-02T03:04:05.678Z", "2026-01-02 03:04:05+01:00", "1745044394123"} {
			us, err := Parse(s)
			if err != nil {
				t.Fatal(err)
			}
			buf = Append(buf[:0], us, time.UTC)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
