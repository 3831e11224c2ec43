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
		d.texts(m.Content, m.ID, m.Name, m.Model, m.ToolCallID, m.ToolCalls, m.Properties, m.EventType)
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

// texts adds up to eight texts: which of them there are, as most are empty, and
// those with their lengths.
func (d *Digester) texts(texts ...string) {
	at, there := len(d.b), byte(0)
	d.b = append(d.b, 0)
	for i, t := range texts {
		if t != "" {
			there |= 1 << i
			d.b = append(binary.AppendUvarint(d.b, uint64(len(t))), t...)
		}
	}
	d.b[at] = there
}

// numbers adds up to eight numbers as texts does.
func (d *Digester) numbers(numbers ...int64) {
	at, there := len(d.b), byte(0)
	d.b = append(d.b, 0)
	for i, n := range numbers {
		if n != 0 {
			there |= 1 << i
			d.b = binary.LittleEndian.AppendUint64(d.b, uint64(n))
		}
	}
	d.b[at] = there
}

func bit(v bool) int64 {
	if v {
		return 1
	}
	return 0
}
