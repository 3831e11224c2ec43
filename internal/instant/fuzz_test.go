package instant

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// rfc3339 is the form in which Parse and time.Parse must agree; time.Parse
// alone takes offsets of 24 hours and 60 minutes, Parse alone leap seconds.
var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d{1,9})?(Z|[+-]\d\d:\d\d)$`)

// isoLayouts are the layouts of all that parseISO accepts, but for the case of T and Z.
var isoLayouts = func() (layouts []string) {
	for _, clock := range []string{"T15:04", "T15:04:05"} {
		for _, zone := range []string{"", "Z07:00", "Z0700", "Z07", "UTC", "GMT"} {
			layouts = append(layouts, time.DateOnly+clock+zone)
		}
	}
	return append(layouts, time.DateOnly)
}()

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456789+05:30", "2024-02-29T23:59:59,5-00:01", "2026-01-02 03:04 UTC", "2026-01-02 03:04:05.1+01",
		"2016-12-31T23:59:60Z", "2026-02-30T00:00:00Z", "2026-01-02T03:04:05+24:00", "2026-01-02", "1745044394.14", "1.7e9",
		"Mon, 02 Jan 2006 15:04:05 GMT", "Jan 2, 2006, 3:04 PM", "Mon Jan 02 2006 15:04:05 GMT+0100 (CET)", "2:AM", "12:3PM 1.1.2000",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		us, err := Parse(s)
		if err != nil && us != 0 || err == nil && (us < earliest*second || us >= latest*second) {
			t.Fatalf("Parse(%q) = %d, %v", s, us, err)
		}
		leap := strings.Contains(s, ":60")
		if rfc3339.MatchString(s) && !leap {
			std, stdErr := time.Parse(time.RFC3339, s)
			_, offset := std.Zone()
			accepted := stdErr == nil && std.Unix() >= earliest && std.Unix() < latest && offset/86400 == 0
			if accepted != (err == nil) || accepted && std.UnixMicro() != us {
				t.Fatalf("Parse(%q) = %d, %v, time.Parse gives %v, %v", s, us, err, std, stdErr)
			}
		}
		if us, ok := parseISO(s); ok && !leap {
			compareISO(t, s, us)
		}
	})
}

// compareISO checks that time.Parse reads the same under one of the layouts.
func compareISO(t *testing.T, s string, us int64) {
	t.Helper()
	plain := strings.ToUpper(s)
	if len(s) > 10 {
		plain = plain[:10] + "T" + strings.Replace(plain[11:], " ", "", 1)
	}
	for _, layout := range isoLayouts {
		if std, err := time.Parse(layout, plain); err == nil {
			if std.UnixMicro() != us && std.Year() > 0 {
				t.Fatalf("parseISO(%q) = %d, want %d", s, us, std.UnixMicro())
			}
			return
		}
	}
	t.Fatalf("parseISO accepts %q", s)
}
