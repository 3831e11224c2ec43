package metrics

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// The data of the property tests: a few weeks around a change of the clock, with
// few distinct values so that groups are shared, and with every odd case.
var (
	berlin, _ = time.LoadLocation("Europe/Berlin")
	dataStart = time.Date(2026, 10, 12, 0, 0, 0, 0, berlin)
	dataEnd   = time.Date(2026, 11, 2, 0, 0, 0, 0, berlin)
)

func instants(from, to time.Time) *rapid.Generator[chat.Time] {
	return rapid.Custom(func(t *rapid.T) chat.Time {
		us := rapid.Int64Range(from.UnixMicro(), to.UnixMicro()-1).Draw(t, "instant")
		if rapid.Bool().Draw(t, "on a bound") { // so that instants coincide, also a day apart
			us -= us % (24 * 3600 * 1e6)
		}
		return chat.Time(us)
	})
}

// conversations draws what scoring could conclude from one conversation.
func conversations() *rapid.Generator[chat.Facts] {
	few := rapid.Int32Range(0, 5)
	word := func(words ...string) *rapid.Generator[string] { return rapid.SampledFrom(append(words, "")) }
	return rapid.Custom(func(t *rapid.T) chat.Facts {
		f := chat.Facts{
			Bot: word("sales", "support").Draw(t, "bot"), Channel: word("web", "app").Draw(t, "channel"),
			Model: word("m1", "m2").Draw(t, "model"), Language: word("de", "en").Draw(t, "language"),
			UserID:     word("ada", "ben", "cyd").Draw(t, "user"),
			Properties: word(`{"plan":"pro","seats":3}`, `{"plan":null}`, `{"plan":["pro"]}`, `{"plan":"free"}`, `[`).Draw(t, "properties"),
			StartedAt:  chat.NoTime, EndedAt: chat.NoTime, FirstResponse: -1,
			UserMessages: few.Draw(t, "user messages"), AssistantMessages: few.Draw(t, "assistant messages"),
			HumanMessages: few.Draw(t, "human messages"), Events: few.Draw(t, "events"), Fallbacks: few.Draw(t, "fallbacks"),
			Converted: rapid.Bool().Draw(t, "converted"), LeadCaptured: rapid.Bool().Draw(t, "lead"), GoalCount: few.Draw(t, "goals"),
		}
		f.UserKey = map[string]uint64{"ada": 11, "ben": 1 << 63, "cyd": 13}[f.UserID]
		f.WordsRead = rapid.Bool().Draw(t, "words read")
		f.Sentiment.Known = rapid.Bool().Draw(t, "judged")
		f.Sentiment.Mean = rapid.SampledFrom([]int32{-10000, -501, -500, -499, 0, 499, 500, 10000}).Draw(t, "sentiment")
		f.Quality.Score = rapid.Int32Range(0, 10000).Draw(t, "quality")
		if f.Engaged() {
			f.Outcome = chat.Outcome(rapid.IntRange(int(chat.Escalated), int(chat.Unknown)).Draw(t, "outcome"))
		}
		if rapid.IntRange(0, 5).Draw(t, "timed") > 0 {
			f.StartedAt = instants(dataStart, dataEnd).Draw(t, "start")
			f.EndedAt = f.StartedAt + chat.Time(rapid.SampledFrom([]int64{0, 1, 90e6, 7e15}).Draw(t, "length"))
			f.FirstResponse = rapid.SampledFrom([]int64{-1, 0, 2e6, 7e6}).Draw(t, "first response")
			f.Times = few.Draw(t, "times")
			f.Responses = rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 100e6), rapid.Just(int64(5e6))), 0, 5).Draw(t, "response times")
			for _, r := range f.Responses {
				f.ResponseSum += r
				f.ResponseCount++
			}
		}
		if f.FeedbackCount = few.Draw(t, "feedback"); f.FeedbackCount > 0 {
			for range rapid.Int32Range(0, f.FeedbackCount).Draw(t, "ratings") {
				rating := rapid.Int32Range(1, 5).Draw(t, "rating")
				f.RatingCount++
				f.RatingSum += rating
				if rating >= 4 {
					f.PositiveCount++
				}
			}
		}
		f.InputTokens, f.OutputTokens = rapid.Int64Range(0, 2).Draw(t, "input tokens")*1e6, rapid.Int64Range(0, 2).Draw(t, "output tokens")
		return f
	})
}

