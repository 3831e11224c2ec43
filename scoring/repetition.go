package scoring

import (
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"

	"chatcops/internal/chat"
)

// A message repeats an earlier one of the same speaker when they have three of
// four words in common. The bounds keep the work for a message small, whatever
// its length and that of the conversation.
const (
	lookBack      = 4      // earlier messages of the speaker that a message is compared with
	maxCompared   = 320    // bytes of a message that are read
	minRepeated   = 4      // different words, so that "yes please" and "ok thanks" never count
	maxWords      = 64     // words that are compared
	maxQuoted     = 60     // bytes of the message that the signal shows
	firstWordless = 0x2E80 // characters from here on are words of their own, as in Chinese
)

// repetition finds messages that say again what their speaker has said shortly
// before. It reuses its memory and serves one goroutine.
type repetition struct {
	user, agent speaker
	now         wordBag
}

// speaker remembers the last messages of one side, the oldest being overwritten.
type speaker struct {
	last [lookBack]wordBag
	said int
}

// wordBag holds the words of a message as hashes, each as often as it occurs.
type wordBag struct {
	hashes    [maxWords]uint32
	n         int
	sorted    bool   // hashes are in ascending order
	bytes     int    // of the whole message
	signature uint64 // a bit for each different word
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
	if bits.OnesCount64(r.now.signature) < minRepeated {
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

// repeats reports whether two bags share three of four words (Jaccard index of
// 0.75 and more) and belong to messages of about the same length.
func (a *wordBag) repeats(b *wordBag) bool {
	if 4*a.bytes < 3*b.bytes || 4*b.bytes < 3*a.bytes {
		return false
	}
	least := (3*(a.n+b.n) + 6) / 7 // common words: c ≥ ¾ (a + b − c)
	if bits.OnesCount64(a.signature&^b.signature) > a.n-least || bits.OnesCount64(b.signature&^a.signature) > b.n-least {
		return false
	}
	a.sort()
	b.sort()
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

func (a *wordBag) sort() {
	if !a.sorted {
		slices.Sort(a.hashes[:a.n])
		a.sorted = true
	}
}

func (a *wordBag) copy(b *wordBag) {
	copy(a.hashes[:b.n], b.hashes[:b.n])
	a.n, a.sorted, a.bytes, a.signature = b.n, b.sorted, b.bytes, b.signature
}

// letterHash has a number for each byte of a word, the same for both cases of a
// letter, and 0 for bytes between words (cyclic polynomial hashing). Characters
// beyond ASCII are hashed on their own.
var letterHash = func() (numbers [256]uint32) {
	seed := uint64(1)
	for c := range numbers {
		seed = seed*6364136223846793005 + 1442695040888963407 // Knuth's MMIX generator
		if inWord[c] {
			numbers[c] = uint32(seed>>32) | 1
		}
	}
	for c := 'a'; c <= 'z'; c++ {
		numbers[c-'a'+'A'] = numbers[c]
	}
	return numbers
}()

// read fills the bag with the words of a text. Where words are written without
// spaces each character is one.
func (a *wordBag) read(text string) {
	a.n, a.sorted, a.bytes, a.signature = 0, false, len(text), 0
	text = text[:min(len(text), maxCompared)]
	h := uint32(0)
	for i := 0; i < len(text); {
		for i < len(text) && letterHash[text[i]] != 0 {
			h = bits.RotateLeft32(h, 5) ^ letterHash[text[i]]
			i++
		}
		if i == len(text) {
			break
		}
		if c := text[i]; c < utf8.RuneSelf {
			if h != 0 && c != '\'' {
				a.add(h)
				h = 0
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		letter := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
		if letter {
			h = (bits.RotateLeft32(h, 5) ^ uint32(unicode.ToLower(r))) * 0x9E3779B1
		}
		if h != 0 && r != '’' && (!letter || r >= firstWordless) {
			a.add(h)
			h = 0
		}
	}
	if h != 0 {
		a.add(h)
	}
}

func (a *wordBag) add(h uint32) {
	if a.n < maxWords {
		a.hashes[a.n] = h
		a.n++
		a.signature |= 1 << (h >> 26)
	}
}
