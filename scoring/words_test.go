package scoring

import (
	"testing"

	"chatcops/internal/chat"
)

func TestScanDoesNotAllocate(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	ms := plainTalk()
	s, out := rules.speech(""), make([]chat.Signal, 0, 1000)
	var w words
	if n := testing.AllocsPerRun(10, func() {
		out = out[:0]
		for i := range ms {
			out = w.scan(out, s, i, &ms[i])
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestKinds checks that each kind of signal has a place of its own in a set.
func TestKinds(t *testing.T) {
	all := kinds(0)
	for _, s := range chat.SignalKinds {
		if of := kindsOf(s.Kind); of == 0 || all&of != 0 || !of.has(s.Kind) {
			t.Errorf("%s is in %b", s.Kind, of)
		} else {
			all |= of
		}
	}
}
