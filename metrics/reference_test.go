package metrics

import (
	"fmt"
	"math"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// number is a value as the reference computes it: plainly, one metric at a time,
// from the definitions for people and with none of the code under test.
type number struct {
	n                int64
	value            float64
	numerator, below float64 // both 0 where the metric has no fraction
}

// plain computes metrics of some conversations, as plainly as can be, into numbers by name.
type plain struct {
	facts   []chat.Facts
	numbers map[string]number
}

// is tells conversations with one of some outcomes.
func is(outcomes ...chat.Outcome) func(chat.Facts) bool {
	return func(f chat.Facts) bool { return isEngaged(f) && slices.Contains(outcomes, f.Outcome) }
}

func isAny(chat.Facts) bool       { return true }
func isEngaged(f chat.Facts) bool { return f.UserMessages > 0 }

func (s plain) count(which func(chat.Facts) bool) (n int64) {
	for _, f := range s.facts {
		if which(f) {
			n++
		}
	}
	return n
}

func (s plain) total(name string, of func(chat.Facts) int32) {
	var sum float64
	for _, f := range s.facts {
		sum += float64(of(f))
	}
	s.numbers[name] = number{n: int64(len(s.facts)), value: sum}
}

func (s plain) share(name string, of, hit func(chat.Facts) bool) {
	x, n := s.count(func(f chat.Facts) bool { return of(f) && hit(f) }), s.count(of)
	s.ratio(name, n, float64(x), float64(n))
}

func (s plain) ratio(name string, n int64, numerator, denominator float64) {
	s.numbers[name] = number{n, numerator / denominator, numerator, denominator}
}

func (s plain) mean(name string, values []float64) {
	var sum float64
	for _, v := range values {
		sum += v
	}
	s.ratio(name, int64(len(values)), sum, float64(len(values)))
}

func (s plain) quantile(name string, values []float64, p float64) {
	slices.Sort(values)
	q := number{n: int64(len(values))}
	if len(values) > 0 {
		h := float64(len(values)-1) * p
		lo, hi := values[int(math.Floor(h))], values[int(math.Ceil(h))]
		q.value = lo + (h-math.Floor(h))*(hi-lo)
	}
	s.numbers[name] = q
}

// world is what else a metric of some conversations depends on.
type world struct {
	isNew  func(user uint64) bool // whether a user is new among them
	starts map[uint64][]chat.Time // of all conversations of a user, whatever the filters
	newest chat.Time              // of the data; 0 where it is not known
}

// reference computes every metric of the selected conversations.
func reference(facts []chat.Facts, w world) map[string]number {
	s := plain{facts, map[string]number{}}
	one := func(which func(chat.Facts) bool) func(chat.Facts) int32 {
		return func(f chat.Facts) int32 {
			if which(f) {
				return 1
			}
			return 0
		}
	}
	s.total("conversations", one(isAny))
	s.total("engaged_conversations", one(isEngaged))
	s.total("leads_captured", one(func(f chat.Facts) bool { return f.LeadCaptured }))
	s.total("messages", func(f chat.Facts) int32 { return f.UserMessages + f.AssistantMessages + f.HumanMessages })
	s.total("user_messages", func(f chat.Facts) int32 { return f.UserMessages })
	s.total("assistant_messages", func(f chat.Facts) int32 { return f.AssistantMessages })
	s.total("events", func(f chat.Facts) int32 { return f.Events })

	decided := is(chat.Escalated, chat.ResolvedConfirmed, chat.ResolvedAssumed, chat.Abandoned)
	s.share("resolution_rate", decided, is(chat.ResolvedConfirmed, chat.ResolvedAssumed))
	s.share("abandonment_rate", decided, is(chat.Abandoned))
	s.share("escalation_rate", isEngaged, is(chat.Escalated))
	s.share("containment_rate", isEngaged, func(f chat.Facts) bool { return f.Outcome != chat.Escalated })
	s.share("fallback_conversation_rate", isEngaged, func(f chat.Facts) bool { return f.Fallbacks >= 1 })
	s.share("conversion_rate", isEngaged, func(f chat.Facts) bool { return f.Converted })
	s.share("completion_rate", isEngaged, func(f chat.Facts) bool { return f.GoalCount >= 1 })
	s.users(w.isNew)
	s.recontacts(w)
	s.sizes()
	s.moods()
	s.opinions()
	s.money()
	return s.numbers
}

// sizes computes the metrics of how long and how many.
func (s plain) sizes() {
	var dialogue, lasted, first, replies []float64
	var fallbacks, said float64
	var replied int64
	for _, f := range s.facts {
		dialogue = append(dialogue, float64(f.UserMessages+f.AssistantMessages))
		if f.Times >= 2 {
			lasted = append(lasted, float64(f.EndedAt-f.StartedAt)/1e6)
		}
		if f.FirstResponse >= 0 {
			first = append(first, float64(f.FirstResponse)/1e6)
		}
		if isEngaged(f) {
			fallbacks += float64(f.Fallbacks)
			said += float64(f.UserMessages)
		}
		if f.ResponseCount > 0 {
			replied++
		}
		for _, r := range f.Responses {
			replies = append(replies, float64(r)/1e6)
		}
	}
	s.mean("messages_per_conversation", dialogue)
	s.ratio("fallback_rate", s.count(isEngaged), fallbacks, said)
	s.mean("response_time.mean", replies)
	s.quantile("response_time.p90", replies, 0.9)
	for _, name := range []string{"response_time.mean", "response_time.p90"} { // they rest on conversations
		n := s.numbers[name]
		n.n = replied
		s.numbers[name] = n
	}
	for name, values := range map[string][]float64{"duration": lasted, "first_response_time": first} {
		s.mean(name+".mean", values)
		s.quantile(name+".p50", values, 0.5)
		s.quantile(name+".p90", values, 0.9)
	}
}

// moods computes the metrics of sentiment and quality.
func (s plain) moods() {
	var moods, scores []float64
	judged := func(f chat.Facts) bool { return isEngaged(f) && f.Sentiment.Known }
	for _, f := range s.facts {
		if judged(f) {
			moods = append(moods, float64(f.Sentiment.Mean)/1e4)
		}
		if isEngaged(f) {
			scores = append(scores, float64(f.Quality.Score)/100)
		}
	}
	s.mean("sentiment", moods)
	s.share("negative_rate", judged, func(f chat.Facts) bool { return float64(f.Sentiment.Mean)/1e4 <= -0.05 })
	s.share("positive_rate", judged, func(f chat.Facts) bool { return float64(f.Sentiment.Mean)/1e4 >= 0.05 })
	s.share("neutral_rate", judged, func(f chat.Facts) bool { return math.Abs(float64(f.Sentiment.Mean)/1e4) < 0.05 })
	s.mean("quality_score.mean", scores)
	s.quantile("quality_score.p10", scores, 0.1)
}

// users computes the metrics of users.
func (s plain) users(isNew func(uint64) bool) {
	var identified int64
	users := map[uint64]bool{}
	for _, f := range s.facts {
		if f.UserID != "" {
			identified++
			users[f.UserKey] = isNew(f.UserKey)
		}
	}
	var fresh float64
	for _, isNew := range users {
		if isNew {
			fresh++
		}
	}
	s.numbers["users"] = number{n: identified, value: float64(len(users))}
	s.numbers["new_users"] = number{n: identified, value: fresh}
	s.numbers["returning_users"] = number{n: identified, value: float64(len(users)) - fresh}
}

// dimensionText is the plain meaning of a dimension.
func dimensionText(name string, f chat.Facts) string {
	if name == TopicDimension {
		return topicOfBot(&f)
	}
	if name == "variant:tone" {
		return variantOfUser("tone", &f)
	}
	if property := map[string]string{`{"plan":"pro","seats":3}`: "pro", `{"plan":"free"}`: "free"}[f.Properties]; name == "property:plan" {
		return property
	}
	switch name {
	case "bot":
		return f.Bot
	case "channel":
		return f.Channel
	case "user":
		return f.UserID
	case "model":
		return f.Model
	case "language":
		return f.Language
	case "outcome":
		return f.Outcome.String()
	}
	if !f.StartedAt.Known() {
		return ""
	}
	at := f.StartedAt.In(berlin)
	switch name {
	case "hour":
		return at.Format("2006-01-02T15:00Z07:00")
	case "day":
		return at.Format("2006-01-02")
	case "week":
		y, w := at.ISOWeek()
		return fmt.Sprintf("%d-W%02d", y, w)
	case "month":
		return at.Format("2006-01")
	case "hour_of_day":
		return at.Format("15")
	}
	return at.Format("Mon")
}

func selects(q Query, s period.Span, f chat.Facts) bool {
	in := s.Start.IsZero() && s.End.IsZero()
	if !in && f.StartedAt.Known() {
		at := f.StartedAt.In(berlin)
		in = !at.Before(s.Start) && (s.End.IsZero() || at.Before(s.End))
	}
	plan := dimensionText("property:plan", f)
	return in && matchesReference(q, f, plan)
}

func matchesReference(q Query, f chat.Facts, plan string) bool {
	return (len(q.Bots) == 0 || slices.Contains(q.Bots, f.Bot)) &&
		(len(q.Users) == 0 || slices.Contains(q.Users, f.UserID)) &&
		(len(q.Outcomes) == 0 || slices.Contains(q.Outcomes, f.Outcome)) &&
		(len(q.Properties) == 0 || slices.Contains(q.Properties, Property{"plan", plan}))
}
