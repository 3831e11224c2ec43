package search

import (
	"strings"
	"testing"
)

// BenchmarkMatch is one message of usual length that is no hit.
func BenchmarkMatch(b *testing.B) {
	for name, text := range map[string]string{
		"ASCII":   strings.Repeat("Where is the order that I have placed? ", 5),
		"accents": strings.Repeat("Où est la commande que j’ai passée hier? ", 5),
	} {
		b.Run(name, func(b *testing.B) {
			q, _ := Parse("refund")
			m := q.Matcher()
			message := []byte(text)
			b.SetBytes(int64(len(message)))
			b.ReportAllocs()
			for b.Loop() {
				m.Match(message)
			}
		})
	}
}
