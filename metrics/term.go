package metrics

import "chatcops/internal/chat"

// term is a whole number that one conversation contributes. Metrics are made of
// terms, so that one pass folds each of them once however many metrics share it.
type term uint8

// The terms: those that follow from the outcome, other counts, times.
const (
	conversation term = iota // 1
	engaged                  // 1 with a user message
	decided                  // 1 with an outcome that is neither pending nor unknown
	resolved                 // 1 if resolved, confirmed or assumed
	contained                // 1 if engaged and not escalated
	escalated
	abandoned

	converted // 1 if engaged and converted
	completed // 1 if engaged and a goal was reached
	fellBack  // 1 if engaged and with a fallback
	fallbacks // in an engaged conversation
	leads     // 1 if a lead was captured
	spoken    // messages of users, the agent and human agents
	dialogue  // messages of users and the agent
	fromUser  // messages
	fromAgent // messages
	events    // that are no messages
	lasted    // 1 with two times or more
	untimed   // 1 with fewer than two
	waiting   // 1 if untimed and engaged
	adrift    // 1 with a user id, without a time
	answered  // 1 if the first user message was answered
	replied   // 1 if any user message was answered
	replies   // user messages that were answered
	rated     // 1 with a rating
	ratings   // of feedback
	liked     // ratings of 4 and 5
	stars     // sum of the ratings
	gave      // 1 if engaged and with feedback
	metered   // 1 with a count of tokens
	priced    // 1 with a cost
	redeemed  // 1 if resolved and with a cost
	unread    // 1 if engaged and there are no word rules for the language
	judged    // 1 if the sentiment is known
	mood      // ten-thousandths of sentiment, 0 unless judged
	negative  // 1 if judged and below −0.05
	neutral
	positive // 1 if judged and above 0.05
	graded   // 1 if engaged: such have a quality score
	quality  // hundredths of a point, 0 unless engaged

	duration      // microseconds
	firstResponse // microseconds, 0 unless answered
	responses     // microseconds, sum over the replies
	tokensIn      // tokens read
	tokensOut     // tokens written
	cost          // billionths of the currency, 0 unless priced

	termCount  = iota
	firstCount = converted // terms before it follow from the outcome
	firstTotal = duration  // terms from here on may be too large to be added up in 64 bits

	// Behind the fixed terms stand two for each score that is asked for: the
	// value in millionths, 0 where there is none, and 1 where there is one.
	firstScore = term(termCount)
	maxTerms   = termCount + 2*MaxScores
)

// byOutcome holds the terms that follow from the outcome alone, so that the
// conversations need only be counted by outcome.
var byOutcome = func() (table [chat.Unknown + 1][firstCount]int64) {
	table[chat.NotEngaged][conversation] = 1
	for _, info := range chat.Outcomes {
		o, t := info.Outcome, &table[info.Outcome]
		t[conversation], t[engaged] = 1, 1
		t[decided], t[resolved] = one(o.Decided()), one(o.Resolved())
		t[escalated], t[contained] = one(o == chat.Escalated), one(o != chat.Escalated)
		t[abandoned] = one(o == chat.Abandoned)
	}
	return table
}()

// terms are the terms of one conversation from firstCount on.
type terms [maxTerms]int64

// measure sets the terms from firstCount on.
func (t *terms) measure(f *chat.Facts) {
	is := one(f.Engaged())
	t[converted] = one(f.Converted) & is
	t[completed] = one(f.GoalCount > 0) & is
	t[fellBack] = one(f.Fallbacks > 0) & is
	t[fallbacks] = int64(f.Fallbacks) * is
	t[leads] = one(f.LeadCaptured)
	t[fromUser], t[fromAgent] = int64(f.UserMessages), int64(f.AssistantMessages)
	t[dialogue] = t[fromUser] + t[fromAgent]
	t[spoken] = t[dialogue] + int64(f.HumanMessages)
	t[events] = int64(f.Events)
	t[lasted], t[untimed], t[duration] = 0, 1, 0
	if f.Times > 1 && f.StartedAt.Known() && f.EndedAt >= f.StartedAt {
		t[lasted], t[untimed], t[duration] = 1, 0, int64(f.EndedAt)-int64(f.StartedAt)
	}
	t[waiting] = t[untimed] & is
	t[adrift] = one(f.UserKey != 0 && !f.Timed())
	t[answered], t[firstResponse] = 0, 0
	if f.FirstResponse >= 0 {
		t[answered], t[firstResponse] = 1, f.FirstResponse
	}
	t[replied], t[replies], t[responses] = 0, 0, 0
	if f.ResponseCount > 0 {
		t[replied], t[replies], t[responses] = 1, int64(f.ResponseCount), f.ResponseSum
	}
	t.judge(f)
	t.feel(f)
}

// judge sets the terms of feedback and tokens.
func (t *terms) judge(f *chat.Facts) {
	t[rated], t[ratings], t[liked], t[stars] = one(f.RatingCount > 0), int64(f.RatingCount), int64(f.PositiveCount), int64(f.RatingSum)
	t[gave] = one(f.FeedbackCount > 0 && f.Engaged())
	t[metered] = one(f.InputTokens+f.OutputTokens > 0)
	t[tokensIn], t[tokensOut] = f.InputTokens, f.OutputTokens
	t[priced], t[redeemed], t[cost] = 0, 0, 0
}

// price sets the terms of a cost that is known.
func (t *terms) price(nanos int64, o chat.Outcome) {
	t[priced], t[redeemed], t[cost] = 1, one(o.Resolved()), nanos
}

// measureCost reads what a conversation has cost, if that can be told.
func (t *terms) measureCost(of func(*chat.Facts) (nanos int64, ok bool), f *chat.Facts) {
	if of == nil {
		return
	}
	if nanos, ok := of(f); ok {
		t.price(nanos, outcome(f))
	}
}

// outcome returns the outcome of a conversation, such that every engaged one has
// one and no other has.
func outcome(f *chat.Facts) chat.Outcome {
	switch {
	case !f.Engaged():
		return chat.NotEngaged
	case f.Outcome == chat.NotEngaged || f.Outcome > chat.Unknown:
		return chat.Unknown
	}
	return f.Outcome
}

// feel sets the terms of sentiment and quality.
func (t *terms) feel(f *chat.Facts) {
	is := one(f.Engaged())
	t[unread] = one(!f.WordsRead) & is
	t[judged] = one(f.Sentiment.Known) & is
	t[mood] = int64(f.Sentiment.Mean) * t[judged]
	t[negative] = one(f.Sentiment.Mean <= -chat.NeutralSentiment) & t[judged]
	t[positive] = one(f.Sentiment.Mean >= chat.NeutralSentiment) & t[judged]
	t[neutral] = t[judged] - t[negative] - t[positive]
	t[graded] = is
	t[quality] = int64(f.Quality.Score) * is
}

// one counts a condition.
func one(holds bool) int64 {
	var n int64
	if holds {
		n = 1
	}
	return n
}
