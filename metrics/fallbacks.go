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

// FallbackGroup are messages that are about one thing.
type FallbackGroup struct {
	Group         string   `json:"group"` // "" of those without text
	Terms         []string `json:"terms"`
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

// Grouping names the group of each text, the names being shown to people, with
// the terms that tell it. It must depend on nothing but the texts.
type Grouping func(texts []string) (groups []TextGroup, of []int)

// TextGroup is a group of texts.
type TextGroup struct {
	Name  string
	Terms []string
}

// moreExamples bounds the examples of a group.
const moreExamples = 3

// GroupFallbacks puts messages into groups, the largest first; those without
// text are one group without a name, behind all others.
func GroupFallbacks(list []Misunderstood, by Grouping) []FallbackGroup {
	slices.SortStableFunc(list, func(a, b Misunderstood) int {
		return cmp.Or(cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Message, b.Message))
	})
	var texts []string
	for i := range list {
		if list[i].Text != "" {
			texts = append(texts, list[i].Text)
		}
	}
	named, of := by(texts)
	groups := make([]fallbackGroup, len(named)+1)
	text := 0
	for i := range list {
		at := len(named)
		if list[i].Text != "" {
			at = of[text]
			text++
		}
		groups[at].add(&list[i])
	}
	out := []FallbackGroup{}
	for i := range groups {
		if groups[i].count == 0 {
			continue
		}
		g := groups[i].result(int64(len(list)))
		g.Terms = []string{}
		if i < len(named) {
			g.Group, g.Terms = named[i].Name, append(g.Terms, named[i].Terms...)
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b FallbackGroup) int {
		return cmp.Or(int(one(a.Group == "")-one(b.Group == "")), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Group, b.Group))
	})
	return out
}

// fallbackGroup is a group while it is filled, by messages in the order of their conversations.
type fallbackGroup struct {
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
	return FallbackGroup{Count: g.count, Share: &share, Conversations: g.conversations, Left: g.after[UserLeft], Again: g.after[NotUnderstoodAgain], WentOn: g.after[WentOn],
		Values:  []Value{escalatedOf.share(tally{g.escalated, g.engaged}, nil), abandonedOf.share(tally{g.left, g.decided}, nil), resolvedOf.share(tally{g.resolved, g.decided}, nil)},
		Samples: append([]FallbackExample{}, g.samples...)}
}
