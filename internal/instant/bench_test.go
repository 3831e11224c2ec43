package instant

import (
	"testing"
	"time"
)

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"2025-01-01T00:00:00.000Z", "2025-01-01 00:00:00", "2025-01-01T00:00:00.123456+01:00", "1745044394123", "Jan 2, 2006, 3:04 PM"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkStdlib(b *testing.B) {
	for b.Loop() {
		if _, err := time.Parse(time.RFC3339, "2025-01-01T00:00:00.000Z"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		buf = Append(buf[:0], 1745044394_123000, time.UTC)
	}
}
