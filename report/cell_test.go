package report

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func plain(s string) string { return s }

func TestCells(t *testing.T) {
	berlin := time.FixedZone("CEST", 2*3600)
	tests := []struct {
		cell            Cell
		people, machine string
	}{
		{Cell{}, "–", ""},
		{Text(""), "", ""},
		{Text("a b"), "a b", "a b"},
		{Word("escalation_rate"), "escalation_rate", "escalation_rate"},
		{Bool(true), "yes", "true"},
		{Bool(false), "no", "false"},
		{Int(0), "0", "0"},
		{Int(999), "999", "999"},
		{Int(1234567), "1,234,567", "1234567"},
		{Int(-1000), "−1,000", "-1000"},
		{Int(math.MinInt64), "−9,223,372,036,854,775,808", "-9223372036854775808"},
		{Of(48, 1200), "48 of 1,200", "48 of 1200"},
		{Number(0.24, Share), "24.0%", "0.24"},
		{Number(1.0/3, Share), "33.3%", "0.3333333333333333"},
		{Number(math.NaN(), Share), "–", ""},
		{Number(math.Inf(1), Count), "–", ""},
		{Number(1234.5, Count), "1,234", "1234.5"},
		{Number(-0.1234, Decimal(2)), "−0.12", "-0.1234"},
		{Number(-0.001, Decimal(2)), "0.00", "-0.001"},
		{Number(1e21, Count), "1,000,000,000,000,000,000,000", "1e+21"},
		{Number(1234567.5, Decimal(1)), "1,234,567.5", "1234567.5"},
		{Number(0.0042, Money("EUR")), "0.0042 EUR", "0.0042"},
		{Number(0, Money("EUR")), "0.00 EUR", "0"},
		{Number(1234.5, Money("EUR")), "1,234.50 EUR", "1234.5"},
		{Number(0.99999, Money("")), "1.00", "0.99999"},
		{Interval(0.186, 0.304, Share), "18.6–30.4%", "0.186..0.304"},
		{Interval(-0.02, 0.01, Share), "−2.0 to 1.0%", "-0.02..0.01"},
		{Interval(3.14, 5.2, Seconds), "3.1–5.2s", "3.14..5.2"},
		{Interval(0.85, 1.2, Seconds), "850ms–1.2s", "0.85..1.2"},
		{Interval(185, 250, Seconds), "3m 05s–4m 10s", "185..250"},
		{Interval(1, 2, Money("EUR")), "1.00–2.00 EUR", "1..2"},
		{Interval(1, 2.5, Decimal(1)), "1.0–2.5", "1..2.5"},
		{Interval(math.NaN(), 1, Share), "–", ""},
		{Interval(0, math.Inf(1), Share), "–", ""},
		{Change(0.021, Share, Higher, true), "▲ +2.1pp", "0.021"},
		{Change(-0.034, Relative, Higher, true), "▼ −3.4%", "-0.034"},
		{Change(0.012, Share, Lower, false), "~ +1.2pp", "0.012"},
		{Change(0, Share, Lower, true), "= 0.0pp", "0"},
		{Change(-0.5, Seconds, Lower, true), "▼ −500ms", "-0.5"},
		{Change(1200, Count, Neither, true), "▲ +1,200", "1200"},
		{Change(math.NaN(), Share, Lower, true), "–", ""},
		{Instant(time.Date(2026, 10, 1, 14, 3, 22, 5e8, berlin)), "2026-10-01 14:03:22", "2026-10-01T14:03:22.5+02:00"},
		{Instant(time.Time{}), "–", ""},
	}
	for _, test := range tests {
		if got := test.cell.people(plain); got != test.people {
			t.Errorf("%+v for people: %q, want %q", test.cell, got, test.people)
		}
		if got := string(test.cell.appendMachine(nil)); got != test.machine {
			t.Errorf("%+v for machines: %q, want %q", test.cell, got, test.machine)
		}
	}
}

func TestClock(t *testing.T) {
	tests := []struct {
		seconds float64
		want    string
	}{
		{0, "0ms"},
		{0.85, "850ms"},
		{0.9994, "999ms"},
		{0.9996, "1.0s"},
		{4.2, "4.2s"},
		{59.94, "59.9s"},
		{59.96, "1m 00s"},
		{185, "3m 05s"},
		{3599.4, "59m 59s"},
		{3599.6, "1h 00m"},
		{7800, "2h 10m"},
		{86369, "23h 59m"},
		{86370, "1d 00h"},
		{273600, "3d 04h"},
		{-4.2, "−4.2s"},
	}
	for _, test := range tests {
		if got := Number(test.seconds, Seconds).people(plain); got != test.want {
			t.Errorf("%v s: %q, want %q", test.seconds, got, test.want)
		}
	}
}

// What a person reads as seconds is never further off than half of its last part.
func TestClockIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(0, 1e7).Draw(t, "seconds")
		total, finest := 0.0, 0.0
		for part := range strings.FieldsSeq(strings.ReplaceAll(clock(v), ",", "")) {
			at := strings.IndexFunc(part, func(r rune) bool { return r >= 'a' && r <= 'z' })
			n, err := strconv.ParseFloat(part[:at], 64)
			if err != nil {
				t.Fatalf("%q: %v", clock(v), err)
			}
			finest = map[string]float64{"ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86400}[part[at:]]
			total += n * finest
		}
		if strings.Contains(clock(v), ".") {
			finest = 0.1
		}
		if math.Abs(total-v) > finest/2*(1+1e-9) {
			t.Fatalf("%v prints %q, which is %v", v, clock(v), total)
		}
	})
}

func TestExactNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Draw(t, "v")
		text := string(Number(v, Share).appendMachine(nil))
		if got, err := strconv.ParseFloat(text, 64); err != nil || got != v {
			t.Fatalf("%v prints %q, reads back %v, %v", v, text, got, err)
		}
	})
}

func TestProgress(t *testing.T) {
	tests := []struct {
		cell Cell
		want Direction
	}{
		{Change(0.1, Share, Higher, true), Higher},
		{Change(-0.1, Share, Higher, true), Lower},
		{Change(0.1, Share, Lower, true), Lower},
		{Change(-0.1, Share, Lower, true), Higher},
		{Change(0.1, Share, Neither, true), Neither},
		{Change(0.1, Share, Higher, false), Neither},
		{Change(0, Share, Higher, true), Neither},
		{Int(5), Neither},
	}
	for _, test := range tests {
		if got := test.cell.progress(); got != test.want {
			t.Errorf("%+v: %d, want %d", test.cell, got, test.want)
		}
	}
}

func TestThings(t *testing.T) {
	for n, want := range map[int64]string{0: "0 sessions", 1: "1 session", 2: "2 sessions", 15000: "15,000 sessions"} {
		if got := Things(n, "session"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
