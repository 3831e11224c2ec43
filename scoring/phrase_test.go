package scoring

import (
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// said returns the texts that a phrase of the user matches in a message.
func said(t *testing.T, phrase, message string) string {
	t.Helper()
	s, err := compile("", []wordRule{{Name: "r", Kind: "confirmation", By: "user", Phrases: []string{phrase}}})
	if err != nil {
		t.Fatal(err)
	}
	var w words
	found := w.scan(nil, s, 0, &chat.Message{Role: chat.RoleUser, Content: message})
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
		{"talk to operator~", "talk to an operator", ""},
		{"talk to operator~", "talk to operator", "talk to operator"},
		{"talk to operator~", "talk to operater", "talk to operater"},   // a letter wrong
		{"talk to operator~", "talk to opertor", "talk to opertor"},     // missing
		{"talk to operator~", "talk to operrator", "talk to operrator"}, // too many
		{"talk to operator~", "talk to oeprator", "talk to oeprator"},   // swapped
		{"talk to operator~", "talk to operators", "talk to operators"},
		{"talk to operator~", "talk to iperator", ""}, // the first letter
		{"talk to operator~", "talk to opreater", ""}, // two slips
		{"i don't know .", "I don't know", "I don't know"},
		{"i don't know .", "I don't know, sorry", "I don't know"},
		{"i don't know .", "I don't know (yet)", "I don't know"},
		{"i don't know .", "I don't know him", ""},
		{"i don't know .", "I don't know-how", ""},
		{". agent please", "well, agent please", "agent please"},
		{". agent please", "my travel agent please", ""},
		{"thanks", "thanks" + strings.Repeat(" x", 5), "thanks"},
	} {
		if got := said(t, c.phrase, c.message); got != c.want {
			t.Errorf("%q in %q: %q instead of %q", c.phrase, c.message, got, c.want)
		}
	}
}

// TestUnless checks that a guard forbids what it shares a word with, nothing else.
func TestUnless(t *testing.T) {
	s, err := compile("", []wordRule{{Name: "r", Kind: "confirmation", By: "user", Phrases: []string{"talk to [a] human", "get a human"}, Unless: []string{"not ... talk", "human (error|being) $"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ message, want string }{
		{"talk to a human", "talk to a human"},
		{"I do not want to talk to a human", ""},
		{"I do not know. Talk to a human", "Talk to a human"},
		{"do not talk to a human but get a human", "get a human"},
		{"not talk to a human, no, talk to human", "talk to human"},
		{"talk to a human error", ""},
		{"talk to a human error now", "talk to a human"},
		{"not so", ""},
	} {
		var w words
		got := ""
		for _, found := range w.scan(nil, s, 0, &chat.Message{Role: chat.RoleUser, Content: c.message}) {
			got = found.Text
		}
		if got != c.want {
			t.Errorf("%q: %q instead of %q", c.message, got, c.want)
		}
	}
}

// TestNamedWords checks that {name} stands for words and an unknown name is told.
func TestNamedWords(t *testing.T) {
	f := languageFile{Words: map[string]string{"staff": "agent|human being"}, Rules: []wordRule{{Name: "r", Phrases: []string{"talk to ({staff})"}, Unless: []string{"[{staff}] ok"}}}}
	if err := f.insertWords(); err != nil || f.Rules[0].Phrases[0] != "talk to (agent|human being)" || f.Rules[0].Unless[0] != "[agent|human being] ok" {
		t.Errorf("%v %v", f.Rules, err)
	}
	f.Rules[0].Phrases[0] = "talk to {nobody}"
	if err := f.insertWords(); err == nil || !strings.Contains(err.Error(), "{nobody}") {
		t.Errorf("an unknown name: %v", err)
	}
}

func TestBadPhrases(t *testing.T) {
	for _, c := range []struct{ phrase, problem string }{
		{"", "it is empty"}, {"(a", "a bracket is not closed"}, {"a)", "brackets"}, {"((a))", "brackets"}, {"[a]", "nothing in it must be there"},
		{"... a", "... must stand between words"}, {"a ...", "... must stand between words"}, {"a ... b ... c ... d", "2 times at most"},
		{"operator~", "free of ~"}, {"a hint~ b~", "5 letters"}, {"operator~*", "whole word"}, {".", "nothing in it must be there"},
		{"(a|)", "empty alternative"}, {"a.b", "cannot stand in a word"}, {"*", "is no word"},
	} {
		if err := CheckPhrase(c.phrase); err == nil || !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%q: %v instead of %s", c.phrase, err, c.problem)
		}
	}
}

// FuzzPhrase checks that no phrase and no message panics, and that the search
// by the automaton finds what matching at every word finds.
func FuzzPhrase(f *testing.F) {
	for _, s := range [][2]string{{"(talk|speak) to [a] human", "I want to speak to a human."}, {"^bye$", "bye"}, {"a ... b*", "a x y bcd"}, {"é'x", "É’x \xff"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, text, message string) {
		if CheckPhrase(text) != nil {
			return
		}
		s, err := compile("", []wordRule{{Name: "r", Kind: "confirmation", By: "user", Phrases: []string{text}}})
		if err != nil {
			t.Fatal(err)
		}
		var w words
		found := w.scan(nil, s, 0, &chat.Message{Role: chat.RoleUser, Content: message})
		if _, _, ok := s.user.phrases[0].match(&w.text, 0, len(w.text.Words)); ok != (len(found) == 1) {
			t.Fatalf("%q in %q: the automaton found %v, matching says %v", text, message, found, ok)
		}
	})
}
