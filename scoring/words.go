package scoring

import (
	"slices"

	"chatcops/internal/chat"
)

// maxScanned bounds how much of one message is searched for words, in bytes.
const maxScanned = 64 << 10

// words searches messages; it reuses its memory and serves one goroutine.
type words struct {
	tokens  tokens
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
	text := m.Content
	if len(text) > maxScanned {
		text = text[:maxScanned]
	}
	before := len(out)
	switch m.Role {
	case chat.RoleUser:
		w.tokens.read(text, s.vocabulary)
		out = w.search(&s.user, out, index, text)
		if w.offered {
			out = w.search(&s.answers, out, index, text)
		}
	case chat.RoleAssistant:
		w.tokens.read(text, s.vocabulary)
		out = w.search(&s.agent, out, index, text)
		if text != "" {
			w.offered = hasKind(out[before:], chat.SignalOffer)
		}
	}
	return out
}

// search appends the signals that the rules of by find in a text that was read.
func (w *words) search(by *matcher, out []chat.Signal, index int, text string) []chat.Signal {
	w.hits = by.index.find(&w.tokens, w.hits[:0])
	slices.Sort(w.hits)
	before := len(out)
	for hits := w.hits; len(hits) > 0; {
		p, n := &by.phrases[hits[0].phrase()], 1
		for n < len(hits) && hits[n].phrase() == hits[0].phrase() {
			n++
		}
		if !hasKind(out[before:], p.kind) { // the rule that stands first names the signal
			if first, end, ok := p.allowed(&w.tokens, hits[:n]); ok {
				out = append(out, chat.Signal{Message: index, Kind: p.kind, Rule: p.rule, Text: w.tokens.text(text, first, end)})
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
