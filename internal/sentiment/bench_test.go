package sentiment

import "testing"

// BenchmarkCompound scores one message of sixty characters, as users type them.
func BenchmarkCompound(b *testing.B) {
	for name, text := range map[string]string{
		"plain":      "I was not very happy with the answer, my order is late again",
		"neutral":    "When does the next train to the city leave from platform two",
		"apostrophe": "I don’t think that’s right, my order still hasn’t come today",
	} {
		b.Run(name, func(b *testing.B) {
			a := New()
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				a.Compound(text)
			}
		})
	}
}
