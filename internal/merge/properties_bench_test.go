package merge

import (
	"fmt"
	"testing"
)

// BenchmarkUnion unites what ten messages tell of themselves.
func BenchmarkUnion(b *testing.B) {
	var objects []string
	for i := range 10 {
		objects = append(objects, fmt.Sprintf(`{"intent":"question_%d","confidence":0.%d}`, i%3, i))
	}
	var u Union
	b.ReportAllocs()
	for b.Loop() {
		u.Reset()
		for _, o := range objects {
			u.Add(o, false)
		}
		_ = u.String()
	}
}
