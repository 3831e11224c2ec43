package scoring

import (
	"fmt"
	"slices"

	"chatcops/internal/chat"
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
	automaton *automaton // finds the phrases that a text may match at all
	phrases   []phrase
}

func newMatcher(rules []wordRule, by string) (*matcher, error) {
	m := &matcher{}
	known := places{}
	var literals []literal
	for _, r := range rules {
		if r.By != by {
			continue
		}
		guards, err := r.parse(r.Unless, known)
		if err != nil {
			return nil, err
		}
		phrases, err := r.parse(r.Phrases, known)
		if err != nil {
			return nil, err
		}
		for _, p := range phrases {
			p.rule, p.kind, p.guards = r.Name, chat.SignalKind(r.Kind), guards
			literals = append(literals, p.fillers(len(m.phrases))...)
			m.phrases = append(m.phrases, p)
		}
	}
	var ok bool
	if m.automaton, ok = newAutomaton(literals); !ok {
		return nil, fmt.Errorf("the rules of the %s hold more words than can be searched at once; remove some phrases", by)
	}
	return m, nil
}

func (r *wordRule) parse(texts []string, known places) ([]phrase, error) {
	var all []phrase
	for _, text := range texts {
		p, err := known.parsePhrase(text)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.Name, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// fillers returns the words that fill the slots of a phrase; number is its own.
func (p *phrase) fillers(number int) []literal {
	var all []literal
	bySlot := p.literals()
	for slot, words := range bySlot {
		for _, w := range words {
			all = append(all, literal{w, output{number, 1 << slot, 1<<len(bySlot) - 1}})
		}
	}
	return all
}

// CheckPhrase tells what is wrong with a phrase that a configuration adds.
func CheckPhrase(text string) error {
	_, err := parsePhrase(text)
	return err
}
