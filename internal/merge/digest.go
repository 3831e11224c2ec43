package merge

import (
	"encoding/binary"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
)

// Digester tells by a number whether two canonical conversations are the same in
// all that their data says. It reuses its memory and serves one goroutine.
type Digester struct{ b []byte }

// Of returns the digest of a conversation, its key and source aside. It is 0 if
// some messages carry neither id nor time nor position: told again, they may be others.
func (d *Digester) Of(c *chat.Conversation) int64 {
	for i := range c.Messages {
		if !isKeyed(&c.Messages[i]) {
			return 0
		}
	}
	d.b = d.b[:0]
	d.texts(c.UserID, c.Bot, c.Channel, c.Language, c.Properties, c.UserProperties)
	d.numbers(int64(c.CreatedAt), int64(c.UpdatedAt), int64(len(c.Messages)), int64(len(c.Events)), int64(len(c.Feedback)))
	for i := range c.Messages {
		m := &c.Messages[i]
		d.texts(m.ID, m.Content, m.Name, m.Model, m.ToolCallID, m.ToolCalls, m.Properties, m.EventType)
		d.numbers(int64(m.Role), int64(m.Time), int64(m.Position), m.InputTokens, m.OutputTokens, m.CachedTokens, m.Cost.Nanos, bit(m.Cost.Known))
	}
	for i := range c.Events {
		e := &c.Events[i]
		d.texts(e.ID, e.Type, e.SourceType, e.UserID, e.Channel, e.MessageID, e.Properties)
		d.numbers(int64(e.Time))
	}
	for i := range c.Feedback {
		f := &c.Feedback[i]
		d.texts(f.ID, f.MessageID, f.Reasons, f.Comment, f.UserID)
		d.numbers(int64(f.Rating), int64(f.Time), bit(f.Thumb))
	}
	return int64(xxhash.Sum64(d.b))
}

// texts adds texts, each with its length, so that no two lists look the same.
func (d *Digester) texts(texts ...string) {
	for _, t := range texts {
		d.b = binary.AppendUvarint(d.b, uint64(len(t)))
		d.b = append(d.b, t...)
	}
}

func (d *Digester) numbers(numbers ...int64) {
	for _, n := range numbers {
		d.b = binary.AppendVarint(d.b, n)
	}
}

func bit(v bool) int64 {
	if v {
		return 1
	}
	return 0
}
