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
