package metrics

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

// The response rates between which ratings are commonly taken to speak for all
// users: outside, those who answer are a special few, or were made to.
const (
	LeastFeedbackRate = 0.15
	MostFeedbackRate  = 0.25
)

// FeedbackResult is how satisfied users say they are.
type FeedbackResult struct {
	Head
	Values []Value        `json:"metrics"` // csat, satisfaction_score, feedback_rate
	Note   string         `json:"note"`    // on the response rate, "" if it is usual
	Scale  []RatingCount  `json:"ratings"`
	Reason []ReasonCount  `json:"reasons"`
	Bots   []FeedbackPart `json:"bots"`
	Models []FeedbackPart `json:"models"`
	// TooMany tells which of reasons, bots and models are not listed because they
	// are more than limits.groups.
	TooMany TooMany `json:"too_many,omitempty"`
}

// RatingCount is how often one rating was given.
type RatingCount struct {
	Rating int      `json:"rating"`
	Count  int64    `json:"count"`
	Share  *float64 `json:"share"` // of the ratings
}

// ReasonCount is how often a reason was given, with how bad a rating.
type ReasonCount struct {
	Reason     string   `json:"reason"`
	Count      int64    `json:"count"`
	MeanRating *float64 `json:"mean_rating"` // of those with a rating
	Rate       Value    `json:"share"`       // of the feedback with a reason
	Rated      int64    `json:"rated"`
}

// FeedbackPart is the feedback on one bot or model; Name is nil where the data does not say.
type FeedbackPart struct {
	Name          *string `json:"name"`
	Conversations int64   `json:"conversations"`
	Values        []Value `json:"metrics"`
}

// Find returns one of the values of the part by name.
func (p *FeedbackPart) Find(name string) *Value { return findValue(p.Values, name) }

// FeedbackCounter counts the feedback of conversations.
type FeedbackCounter struct {
	sides   [2]feedbackSide
	ratings [6]int64 // of the period, by rating
	reasons named[reasonCount]
	with    int64 // pieces of feedback with a reason
}

type feedbackSide struct {
	all          feedbackSums
	bots, models named[feedbackSums]
}

type reasonCount struct{ n, rated, sum int64 }

// feedbackSums folds the conversations of one group.
type feedbackSums struct {
	conversations, engaged, answered int64
	positive, sum                    stats.PairSums // each over the ratings, by conversation
}

// NewFeedbackCounter returns an empty counter that tells at most limit reasons, bots
// and models apart; 0 for DefaultMaxGroups.
func NewFeedbackCounter(limit int) *FeedbackCounter {
	c := &FeedbackCounter{reasons: newNamed[reasonCount](limit)}
	for i := range c.sides {
		c.sides[i].bots, c.sides[i].models = newNamed[feedbackSums](limit), newNamed[feedbackSums](limit)
	}
	return c
}

// Add counts a conversation.
func (c *FeedbackCounter) Add(side int, f *chat.Facts) {
	s := &c.sides[side]
	for _, to := range []*feedbackSums{&s.all, s.bots.get(f.Bot), s.models.get(f.Model)} {
		to.conversations++
		to.engaged += one(f.Engaged())
		to.answered += one(f.Engaged() && f.FeedbackCount > 0)
		if f.RatingCount > 0 {
			to.positive.Add(int64(f.PositiveCount), int64(f.RatingCount))
			to.sum.Add(int64(f.RatingSum), int64(f.RatingCount))
		}
	}
}

// AddPiece counts one piece of feedback on a conversation of the period, with the
// labels of its reasons.
func (c *FeedbackCounter) AddPiece(rating int, labels []string) {
	rated := rating >= 1 && rating <= 5
	if rated {
		c.ratings[rating]++
	}
	c.with += one(len(labels) > 0)
	for i, label := range labels {
		if slices.Contains(labels[:i], label) {
			continue
		}
		r := c.reasons.get(label)
		r.n++
		if rated {
			r.rated++
			r.sum += int64(rating)
		}
	}
}

// Merge adds the conversations that another counter has counted.
func (c *FeedbackCounter) Merge(o *FeedbackCounter) {
	for i := range c.sides {
		to, from := &c.sides[i], &o.sides[i]
		to.all.merge(&from.all)
		to.bots.merge(&from.bots, (*feedbackSums).merge)
		to.models.merge(&from.models, (*feedbackSums).merge)
	}
}

