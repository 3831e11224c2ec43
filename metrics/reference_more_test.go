package metrics

import "chatcops/internal/chat"

// opinions computes the metrics of feedback.
func (s plain) opinions() {
	var rated int64
	var ratings, liked, stars float64
	for _, f := range s.facts {
		if f.RatingCount > 0 {
			rated++
		}
		ratings += float64(f.RatingCount)
		liked += float64(f.PositiveCount)
		stars += float64(f.RatingSum)
	}
	s.ratio("csat", rated, liked, ratings)
	s.ratio("satisfaction_score", rated, stars, ratings)
	s.share("feedback_rate", isEngaged, func(f chat.Facts) bool { return f.FeedbackCount > 0 })
}

// money computes the metrics of tokens and costs.
func (s plain) money() {
	var counted, in, out, priced, resolved, cost float64
	for _, f := range s.facts {
		if f.InputTokens > 0 || f.OutputTokens > 0 {
			counted++
			in += float64(f.InputTokens)
			out += float64(f.OutputTokens)
		}
		if f.Model == "m1" {
			priced++
			cost += float64(3*f.InputTokens+7*f.OutputTokens) / 1e9
			if f.UserMessages > 0 && (f.Outcome == chat.ResolvedConfirmed || f.Outcome == chat.ResolvedAssumed) {
				resolved++
			}
		}
	}
	s.numbers["input_tokens"] = number{n: int64(counted), value: in}
	s.numbers["output_tokens"] = number{n: int64(counted), value: out}
	s.numbers["cost"] = number{n: int64(priced), value: cost}
	s.ratio("cost_per_conversation", int64(priced), cost, priced)
	if resolved == 0 {
		priced = 0 // there is nothing to divide by
	}
	s.ratio("cost_per_resolution", int64(priced), cost, resolved)
}

// recontacts computes after how many conversations the user came again within 24 hours.
func (s plain) recontacts(w world) {
	var judged, again float64
	users := map[uint64]bool{}
	for _, f := range s.facts {
		if f.UserID == "" || !f.StartedAt.Known() || w.newest == 0 || f.StartedAt+24*3600e6 > w.newest {
			continue
		}
		judged++
		users[f.UserKey] = true
		for _, start := range w.starts[f.UserKey] {
			if start > f.StartedAt && start <= f.StartedAt+24*3600e6 {
				again++
				break
			}
		}
	}
	s.ratio("recontact_rate", int64(len(users)), again, judged)
}
