package config

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"chatcops/internal/chat"
	"chatcops/internal/guess"
	"chatcops/scoring"
)

// toolMeanings are what a call of a tool may say of its conversation.
var toolMeanings = []string{"escalation", "lead", "conversion", "success", "fallback"}

func (w *walker) readEventRules(n *yaml.Node) {
	meaning := map[string]string{} // of the user's event names
	w.rules.Events = w.readRules(n, "words of the event vocabulary, each with a list of your events", w.eventWord)
	for _, rule := range w.rules.Events {
		for _, e := range rule.Values {
			if other, seen := meaning[e.Value]; seen && other != rule.Name {
				w.problems = append(w.problems, Problem{e.Pos, "event " + quote(e.Value) + " means " + other + " already: an event has one meaning, keep one"})
			}
			meaning[e.Value] = rule.Name
		}
	}
}

// eventWord accepts the words of the vocabulary, not their aliases.
func (w *walker) eventWord(key *yaml.Node) bool {
	if word, ok := chat.EventName(key.Value); ok && word != key.Value {
		w.problem(key, "%s is a dialect's word: write %q", quote(key.Value), word)
		return false
	}
	var words []string
	for _, t := range chat.EventTypes {
		words = append(words, t.Name)
	}
	return w.oneOf("event", words)(key)
}

func (w *walker) readToolRules(n *yaml.Node) {
	w.rules.Tools = w.readRules(n, "meanings, each with a list of tools", w.oneOf("meaning", toolMeanings))
}

func (w *walker) readPhraseRules(n *yaml.Node) {
	w.rules.Phrases = w.readRules(n, "kinds of phrases, each with a list of phrases", w.oneOf("kind of phrase", scoring.Kinds()))
	for _, rule := range w.rules.Phrases {
		for _, e := range rule.Values {
			if err := scoring.CheckPhrase(e.Value); err != nil {
				w.problems = append(w.problems, Problem{e.Pos, err.Error()})
			}
		}
	}
}

func (w *walker) readRulesOff(n *yaml.Node) {
	w.rules.Off = w.names(n, "a list of names of built-in rules, such as [gives_up]", "rule")
	known, err := scoring.RuleNames()
	if err != nil {
		w.problem(n, "%v", err)
		return
	}
	for _, e := range w.rules.Off {
		if !slices.Contains(known, e.Value) {
			w.problems = append(w.problems, Problem{e.Pos, "unknown rule " + quote(e.Value) + ": " + guess.Word(e.Value, known)})
		}
	}
}

// oneOf accepts the keys that are known.
func (w *walker) oneOf(what string, known []string) func(key *yaml.Node) bool {
	return func(key *yaml.Node) bool {
		ok := slices.Contains(known, key.Value)
		if !ok {
			w.problem(key, "unknown %s %s: %s", what, quote(key.Value), guess.Word(key.Value, known))
		}
		return ok
	}
}

// readRules reads a map from the names that known accepts to lists of texts.
func (w *walker) readRules(n *yaml.Node, want string, known func(key *yaml.Node) bool) []Rule {
	var rules []Rule
	w.pairs(n, want, func(key, value *yaml.Node) {
		if !known(key) {
			return
		}
		rules = append(rules, Rule{key.Value, w.pos(key), w.names(value, "a list, such as [one, two]", "value")})
	})
	return rules
}

// summary tells the values of a rule on one line.
func (r Rule) summary() string { return strings.Join(values(r.Values), ", ") }
