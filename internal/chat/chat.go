// Package chat holds the domain types that every other package speaks: what a
// chat agent's data consists of, and what chatcops concludes from it. It knows
// nothing of files, databases, rules or output.
package chat

import (
	"math"
	"time"
)

// Time is an instant in microseconds since the Unix epoch, or NoTime.
type Time int64

// NoTime marks a record whose data carries no time.
const NoTime Time = math.MinInt64

// TimeOf converts t, dropping what is finer than a microsecond.
func TimeOf(t time.Time) Time { return Time(t.UnixMicro()) }

// Known reports whether the data carried a time.
func (t Time) Known() bool { return t != NoTime }

// In returns the instant in the timezone loc. It must not be called on NoTime.
func (t Time) In(loc *time.Location) time.Time { return time.UnixMicro(int64(t)).In(loc) }

// Message is one utterance of a conversation, as the data had it.
type Message struct {
	ID         string // id in the data, "" if it has none
	Role       Role
	Content    string
	Time       Time
	Position   int32  // place in the conversation as the data states it, -1 if it does not
	Name       string // of the speaker or the tool
	Model      string
	ToolCallID string // of a tool's result: the call that it answers
	ToolCalls  string // JSON array of {id,name,arguments}, "" if none
	Properties string // JSON object with whatever else the record held, "" if nothing
	// EventType is the type of the event as which the message arrived, "" for
	// a plain message. Such messages count only in conversations without others.
	EventType    string
	InputTokens  int64 // 0 if not recorded
	OutputTokens int64
	CachedTokens int64 // those of InputTokens that were read from a cache
	Cost         Cost  // as recorded
}

// Cost is an amount of money in billionths of a currency, which the data does not name.
type Cost struct {
	Known bool // there is one; it may be 0
	Nanos int64
}

// Event is something that happened in a conversation and is no message.
type Event struct {
	ID         string
	Type       string // word of the vocabulary, or the data's own word if that is unknown
	SourceType string // the data's own word where Type differs from it, else ""
	Time       Time
	UserID     string
	Channel    string
	MessageID  string // the message the event is about, "" if none
	Properties string // JSON object, "" if none
}

// Feedback is a person's judgement of a conversation or of one message.
type Feedback struct {
	ID        string
	MessageID string // "" when it concerns the conversation
	Rating    int    // 1 to 5; thumbs are 1 and 5; 0 if only reasons were given
	Thumb     bool   // the rating was a thumb, not a scale
	Reasons   string // JSON array of {label,details}, "" if none
	Comment   string
	Time      Time
	UserID    string
}

// Exposure says that a session saw a variant of a test.
type Exposure struct {
	Test, Session, Variant string
	Time                   Time
}

// Given is a score that a conversation was given elsewhere.
type Given struct {
	Conversation string // id in the data
	Score
	Comment string
	Time    Time
}

// Record is what one record of an input says of one conversation.
type Record struct {
	Conversation string // id in the data; "" for feedback and events that name only a message
	Line         int    // line of the input on which the record starts, from 1
	// Whole says that Messages is the whole ordered transcript so far (a
	// conversation record), not loose rows that may be a part of it.
	Whole          bool
	UserID         string
	Bot            string
	Channel        string
	Language       string
	Properties     string // JSON object, "" if none
	UserProperties string // JSON object, "" if none
	CreatedAt      Time
	UpdatedAt      Time
	Messages       []Message
	Events         []Event
	Feedback       []Feedback
	Exposures      []Exposure
	Scores         []Given
}

// Conversation is everything stored of one conversation, in its canonical
// order: the input of scoring and of export.
type Conversation struct {
	Key            int64 // the store's own key
	Source         string
	ID             string
	UserID         string
	Bot            string
	Channel        string
	Language       string
	Properties     string
	UserProperties string
	CreatedAt      Time
	UpdatedAt      Time
	Messages       []Message
	Events         []Event
	Feedback       []Feedback
}

// AsConversation returns what the record says as if nothing else were known.
func (r *Record) AsConversation() *Conversation {
	return &Conversation{ID: r.Conversation, UserID: r.UserID, Bot: r.Bot, Channel: r.Channel, Language: r.Language, Properties: r.Properties,
		UserProperties: r.UserProperties, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Messages: r.Messages, Events: r.Events, Feedback: r.Feedback}
}
