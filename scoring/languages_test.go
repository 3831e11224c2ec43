package scoring

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// expected are the rules that a language has: their name, kind and speaker.
var expected = [][3]string{
	{"asks_for_human", "escalation_request", "user"}, {"withdraws_request", "withdrawal", "user"},
	{"accepts_offer", "acceptance", "user"}, {"declines_offer", "decline", "user"},
	{"offers_human", "handoff_offer", "agent"}, {"hands_off", "handoff", "agent"}, {"refuses_handoff", "refusal", "agent"},
	{"did_not_understand", "fallback", "agent"}, {"asks_to_rephrase", "fallback", "agent"},
	{"cannot_help", "fallback", "agent"}, {"out_of_scope", "fallback", "agent"},
	{"confirms", "confirmation", "user"}, {"thanks", "thanks", "user"}, {"complains", "complaint", "user"},
	{"says_goodbye", "goodbye", "user"}, {"promises", "promise", "agent"}, {"reports_success", "success", "agent"},
	{"reports_failure", "failure", "agent"}, {"offers_more", "closing", "agent"},
}

// languageRules reads the rules of a language as they stand in its file.
func languageRules(t *testing.T, code string) (rules []struct {
	Name, Kind, By string
	Phrases        []string
}) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("rules", code+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Language string
		Rules    []struct {
			Name, Kind, By string
			Phrases        []string
		}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if file.Language != code {
		t.Errorf("the language is %q", file.Language)
	}
	return file.Rules
}

// spoken is a phrase with the rule and the speaker it belongs to.
type spoken struct {
	phrase
	text, kind, by string
}

// languagePhrases compiles the rules of a language.
func languagePhrases(t *testing.T, code string) (all []spoken) {
	t.Helper()
	for _, r := range languageRules(t, code) {
		for _, text := range r.Phrases {
			p, err := parsePhrase(text)
			if err != nil {
				t.Fatalf("rule %s: %v", r.Name, err)
			}
			all = append(all, spoken{p, text, r.Kind, r.By})
		}
	}
	return all
}

// found returns what the phrases of a speaker find in a sentence, each kind with the phrase behind it.
func found(phrases []spoken, by, sentence string) map[string]string {
	var w words
	w.fold(sentence)
	w.tokenise()
	kinds := map[string]string{}
	for _, p := range phrases {
		if p.by != by {
			continue
		}
		if _, _, ok := p.match(w.lower, w.tokens); ok {
			kinds[p.kind] = p.text
		}
	}
	return kinds
}

var languages = []string{"de", "es", "fr", "it", "nl", "pt"}

func TestLanguagesHaveTheSameRules(t *testing.T) {
	for _, code := range languages {
		t.Run(code, func(t *testing.T) {
			var have [][3]string
			for _, r := range languageRules(t, code) {
				have = append(have, [3]string{r.Name, r.Kind, r.By})
				if len(r.Phrases) == 0 {
					t.Errorf("rule %s has no phrase", r.Name)
				}
				for i, text := range r.Phrases {
					if _, err := parsePhrase(text); err != nil {
						t.Errorf("rule %s: %v", r.Name, err)
					}
					if slices.Contains(r.Phrases[:i], text) {
						t.Errorf("rule %s: phrase %q stands twice", r.Name, text)
					}
				}
			}
			if !slices.Equal(have, expected) {
				t.Errorf("the rules are %v\ninstead of %v", have, expected)
			}
		})
	}
}

// TestLanguages tries sentences on the rules of their language. What is expected of
// each stands before it, as the first lines of testdata/languages/de.txt tell.
func TestLanguages(t *testing.T) {
	for _, code := range languages {
		t.Run(code, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "languages", code+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			phrases := languagePhrases(t, code)
			count := map[string]int{}
			for line := range strings.Lines(string(text)) {
				head, sentence, ok := strings.Cut(strings.TrimSpace(line), " | ")
				if !ok {
					continue
				}
				by, want, _ := strings.Cut(head, " ")
				count[want]++
				got := found(phrases, by, sentence)
				switch kind, not := strings.CutPrefix(want, "!"); {
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
			for _, kind := range []string{"escalation_request", "handoff", "fallback", "confirmation", "complaint"} {
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
