package metrics

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Two collectors beside one another say what one says of two periods.
func TestContrastIsAComparison(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		q := drawQuery(t)
		q.By = nil
		if q.Previous == nil {
			s := drawSpan(t, "baseline")
			q.Previous = &s
		}
		whole := result(t, collect(t, q, d))
		side, other := q, q
		side.Previous, side.Contrasts = nil, true
		other.Previous, other.Contrasts, other.Span = nil, true, *q.Previous
		list, err := collect(t, side, d).Contrast(collect(t, other, d))
		if err != nil {
			t.Fatal(err)
		}
		same := q.Span.Bounded() == q.Previous.Bounded() && q.Span.Start.Equal(q.Previous.Start) && q.Span.End.Equal(q.Previous.End)
		for i, v := range list {
			a, _ := json.Marshal(whole.Values[i])
			b, _ := json.Marshal(v.Value)
			if !same && string(a) != string(b) {
				t.Fatalf("%s\nbeside one another\n%s", a, b)
			}
		}
	})
}

func TestAdjust(t *testing.T) {
	p := func(list ...float64) (out []Contrasted) {
		for _, v := range list {
			out = append(out, Contrasted{Value: Value{PValue: &v}})
		}
		return append(out, Contrasted{}) // one that was not tested
	}
	a, b := p(0.01, 0.04), p(0.03, 0.005)
	Adjust(a, b)
	for i, want := range []float64{0.03, 0.06} { // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
		if math.Abs(*a[i].AdjustedP-want) > 1e-12 || *a[i].Significant != (want < 0.05) {
			t.Errorf("%d: %v, want %v", i, *a[i].AdjustedP, want)
		}
	}
	for i, want := range []float64{0.06, 0.02} {
		if math.Abs(*b[i].AdjustedP-want) > 1e-12 {
			t.Errorf("%d: %v, want %v", i, *b[i].AdjustedP, want)
		}
	}
	if a[2].AdjustedP != nil {
		t.Error("what was not tested has a p-value")
	}
}

func TestGate(t *testing.T) {
	f := func(v float64) *float64 { return &v }
	yes, no := true, false
	for _, c := range []struct {
		name   string
		v      Value
		margin float64
		want   Verdict
		judged bool
	}{
		{"worse and no noise", Value{Better: Higher, Change: f(-0.1), ChangeLow: f(-0.15), ChangeHigh: f(-0.05), Significant: &yes}, 0.02, GateFailed, true},
		{"worse, but within the margin", Value{Better: Higher, Change: f(-0.01), ChangeLow: f(-0.015), ChangeHigh: f(-0.005), Significant: &yes}, 0.02, GatePassed, true},
		{"worse, perhaps by chance", Value{Better: Higher, Change: f(-0.1), ChangeLow: f(-0.3), ChangeHigh: f(0.1), Significant: &no}, 0.02, GateUnclear, true},
		{"no different, as far as few can tell", Value{Better: Higher, Change: f(0), ChangeLow: f(-0.3), ChangeHigh: f(0.3), Significant: &no}, 0.02, GateUnclear, true},
		{"no different", Value{Better: Higher, Change: f(0), ChangeLow: f(-0.01), ChangeHigh: f(0.01), Significant: &no}, 0.02, GatePassed, true},
		{"better", Value{Better: Higher, Change: f(0.2), ChangeLow: f(0.1), ChangeHigh: f(0.3), Significant: &yes}, 0, GatePassed, true},
		{"less is better, and it is more", Value{Better: Lower, Change: f(3), ChangeLow: f(2), ChangeHigh: f(4), Significant: &yes}, 1, GateFailed, true},
		{"less is better, and it is less", Value{Better: Lower, Change: f(-3), ChangeLow: f(-4), ChangeHigh: f(-2), Significant: &yes}, 1, GatePassed, true},
		{"nothing to compare", Value{Better: Lower}, 1, GateUnclear, true},
		{"neither is better", Value{Better: None, Change: f(1)}, 1, "", false},
	} {
		got, judged := (&Contrasted{Value: c.v}).Gate(c.margin)
		if got != c.want || judged != c.judged {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
