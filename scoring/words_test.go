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

// TestBitsOfKinds checks that no two kinds of signals share a bit.
func TestBitsOfKinds(t *testing.T) {
	all := uint64(0)
	for _, s := range chat.SignalKinds {
		bit := bitOf(s.Kind)
		if bit == 0 || all&bit != 0 {
			t.Errorf("%s has the bit %x", s.Kind, bit)
		}
		all |= bit
	}
}
