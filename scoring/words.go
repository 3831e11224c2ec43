package scoring

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"chatcops/internal/chat"
)

// maxScanned bounds how much of one message is searched for words, in bytes.
const maxScanned = 64 << 10

// words searches messages; it reuses its memory and serves one goroutine.
type words struct {
	lower   []byte
	filled  filling
	hits    []int // phrases of which a text fills all slots
	tokens  []token
	offered bool // the last reply offered a hand-off
}

// token is a word of the text in lower case.
type token struct {
	start, end int
	sentence   bool // it begins a sentence
	part       bool // it begins a part of a sentence: after a comma, a dash, a bracket
	shape      shapes
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
		out = w.search(s.user, out, index, text)
		if w.offered {
			out = w.search(s.answers, out, index, text)
		}
	case chat.RoleAssistant:
		out = w.search(s.agent, out, index, text)
		if text != "" {
			w.offered = hasKind(out[before:], chat.SignalOffer)
		}
	}
	return out
}

// search appends the signals that the rules of by find in a text.
func (w *words) search(by *matcher, out []chat.Signal, index int, text string) []chat.Signal {
	folded, aligned := false, false
	seen := text
	if !isASCII(text) {
		aligned, folded = w.fold(text), true
		seen = string(w.lower)
	}
	w.filled.next(len(by.phrases))
	w.hits = by.automaton.find(seen, &w.filled, w.hits[:0])
	slices.Sort(w.hits) // the rule that stands first names the signal
	ready := false
	before := len(out)
	for _, i := range w.hits {
		p := &by.phrases[i]
		if hasKind(out[before:], p.kind) {
			continue
		}
		if !ready {
			if !folded {
				aligned = w.fold(text)
			}
			w.tokenise()
			ready = true
		}
		first, end, ok := w.allowed(p)
		if !ok {
			continue
		}
		from, to := w.tokens[first].start, w.tokens[end-1].end
		match := string(w.lower[from:to])
		if aligned {
			match = text[from:to]
		}
		out = append(out, chat.Signal{Message: index, Kind: p.kind, Rule: p.rule, Text: match})
	}
	return out
}

// allowed finds the first match of a phrase that no guard of its rule overlaps.
func (w *words) allowed(p *phrase) (first, end int, ok bool) {
	first, end, ok = p.match(w.lower, w.tokens, 0, len(w.tokens))
	for ok && w.forbidden(p.guards, first, end) {
		first, end, ok = p.match(w.lower, w.tokens, first+1, len(w.tokens))
	}
	return first, end, ok
}

// forbidden reports whether one of the guards has a word in common with the
// tokens from first to end.
func (w *words) forbidden(guards []phrase, first, end int) bool {
	for i := range guards {
		g := &guards[i]
		for at := max(0, first-g.longest); ; at++ {
			f, e, ok := g.match(w.lower, w.tokens, at, end)
			if !ok {
				break
			}
			if e > first {
				return true
			}
			at = f
		}
	}
	return false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func hasKind(signals []chat.Signal, kind chat.SignalKind) bool {
	for i := range signals {
		if signals[i].Kind == kind {
			return true
		}
	}
	return false
}

// fold puts text in lower case into w.lower, with plain apostrophes and without
// any but ASCII characters between words. aligned tells that each byte stands
// where it stood.
func (w *words) fold(text string) (aligned bool) {
	aligned = true
	b := w.lower[:0]
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < utf8.RuneSelf {
			if c-'A' < 26 {
				c += 'a' - 'A'
			}
			b = append(b, c)
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		before := len(b)
		switch r {
		case '’', '‘', 'ʼ':
			b = append(b, '\'')
		case '。', '！', '？', '…':
			b = append(b, '.', ' ', ' ')
		default:
			if isWordRune(r) {
				b = utf8.AppendRune(b, unicode.ToLower(r))
			} else { // as many bytes of what stands between words
				b = append(b, "    "[:n]...)
			}
		}
		aligned = aligned && len(b)-before == n
		i += n - 1
	}
	w.lower = b
	return aligned
}

// inWord tells the ASCII letters and digits, in lower case.
var inWord = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
	}
	return is
}()

// tokenise cuts w.lower into words: runs of letters and digits, with
// apostrophes inside of them.
func (w *words) tokenise() {
	ts, b := w.tokens[:0], w.lower
	sentence, part := true, true
	for i := 0; i < len(b); {
		start := i
		for i < len(b) {
			c := b[i]
			if inWord[c] || c == '\'' && i > start && i+1 < len(b) && (inWord[b[i+1]] || b[i+1] >= utf8.RuneSelf) {
				i++
				continue
			}
			if c < utf8.RuneSelf {
				break
			}
			r, n := utf8.DecodeRune(b[i:])
			if !isWordRune(r) {
				break
			}
			i += n
		}
		if i > start {
			ts = append(ts, token{start, i, sentence, part, shapeOf(b[start:i])})
			sentence, part = false, false
			continue
		}
		switch c := b[i]; {
		case c == '.' || c == '!' || c == '?' || c == ';' || c == '\n':
			sentence, part = true, true
			i++
		case c < utf8.RuneSelf:
			part = part || c == ',' || c == ':' || c == '(' || c == ')' || c == '-' && i > 0 && b[i-1] == ' '
			i++
		default:
			_, n := utf8.DecodeRune(b[i:])
			i += n
		}
	}
	w.tokens = ts
}

// isWordRune reports whether a character may stand in a word of a phrase.
func isWordRune(r rune) bool {
	return r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
