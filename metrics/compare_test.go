package metrics

import (
	"math"
	"testing"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

// octoberAfterSeptember compares n conversations that fill makes with others.
func octoberAfterSeptember(t *testing.T, asOf time.Time, metric string, before, now int, fill func(i int, october bool) chat.Facts) Value {
	t.Helper()
	q := Query{Metrics: []string{metric}, AsOf: asOf}
	previous := september()
	q.Span, q.Previous = october(), &previous
	var d data
	add := func(n int, start time.Time, isOctober bool) {
		for i := range n {
			f := fill(i, isOctober)
			f.StartedAt = chat.TimeOf(start.Add(time.Minute))
			d.facts = append(d.facts, f)
		}
	}
	add(before, previous.Start, false)
	add(now, q.Span.Start, true)
	return result(t, collect(t, q, d)).Values[0]
}

func TestChangeOfShare(t *testing.T) {
	v := octoberAfterSeptember(t, time.Time{}, "escalation_rate", 200, 100, func(i int, october bool) chat.Facts {
		f := chat.Facts{UserMessages: 1, Outcome: chat.ResolvedAssumed}
		if i < 40 { // 40 of 200, then 40 of 100
			f.Outcome = chat.Escalated
		}
		return f
	})
	low, high := stats.Newcombe(40, 200, 40, 100, 0.05)
	if *v.Previous != 0.2 || *v.Change != 0.2 || *v.ChangeLow != low || *v.ChangeHigh != high ||
		*v.PValue != stats.CompareShares(40, 200, 40, 100) || !*v.Significant {
		t.Errorf("from 20 %% to 40 %%: %+v", v)
	}
}

func TestChangeOfCounts(t *testing.T) {
	plain := func(int, bool) chat.Facts { return chat.Facts{UserMessages: 3} }
	const day = 86400
	midOctober := time.Date(2026, 10, 16, 0, 0, 0, 0, berlin)
	for _, c := range []struct {
		name   string
		metric string
		asOf   time.Time
		square float64 // of the value of one conversation
		length float64 // of October so far
	}{
		{"conversations", "conversations", time.Time{}, 1, 31*day + 3600}, // the clock falls back
		{"half a month", "conversations", midOctober, 1, 15 * day},
		{"messages", "user_messages", midOctober, 9, 15 * day},
	} {
		v := octoberAfterSeptember(t, c.asOf, c.metric, 60, 45, plain)
		each := math.Sqrt(c.square)
		_, p := stats.CompareRates(60*each, 60*c.square, 30*day, 45*each, 45*c.square, c.length)
		if v.PValue == nil || math.Abs(*v.PValue-p) > 1e-12 || *v.Change != -15*each {
			t.Errorf("%s: %+v, want p = %g", c.name, v, p)
		}
	}
	if v := octoberAfterSeptember(t, september().Start, "conversations", 60, 45, plain); v.PValue != nil || v.Change == nil {
		t.Errorf("without a length: %+v", v)
	}
}

// Where the samples cannot tell their own spread there is no test.
func TestChangeWithoutSpread(t *testing.T) {
	v := octoberAfterSeptember(t, time.Time{}, "messages_per_conversation", 2, 200, func(i int, october bool) chat.Facts {
		if !october {
			return chat.Facts{UserMessages: 4}
		}
		return chat.Facts{UserMessages: int32(4 + i%3)}
	})
	if v.Change == nil || v.PValue != nil || v.Significant != nil {
		t.Errorf("two equal conversations against many: %+v", v)
	}
	v = octoberAfterSeptember(t, time.Time{}, "fallback_rate", 3, 300, func(i int, october bool) chat.Facts {
		f := chat.Facts{UserMessages: 1}
		if october && i < 30 {
			f.Fallbacks = 1
		}
		return f
	})
	if want := stats.CompareShares(0, 3, 30, 300); v.PValue == nil || *v.PValue != want || *v.Significant {
		t.Errorf("no fallback in 3 messages against 30 in 300: %+v, want p = %g", v, want)
	}
}

func TestFallbackIntervals(t *testing.T) {
	collectRate := func(n int, f chat.Facts) Value {
		d := data{facts: make([]chat.Facts, n)}
		for i := range d.facts {
			d.facts[i] = f
		}
		return result(t, collect(t, Query{Metrics: []string{"fallback_rate"}}, d)).Values[0]
	}
	v := collectRate(30, chat.Facts{UserMessages: 5})
	low, high := stats.Wilson(0, 150, 0.05)
	if *v.Low != low || *v.High != high || v.N != 30 || *v.Denominator != 150 {
		t.Errorf("no fallbacks: %+v, want Wilson of 0 in 150", v)
	}
	// Events can outnumber messages; the interval must still hold the value.
	v = collectRate(30, chat.Facts{UserMessages: 1, Fallbacks: 2})
	if *v.Value != 2 || *v.Low > 2 || *v.High < 2 {
		t.Errorf("two fallbacks a message: %+v", v)
	}
}

func TestGroupsAreComparedByKey(t *testing.T) {
	previous := september()
	compare := func(by string) []Group {
		q := Query{Metrics: []string{"conversations"}, By: []string{by}, Previous: &previous}
		q.Span = october()
		var d data
		for _, c := range []struct {
			channel string
			month   time.Month
		}{{"web", 9}, {"web", 9}, {"web", 10}, {"app", 10}, {"sms", 9}} {
			f := conversationAt(time.Date(2026, c.month, 5, 9, 0, 0, 0, berlin))
			f.Channel = c.channel
			d.facts = append(d.facts, f)
		}
		return result(t, collect(t, q, d)).Groups
	}
	groups := compare("channel")
	if len(groups) != 2 {
		t.Fatalf("groups of September are shown too: %d", len(groups))
	}
	for _, g := range groups {
		switch v := g.Values[0]; *g.Key[0].Value {
		case "web":
			if *v.Previous != 2 || *v.Change != -1 {
				t.Errorf("web: %+v", v)
			}
		case "app":
			if *v.Previous != 0 || *v.Change != 1 {
				t.Errorf("app was not there before: %+v", v)
			}
		}
	}
	if v := compare("day")[0].Values[0]; v.Previous != nil {
		t.Errorf("a day of October is compared with September: %+v", v)
	}
}
