package metrics

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// scored makes conversations of one day each with a score "tone" of their own
// and, every third, one called "a.mean".
func scored(scores []float64, first int) (list []chat.Facts, of func(string, *chat.Facts) (float64, bool)) {
	for i := range scores {
		list = append(list, chat.Facts{Key: int64(i + 1), Bot: fmt.Sprint("b", i%2), UserMessages: 1, Outcome: chat.ResolvedAssumed,
			StartedAt: chat.Time(first+i) * 86400e6, EndedAt: chat.Time(first+i) * 86400e6})
	}
	return list, func(name string, f *chat.Facts) (float64, bool) {
		switch {
		case name == "tone" && !math.IsNaN(scores[f.Key-1]):
			return scores[f.Key-1], true
		case name == "a.mean" && f.Key%3 == 0:
			return -float64(f.Key), true
		}
		return 0, false
	}
}

func values(t *testing.T, q Query, list []chat.Facts) *Result {
	t.Helper()
	a, err := NewCollector(q)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := NewCollector(q)
	for i := range list {
		if i%3 == 1 {
			b.Add(&list[i])
		} else {
			a.Add(&list[i])
		}
	}
	a.Merge(b)
	r, err := a.Result()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestScores(t *testing.T) {
	scores := []float64{0.5, -1, math.NaN(), 2.25, 0.1, 0.2, 0.3}
	list, of := scored(scores, 1)
	r := values(t, Query{Metrics: []string{"score:tone", "score:a.mean.p10", "score:none", "score:tone.mean"}, ScoreOf: of}, list)
	var got []string
	for _, v := range r.Values {
		value := "-"
		if v.Value != nil {
			value = fmt.Sprintf("%.6g", *v.Value)
		}
		got = append(got, fmt.Sprintf("%s %s n=%d", v.Name, value, v.N))
	}
	// Mean of 0.5, −1, 2.25, 0.1, 0.2, 0.3; p10 by type 7 is half way from −1 to 0.1; of −3 and −6 a tenth of the way.
	want := "score:tone.mean 0.391667 n=6, score:tone.p10 -0.45 n=6, score:a.mean.p10 -5.7 n=2, score:none.mean - n=0, score:none.p10 - n=0"
	if have := strings.Join(got, ", "); have != want {
		t.Errorf("got  %s\nwant %s", have, want)
	}
	v := r.Values[0]
	if v.Unit != UnitScore || v.Better != Higher || v.Title != "tone, mean" || *v.Numerator != 2.35 || *v.Denominator != 6 {
		t.Errorf("%+v", v)
	}
	// t with 5 degrees of freedom: 0.391667 ± 2.570582 · 1.051864/√6.
	if math.Abs(*v.Low-(0.391667-1.103864)) > 1e-4 || math.Abs(*v.High-(0.391667+1.103864)) > 1e-4 {
		t.Errorf("interval %v to %v", *v.Low, *v.High)
	}
}

func TestScoresGroupedAndCompared(t *testing.T) {
	var scores []float64
	for i := range 80 {
		scores = append(scores, float64(i%5)+float64(i/40)) // a point more in the second forty days
	}
	list, of := scored(scores, 0)
	day := func(d int) period.Span {
		return period.Span{Start: chat.Time(d * 86400e6).In(time.UTC), End: chat.Time((d + 40) * 86400e6).In(time.UTC)}
	}
	now, before := day(40), day(0)
	r := values(t, Query{Filter: Filter{Span: now}, Previous: &before, Metrics: []string{"score:tone.mean"}, By: []string{"bot"}, ScoreOf: of}, list)
	v := r.Values[0]
	if *v.Value != 3 || *v.Previous != 2 || *v.Change != 1 || v.Significant == nil || !*v.Significant {
		t.Errorf("%+v", v)
	}
	if len(r.Groups) != 2 || r.Groups[0].Values[0].N != 20 || *r.Groups[0].Values[0].Change != 1 {
		t.Errorf("%+v", r.Groups)
	}
}

func TestScoreNames(t *testing.T) {
	many := make([]string, MaxScores+1)
	for i := range many {
		many[i] = fmt.Sprint("score:s", i)
	}
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"score:"}, `metric "score:" names no score: write score:NAME`},
		{[]string{"score:.mean"}, `metric "score:.mean" names no score: write score:NAME`},
		{many, "more than 50 scores: ask for fewer"},
	} {
		if _, err := NewCollector(Query{Metrics: c.names}); err == nil || err.Error() != c.want {
			t.Errorf("%v: %v, want %s", c.names, err, c.want)
		}
	}
	q := Query{Metrics: append([]string{"score:b", "duration", "score:b.p10"}, ScoreNumbers("x.mean")...)}
	if got := strings.Join(q.Scores(), " "); got != "b x.mean" {
		t.Errorf("%q", got)
	}
	if _, err := NewCollector(Query{Metrics: many[:MaxScores]}); err != nil {
		t.Error(err)
	}
}
