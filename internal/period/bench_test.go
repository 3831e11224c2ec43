package period

import (
	"math/rand/v2"
	"testing"
	"time"
)

func BenchmarkIndex(b *testing.B) {
	loc, err := LoadLocation("Europe/Berlin")
	if err != nil {
		b.Fatal(err)
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, loc).UnixMicro()
	const year = int64(365 * 86400 * 1e6)
	const n = 1 << 16
	ordered, shuffled := make([]int64, n), make([]int64, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range ordered {
		ordered[i] = start + year/n*int64(i)
		shuffled[i] = start + r.Int64N(year)
	}
	for _, order := range []struct {
		name     string
		instants []int64
	}{{"ordered", ordered}, {"shuffled", shuffled}} {
		for _, u := range Units {
			b.Run(order.name+"/"+u.Name, func(b *testing.B) {
				bucketer := NewBucketer(u.Unit, loc)
				for i := range b.N {
					bucketer.Index(order.instants[i%n])
				}
			})
		}
	}
}

func BenchmarkContains(b *testing.B) {
	now := time.Date(2026, 10, 5, 14, 30, 0, 0, time.UTC)
	s, err := Parse("30d", now, time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	for i := range b.N {
		s.Contains(int64(i))
	}
}
