package scoring

import (
	"math/bits"
	"slices"
	"unicode/utf8"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
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
	firstByte     = 0xE2   // with which those begin
)

// repetition finds messages that say again what their speaker has said shortly
// before. It reuses its memory and serves one goroutine.
type repetition struct {
	user, agent speaker
}

// speaker remembers the last messages of one side, the oldest being overwritten
// by the one that is read.
type speaker struct {
	last [lookBack + 1]wordBag
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

// scan appends a signal if message number index, read as text, repeats an earlier one. The
// agent's parting words, which are told by what is said in it, may be said again and again.
func (r *repetition) scan(out []chat.Signal, said kinds, index int, m *chat.Message, text *lexis.Text) []chat.Signal {
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
	if said&isClosing != 0 {
		return out
	}
	now := &by.last[by.said%len(by.last)]
	now.read(text, len(m.Content))
	if !now.tells() {
		return out
	}
	for back := 1; back <= min(by.said, lookBack); back++ {
		if now.repeats(&by.last[(by.said-back)%len(by.last)]) {
			out = append(out, chat.Signal{Message: index, Kind: chat.SignalRepetition, Rule: rule, Text: quoted(m.Content)})
			break
		}
	}
	by.said++
	return out
}

// tells reports whether there are words enough for a repetition to mean
// something. Two may have the same bit of the signature.
func (a *wordBag) tells() bool {
	if different := bits.OnesCount64(a.signature); different >= minRepeated || a.n < minRepeated {
		return different >= minRepeated
	}
	a.sort()
	different := 1
	for i := 1; i < a.n; i++ {
		if a.hashes[i] != a.hashes[i-1] {
			different++
		}
	}
	return different >= minRepeated
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
	least := (3*(a.n+b.n) + 6) / 7 // common words: c ≥ ¾ (a + b − c)
	switch {
	case bits.OnesCount64(a.signature&^b.signature) > a.n-least, // as most have
		bits.OnesCount64(b.signature&^a.signature) > b.n-least,
		4*a.bytes < 3*b.bytes, 4*b.bytes < 3*a.bytes:
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

// read fills the bag with the words of a text of so many bytes. Apostrophes may
// be left out, and where words are written without spaces each character is one.
func (a *wordBag) read(t *lexis.Text, bytes int) {
	a.n, a.sorted, a.bytes, a.signature = 0, false, bytes, 0
	words := t.Words[:min(len(t.Words), maxWords)]
	for len(words) > 0 && words[len(words)-1].Start >= maxCompared {
		words = words[:len(words)-1]
	}
	if !t.Narrow {
		for i := range words {
			a.addCharacters(t, &words[i])
		}
		return
	}
	signature, hashes := uint64(0), a.hashes[:len(words)]
	for i := range hashes {
		w := &words[i]
		h := w.Hash
		if w.Apostrophe {
			h = t.Plain(int(w.Start), int(w.End))
		}
		hashes[i] = h
		signature |= 1 << (h >> 26)
	}
	a.n, a.signature = len(hashes), signature
}

// addCharacters adds a word without its apostrophes, cut where no spaces are written.
func (a *wordBag) addCharacters(t *lexis.Text, w *lexis.Word) {
	start, end := int(w.Start), int(w.End)
	for i := start; i < end; {
		if t.Lower[i] < firstByte {
			i++
			continue
		}
		r, n := utf8.DecodeRune(t.Lower[i:end])
		if i += n; r >= firstWordless {
			a.add(t.Plain(start, i))
			start = i
		}
	}
	switch {
	case start == int(w.Start) && !w.Apostrophe:
		a.add(w.Hash)
	case start < end:
		a.add(t.Plain(start, end))
	}
}

func (a *wordBag) add(h uint32) {
	if a.n < maxWords {
		a.hashes[a.n] = h
		a.n++
		a.signature |= 1 << (h >> 26)
	}
}
