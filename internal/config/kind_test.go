package config

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "17": 17, "17B": 17, "64MiB": 64 << 20, "64 MiB": 64 << 20, "2GB": 2e9, "3kB": 3000, "3KB": 3000, "3KiB": 3072, "8388607TiB": 8388607 << 40,
	} {
		if got, ok := parseBytes(text); !ok || got != want {
			t.Errorf("%q: %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "MiB", "1.5GiB", "-1", "+1", "1e3", "1_000", "0x10", "8388608TiB", "9223372036854775808", "5 5", "5mib", "MiB5"} {
		if got, ok := parseBytes(text); ok {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestSizesPrintAsTheyRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom(byteUnits).Draw(t, "unit").size
		n := rapid.Int64Range(0, (1<<62)/unit).Draw(t, "n") * unit
		if got, ok := parseBytes(printBytes(n)); !ok || got != n {
			t.Fatalf("%d prints %s, which reads %d", n, printBytes(n), got)
		}
	})
}

func TestDurationsPrintAsTheyRead(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 30 * time.Minute: "30m", 2 * time.Hour: "2h", 90 * time.Minute: "1h30m", time.Hour + time.Second: "1h0m1s", 100 * time.Second: "1m40s", 10 * time.Minute: "10m",
	} {
		if got := printDuration(d); got != want {
			t.Errorf("%v prints %s", d, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]time.Duration{1, time.Second, time.Minute, time.Hour}).Draw(t, "unit")
		d := unit * time.Duration(rapid.Int64Range(0, 1e6).Draw(t, "n"))
		if got, err := parseDuration(printDuration(d)); err != nil || got != d {
			t.Fatalf("%v prints %s, which reads %v, %v", d, printDuration(d), got, err)
		}
	})
}
