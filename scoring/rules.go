// Package scoring concludes the facts of one conversation from its raw data by
// rules that are data, each verdict with its evidence. It is pure: the same
// conversation and rules give the same facts.
package scoring

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"chatcops/internal/chat"
)

//go:embed rules
var embedded embed.FS

// wordRule is one rule over the words of a message, as a rules file has it.
type wordRule struct {
	Name    string   `yaml:"name"`
	Kind    string   `yaml:"kind"`
	By      string   `yaml:"by"`
	Phrases []string `yaml:"phrases"`
}

type labelRule struct {
	Property string   `yaml:"property"`
	Equals   []string `yaml:"equals"`
	Means    string   `yaml:"means"`
}

type evidenceFile struct {
	Version string              `yaml:"version"`
	Events  map[string][]string `yaml:"events"`
	Tools   map[string][]string `yaml:"tools"`
	Labels  []labelRule         `yaml:"labels"`
}

type wordsFile struct {
	Language string     `yaml:"language"`
	Rules    []wordRule `yaml:"rules"`
}

// Custom is what the user's configuration adds to the rules.
type Custom struct {
	Events  map[string][]string // word of the vocabulary → the user's own event names
	Tools   map[string][]string // escalation, lead, conversion, success, fallback → tool names, * stands for any characters
	Phrases map[string][]string // kind of signal → phrases
	Goals   []Goal
	// DefaultGoals names those of the default goals that hold; nil stands for all of them.
	DefaultGoals []string
	Graders      []Grader
}

// Rules are compiled rules, safe for concurrent use.
type Rules struct {
	version string
	events  map[string]string   // the user's event name → word of the vocabulary
	means   map[string][]string // meaning → words of the vocabulary
	tools   map[string][]*regexp.Regexp
	labels  []labelRule
	goals   goals
	graders []graded
	user    *matcher
	agent   *matcher
}

// Version names the rules: that of the embedded ones and, behind a plus, the
// beginning of a hash of what the user has added.
func (r *Rules) Version() string { return r.version }

// NewRules compiles the embedded rules together with the user's own. Errors name the rule.
func NewRules(custom Custom) (*Rules, error) {
	r := &Rules{events: map[string]string{}, tools: map[string][]*regexp.Regexp{}, graders: newGraders(custom.Graders)}
	if err := r.readEvidence(custom); err != nil {
		return nil, err
	}
	var err error
	if r.goals, err = newGoals(&custom); err != nil {
		return nil, err
	}
	rules, err := readWords()
	if err != nil {
		return nil, err
	}
	for _, kind := range sortedKeys(custom.Phrases) {
		by, ok := speakers[chat.SignalKind(kind)]
		if !ok {
			return nil, fmt.Errorf("rules.phrases.%s: there is no such kind of phrase; known are %s", kind, strings.Join(Kinds(), ", "))
		}
		rules = append(rules, wordRule{Name: "custom_" + kind, Kind: kind, By: by, Phrases: custom.Phrases[kind]})
	}
	if r.user, err = newMatcher(rules, "user"); err != nil {
		return nil, err
	}
	if r.agent, err = newMatcher(rules, "agent"); err != nil {
		return nil, err
	}
	if tag := custom.hash(); tag != "" {
		r.version += "+" + tag
	}
	return r, nil
}

func (r *Rules) readEvidence(custom Custom) error {
	var f evidenceFile
	if err := decodeRules("evidence.yaml", &f); err != nil {
		return err
	}
	r.version, r.means, r.labels = f.Version, f.Events, f.Labels
	for word, names := range custom.Events {
		for _, n := range names {
			r.events[n] = word
		}
	}
	for _, tools := range []map[string][]string{f.Tools, custom.Tools} {
		for meaning, names := range tools {
			for _, n := range names {
				r.tools[meaning] = append(r.tools[meaning], compileName(n))
			}
		}
	}
	return nil
}

// compileName turns a name in which * stands for any characters into an expression.
func compileName(name string) *regexp.Regexp {
	return regexp.MustCompile("(?is)^" + strings.ReplaceAll(regexp.QuoteMeta(name), `\*`, ".*") + "$")
}

func readWords() ([]wordRule, error) {
	entries, err := embedded.ReadDir("rules")
	if err != nil {
		return nil, err
	}
	var all []wordRule
	for _, e := range entries {
		if e.Name() == "evidence.yaml" || e.Name() == goalsName {
			continue
		}
		var f wordsFile
		if err := decodeRules(e.Name(), &f); err != nil {
			return nil, err
		}
		all = append(all, f.Rules...)
	}
	return all, nil
}

func decodeRules(name string, to any) error {
	f, err := embedded.Open(path.Join("rules", name))
	if err != nil {
		return err
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("rules/%s: %w", name, err)
	}
	return nil
}

// speakers is the one table of the kinds of word rules: who says such a thing.
var speakers = map[chat.SignalKind]string{
	chat.SignalFallback: "agent", chat.SignalHandoff: "agent", chat.SignalRefusal: "agent", chat.SignalClosing: "agent",
	chat.SignalEscalationRequest: "user", chat.SignalConfirmation: "user", chat.SignalComplaint: "user", chat.SignalGoodbye: "user",
	chat.SignalWithdrawal: "user",
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

func sortedKeys(m map[string][]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// hash identifies what the user has added, "" if nothing.
func (c Custom) hash() string {
	h := sha256.New()
	n := 0
	for i, m := range []map[string][]string{c.Events, c.Tools, c.Phrases} {
		for _, k := range sortedKeys(m) {
			fmt.Fprintf(h, "%d %q %q\n", i, k, m[k])
			n++
		}
	}
	n += c.hashGoals(h) + c.hashGraders(h)
	if n == 0 {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
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
