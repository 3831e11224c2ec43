package metrics

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
)

// Worst keeps the conversations whose users were in the worst mood.
type Worst struct {
	most int
	list []WorstConversation
}

// WorstConversation is one of them.
type WorstConversation struct {
	Key            int64        `json:"-"`
	Conversation   string       `json:"conversation_id"`
	Source         string       `json:"source"`
	StartedAt      chat.Time    `json:"-"`
	Sentiment      float64      `json:"sentiment"`
	FinalSentiment float64      `json:"final_sentiment"`
	Outcome        chat.Outcome `json:"-"`
}

// NewWorst keeps at most so many.
func NewWorst(most int) *Worst { return &Worst{most: most} }

// Add notes a conversation of the period.
func (w *Worst) Add(f *chat.Facts) {
	if !f.Sentiment.Known || f.Sentiment.Mean > -chat.NeutralSentiment {
		return
	}
	w.put(WorstConversation{f.Key, f.ID, f.Source, f.StartedAt, float64(f.Sentiment.Mean) / 1e4, float64(f.Sentiment.Final) / 1e4, outcome(f)})
}

// put keeps the list sorted and short.
func (w *Worst) put(c WorstConversation) {
	i, _ := slices.BinarySearchFunc(w.list, c, compareWorst)
	if i >= w.most {
		return
	}
	w.list = slices.Insert(w.list, i, c)
	w.list = w.list[:min(len(w.list), w.most)]
}

func compareWorst(a, b WorstConversation) int {
	return cmp.Or(cmp.Compare(a.Sentiment, b.Sentiment), cmp.Compare(a.FinalSentiment, b.FinalSentiment), cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Source, b.Source))
}

// Merge adds what another list has kept.
func (w *Worst) Merge(o *Worst) {
	for _, c := range o.list {
		w.put(c)
	}
}

// List returns the conversations, the worst first.
func (w *Worst) List() []WorstConversation { return w.list }
