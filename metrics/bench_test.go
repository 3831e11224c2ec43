package metrics

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"chatcops/internal/chat"
)

// someFacts makes n conversations of a lively month.
func someFacts(n int) []chat.Facts {
	r := rand.New(rand.NewPCG(1, 10))
	list := make([]chat.Facts, n)
	const october = 1_790_812_800_000_000 // 2026-10-01T00:00:00Z
	for i := range list {
		turns := 1 + r.Int32N(9)
		user := 1 + r.Uint64N(uint64(n)/3+1)
		started := chat.Time(october + int64(i)*30*86400*1e6/int64(n))
		list[i] = chat.Facts{
			UserKey: user * 0x9E3779B97F4A7C15, Bot: fmt.Sprint("bot", r.IntN(3)), Channel: fmt.Sprint("channel", r.IntN(5)),
			StartedAt: started, EndedAt: started + chat.Time(r.Int64N(600e6)),
			UserMessages: turns, AssistantMessages: turns, Events: r.Int32N(3), Fallbacks: r.Int32N(8) / 6,
			Outcome:   chat.Outcome(1 + r.IntN(int(chat.Unknown))),
			Converted: r.IntN(10) == 0, LeadCaptured: r.IntN(20) == 0, GoalCount: r.Int32N(8) / 6,
			FirstResponse: r.Int64N(20e6), Times: 2 * turns,
			Sentiment: chat.Sentiment{Known: true, Mean: r.Int32N(20001) - 10000}, Quality: chat.Quality{Score: r.Int32N(10001)},
		}
		for range turns {
			list[i].Responses = append(list[i].Responses, r.Int64N(60e6))
			list[i].ResponseSum += list[i].Responses[len(list[i].Responses)-1]
			list[i].ResponseCount++
		}
	}
	return list
}

// benchmarkAdd adds few conversations often: a scan refills one value, so that
// the facts are in the cache there too.
func benchmarkAdd(b *testing.B, q Query) {
	const rounds = 256
	facts := someFacts(1 << 8)
	b.ReportAllocs()
	for b.Loop() {
		c, err := NewCollector(q)
		if err != nil {
			b.Fatal(err)
		}
		for range rounds {
			for i := range facts {
				c.Add(&facts[i])
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rounds*len(facts)), "ns/conversation")
}

func BenchmarkAddDefault(b *testing.B) { benchmarkAdd(b, Query{}) }
func BenchmarkAddWithoutUsers(b *testing.B) {
	var names []string
	for _, m := range Registry {
		if m.Statistics[0].Fold != Distinct && m.Statistics[0].Fold != DistinctNew && m.Statistics[0].Fold != DistinctReturning {
			names = append(names, m.Name)
		}
	}
	benchmarkAdd(b, Query{Metrics: names})
}
func BenchmarkAddShares(b *testing.B) {
	benchmarkAdd(b, Query{Metrics: []string{"resolution_rate", "escalation_rate", "conversion_rate"}})
}
func BenchmarkAddByDay(b *testing.B)        { benchmarkAdd(b, Query{By: []string{"day"}}) }
func BenchmarkAddByDayChannel(b *testing.B) { benchmarkAdd(b, Query{By: []string{"day", "channel"}}) }

func BenchmarkMergeAndResult(b *testing.B) {
	facts := someFacts(1 << 20)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		var parts [2]*Collector
		for k := range parts {
			parts[k], _ = NewCollector(Query{})
			for i := k * len(facts) / 2; i < (k+1)*len(facts)/2; i++ {
				parts[k].Add(&facts[i])
			}
		}
		b.StartTimer()
		parts[0].Merge(parts[1])
		if _, err := parts[0].Result(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResultByUser(b *testing.B) {
	facts := someFacts(1 << 17)
	for i := range facts {
		facts[i].UserID = fmt.Sprint(facts[i].UserKey % 30_000)
	}
	c, _ := NewCollector(Query{By: []string{"user"}})
	for i := range facts {
		c.Add(&facts[i])
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Result(); err != nil {
			b.Fatal(err)
		}
	}
}
