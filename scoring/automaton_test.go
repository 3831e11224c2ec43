package scoring

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
)

// searchPlainly matches every phrase everywhere.
func searchPlainly(by *matcher, text *lexis.Text) (out []chat.Signal) {
	found := map[chat.SignalKind]bool{}
	for i := range by.phrases {
		p := &by.phrases[i]
		if found[p.kind] {
			continue
		}
		if first, end, ok := p.allowed(text, 0, true); ok {
			found[p.kind] = true
			out = append(out, chat.Signal{Kind: p.kind, Rule: p.rule, Text: text.Span(first, end)})
		}
	}
	return out
}

// ramble makes a text of what phrases match, of parts of that and of other words.
func ramble(by *matcher, v *lexis.Vocabulary, r *rand.Rand) string {
	var b strings.Builder
	between := func() { b.WriteString([]string{" ", " ", " ", " ", " ", ", ", ". ", " - "}[r.IntN(8)]) }
	for range 1 + r.IntN(4) {
		all := slices.Concat(by.phrases, by.guards)
		p := &all[r.IntN(len(all))]
		for i := range p.elements {
			e := &p.elements[i]
			switch {
			case e.gap:
				for range r.IntN(maxGap + 2) {
					b.WriteString(v.Text(uint32(1 + r.IntN(v.Size()-1))))
					between()
				}
				continue
			case e.pause:
				b.WriteString(", ")
				continue
			case e.optional && r.IntN(2) == 0 || r.IntN(20) == 0:
				continue
			}
			for _, w := range e.alternatives[r.IntN(len(e.alternatives))] {
				b.WriteString(w.text)
				if (w.prefix || w.near) && r.IntN(2) == 0 {
					b.WriteByte("esx"[r.IntN(3)])
				}
				between()
			}
		}
		if r.IntN(3) == 0 {
			b.WriteString("qwrt ")
		}
	}
	return b.String()
}

// TestAutomaton holds the search by the automaton to the plain one, both with
// states that stay and with states that are often forgotten.
func TestAutomaton(t *testing.T) {
	rules, err := NewRules(Custom{Phrases: map[string][]string{"complaint": {"no* ... way* ... out", "[so] ... annoyed~ with", "[oh] . dear ."}}})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, code := range Languages() {
		s := rules.speech(code)
		for name, by := range map[string]*matcher{"user": &s.user, "answers": &s.answers, "agent": &s.agent} {
			var lasting, forgetful words
			forgetful.known = []*states{newStates(by.automaton, 10*len(by.automaton.moves))}
			signals := 0
			for range 1500 {
				text := ramble(by, s.vocabulary, r)
				for _, w := range []*words{&lasting, &forgetful} {
					w.text.Read(text, s.vocabulary)
					want := searchPlainly(by, &w.text)
					if got := w.search(by, nil, 0); !slices.Equal(got, want) {
						t.Fatalf("%s, %s: %q has %v instead of %v", code, name, text, got, want)
					}
					signals += len(want)
				}
			}
			if signals < 500 {
				t.Errorf("%s, %s: only %d signals were found", code, name, signals)
			}
		}
	}
}

// TestStatesAreBounded reads words that lead to ever new states.
func TestStatesAreBounded(t *testing.T) {
	var phrases []string
	const letters = "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o"
	for w := range strings.SplitSeq(letters, "|") {
		phrases = append(phrases, w+" ["+letters+"] ["+letters+"] y")
	}
	s, err := compile("", []wordRule{{Name: "r", Kind: "confirmation", By: "user", Phrases: phrases}})
	if err != nil {
		t.Fatal(err)
	}
	a := s.user.automaton
	known, most := newStates(a, 100*len(a.moves)), 0
	r := rand.New(rand.NewPCG(3, 4))
	var text lexis.Text
	for range 1000 {
		var b strings.Builder
		for range 30 {
			b.WriteByte("abcdefghijklmnox"[r.IntN(16)])
			b.WriteByte(' ')
		}
		text.Read(b.String(), s.vocabulary)
		known.find(&text, nil)
		most = max(most, len(known.list))
	}
	if most > 110 || most < 50 {
		t.Errorf("%d states at most", most)
	}
}