// history is a conversation that only AddHistory tells of.
type history struct {
	user    uint64
	started chat.Time
}

// data is everything a query could look at.
type data struct {
	facts   []chat.Facts
	history []history
}

func drawData(t *rapid.T) data {
	d := data{facts: rapid.SliceOfN(conversations(), 0, 40).Draw(t, "facts")}
	for range rapid.IntRange(0, 4).Draw(t, "earlier conversations") {
		user := rapid.SampledFrom([]uint64{11, 1 << 63, 13}).Draw(t, "earlier user")
		d.history = append(d.history, history{user, instants(dataStart.AddDate(0, 0, -9), dataEnd).Draw(t, "earlier start")})
	}
	return d
}

func drawSpan(t *rapid.T, name string) period.Span {
	s := period.Span{Location: berlin}
	if rapid.Bool().Draw(t, name+" from") {
		s.Start = instants(dataStart, dataEnd).Draw(t, name+" start").In(berlin)
	}
	if rapid.Bool().Draw(t, name+" to") {
		s.End = instants(dataStart, dataEnd).Draw(t, name+" end").In(berlin)
	}
	return s
}

func drawQuery(t *rapid.T) Query {
	q := Query{CostOf: costOfTokens, Currency: "EUR"}
	if rapid.Bool().Draw(t, "knows the newest") {
		q.Newest = chat.TimeOf(dataEnd)
	}
	q.Span = drawSpan(t, "period")
	if rapid.Bool().Draw(t, "compares") {
		s := drawSpan(t, "previous period")
		q.Previous = &s
	}
	var names []string
	for _, d := range Dimensions {
		names = append(names, d.Name)
	}
	names[slices.Index(names, "property:KEY")] = "property:plan"
	names[slices.Index(names, "variant:TEST")] = "variant:tone"
	q.VariantOf, q.TopicOf = variantOfUser, topicOfBot
	for i := range rapid.IntRange(0, 2).Draw(t, "dimensions") {
		name := rapid.SampledFrom(names).Draw(t, fmt.Sprint("dimension ", i))
		if !slices.Contains(q.By, name) {
			q.By = append(q.By, name)
		}
	}
	pick := func(name string, values ...string) []string {
		if rapid.IntRange(0, 4).Draw(t, "filter by "+name) > 0 {
			return nil
		}
		return rapid.SliceOfDistinct(rapid.SampledFrom(values), rapid.ID[string]).Draw(t, name)
	}
	q.Bots = pick("bots", "sales", "support", "none")
	q.Users = pick("users", "ada", "ben")
	for _, v := range pick("plans", "pro", "free") {
		q.Properties = append(q.Properties, Property{"plan", v})
	}
	for _, name := range pick("outcomes", "escalated", "abandoned") {
		o, _ := chat.ParseOutcome(name)
		q.Outcomes = append(q.Outcomes, o)
	}
	return q
}

// collect feeds the data to a collector.
func collect(t interface{ Fatal(...any) }, q Query, d data) *Collector {
	c, err := NewCollector(q)
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.facts {
		c.Add(&d.facts[i])
	}
	for _, h := range d.history {
		c.AddHistory(h.user, h.started)
	}
	return c
}

func result(t interface{ Fatal(...any) }, c *Collector) *Result {
	r, err := c.Result()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// variantOfUser assigns the users of the tests to variants; one of them to none.
func variantOfUser(test string, f *chat.Facts) string {
	if f.UserID == "ada" {
		return ""
	}
	return test + " for those in " + f.Channel
}

// costOfTokens prices the conversations of one model of the tests.
func costOfTokens(f *chat.Facts) (nanos int64, ok bool) {
	return 3*f.InputTokens + 7*f.OutputTokens, f.Model == "m1"
}

// topicOfBot gives conversations topics, those of one bot none.
func topicOfBot(f *chat.Facts) string {
	if f.Bot == "sales" {
		return ""
	}
	return "what " + f.Bot + " is asked"
}
