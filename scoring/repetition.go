package scoring

import (
	"math/bits"
	"unicode"
	"unicode/utf8"

	"chatcops/internal/chat"
)

// A message repeats an earlier one of the same speaker when they have three of
// four words in common. The bounds keep the work for a message small, whatever
// its length and that of the conversation.
const (
	lookBack      = 4   // earlier messages of the speaker that a message is compared with
	maxCompared   = 320 // bytes of a message that are read
	minRepeated   = 4   // different words, so that "yes please" and "ok thanks" never count
	maxDifferent  = 64  // different words that are compared
	maxQuoted     = 60  // bytes of the message that the signal shows
	firstWordless = 0x2E80
)

// repetition finds messages that say again what their speaker has said shortly
// before. It reuses its memory and serves one goroutine.
type repetition struct {
	user, agent speaker
	now         wordSet
}

// speaker remembers the last messages of one side, the oldest being overwritten.
type speaker struct {
	last [lookBack]wordSet
	said int
}

// wordSet is the set of the words of a message as hashes, in ascending order.
type wordSet struct {
	hashes    [maxDifferent]uint32
	n         int
	bytes     int    // of the whole message
	signature uint64 // a bit for each word
}

// reset forgets the conversation before.
func (r *repetition) reset() { r.user.said, r.agent.said = 0, 0 }

// scan appends a signal if message number index repeats an earlier one. The
// agent's parting words, which are among own, the signals of the message, may
// be said again and again.
func (r *repetition) scan(out []chat.Signal, own []chat.Signal, index int, m *chat.Message) []chat.Signal {
	var by *speaker
	var rule string
	switch m.Role {
	case chat.RoleUser:
		by, rule = &r.user, "user_repeats"
	case chat.RoleAssistant:
		by, rule = &r.agent, "agent_repeats"
	default:
		return out
	}
	if hasKind(own, chat.SignalClosing) {
		return out
	}
	r.now.read(m.Content)
	if r.now.n < minRepeated {
		return out
	}
	for i := range min(by.said, lookBack) {
		if r.now.repeats(&by.last[i]) {
			out = append(out, chat.Signal{Message: index, Kind: chat.SignalRepetition, Rule: rule, Text: quoted(m.Content)})
			break
		}
	}
	by.last[by.said%lookBack].copy(&r.now)
	by.said++
	return out
}

// quoted is the beginning of a message.
func quoted(text string) string {
	if len(text) <= maxQuoted {
		return text
	}
	n := maxQuoted
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// repeats reports whether two sets share three of four words (Jaccard index of
// 0.75 and more) and belong to messages of about the same length.
func (a *wordSet) repeats(b *wordSet) bool {
	if 4*a.bytes < 3*b.bytes || 4*b.bytes < 3*a.bytes {
		return false
	}
	least := (3*(a.n+b.n) + 6) / 7 // common words: c ≥ ¾ (a + b − c)
	if bits.OnesCount64(a.signature&^b.signature) > a.n-least {
		return false
	}
	common, j := 0, 0
	for i := 0; i < a.n && j < b.n; {
		switch x, y := a.hashes[i], b.hashes[j]; {
		case x == y:
			common++
			i++
			j++
		case x < y:
			i++
		default:
			j++
		}
	}
	return common >= least
}

func (a *wordSet) copy(b *wordSet) {
	copy(a.hashes[:b.n], b.hashes[:b.n])
	a.n, a.bytes, a.signature = b.n, b.bytes, b.signature
}

// FNV-1a, 32 bits.
const fnvStart, fnvPrime = 2166136261, 16777619

// read fills the set with the words of a text, whatever their case. Where words
// are written without spaces each character is one.
func (a *wordSet) read(text string) {
	a.n, a.bytes, a.signature = 0, len(text), 0
	text = text[:min(len(text), maxCompared)]
	h := uint32(fnvStart)
	in := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c-'A' < 26 {
			c += 'a' - 'A'
		}
		switch {
		case inWord[c]:
			h = (h ^ uint32(c)) * fnvPrime
			in = true
			continue
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(text[i:])
			i += n - 1
			if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
				h = (h ^ uint32(unicode.ToLower(r))) * fnvPrime
				in = true
				if r < firstWordless {
					continue
				}
			}
		case c == '\'':
			continue
		}
		if in {
			a.add(h)
			h, in = fnvStart, false
		}
	}
	if in {
		a.add(h)
	}
}

func (a *wordSet) add(h uint32) {
	if a.n == maxDifferent {
		return
	}
	i := a.n
	for i > 0 && a.hashes[i-1] > h {
		i--
	}
	if i > 0 && a.hashes[i-1] == h {
		return
	}
	copy(a.hashes[i+1:a.n+1], a.hashes[i:a.n])
	a.hashes[i] = h
	a.n++
	a.signature |= 1 << (h & 63)
}
