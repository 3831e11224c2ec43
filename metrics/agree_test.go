package metrics

import (
	"testing"
	"time"

	"chatcops/internal/chat"
)

// What several commands tell has one value and one interval in all of them.
func TestOneIntervalForOneNumber(t *testing.T) {
	facts := someFacts(900)
	newest := chat.NoTime
	for several := range int32(3) { // ratings in one conversation: one, or up to three
		for i := range facts {
			f := &facts[i]
			f.RatingCount, f.RatingSum, f.PositiveCount = 0, 0, 0
			for k := range int32(i%4) / 3 * (1 + several*int32(i%3)/2) {
				good := int32(i/7+int(k)) % 2
				f.RatingCount, f.RatingSum, f.PositiveCount, f.FeedbackCount = f.RatingCount+1, f.RatingSum+1+4*good, f.PositiveCount+good, 1
			}
			newest = max(newest, f.StartedAt)
		}
		c, err := NewCollector(Query{Metrics: []string{"csat", "recontact_rate"}, Newest: newest})
		if err != nil {
			t.Fatal(err)
		}
		feedback, visits := NewFeedbackCounter(0), &Visits{}
		for i := range facts {
			c.Add(&facts[i])
			feedback.Add(Now, &facts[i])
			visits.Add(&facts[i], true)
		}
		want, err := c.Result()
		if err != nil {
			t.Fatal(err)
		}
		told := feedback.Result(Head{}, &Selection{}).Values
		told = append(told, visits.Engagement(Head{}, EngagementQuery{Selection: &Selection{}, Known: newest.In(time.UTC)}).Values...)
		for _, w := range want.Values {
			v := findValue(told, w.Name)
			if w.Low == nil || v.Low == nil || *v.Value != *w.Value || *v.Low != *w.Low || *v.High != *w.High || v.N != w.N || *v.Denominator < 20 {
				t.Errorf("%s: %v of %v, stats has %v of %v", w.Name, *v.Numerator, *v.Denominator, *w.Numerator, *w.Denominator)
			}
		}
	}
}
