package metrics

import (
	"fmt"
	"slices"
	"testing"

	"chatcops/internal/chat"
)

// More names than may be told apart are not listed, whatever part met them, and
// what is counted beside them stays whole.
func TestTooManyNames(t *testing.T) {
	for _, n := range []int{10, 11} {
		selection := &Selection{}
		usage := []*UsageCounter{NewUsageCounter(NewPrices(nil), 10), NewUsageCounter(NewPrices(nil), 10)}
		feedback := []*FeedbackCounter{NewFeedbackCounter(10), NewFeedbackCounter(10)}
		var pairs []*Pairs
		for range 2 {
			p, err := NewPairs([]string{"escalation_rate"}, "case", 10)
			if err != nil {
				t.Fatal(err)
			}
			pairs = append(pairs, p)
		}
		for i := range 2 * n {
			name := fmt.Sprint("n", i%n)
			f := chat.Facts{Bot: name, Model: "m", UserMessages: 1, StartedAt: chat.NoTime, FirstResponse: -1, Properties: fmt.Sprintf(`{"case":%q}`, name),
				Usage: []chat.Usage{{Model: "m", Input: 5}}, FeedbackCount: 1, RatingCount: 1, RatingSum: 4}
			part := i % 2
			usage[part].Add(Now, &f)
			feedback[part].Add(Now, &f)
			feedback[0].AddPiece(4, []string{name})
			pairs[part].Add(Now, &f)
			pairs[part].Add(Before, &f)
		}
		usage[0].Merge(usage[1])
		feedback[0].Merge(feedback[1])
		pairs[0].Merge(pairs[1])
		u, f := usage[0].Result(Head{}, selection, ""), feedback[0].Result(Head{}, selection)
		list, err := pairs[0].Contrast()
		if n == 10 {
			if len(u.Bots) != 10 || len(f.Bots) != 10 || len(f.Reason) != 10 || u.TooMany != nil || f.TooMany != nil || f.TooMany.Note() != "" || err != nil || list[0].N != 10 {
				t.Errorf("10 names: %d bots, %d with feedback, %d reasons, %v, %v, %v", len(u.Bots), len(f.Bots), len(f.Reason), u.TooMany, f.TooMany, err)
			}
			continue
		}
		if len(u.Bots) != 0 || len(u.Models) != 1 || !slices.Equal(u.TooMany, TooMany{"bots"}) || *u.Values[0].Value != 5*2*11 {
			t.Errorf("usage of 11 names: %+v", u)
		}
		if len(f.Bots) != 0 || len(f.Reason) != 0 || len(f.Models) != 1 || !slices.Equal(f.TooMany, TooMany{"reasons", "bots"}) || *f.Values[1].Value != 4 {
			t.Errorf("feedback of 11 names: %+v", f)
		}
		if want := "--pair property:case: more than 10 cases: choose a shorter period, add a filter or raise limits.groups"; err == nil || err.Error() != want {
			t.Errorf("11 cases: %v", err)
		}
	}
}
