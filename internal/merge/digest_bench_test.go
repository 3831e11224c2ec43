package merge

import (
	"fmt"
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// BenchmarkDigest reads a conversation of ten plain messages.
func BenchmarkDigest(b *testing.B) {
	c := &chat.Conversation{UserID: "user-17", Channel: "web", CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime}
	for i := range 10 {
		c.Messages = append(c.Messages, chat.Message{Role: chat.RoleUser, Content: strings.Repeat("words ", 25), Time: chat.Time(i), Position: -1})
	}
	var d Digester
	for b.Loop() {
		d.Of(c)
	}
}

// BenchmarkCanonical looks at a conversation of ten messages with ids.
func BenchmarkCanonical(b *testing.B) {
	var ms []chat.Message
	for i := range 10 {
		ms = append(ms, chat.Message{ID: fmt.Sprintf("%024x", i*7919*104729), Time: chat.Time(i), Position: -1})
	}
	for b.Loop() {
		if !canonical(ms) {
			b.Fatal("they need sorting")
		}
	}
}
