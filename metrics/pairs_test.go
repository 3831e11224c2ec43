package metrics

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

func TestPairsAgreeWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"escalation_rate", "resolution_rate", "messages_per_conversation", "response_time.mean"}
		p, err := NewPairs(names, "case", 0)
		if err != nil {
			t.Fatal(err)
		}
		type run struct {
			side int
			name string
			f    chat.Facts
		}
		var runs []run
		for range rapid.IntRange(0, 20).Draw(t, "runs") {
			f := conversations().Draw(t, "run")
			name := rapid.SampledFrom([]string{"a", "b", "c", "d", ""}).Draw(t, "case")
			f.Properties = fmt.Sprintf(`{"case":%q}`, name)
			runs = append(runs, run{rapid.IntRange(0, 1).Draw(t, "side"), name, f})
		}
		other, _ := NewPairs(names, "case", 0)
		for i := range runs {
			to := p
			if i%2 == 1 {
				to = other
			}
			to.Add(runs[i].side, &runs[i].f)
		}
		p.Merge(other)
		mean := func(side int, name string, of func(chat.Facts) (y, x float64)) float64 {
			var y, x float64
			for _, r := range runs {
				if r.side == side && r.name == name {
					a, b := of(r.f)
					y, x = y+a, x+b
				}
			}
			return y / x
		}
		share := func(hit, of func(chat.Facts) bool) func(chat.Facts) (float64, float64) {
			return func(f chat.Facts) (y, x float64) {
				return counted([]chat.Facts{f}, func(f chat.Facts) bool { return hit(f) && of(f) }), counted([]chat.Facts{f}, of)
			}
		}
		for i, of := range []func(chat.Facts) (float64, float64){
			share(is(chat.Escalated), isEngaged),
			share(is(chat.ResolvedAssumed, chat.ResolvedConfirmed), is(chat.Escalated, chat.ResolvedConfirmed, chat.ResolvedAssumed, chat.Abandoned)),
			func(f chat.Facts) (float64, float64) { return float64(f.UserMessages + f.AssistantMessages), 1 },
			func(f chat.Facts) (float64, float64) { return float64(f.ResponseSum) / 1e6, float64(f.ResponseCount) },
		} {
			var n, change float64
			for _, name := range []string{"a", "b", "c", "d"} {
				if d := mean(Now, name, of) - mean(Before, name, of); !math.IsNaN(d) {
					n, change = n+1, change+d
				}
			}
			list, err := p.Contrast()
			if err != nil {
				t.Fatal(err)
			}
			v := list[i]
			if float64(v.N) != n || n > 0 && math.Abs(*v.Change-change/n) > 1e-9 {
				t.Fatalf("%s: %v of %d, want %v of %v", v.Name, deref(v.Change), v.N, change/n, n)
			}
			if v.PValue != nil && !(*v.PValue >= 0 && *v.PValue <= 1) {
				t.Fatalf("%s: p = %v", v.Name, *v.PValue)
			}
		}
	})
}

func TestPairsOfYesAndNo(t *testing.T) {
	p, err := NewPairs([]string{"escalation_rate"}, "case", 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		before, after := chat.ResolvedAssumed, chat.Escalated
		if i < 2 {
			before, after = after, before
		}
		for side, o := range map[int]chat.Outcome{Before: before, Now: after} {
			p.Add(side, &chat.Facts{UserMessages: 1, Outcome: o, StartedAt: chat.NoTime, FirstResponse: -1, Properties: fmt.Sprintf(`{"case":%d}`, i)})
		}
	}
	list, err := p.Contrast()
	if err != nil {
		t.Fatal(err)
	}
	v := list[0]
	if v.N != 12 || math.Abs(*v.PValue-2*79.0/4096) > 1e-12 || *v.Value.Value != 10.0/12 || *v.Previous != 2.0/12 {
		t.Errorf("%+v", v)
	}
	for _, name := range []string{"conversations", "duration.p90", "score:x"} {
		if _, err := NewPairs([]string{name}, "case", 0); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
