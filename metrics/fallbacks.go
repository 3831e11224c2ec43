package metrics

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
)

// After is what happened behind a message that was not understood.
type After uint8

// What may happen.
const (
	UserLeft After = iota
	NotUnderstoodAgain
	WentOn
)

// Misunderstood is a user message that the agent did not understand.
type Misunderstood struct {
	Key          int64 // of the conversation
	Conversation string
	Source       string
	Message      int    // index of the user message, −1 if nothing tells which
	Text         string // of the message, "" if nothing tells
	After        After
	Outcome      chat.Outcome
}

// FallbacksResult is what was not understood, in groups.
type FallbacksResult struct {
	Head
	Values []Value         `json:"metrics"` // fallback_rate, fallback_conversation_rate
	Total  int64           `json:"fallbacks"`
	Groups []FallbackGroup `json:"groups"`
}

// FallbackGroup are the messages that were not understood in conversations of one topic.
type FallbackGroup struct {
	Subject
	Count         int64    `json:"count"`
	Share         *float64 `json:"share"` // of all fallbacks
	Conversations int64    `json:"conversations"`
	// What happened behind the messages; the three add up to Count.
	Left    int64             `json:"user_left"`
	Again   int64             `json:"not_understood_again"`
	WentOn  int64             `json:"went_on"`
	Values  []Value           `json:"metrics"` // of the conversations: escalated, abandoned, resolved
	Samples []FallbackExample `json:"examples"`
}

// FallbackExample is one of the messages.
type FallbackExample struct {
	Conversation string `json:"conversation_id"`
	Message      *int   `json:"message_index"`
	Text         string `json:"text"`
}

// Find returns one of the values of the group by name.
func (g *FallbackGroup) Find(name string) *Value { return findValue(g.Values, name) }

// Subject is what conversations are about.
type Subject struct {
	ID    int      `json:"topic_id"` // below 0: nothing that others are about too
	Label string   `json:"label"`
	Terms []string `json:"terms"` // that tell it best, never nil
}

// Grouping tells what a conversation is about, by its key. Those of one ID have
// one Label.
type Grouping func(conversation int64) Subject

// moreExamples bounds the examples of a group.
const moreExamples = 3

// GroupFallbacks puts messages into groups by what their conversations are about,
// the largest first; those about nothing that others are about too stand last.
func GroupFallbacks(list []Misunderstood, by Grouping) []FallbackGroup {
	slices.SortStableFunc(list, func(a, b Misunderstood) int {
		return cmp.Or(cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Message, b.Message))
	})
	groups := map[int]*fallbackGroup{}
	for i := range list {
		of := by(list[i].Key)
		g := groups[of.ID]
		if g == nil {
			g = &fallbackGroup{subject: of}
			groups[of.ID] = g
		}
		g.add(&list[i])
	}
	out := make([]FallbackGroup, 0, len(groups))
	for _, g := range groups {
		out = append(out, g.result(int64(len(list))))
	}
	slices.SortFunc(out, func(a, b FallbackGroup) int {
		return cmp.Or(int(one(a.ID < 0)-one(b.ID < 0)), cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// fallbackGroup is a group while it is filled, by messages in the order of their conversations.
type fallbackGroup struct {
	subject                      Subject
	count                        int64
	after                        [WentOn + 1]int64
	conversations                int64
	engaged, decided             int64
	escalated, left, resolved    int64
	lastConversation, lastSource string
	samples                      []FallbackExample
}

func (g *fallbackGroup) add(m *Misunderstood) {
	g.count++
	g.after[m.After]++
	if g.conversations == 0 || m.Conversation != g.lastConversation || m.Source != g.lastSource {
		g.lastConversation, g.lastSource = m.Conversation, m.Source
		g.conversations++
		g.engaged += one(m.Outcome != chat.NotEngaged)
		g.decided += one(m.Outcome.Decided())
		g.escalated += one(m.Outcome == chat.Escalated)
		g.left += one(m.Outcome == chat.Abandoned)
		g.resolved += one(m.Outcome.Resolved())
	}
	if m.Text == "" || len(g.samples) == moreExamples || slices.ContainsFunc(g.samples, func(e FallbackExample) bool { return e.Text == m.Text }) {
		return
	}
	e := FallbackExample{Conversation: m.Conversation, Text: m.Text}
	if m.Message >= 0 {
		e.Message = &m.Message
	}
	g.samples = append(g.samples, e)
}

var (
	escalatedOf = measure{"escalated", "Escalated", UnitShare, Lower, false}
	abandonedOf = measure{"abandoned", "Abandoned", UnitShare, Lower, false}
	resolvedOf  = measure{"resolved", "Resolved", UnitShare, Higher, false}
)

func (g *fallbackGroup) result(all int64) FallbackGroup {
	share := float64(g.count) / float64(all)
	return FallbackGroup{Subject: g.subject, Count: g.count, Share: &share, Conversations: g.conversations, Left: g.after[UserLeft], Again: g.after[NotUnderstoodAgain], WentOn: g.after[WentOn],
		Values:  []Value{escalatedOf.share(tally{g.escalated, g.engaged}, nil), abandonedOf.share(tally{g.left, g.decided}, nil), resolvedOf.share(tally{g.resolved, g.decided}, nil)},
		Samples: append([]FallbackExample{}, g.samples...)}
}
