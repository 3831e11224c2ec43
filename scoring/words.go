package scoring

import (
	"unicode"
	"unicode/utf8"

	"chatcops/internal/chat"
)

// maxScanned bounds how much of one message is searched for words, in bytes.
const maxScanned = 64 << 10

// words searches messages; it reuses its memory and serves one goroutine.
type words struct {
	rules *Rules
	lower []byte
	found []bool
}

// scan appends the signals of message number index to out.
func (w *words) scan(out []chat.Signal, index int, m *chat.Message) []chat.Signal {
	var by *matcher
	switch m.Role {
	case chat.RoleUser:
		by = w.rules.user
	case chat.RoleAssistant:
		by = w.rules.agent
	default:
		return out
	}
	text := m.Content
	if len(text) > maxScanned {
		text = text[:maxScanned]
	}
	aligned := w.fold(text)
	w.candidates(by)
	// One signal of a kind is enough: the rule that stands first names it.
	first := len(out)
	for i := range by.phrases {
		if !w.found[i] {
			continue
		}
		p := &by.phrases[i]
		if hasKind(out[first:], p.kind) {
			continue
		}
		at := p.re.FindSubmatchIndex(w.lower)
		if at == nil {
			continue
		}
		match := string(w.lower[at[2]:at[3]])
		if aligned {
			match = text[at[2]:at[3]]
		}
		out = append(out, chat.Signal{Message: index, Kind: p.kind, Rule: p.rule, Text: match})
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

// candidates marks the phrases whose literals the text holds.
func (w *words) candidates(by *matcher) {
	if len(w.found) < len(by.phrases) {
		w.found = make([]bool, len(by.phrases))
	}
	clear(w.found)
	for _, i := range by.always {
		w.found[i] = true
	}
	by.automaton.find(w.lower, func(i int) { w.found[i] = true })
}

// fold puts text in lower case, with plain apostrophes, into w.lower. aligned
// tells that each byte stands where it stood.
func (w *words) fold(text string) (aligned bool) {
	aligned = true
	b := w.lower[:0]
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(text[i:])
			before := len(b)
			switch r {
			case '’', '‘', 'ʼ', '`':
				b = append(b, '\'')
			case utf8.RuneError:
				b = append(b, ' ')
			default:
				b = utf8.AppendRune(b, unicode.ToLower(r))
			}
			aligned = aligned && len(b)-before == n
			i += n - 1
			continue
		}
		b = append(b, c)
	}
	w.lower = b
	return aligned
}
