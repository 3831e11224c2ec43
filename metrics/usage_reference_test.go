package metrics

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// plainCost is the cost of a usage by testPrices, NaN if there is none.
func plainCost(u chat.Usage, f chat.Facts) float64 {
	day := math.Inf(1)
	if f.Timed() {
		day = float64(f.StartedAt)
	}
	p := testPrices[0]
	switch {
	case u.Cost.Known:
		return float64(u.Cost.Nanos) / 1e9
	case u.Model == "":
		return math.NaN()
	case u.Model == "large-1" && day >= float64(testPrices[2].From.UnixMicro()):
		p = testPrices[2]
	case u.Model == "large-1" && day < float64(testPrices[2].From.UnixMicro()) || u.Model == "small-1":
		if day >= float64(testPrices[1].From.UnixMicro()) {
			p = testPrices[1]
		}
	}
	return (float64(u.Input-u.Cached)*p.Input + float64(u.Cached)*p.Cached + float64(u.Output)*p.Output) / 1e6
}

func TestUsageAgreesWithReference(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawInquiry(t)
		c, head := feed(&q, func() *UsageCounter { return NewUsageCounter(NewPrices(testPrices), 0) })
		r := c.Result(head, q.selection(), "EUR")
		now := q.sides()[Now]
		var cost, whole, n, resolved, input float64
		var used, spent, unpriced int64
		for _, f := range now {
			var sum float64
			known, all := 0, len(f.Usage) > 0
			for _, u := range f.Usage {
				input += float64(u.Input)
				if v := plainCost(u, f); math.IsNaN(v) {
					all = false
				} else {
					known++
					sum += v
				}
			}
			cost += sum
			switch {
			case len(f.Usage) == 0:
				continue
			case all:
				whole += sum
				n++
				if f.Outcome == chat.ResolvedConfirmed || f.Outcome == chat.ResolvedAssumed {
					resolved++
				}
			default:
				unpriced++
			}
			used++
			if known > 0 {
				spent++
			}
		}
		close := func(v *float64, want float64) bool { return v != nil && math.Abs(*v-want) < 1e-6 }
		value := func(name string) *Value { return findValue(r.Values, name) }
		if v := value("input_tokens"); v.N != used || used > 0 && *v.Value != input {
			t.Fatalf("tokens read: %v of %d, want %v of %d", deref(v.Value), v.N, input, used)
		}
		if v := value("cost"); v.N != spent || spent > 0 && !close(v.Value, cost) {
			t.Fatalf("cost %v of %d, want %v of %d", deref(v.Value), v.N, cost, spent)
		}
		if v := value("cost_per_conversation"); v.N != int64(n) || n > 0 && !close(v.Value, whole/n) {
			t.Fatalf("cost a conversation %v of %d, want %v", deref(v.Value), v.N, whole/n)
		}
		if v := value("cost_per_resolution"); resolved > 0 && !close(v.Value, whole/resolved) || resolved == 0 && v.Value != nil {
			t.Fatalf("cost a resolution %v, want %v", deref(v.Value), whole/resolved)
		}
		if r.Unpriced != unpriced || r.WithoutUsage != int64(len(now))-used {
			t.Fatalf("%d without a price, %d without usage; want %d and %d", r.Unpriced, r.WithoutUsage, unpriced, int64(len(now))-used)
		}
		for _, parts := range [][]UsagePart{r.Models, r.Bots} {
			var tokens, money float64
			for _, p := range parts {
				tokens += float64(p.InputTokens)
				if p.Cost != nil {
					money += *p.Cost
				}
			}
			if tokens != input || math.Abs(money-cost) > 1e-6 {
				t.Fatalf("the groups add up to %v tokens and %v, want %v and %v", tokens, money, input, cost)
			}
		}
	})
}

func TestPatternsOfModels(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		fits          bool
	}{{"a", "a", true}, {"a", "ab", false}, {"a*", "ab", true}, {"*", "", true}, {"*b", "ab", true}, {"*b", "ba", false}, {"a*b*c", "a-b-c", true},
		{"a*b*c", "acb", false}, {"ab*b", "ab", false}, {"**", "x", true}, {"A*", "ab", false}} {
		if fits(c.pattern, c.name) != c.fits {
			t.Errorf("%q for %q: %v", c.pattern, c.name, !c.fits)
		}
	}
}
