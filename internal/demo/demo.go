// Package demo invents the chats of a small outdoor shop's support agents, for
// tests, benchmarks and documentation. The same Options give the same bytes on
// every platform and with every Go version: the random numbers are its own and
// nothing is computed in floating point. Shop, products, towns and people are
// invented.
package demo

import (
	"fmt"
	"iter"
	"time"
)

// The bots of the shop.
const (
	BotSupport = "fern-support"
	BotSales   = "fern-sales"
)

// The roles of messages, spelled as exports spell them.
const (
	RoleUser       = "user"
	RoleAssistant  = "assistant"
	RoleTool       = "tool"
	RoleHumanAgent = "human_agent"
)

// Endings of a conversation: what its script meant, not what a scorer concludes.
const (
	EndThanks    = "thanks"    // the user confirms or thanks after the last answer
	EndAnswered  = "answered"  // the agent answered and the user left
	EndAbandoned = "abandoned" // no answer, a fallback, an open question or annoyance came last
	EndEscalated = "escalated" // a hand-off was asked for and announced
	EndStayed    = "stayed"    // a hand-off was asked for and then withdrawn
	EndSilent    = "silent"    // the user never wrote
)

// Options say what to generate.
type Options struct {
	Conversations int       // how many, 0 or more
	Seed          uint64    // another seed, other conversations
	Start, End    time.Time // conversations start in [Start, End); the last ones may end a little later
	MessageIDs    bool      // write the ids of messages in the native formats too
}

// maxConversations keeps the arithmetic of start times within 64 bits, and an int on any platform.
const maxConversations = 1 << 30

func (o Options) check() error {
	first := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	last := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	switch {
	case o.Conversations < 0 || o.Conversations > maxConversations:
		return fmt.Errorf("conversations: %d is not between 0 and %d", o.Conversations, maxConversations)
	case o.Start.Before(first) || o.End.After(last):
		return fmt.Errorf("time span %s to %s: choose both between 1990 and 2100", day(o.Start), day(o.End))
	case !o.End.After(o.Start):
		return fmt.Errorf("time span %s to %s is empty: choose an end after the start", day(o.Start), day(o.End))
	}
	return nil
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Conversation is one chat with all that happened in it.
type Conversation struct {
	ID       string
	UserID   string // "" for a visitor who is not known
	Bot      string
	Channel  string
	Language string // ISO 639-1
	Variant  string // of Experiment
	Ending   string
	Entries  []Entry // in order of time
}

// Entry is one message or one event. It is a message when Role is set.
type Entry struct {
	Millis int64 // Unix time

	Role         string
	Content      string // "" with a ToolCall: the agent called a tool and said nothing
	Name         string // of the tool or of the human agent
	ToolCall     *ToolCall
	ToolCallID   string // of a tool's result: the call that it answers
	InputTokens  int    // of assistant messages, estimated from the length of the text
	OutputTokens int

	Event      string // type in the snake dialect
	Properties string // JSON object of an event
}

// ToolCall is the agent's request to a tool.
type ToolCall struct {
	ID, Name  string
	Arguments string // JSON object
}

// Model returns the name of the language model that plays the bot.
func (c *Conversation) Model() string {
	if c.Bot == BotSales {
		return "sprout-large-1"
	}
	return "sprout-mini-1"
}

// Conversations streams the conversations of o in order of their start. What it
// yields belongs to the caller. It fails when o makes no sense.
func Conversations(o Options) (iter.Seq[*Conversation], error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	return func(yield func(*Conversation) bool) {
		arrivals := newTraffic(o)
		guests := visitors{seed: o.Seed, known: regulars + o.Conversations/8}
		for i := range o.Conversations {
			id := mix(o.Seed*golden + uint64(i))
			r := rng(id)
			if !yield(tell(id, &r, arrivals.start(i), guests.next(&r))) {
				return
			}
		}
	}, nil
}