func (s *feedbackSums) merge(o *feedbackSums) {
	s.conversations += o.conversations
	s.engaged += o.engaged
	s.answered += o.answered
	s.positive.Merge(&o.positive)
	s.sum.Merge(&o.sum)
}

var (
	csatOf         = measure{"csat", "Satisfied (ratings 4 and 5)", UnitShare, Higher, true}
	satisfactionOf = measure{"satisfaction_score", "Mean rating, 1 to 5", UnitRating, Higher, false}
	feedbackRateOf = measure{"feedback_rate", "Response rate", UnitShare, None, false}
	reasonOf       = measure{"share", "Share", UnitShare, None, false}
)

func (s *feedbackSums) values(was *feedbackSums) []Value {
	csat, score, rate := ratioOf(&s.positive, 1), ratioOf(&s.sum, 1), tally{s.answered, s.engaged}
	if was == nil {
		return []Value{csatOf.estimate(csat, nil), satisfactionOf.estimate(score, nil), feedbackRateOf.share(rate, nil)}
	}
	csatWas, scoreWas, rateWas := ratioOf(&was.positive, 1), ratioOf(&was.sum, 1), tally{was.answered, was.engaged}
	return []Value{csatOf.estimate(csat, &csatWas), satisfactionOf.estimate(score, &scoreWas), feedbackRateOf.share(rate, &rateWas)}
}

// Result returns what was counted.
func (c *FeedbackCounter) Result(head Head, s *Selection) *FeedbackResult {
	now, was := &c.sides[Now], &c.sides[Before]
	r := &FeedbackResult{Head: head, Scale: []RatingCount{}, Reason: []ReasonCount{}}
	r.Values = now.all.values(whenPointer(s, &was.all))
	if v := findValue(r.Values, "feedback_rate").Value; v != nil && now.all.answered > 0 {
		switch {
		case *v < LeastFeedbackRate:
			r.Note = "The response rate is below 15 %: those who answer may differ from the others."
		case *v > MostFeedbackRate:
			r.Note = "The response rate is above 25 %, which is unusual: see whether users are made to answer, or only some are asked."
		}
	}
	total := now.all.positive.X.Float()
	for rating := 5; rating >= 1; rating-- {
		count := RatingCount{Rating: rating, Count: c.ratings[rating]}
		if total > 0 {
			share := float64(count.Count) / total
			count.Share = &share
		}
		r.Scale = append(r.Scale, count)
	}
	for name, n := range c.reasons.of {
		reason := ReasonCount{Reason: name, Count: n.n, Rated: n.rated, Rate: reasonOf.share(tally{n.n, c.with}, nil)}
		if n.rated > 0 {
			mean := float64(n.sum) / float64(n.rated)
			reason.MeanRating = &mean
		}
		r.Reason = append(r.Reason, reason)
	}
	slices.SortFunc(r.Reason, func(a, b ReasonCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	r.Bots, r.Models = feedbackParts(s, &now.bots, &was.bots), feedbackParts(s, &now.models, &was.models)
	r.TooMany.check("reasons", c.reasons.crowded)
	r.TooMany.check("bots", now.bots.crowded, was.bots.crowded)
	r.TooMany.check("models", now.models.crowded, was.models.crowded)
	return r
}

// whenPointer is v where there is a period to compare with, else nil.
func whenPointer[T any](s *Selection, v *T) *T {
	if !s.compared() {
		return nil
	}
	return v
}

func feedbackParts(s *Selection, now, was *named[feedbackSums]) []FeedbackPart {
	parts := []FeedbackPart{}
	if was.crowded { // there is nothing to compare with
		return parts
	}
	for name, sums := range now.of {
		before := was.of[name]
		if before == nil {
			before = &feedbackSums{}
		}
		p := FeedbackPart{Conversations: sums.conversations, Values: sums.values(whenPointer(s, before))}
		if name != "" {
			p.Name = &name
		}
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b FeedbackPart) int {
		return cmp.Or(cmp.Compare(b.Conversations, a.Conversations), compareNames(a.Name, b.Name))
	})
	return parts
}

// compareNames puts what has no name last.
func compareNames(a, b *string) int {
	switch {
	case a == nil || b == nil:
		return int(one(a == nil) - one(b == nil))
	}
	return cmp.Compare(*a, *b)
}
