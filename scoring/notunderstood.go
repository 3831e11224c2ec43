package scoring

import "chatcops/internal/chat"

// fallBack notes a fallback at a message, −1 where nothing tells which.
func (t *telling) fallBack(message int) {
	t.f.Fallbacks++
	t.s.fallbacks = append(t.s.fallbacks, message)
}

// NotUnderstood scores a conversation and returns, for each of its fallbacks, the
// index of the user message that was not understood: the last one up to the
// fallback, −1 where nothing tells. They are as many as the facts count.
func (s *Scorer) NotUnderstood(c *chat.Conversation) []int {
	s.Score(c)
	list := make([]int, 0, len(s.fallbacks))
	for _, at := range s.fallbacks {
		for at >= 0 && c.Messages[at].Role != chat.RoleUser {
			at--
		}
		list = append(list, at)
	}
	return list
}
