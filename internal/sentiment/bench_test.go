package sentiment

import (
	"testing"

	"chatcops/internal/lexis"
)

// benchTexts are messages of sixty characters, as users type them.
var benchTexts = map[string]string{
	"plain":      "I was not very happy with the answer, my order is late again",
	"neutral":    "When does the next train to the city leave from platform two",
	"apostrophe": "I don’t think that’s right, my order still hasn’t come today",
}

// BenchmarkCompound scores one message.
func BenchmarkCompound(b *testing.B) {
	for name, text := range benchTexts {
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

// BenchmarkCompoundOf scores one message whose words were read already.
func BenchmarkCompoundOf(b *testing.B) {
	vocabulary := lexis.NewVocabulary()
	numbers := Enter(vocabulary)
	vocabulary.Close()
	for name, text := range benchTexts {
		b.Run(name, func(b *testing.B) {
			a := New()
			var read lexis.Text
			read.Read(text, vocabulary)
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				a.CompoundOf(&read, numbers)
			}
		})
	}
}
