package scoring

import (
	"strings"
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
	"chatcops/internal/sentiment"
)

// benchTalk is a conversation of ten messages as support has them.
func benchTalk() *chat.Conversation {
	return talk(
		"u: Hello, I ordered a tent two weeks ago and it has not arrived yet",
		"a: Sorry to hear that! Could you give me the order number, please?",
		"u: It is 48213, ordered on the third of May",
		"a: Thank you. Order 48213 left our warehouse on the 6th and is with the carrier. It should reach you by Friday.",
		"u: No, that is what you said last week",
		"a: I understand. I have asked the carrier to look into it and extended your right of return by 14 days.",
		"u: Great, and can I change the address to my office?",
		"a: Yes. Please tell me the new address and I will pass it on to the carrier.",
		"u: 12 Harbour Street, second floor. Thanks a lot!",
		"a: Done. Is there anything else I can help you with?",
	)
}

func BenchmarkScore(b *testing.B) {
	rules, err := NewRules(Custom{})
	if err != nil {
		b.Fatal(err)
	}
	s, c := rules.NewScorer(), benchTalk()
	b.ReportAllocs()
	for b.Loop() {
		s.Score(c)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(c.Messages)), "ns/message")
}

// BenchmarkParts measures what quality adds to scoring, for a conversation of ten messages.
func BenchmarkParts(b *testing.B) {
	rules, err := NewRules(Custom{})
	if err != nil {
		b.Fatal(err)
	}
	s, c := rules.NewScorer(), benchTalk()
	f, marks := s.Score(c)
	read := make([]lexis.Text, len(c.Messages))
	for i := range c.Messages {
		read[i].Read(c.Messages[i].Content, noWords)
	}
	b.Run("repetition", func(b *testing.B) {
		b.ReportAllocs()
		var out []chat.Signal
		for b.Loop() {
			s.repetition.reset()
			for i := range c.Messages {
				out = s.repetition.scan(out[:0], 0, i, &c.Messages[i], &read[i])
			}
		}
	})
	b.Run("quality", func(b *testing.B) {
		b.ReportAllocs()
		in := qualityInput{messages: c.Messages, signals: marks.Signals, said: s.said, sentiments: marks.Sentiments}
		for b.Loop() {
			rules.quality(f, in)
		}
	})
	b.Run("sentiment", func(b *testing.B) {
		a := sentiment.New()
		b.ReportAllocs()
		for b.Loop() {
			for i := range c.Messages {
				if c.Messages[i].Role == chat.RoleUser {
					a.Compound(c.Messages[i].Content)
				}
			}
		}
	})
	b.Run("long_message", func(b *testing.B) {
		m := chat.Message{Role: chat.RoleUser, Content: strings.Repeat("many different words 1234 ", 10_000)}
		var long lexis.Text
		long.Read(m.Content, noWords)
		b.ReportAllocs()
		for b.Loop() {
			s.repetition.reset()
			s.repetition.scan(nil, 0, 0, &m, &long)
		}
	})
}
