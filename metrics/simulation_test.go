package metrics

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"chatcops/internal/chat"
)

// CHATCOPS_SIMULATE=1 makes the simulations ten times as long and prints what
// docs/metrics.md says of them.
const simulateVariable = "CHATCOPS_SIMULATE"

// runsOf returns how many samples a simulation draws.
func runsOf(n int) int {
	if os.Getenv(simulateVariable) != "" {
		return 10 * n
	}
	return n
}

// month draws conversations at the rate of n in October, all alike in law.
func month(r *rand.Rand, n float64, from, to time.Time) (list []chat.Facts) {
	october := october()
	gap := float64(october.End.Sub(october.Start)) / n
	exp := func(seconds float64) int64 { return int64(seconds * 1e6 * r.ExpFloat64()) }
	for at := from.Add(time.Duration(gap * r.ExpFloat64())); at.Before(to); at = at.Add(time.Duration(gap * r.ExpFloat64())) {
		f := chat.Facts{
			StartedAt: chat.TimeOf(at), UserMessages: 1 + r.Int32N(9), Events: r.Int32N(4), UserKey: r.Uint64(),
			Outcome: chat.ResolvedAssumed, Converted: r.Float64() < 0.05, LeadCaptured: r.Float64() < 0.1, GoalCount: r.Int32N(10) / 8,
			FirstResponse: exp(4),
			Sentiment:     chat.Sentiment{Known: true, Mean: r.Int32N(20001) - 10000}, Quality: chat.Quality{Score: r.Int32N(10001)},
		}
		f.AssistantMessages, f.ResponseCount = f.UserMessages, f.UserMessages
		f.Times, f.EndedAt = 2, f.StartedAt+chat.Time(exp(300))
		if r.Float64() < 0.3 {
			f.FeedbackCount = 1 + r.Int32N(2)
			for range f.FeedbackCount {
				rating := 1 + r.Int32N(5)
				f.RatingCount++
				f.RatingSum += rating
				f.PositiveCount += int32(one(rating >= 4))
			}
		}
		f.InputTokens, f.OutputTokens = r.Int64N(2000), r.Int64N(200)
		switch p := r.Float64(); {
		case p < 0.12:
			f.Outcome = chat.Escalated
		case p < 0.3:
			f.Outcome = chat.Abandoned
		case p < 0.35:
			f.Outcome = chat.Unknown
		}
		trouble := 0.4 * r.Float64() // differs by conversation, so messages are not independent
		for range f.UserMessages {
			f.Responses = append(f.Responses, exp(5))
			f.ResponseSum += f.Responses[len(f.Responses)-1]
			f.Fallbacks += int32(one(r.Float64() < trouble))
		}
		list = append(list, f)
	}
	return list
}

// truth is what the values of month are estimates of.
var truth = map[string]float64{
	"escalation_rate": 0.12, "containment_rate": 0.88, "abandonment_rate": 0.18 / 0.95, "resolution_rate": 0.65 / 0.95,
	"conversion_rate": 0.05, "completion_rate": 0.2, "fallback_rate": 0.2, "messages_per_conversation": 10,
	"duration.mean": 300, "duration.p50": 300 * math.Ln2, "duration.p90": 300 * math.Log(10),
	"first_response_time.mean": 4, "first_response_time.p50": 4 * math.Ln2, "first_response_time.p90": 4 * math.Log(10),
	"response_time.mean": 5, "response_time.p90": 5 * math.Log(10),
	"csat": 0.4, "satisfaction_score": 3, "feedback_rate": 0.3,
	"sentiment": 0, "negative_rate": 9501. / 20001, "neutral_rate": 999. / 20001, "positive_rate": 9501. / 20001,
	"quality_score.mean": 50, "quality_score.p10": 10,
}

// sizesOf returns the sizes of samples, the last one only where the simulation is a long one.
func sizesOf(sizes ...int) []int {
	if os.Getenv(simulateVariable) != "" {
		return sizes
	}
	return sizes[:len(sizes)-1]
}

// shown prints shares of samples by name, where the simulation is a long one.
func shown(what string, size int, shares map[string]float64) {
	if os.Getenv(simulateVariable) == "" {
		return
	}
	fmt.Printf("%s, samples of %d\n", what, size)
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		fmt.Printf("  %-28s %5.1f %%\n", name, 100*shares[name])
	}
}

func TestIntervalsCover(t *testing.T) {
	runs := runsOf(1000)
	for _, size := range sizesOf(100, 300, 1000) {
		r := rand.New(rand.NewPCG(5, 95))
		covered := map[string]float64{}
		for range runs {
			facts := month(r, float64(size), october().Start, october().End)
			for _, v := range result(t, collect(t, Query{}, data{facts: facts})).Values {
				if want, ok := truth[v.Name]; ok && (v.Low == nil || *v.Low <= want && want <= *v.High) {
					covered[v.Name] += 1 / float64(runs)
				}
			}
		}
		for name := range truth {
			most := 0.97
			if strings.Contains(name, ".p") {
				most = 1 // whole ranks cover more than they must
			}
			if got := covered[name]; got < 0.93 || got > most {
				t.Errorf("%s of %d conversations: the interval covers in %.1f %% of the samples", name, size, 100*got)
			}
		}
		shown("Coverage of the 95 % intervals", size, covered)
	}
}

