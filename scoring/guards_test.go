package scoring

import (
	"strings"
	"testing"

	"chatcops/internal/lexis"
)

// forbiddenPlainly looks for every guard everywhere.
func forbiddenPlainly(p *phrase, ts *lexis.Text, first, end int) bool {
	for i := range p.guards.phrases {
		g := &p.guards.phrases[i]
		for at := 0; at < end; at++ {
			if f, e, ok := g.match(ts, at, at+1); ok && f == at && e > first {
				return true
			}
		}
	}
	return false
}

// TestGuards holds the quick search for guards to the plain one, wherever a match may stand.
func TestGuards(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	s := rules.speech("")
	var text lexis.Text
	forbidden := 0
	for _, c := range []string{
		"I do not want to talk to a human, no need for an agent", "Please don't transfer me, I would rather not speak to a representative",
		"No. Thanks for nothing! I can't talk to a person now", "you are now connected? I don't understand why your agent didn't understand me",
		strings.Repeat("I am not sure if I need a human agent. ", 3),
	} {
		text.Read(c, s.vocabulary)
		for _, m := range []*matcher{&s.user, &s.agent, &s.answers} {
			for i := range m.phrases {
				p := &m.phrases[i]
				for first := range text.Words {
					for end := first + 1; end <= min(first+6, len(text.Words)); end++ {
						want := forbiddenPlainly(p, &text, first, end)
						if got := p.forbidden(&text, first, end); got != want {
							t.Fatalf("rule %s forbids %q of %q: %v instead of %v", p.rule, text.Span(first, end), c, got, want)
						}
						if want {
							forbidden++
						}
					}
				}
			}
		}
	}
	if forbidden == 0 {
		t.Error("no guard was met")
	}
}
