package scoring

import (
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
)

// words searches messages; it reuses its memory and serves one goroutine.
type words struct {
	text    lexis.Text
	hits    []hit
	said    kinds     // in the last message
	offered bool      // the last reply offered a hand-off
	known   []*states // of the matchers that were used, which are few
}

// scan appends the signals of message number index to out. The messages of a
// conversation have to come in their order: a yes or a no counts only where the
// reply before it offered a hand-off.
func (w *words) scan(out []chat.Signal, s *speech, index int, m *chat.Message) []chat.Signal {
	if index == 0 {
		w.offered = false
	}
	w.said = 0
	switch m.Role {
	case chat.RoleUser:
		w.text.Read(m.Content, s.vocabulary)
		out = w.search(&s.user, out, index)
		if w.offered {
			out = w.search(&s.answers, out, index)
		}
	case chat.RoleAssistant:
		w.text.Read(m.Content, s.vocabulary)
		out = w.search(&s.agent, out, index)
		if m.Content != "" {
			w.offered = w.said&isOffer != 0
		}
	}
	return out
}

// search appends the signals that the rules of by find in the text that was read.
func (w *words) search(by *matcher, out []chat.Signal, index int) []chat.Signal {
	w.hits = w.statesOf(by).find(&w.text, w.hits[:0])
	slices.Sort(w.hits)
	own := len(w.hits) // of the phrases, behind which come the guards
	for own > 0 && w.hits[own-1].phrase() >= len(by.phrases) {
		own--
	}
	found, last := kinds(0), -1
	for _, h := range w.hits[:own] {
		if h.phrase() == last {
			continue // a match that ends later
		}
		last = h.phrase()
		p := &by.phrases[last]
		if found&p.bit != 0 {
			continue // the rule that stands first names the signal
		}
		guarded := slices.ContainsFunc(w.hits[own:], func(g hit) bool { return p.guards.have(g.phrase() - len(by.phrases)) })
		if first, end, ok := p.allowed(&w.text, h.end()+1-p.longest, guarded); ok {
			found |= p.bit
			out = append(out, chat.Signal{Message: index, Kind: p.kind, Rule: p.rule, Text: w.text.Span(first, end)})
		}
	}
	w.said |= found
	return out
}

// statesOf returns those of the automaton of a matcher.
func (w *words) statesOf(by *matcher) *states {
	for _, s := range w.known {
		if s.of == by.automaton {
			return s
		}
	}
	s := newStates(by.automaton, maxNext)
	w.known = append(w.known, s)
	return s
}
