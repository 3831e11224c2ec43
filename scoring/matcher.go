package scoring

import (
	"fmt"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/lexis"
)

// speakers says of the kinds of word rules who says such a thing.
var speakers = func() map[chat.SignalKind]string {
	by := map[chat.SignalKind]string{}
	for _, s := range chat.SignalKinds {
		switch s.By {
		case chat.RoleUser:
			by[s.Kind] = "user"
		case chat.RoleAssistant:
			by[s.Kind] = "agent"
		}
	}
	return by
}()

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
	automaton *automaton // tells which phrases and guards may match in a text
	phrases   []phrase
	guards    []phrase // of all rules
}

// add adds the phrases of a rule.
func (m *matcher) add(rule *wordRule, r *phraseReader) error {
	unless, err := rule.read(rule.Unless, r)
	if err != nil {
		return err
	}
	phrases, err := rule.read(rule.Phrases, r)
	if err != nil {
		return err
	}
	guards := newGuards(unless)
	guards.number = len(m.guards)
	m.guards = append(m.guards, unless...)
	for _, p := range phrases {
		p.rule, p.kind, p.bit, p.guards = rule.Name, chat.SignalKind(rule.Kind), kindsOf(chat.SignalKind(rule.Kind)), guards
		m.phrases = append(m.phrases, p)
	}
	return nil
}

// close makes the automaton; v has all the words of the phrases.
func (m *matcher) close(v *lexis.Vocabulary) {
	m.automaton = newAutomaton(slices.Concat(m.phrases, m.guards), v)
}

// read reads phrases of a rule.
func (rule *wordRule) read(texts []string, r *phraseReader) ([]phrase, error) {
	all := make([]phrase, 0, len(texts))
	for _, text := range texts {
		p, err := r.phrase(text)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", rule.Name, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// CheckPhrase tells what is wrong with a phrase that a configuration adds.
func CheckPhrase(text string) error {
	_, err := newPhraseReader().phrase(text)
	return err
}
