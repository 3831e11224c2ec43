package scoring

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"chatcops/internal/chat"
)

// wordRule is one rule over the words of a message, as a rules file has it.
type wordRule struct {
	Name    string   `yaml:"name"`
	Kind    string   `yaml:"kind"`
	By      string   `yaml:"by"`
	Phrases []string `yaml:"phrases"`
}

// languageFile holds the word rules of one language.
type languageFile struct {
	Language string     `yaml:"language"` // ISO 639-1, also the name of the file
	Rules    []wordRule `yaml:"rules"`
}

// speech finds the rules of one language in what is said.
type speech struct{ user, agent *matcher }

// english is the language of conversations that do not tell theirs.
const english = "en"

// languagesFolder is where the language files lie among the rules.
const languagesFolder = "languages"

// Languages lists the languages that have word rules, by ISO 639-1 code.
func Languages() []string {
	entries, err := embedded.ReadDir(path.Join("rules", languagesFolder))
	if err != nil {
		return nil
	}
	var codes []string
	for _, e := range entries {
		codes = append(codes, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return codes
}

// readLanguages compiles the rules of English together with the user's own, and
// prepares those of the other languages for when they are met.
func (r *Rules) readLanguages(custom Custom) error {
	own, err := custom.rules()
	if err != nil {
		return err
	}
	first, err := newSpeech(english, own, custom.Off)
	if err != nil {
		return err
	}
	r.languages = map[string]func() *speech{english: func() *speech { return first }}
	for _, code := range Languages() {
		if code == english {
			continue
		}
		r.languages[code] = sync.OnceValue(func() *speech {
			// The user's phrases have just been compiled, and a test compiles the embedded ones.
			s, _ := newSpeech(code, own, custom.Off)
			return s
		})
	}
	return nil
}

// speech returns the rules of a language, nil if there are none. Without a
// language they are those of English.
func (r *Rules) speech(language string) *speech {
	if language == "" {
		language = english
	}
	if compile := r.languages[language]; compile != nil {
		return compile()
	}
	return nil
}

// rules returns the user's phrases as rules.
func (c Custom) rules() ([]wordRule, error) {
	var rules []wordRule
	for _, kind := range slices.Sorted(maps.Keys(c.Phrases)) {
		by, ok := speakers[chat.SignalKind(kind)]
		if !ok {
			return nil, fmt.Errorf("rules.phrases.%s: there is no such kind of phrase; known are %s", kind, strings.Join(Kinds(), ", "))
		}
		rules = append(rules, wordRule{Name: "custom_" + kind, Kind: kind, By: by, Phrases: c.Phrases[kind]})
	}
	return rules, nil
}

// newSpeech compiles the rules of one language, but for those that are off, and the user's own.
func newSpeech(code string, own []wordRule, off []string) (*speech, error) {
	var f languageFile
	name := path.Join(languagesFolder, code+".yaml")
	if err := decodeRules(name, &f); err != nil {
		return nil, err
	}
	if f.Language != code {
		return nil, fmt.Errorf("rules/%s: it holds the language %q", name, f.Language)
	}
	rules := slices.DeleteFunc(f.Rules, func(r wordRule) bool { return slices.Contains(off, r.Name) })
	rules = append(rules, own...)
	s := &speech{}
	var err error
	if s.user, err = newMatcher(rules, "user"); err == nil {
		s.agent, err = newMatcher(rules, "agent")
	}
	if err != nil {
		return nil, fmt.Errorf("rules/%s: %w", name, err)
	}
	return s, nil
}

// RuleNames lists the names of the word rules of all languages.
func RuleNames() ([]string, error) {
	names := map[string]bool{}
	for _, code := range Languages() {
		var f languageFile
		if err := decodeRules(path.Join(languagesFolder, code+".yaml"), &f); err != nil {
			return nil, err
		}
		for _, r := range f.Rules {
			names[r.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// speakers is the one table of the kinds of word rules: who says such a thing.
var speakers = map[chat.SignalKind]string{
	chat.SignalEscalationRequest: "user", chat.SignalWithdrawal: "user", chat.SignalAcceptance: "user", chat.SignalDecline: "user",
	chat.SignalConfirmation: "user", chat.SignalThanks: "user", chat.SignalComplaint: "user", chat.SignalGoodbye: "user",
	chat.SignalAcknowledgement: "user",
	chat.SignalOffer:           "agent", chat.SignalHandoff: "agent", chat.SignalRefusal: "agent", chat.SignalFallback: "agent",
	chat.SignalPromise: "agent", chat.SignalSuccess: "agent", chat.SignalFailure: "agent", chat.SignalClosing: "agent",
}

// Kinds lists the kinds of phrases that the configuration may add to.
func Kinds() []string {
	var names []string
	for k := range speakers {
		names = append(names, string(k))
	}
	slices.Sort(names)
	return names
}

// matcher finds which rules of one speaker a text matches.
type matcher struct {
	automaton *automaton // finds the phrases that a text may match at all
	phrases   []phrase
}

func newMatcher(rules []wordRule, by string) (*matcher, error) {
	m := &matcher{}
	var literals []literal
	for _, r := range rules {
		if r.By != by {
			continue
		}
		for _, text := range r.Phrases {
			p, err := parsePhrase(text)
			if err != nil {
				return nil, fmt.Errorf("rule %s: %w", r.Name, err)
			}
			p.rule, p.kind = r.Name, chat.SignalKind(r.Kind)
			for slot, words := range p.literals() {
				p.slots |= 1 << slot
				for _, w := range words {
					literals = append(literals, literal{w, output{len(m.phrases), uint8(slot)}})
				}
			}
			m.phrases = append(m.phrases, p)
		}
	}
	var ok bool
	if m.automaton, ok = newAutomaton(literals); !ok {
		return nil, fmt.Errorf("the rules of the %s hold more words than can be searched at once; remove some phrases", by)
	}
	return m, nil
}

// CheckPhrase tells what is wrong with a phrase that a configuration adds.
func CheckPhrase(text string) error {
	_, err := parsePhrase(text)
	return err
}
