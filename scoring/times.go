package scoring

import "chatcops/internal/chat"

// time fills in when the conversation began and ended and how fast the replies
// came. A record's own creation time counts only where no message has a time.
func (t *telling) time() {
	f := t.f
	for i := range t.messages {
		t.span(t.messages[i].Time)
		f.Times += counted(t.messages[i].Time)
	}
	for i := range t.c.Events {
		t.span(t.c.Events[i].Time)
		f.Times += counted(t.c.Events[i].Time)
	}
	if !f.StartedAt.Known() {
		t.span(t.c.CreatedAt)
	}
	waiting := t.s.waiting[:0] // user messages without a reply so far
	first := chat.NoTime       // of the first user message, until it has its reply
	answered := false
	told := newSpoken()
	for i := range t.messages {
		m := &t.messages[i]
		switch m.Role {
		case chat.RoleUser:
			told.user(m.Time)
			if !m.Time.Known() {
				continue
			}
			waiting = append(waiting, m.Time)
			if !first.Known() {
				first = m.Time
			}
		case chat.RoleAssistant, chat.RoleHumanAgent:
			if m.Content != "" {
				told.agent()
			}
			if !m.Time.Known() || m.Content == "" {
				continue // a tool call alone is no reply
			}
			if first.Known() && !answered && m.Time >= first {
				f.FirstResponse, answered = int64(m.Time-first), true
			}
			for _, w := range waiting {
				if m.Time >= w {
					if f.Responses == nil {
						f.Responses = t.s.ownResponses.room(int(f.UserMessages))
					}
					f.Responses = append(f.Responses, int64(m.Time-w))
					f.ResponseSum += int64(m.Time - w)
					f.ResponseCount++
				}
			}
			waiting = waiting[:0]
		}
	}
	t.s.waiting = waiting
	f.FirstUserAt, f.Answered = told.at, told.answered
}

// spoken tells when the user spoke first, and whether a reply followed.
type spoken struct {
	at              chat.Time
	asked, answered bool
}

func newSpoken() spoken { return spoken{at: chat.NoTime} }

func (s *spoken) user(at chat.Time) {
	s.asked = true
	if at.Known() && (!s.at.Known() || at < s.at) {
		s.at = at
	}
}

func (s *spoken) agent() { s.answered = s.answered || s.asked }

// counted is 1 for a time that is known.
func counted(at chat.Time) int32 {
	if at.Known() {
		return 1
	}
	return 0
}

func (t *telling) span(at chat.Time) {
	if !at.Known() {
		return
	}
	if !t.f.StartedAt.Known() || at < t.f.StartedAt {
		t.f.StartedAt = at
	}
	t.f.EndedAt = max(t.f.EndedAt, at)
}
