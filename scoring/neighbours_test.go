package scoring

import (
	"testing"

	"chatcops/internal/lexis"
)

// TestNeighbours holds the rows of words to the sets that they are made of.
func TestNeighbours(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	v := rules.speech("").vocabulary
	numbered := newSets()
	for _, p := range rules.speech("").agent.phrases {
		for i := range p.elements {
			numbered.number(&p.elements[i].opens)
			numbered.number(&p.elements[i].ends)
		}
	}
	n := numbered.neighbours(v)
	var text lexis.Text
	members := 0
	for _, m := range plainTalk() {
		text.Read(m.Content+" agents operater unfortunatly excellent", v)
		for i := range text.Words {
			w := &text.Words[i]
			for number, s := range numbered.list {
				want := uint64(0)
				if s == nil || s.have(w) {
					want = 1
				}
				if got := n.row(n.of(w)).has(set(number)); got != want {
					t.Fatalf("%q in set %d: %d instead of %d", text.Of(w), number, got, want)
				}
				members += int(want)
			}
		}
	}
	if members == 0 {
		t.Error("no word was in any set")
	}
	for number := range numbered.list {
		if got := n.row(lexis.Unknown).has(set(number)); got != 0 && set(number) != anything {
			t.Errorf("no word at all is in set %d", number)
		}
	}
}
