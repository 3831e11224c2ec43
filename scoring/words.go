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
	offered bool // the last reply offered a hand-off
}

// scan appends the signals of message number index to out. The messages of a
// conversation have to come in their order: a yes or a no counts only where the
// reply before it offered a hand-off.
func (w *words) scan(out []chat.Signal, s *speech, index int, m *chat.Message) []chat.Signal {
	if index == 0 {
		w.offered = false
	}
	before := len(out)
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
			w.offered = hasKind(out[before:], chat.SignalOffer)
		}
	}
	return out
}

// search appends the signals that the rules of by find in the text that was read.
func (w *words) search(by *matcher, out []chat.Signal, index int) []chat.Signal {
	w.hits = by.index.find(&w.text, w.hits[:0])
	slices.Sort(w.hits)
	found := uint64(0) // a bit for each kind
	for hits := w.hits; len(hits) > 0; {
		p, n := &by.phrases[hits[0].phrase()], 1
		for n < len(hits) && hits[n].phrase() == hits[0].phrase() {
			n++
		}
		if found&p.bit == 0 { // the rule that stands first names the signal
			if first, end, ok := p.allowed(&w.text, hits[:n]); ok {
				found |= p.bit
				out = append(out, chat.Signal{Message: index, Kind: p.kind, Rule: p.rule, Text: w.text.Span(first, end)})
			}
		}
		hits = hits[n:]
	}
	return out
}

func hasKind(signals []chat.Signal, kind chat.SignalKind) bool {
	for i := range signals {
		if signals[i].Kind == kind {
			return true
		}
	}
	return false
}
