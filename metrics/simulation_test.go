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

// CHATCOPS_SIMULATE=1 makes the simulations ten times as long, adds the large
// samples and prints the tables of docs/metrics.md.
var simulateInFull = os.Getenv("CHATCOPS_SIMULATE") != ""

// simulatedSizes are how many conversations, or users, the samples have.
var simulatedSizes = []int{100, 300, 1000, 5000}

// sizesOf returns the sizes of samples, the first of them alone unless in full.
func sizesOf(sizes ...int) []int {
	if simulateInFull {
		return sizes
	}
	return sizes[:1]
}

// runsOf returns how many samples of a size a simulation draws.
func runsOf(n, size int) int {
	switch {
	case !simulateInFull:
		return n
	case size >= 5000:
		return 2 * n
	}
	return 10 * n
}

// byChance is what a share of so many samples may exceed 5 % by.
func byChance(runs int) float64 { return 3 * math.Sqrt(0.05*0.95/float64(runs)) }

// shares are those of the samples of each size in which something happened.
type shares struct {
	title string
	sizes []int
	of    map[string]map[int]float64
}

func newShares(title string, sizes ...int) *shares {
	return &shares{title, sizes, map[string]map[int]float64{}}
}

func (s *shares) add(name string, size int, share float64) {
	if s.of[name] == nil {
		s.of[name] = map[int]float64{}
	}
	s.of[name][size] += share
}

// show prints the shares as a table, in full.
func (s *shares) show() {
	if !simulateInFull {
		return
	}
	fmt.Printf("\n| %s", s.title)
	for _, size := range s.sizes {
		fmt.Printf(" | %d", size)
	}
	fmt.Printf(" |\n|---%s|\n", strings.Repeat("|---", len(s.sizes)))
	for _, name := range slices.Sorted(maps.Keys(s.of)) {
		fmt.Printf("| %s", name)
		for _, size := range s.sizes {
			if share, ok := s.of[name][size]; ok {
				fmt.Printf(" | %.1f %%", 100*share)
			} else {
				fmt.Print(" | –")
			}
		}
		fmt.Println(" |")
	}
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
	"fallback_conversation_rate": anyFallback(),
	"duration.mean":              300, "duration.p50": 300 * math.Ln2, "duration.p90": 300 * math.Log(10),
	"first_response_time.mean": 4, "first_response_time.p50": 4 * math.Ln2, "first_response_time.p90": 4 * math.Log(10),
	"response_time.mean": 5, "response_time.p90": 5 * math.Log(10),
	"csat": 0.4, "satisfaction_score": 3, "feedback_rate": 0.3,
	"sentiment": 0, "negative_rate": 9501. / 20001, "neutral_rate": 999. / 20001, "positive_rate": 9501. / 20001,
	"quality_score.mean": 50, "quality_score.p10": 10,
	"cost_per_conversation": costOfMonth, "cost_per_resolution": costOfMonth / 0.65,
}

// costOfMonth is the mean cost of a conversation of month, by costOfAny.
const costOfMonth = (3*1999/2. + 7*199/2.) / 1e9

func costOfAny(f *chat.Facts) (nanos int64, ok bool) { return 3*f.InputTokens + 7*f.OutputTokens, true }

// anyFallback is the share of conversations of month with a fallback: of m
// messages with trouble u each, of which u is uniform up to 0.4, none has one with
// the chance (1-u)^m.
func anyFallback() (share float64) {
	for m := 1.; m <= 9; m++ {
		share += (1 - (1-math.Pow(0.6, m+1))/(0.4*(m+1))) / 9
	}
	return share
}

func TestIntervalsCover(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about numbers, which the whole run checks")
	}
	sizes := sizesOf(simulatedSizes...)
	covered := newShares("interval covers, samples of", sizes...)
	for _, size := range sizes {
		r := rand.New(rand.NewPCG(5, 95))
		runs := runsOf(1000, size)
		for range runs {
			facts := month(r, float64(size), october().Start, october().End)
			for _, v := range result(t, collect(t, Query{CostOf: costOfAny}, data{facts: facts})).Values {
				if want, ok := truth[v.Name]; ok {
					covered.add(v.Name, size, one64(v.Low == nil || *v.Low <= want && want <= *v.High)/float64(runs))
				}
			}
		}
		for name := range truth {
			most := 0.97
			if strings.Contains(name, ".p") {
				most = 1 // whole ranks cover more than they must
			}
			if got := covered.of[name][size]; got < 0.93 || got > most {
				t.Errorf("%s of %d conversations: the interval covers in %.1f %% of the samples", name, size, 100*got)
			}
		}
	}
	covered.show()
}

func one64(is bool) float64 { return float64(one(is)) }

// Times are more skewed than those of month: their means are covered less often,
// as docs/metrics.md says.
func TestIntervalsOfSkewedMeans(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about numbers, which the whole run checks")
	}
	sizes := sizesOf(simulatedSizes[1:]...)
	covered := newShares("interval of a mean covers, samples of", sizes...)
	for _, size := range sizes {
		r := rand.New(rand.NewPCG(9, 95))
		runs := runsOf(1000, size)
		for _, sigma := range []float64{1, 1.5} {
			for range runs {
				var facts []chat.Facts
				for range size {
					facts = append(facts, chat.Facts{StartedAt: 1, EndedAt: 1, UserMessages: 1, AssistantMessages: 1, Outcome: chat.ResolvedAssumed,
						FirstResponse: int64(1e6 * math.Exp(sigma*r.NormFloat64()))})
				}
				v := result(t, collect(t, Query{Metrics: []string{"first_response_time.mean"}}, data{facts: facts})).Values[0]
				want := math.Exp(sigma * sigma / 2)
				covered.add(fmt.Sprintf("log-normal, σ %g", sigma), size, one64(*v.Low <= want && want <= *v.High)/float64(runs))
			}
		}
		if got := covered.of["log-normal, σ 1"][size]; got < 0.93-byChance(runs) || got > 0.97 {
			t.Errorf("of %d skewed times: the interval of the mean covers in %.1f %%", size, 100*got)
		}
	}
	covered.show()
}

func TestFalseAlarms(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about numbers, which the whole run checks")
	}
	sizes := sizesOf(simulatedSizes...)
	alarms, missed := newShares("false alarms, samples of", sizes...), newShares("interval of the change misses, samples of", sizes...)
	previous := september()
	q := Query{Previous: &previous, CostOf: costOfAny}
	q.Span = october()
	q.Span.End = q.Span.Start.AddDate(0, 0, 30)
	for _, size := range sizes {
		r := rand.New(rand.NewPCG(6, 100))
		runs := runsOf(1000, size)
		for range runs {
			facts := month(r, float64(size), previous.Start, q.Span.End)
			for _, v := range result(t, collect(t, q, data{facts: facts})).Values {
				if v.ChangeLow != nil {
					missed.add(v.Name, size, one64(*v.ChangeLow > 0 || *v.ChangeHigh < 0)/float64(runs))
				}
				if v.Significant != nil {
					alarms.add(v.Name, size, one64(*v.Significant)/float64(runs))
				}
			}
		}
		if len(alarms.of) < 20 {
			t.Errorf("only %d metrics were tested", len(alarms.of))
		}
		for what, list := range map[string]*shares{"false alarms": alarms, "intervals of the change that miss": missed} {
			for name, of := range list.of {
				if of[size] > 0.05+byChance(runs) {
					t.Errorf("%s of %d conversations: %.1f %% %s", name, size, 100*of[size], what)
				}
			}
		}
	}
	missed.show()
	alarms.show()
}
