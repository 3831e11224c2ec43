package safe

import (
	"strings"
	"testing"
)

var benchTexts = []struct{ name, text string }{
	{"clean", strings.Repeat("Hi, I ordered the blue jacket in a medium and it still has not arrived. Could you please check where it is? ", 10)},
	{"numbers", strings.Repeat("Order 112-3456789-1234567 of 2026-10-05 14:30 (3 items, 1,299.00 EUR, 20 % off) ships at 9:00 from hall 4. ", 10)},
	{"umlauts", strings.Repeat("Ich möchte meine Rückerstattung für die Bestellung prüfen, könnten Sie das bitte übernehmen? Grüße. ", 10)},
	{"personal", strings.Repeat("Write to jane.doe@example.com or call +1 212 555 0123, card 4111 1111 1111 1111, host 192.0.2.1. ", 10)},
}

func BenchmarkRedact(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			r := NewRedactor(nil)
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for range b.N {
				r.Redact(c.text)
			}
		})
	}
}

func BenchmarkClean(b *testing.B) {
	for _, f := range []struct {
		name string
		do   func(string) string
	}{{"Terminal", Terminal}, {"CSV", CSV}, {"Markdown", Markdown}} {
		for _, c := range benchTexts[:3] {
			b.Run(f.name+"/"+c.name, func(b *testing.B) {
				b.SetBytes(int64(len(c.text)))
				b.ReportAllocs()
				for range b.N {
					f.do(c.text)
				}
			})
		}
	}
}
