package scoring

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// expected are the rules that a language has: their name, kind and speaker.
var expected = [][3]string{
	{"asks_for_human", "escalation_request", "user"}, {"withdraws_request", "withdrawal", "user"},
	{"accepts_offer", "acceptance", "user"}, {"declines_offer", "decline", "user"},
	{"offers_human", "handoff_offer", "agent"}, {"hands_off", "handoff", "agent"}, {"refuses_handoff", "refusal", "agent"},
	{"did_not_understand", "fallback", "agent"}, {"asks_to_rephrase", "fallback", "agent"},
	{"cannot_help", "fallback", "agent"}, {"out_of_scope", "fallback", "agent"},
	{"confirms", "confirmation", "user"}, {"thanks", "thanks", "user"}, {"complains", "complaint", "user"},
	{"gives_up", "complaint", "user"}, {"acknowledges", "acknowledgement", "user"}, {"says_goodbye", "goodbye", "user"}, {"promises", "promise", "agent"}, {"reports_success", "success", "agent"},
	{"reports_failure", "failure", "agent"}, {"offers_more", "closing", "agent"},
}

// found returns what the rules of a language find in a sentence, each kind with its
// rule and words; answers to an offer count as if one had been made.
func found(s *speech, by, sentence string) map[chat.SignalKind]string {
	var w words
	var signals []chat.Signal
	w.text.Read(sentence, s.vocabulary)
	if by == "agent" {
		signals = w.search(&s.agent, nil, 0)
	} else {
		signals = w.search(&s.user, nil, 0)
		signals = append(signals, w.search(&s.answers, nil, 0)...)
	}
	kinds := map[chat.SignalKind]string{}
	for _, s := range signals {
		kinds[s.Kind] = s.Rule + ": " + s.Text
	}
	return kinds
}

func TestLanguagesHaveTheSameRules(t *testing.T) {
	for code, files := range languageFiles() {
		t.Run(code, func(t *testing.T) {
			var rules []wordRule
			for _, name := range files {
				f, err := readLanguageFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if f.Language != code {
					t.Errorf("%s holds the language %q", name, f.Language)
				}
				rules = append(rules, f.Rules...)
			}
			var have [][3]string
			for _, r := range rules {
				have = append(have, [3]string{r.Name, r.Kind, r.By})
				if len(r.Phrases) == 0 {
					t.Errorf("rule %s has no phrase", r.Name)
				}
				for i, text := range r.Phrases {
					if err := CheckPhrase(text); err != nil {
						t.Errorf("rule %s: %v", r.Name, err)
					}
					if slices.Contains(r.Phrases[:i], text) {
						t.Errorf("rule %s: phrase %q stands twice", r.Name, text)
					}
				}
			}
			for _, r := range expected {
				if !slices.Contains(have, r) {
					t.Errorf("there is no rule %s of the kind %s by the %s", r[0], r[1], r[2])
				}
			}
			for _, r := range have {
				if speakers[chat.SignalKind(r[1])] != r[2] {
					t.Errorf("rule %s: %s is nothing that the %s says", r[0], r[1], r[2])
				}
			}
		})
	}
}

// TestLanguages tries sentences on the rules of their language. What is expected of
// each stands before it, as the first lines of testdata/languages/de.txt tell.
func TestLanguages(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	if err := rules.Check(); err != nil {
		t.Fatal(err)
	}
	for _, code := range Languages() {
		if code == english {
			continue // its sentences stand in tests of their own
		}
		t.Run(code, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "languages", code+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			speech := rules.speech(code)
			count := map[chat.SignalKind]int{}
			for line := range strings.Lines(string(text)) {
				head, sentence, ok := strings.Cut(strings.TrimSpace(line), " | ")
				if !ok {
					continue
				}
				by, text, _ := strings.Cut(head, " ")
				want := chat.SignalKind(text)
				count[want]++
				got := found(speech, by, sentence)
				switch kind, not := cutNot(want); {
				case want == "-":
					for kind, phrase := range got {
						t.Errorf("%q is taken for %s by %q", sentence, kind, phrase)
					}
				case not && got[kind] != "":
					t.Errorf("%q is taken for %s by %q", sentence, kind, got[kind])
				case !not && got[kind] == "":
					t.Errorf("%q is not found to be %s, only %v", sentence, kind, got)
				}
			}
			for _, kind := range []chat.SignalKind{chat.SignalEscalationRequest, chat.SignalHandoff, chat.SignalFallback, chat.SignalConfirmation, chat.SignalComplaint} {
				if count[kind] < 6 {
					t.Errorf("only %d sentences try %s", count[kind], kind)
				}
			}
			if count["-"] < 15 {
				t.Errorf("only %d sentences try that nothing is found", count["-"])
			}
		})
	}
}

// cutNot cuts the mark of a kind that must not be found.
func cutNot(want chat.SignalKind) (kind chat.SignalKind, not bool) {
	text, not := strings.CutPrefix(string(want), "!")
	return chat.SignalKind(text), not
}
