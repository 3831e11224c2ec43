package scoring

import (
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// said returns the texts that a phrase of the user matches in a message.
func said(t *testing.T, phrase, message string) string {
	t.Helper()
	m, err := newMatcher([]wordRule{{Name: "r", Kind: "confirmation", By: "user", Phrases: []string{phrase}}}, "user")
	if err != nil {
		t.Fatal(err)
	}
	w := words{rules: &Rules{user: m}}
	found := w.scan(nil, 0, &chat.Message{Role: chat.RoleUser, Content: message})
	if len(found) == 0 {
		return ""
	}
	return found[0].Text
}

func TestPhrases(t *testing.T) {
	for _, c := range []struct{ phrase, message, want string }{
		{"thanks", "Many THANKS!", "THANKS"},
		{"thanks", "thanksgiving", ""},
		{"ty", "a city", ""},
		{"(talk|speak) to a human", "Can I speak to a human?", "speak to a human"},
		{"talk to [a|an] human", "talk to human", "talk to human"},
		{"talk to [a|an] human", "talk to an human", "talk to an human"},
		{"talk to [a|an] human", "talk to the human", ""},
		{"connect me ... agent", "please connect me with some other support agent now", "connect me with some other support agent"},
		{"connect me ... agent", "connect me with one two three four five agent", ""},
		{"connect me ... agent", "connect me. The agent is nice", ""},
		{"^bye", "Bye now", "Bye"},
		{"^bye", "well bye", ""},
		{"bye$", "ok, bye!", "bye"},
		{"bye$", "bye for now", ""},
		{"^human$", "Human.", "Human"},
		{"didn't understand", "I didn’t understand", "didn't understand"},
		{"resol*", "it was resolved", "resolved"},
		{"(that works|it helps) now", "it helps now", "it helps now"},
		{"ça marche", "Oui, ÇA MARCHE !", "ÇA MARCHE"},
		{"thanks", "thanks" + strings.Repeat(" x", 5), "thanks"},
	} {
		if got := said(t, c.phrase, c.message); got != c.want {
			t.Errorf("%q in %q: %q instead of %q", c.phrase, c.message, got, c.want)
		}
	}
}

func TestBadPhrases(t *testing.T) {
	for _, c := range []struct{ phrase, problem string }{
		{"", "it is empty"}, {"(a", "a bracket is not closed"}, {"a)", "brackets"}, {"((a))", "brackets"}, {"[a]", "nothing in it must be there"},
		{"... a", "... must stand between words"}, {"a ...", "... must stand between words"}, {"a ... b ... c ... d", "2 times at most"},
		{"(a|)", "empty alternative"}, {"a.b", "cannot stand in a word"}, {"*", "is no word"},
	} {
		if err := CheckPhrase(c.phrase); err == nil || !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%q: %v instead of %s", c.phrase, err, c.problem)
		}
	}
}

// FuzzPhrase checks that no phrase and no message panics, and that the search
// by the automaton finds what matching every word finds.
func FuzzPhrase(f *testing.F) {
	for _, s := range [][2]string{{"(talk|speak) to [a] human", "I want to speak to a human."}, {"^bye$", "bye"}, {"a ... b*", "a x y bcd"}, {"é'x", "É’x \xff"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, text, message string) {
		p, err := parsePhrase(text)
		if err != nil {
			return
		}
		m, err := newMatcher([]wordRule{{Name: "r", Kind: "confirmation", By: "user", Phrases: []string{text}}}, "user")
		if err != nil {
			t.Fatal(err)
		}
		w := words{rules: &Rules{user: m}}
		found := w.scan(nil, 0, &chat.Message{Role: chat.RoleUser, Content: message})
		w.fold(message[:min(len(message), maxScanned)])
		w.tokenise()
		if _, _, ok := p.match(w.lower, w.tokens, 0, len(w.tokens)); ok != (len(found) == 1) {
			t.Fatalf("%q in %q: the automaton found %v, matching says %v", text, message, found, ok)
		}
	})
}
