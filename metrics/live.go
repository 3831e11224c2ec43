package metrics

import (
	"time"

	"chatcops/internal/chat"
)

// ActiveWithin is how long after its last message a conversation is active.
const ActiveWithin = 5 * time.Minute

// Live folds what is going on at one instant and what has come of it so far.
type Live struct {
	Conversations int64         `json:"conversations"`
	Engaged       int64         `json:"engaged"`
	Active        int64         `json:"active_conversations"` // with a message or event in the last five minutes
	Outcomes      OutcomeCounts `json:"outcomes"`

	now    chat.Time
	active []int64 // keys
}

// NewLive begins a fold for the instant now.
func NewLive(now chat.Time) *Live { return &Live{now: now} }

// Add folds in one conversation whose outcome is settled.
func (l *Live) Add(_ int, f *chat.Facts) {
	l.Conversations++
	if f.Engaged() {
		l.Engaged++
		l.Outcomes[outcome(f)]++
	}
	if InLast(ActiveWithin, f.EndedAt, l.now) {
		l.Active++
		l.active = append(l.active, f.Key)
	}
}

// Merge adds what another fold of the same instant has counted.
func (l *Live) Merge(o *Live) {
	l.Conversations += o.Conversations
	l.Engaged += o.Engaged
	l.Active += o.Active
	for i, n := range o.Outcomes {
		l.Outcomes[i] += n
	}
	l.active = append(l.active, o.active...)
}

// ActiveKeys are the keys of the active conversations.
func (l *Live) ActiveKeys() []int64 { return l.active }

// InLast reports whether t lies in the time d up to now, of which now is a part.
func InLast(d time.Duration, t, now chat.Time) bool {
	return t.Known() && t <= now && int64(now)-int64(t) < d.Microseconds()
}