func TestFalseAlarms(t *testing.T) {
	runs := runsOf(1000)
	previous := september()
	q := Query{Previous: &previous}
	q.Span = october()
	q.Span.End = q.Span.Start.AddDate(0, 0, 30)
	for _, size := range sizesOf(50, 150, 500) {
		r := rand.New(rand.NewPCG(6, 100))
		alarms, missed := map[string]float64{}, map[string]float64{}
		for range runs {
			facts := month(r, float64(size), previous.Start, q.Span.End)
			for _, v := range result(t, collect(t, q, data{facts: facts})).Values {
				if v.ChangeLow != nil && (*v.ChangeLow > 0 || *v.ChangeHigh < 0) {
					missed[v.Name] += 1 / float64(runs)
				}
				if v.Significant != nil && *v.Significant {
					alarms[v.Name] += 1 / float64(runs)
				}
			}
		}
		if len(alarms) < 20 {
			t.Errorf("only %d metrics were tested", len(alarms))
		}
		for name, share := range alarms {
			// 5 %, and three standard errors of the simulation.
			if share > 0.05+3*math.Sqrt(0.05*0.95/float64(runs)) {
				t.Errorf("%s of %d conversations: %.1f %% false alarms", name, size, 100*share)
			}
		}
		for name, share := range missed {
			if share > 0.05+3*math.Sqrt(0.05*0.95/float64(runs)) {
				t.Errorf("%s of %d conversations: the interval of the change misses in %.1f %%", name, size, 100*share)
			}
		}
		shown("Intervals of a change that miss it", size, missed)
		shown("False alarms against a period of the same law", size, alarms)
	}
}

// visitors draws conversations of users of whom some come again soon: those with
// a mind to do so after half of their conversations, others after a tenth.
func visitors(r *rand.Rand, users int, from, to time.Time) (list []chat.Facts) {
	length := float64(to.Sub(from).Microseconds())
	for range users {
		key, again := r.Uint64()|1, 0.1
		if r.Float64() < 0.3 {
			again = 0.5
		}
		at := chat.TimeOf(from) + chat.Time(r.Float64()*length)
		for {
			list = append(list, chat.Facts{StartedAt: at, EndedAt: at, UserKey: key, UserMessages: 1})
			if r.Float64() >= again {
				break
			}
			at += chat.Time(1 + r.Int64N(Day))
		}
	}
	return list
}

// The rate of recontacts: its interval covers, and its change is tested, though
// the conversations of one user are alike.
func TestRecontactsOfUsers(t *testing.T) {
	// Of a user's conversations all but the last are followed: with chance a of
	// coming again there are 1/(1-a) of them, a/(1-a) of which are followed.
	conversations, followed := 0.7/0.9+0.3/0.5, 0.7*0.1/0.9+0.3*0.5/0.5
	rate := followed / conversations
	runs := runsOf(1000)
	before, now := september(), october()
	q := Query{Metrics: []string{"recontact_rate"}, Newest: chat.TimeOf(now.End.AddDate(0, 1, 0)), Previous: &before}
	q.Span = now
	for _, users := range sizesOf(300, 1000) {
		r := rand.New(rand.NewPCG(7, 24))
		covered, alarms := 0.0, 0.0
		for range runs {
			list := append(visitors(r, users, before.Start, before.Start.AddDate(0, 0, 20)), visitors(r, users, now.Start, now.Start.AddDate(0, 0, 20))...)
			v := result(t, collect(t, q, data{facts: list})).Values[0]
			if *v.Low <= rate && rate <= *v.High {
				covered += 1 / float64(runs)
			}
			if *v.Significant {
				alarms += 1 / float64(runs)
			}
		}
		// Few users come again often, so that the tests of small samples find a
		// little too much: docs/metrics.md says so.
		if covered < 0.93 || covered > 0.97 || alarms > 0.06+3*math.Sqrt(0.05*0.95/float64(runs)) {
			t.Errorf("%d users: the interval covers in %.1f %%, false alarms in %.1f %%", users, 100*covered, 100*alarms)
		}
		shown("Recontacts of users", users, map[string]float64{"coverage": covered, "false alarms": alarms})
	}
}

// Among many groups of which none has changed hardly any is said to have.
func TestFalseAlarmsAmongGroups(t *testing.T) {
	runs := runsOf(300)
	previous := september()
	q := Query{Metrics: []string{"conversion_rate", "messages_per_conversation"}, By: []string{"channel"}, Previous: &previous}
	q.Span = october()
	r := rand.New(rand.NewPCG(8, 20))
	alarms := map[string]float64{}
	for range runs {
		facts := month(r, 1500, previous.Start, q.Span.End)
		for i := range facts {
			facts[i].Channel = fmt.Sprint(r.IntN(15))
		}
		any := map[string]bool{}
		for _, g := range result(t, collect(t, q, data{facts: facts})).Groups {
			for _, v := range g.Values {
				any[v.Name] = any[v.Name] || v.Significant != nil && *v.Significant
			}
		}
		for name, is := range any {
			if is {
				alarms[name] += 1 / float64(runs)
			}
		}
	}
	for name, share := range alarms {
		if share > 0.05+3*math.Sqrt(0.05*0.95/float64(runs)) {
			t.Errorf("%s: in %.1f %% of the samples some of 15 groups is said to have changed", name, 100*share)
		}
	}
	shown("Any false alarm among 15 groups", 1500, alarms)
}
