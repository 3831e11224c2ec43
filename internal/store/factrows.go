package store

import (
	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// numberColumns hold the facts that metrics need, as a scan reads them.
const numberColumns = "conversation, packed"

// detailColumns are the other facts, as readDetails and readLists want them.
const detailColumns = `quality_resolution, quality_efficiency, quality_sentiment, quality_goals,
 converted_at, last_converted_at, model, language, properties, outcome_kind, outcome_rule, outcome_message, outcome_text,
 escalation_kind, escalation_rule, escalation_message, escalation_text, rules, signals, sentiments, reached, graded, first_user_at, answered, usage`

// factColumns are all columns in the order of their table. Those between number
// and detail columns are only written: people read them.
const factColumns = numberColumns + `, started_at, ended_at, user_key, times, user_messages, assistant_messages, human_messages, tool_calls, events, fallbacks,
 outcome, waits, escalated, converted, lead_captured, goals, first_response, response_sum, response_count,
 feedback_count, rating_count, rating_sum, positive_count, input_tokens, output_tokens,
 sentiment, final_sentiment, sentiment_trend, quality_score, words_read, waiting_goals, ` + detailColumns

// bind sets all but the first of the factColumns.
func (q *queuedFacts) bind(r *sqlite.Record, rules int64) {
	f := q.f
	r.BlobBy(func(dst []byte) []byte { return appendPacked(dst, f) })
	bindNumbers(r, f)
	bindComponents(r, f)
	bindTime(r, f.ConvertedAt)
	bindTime(r, f.LastConvertedAt)
	r.TextOrNull(f.Model)
	r.TextOrNull(f.Language)
	r.TextOrNull(f.Properties)
	bindEvidence(r, &f.Evidence)
	bindEvidence(r, &f.EscalationEvidence)
	r.Int(rules)
	r.TextBy(func(dst []byte) []byte { return appendSignals(dst, q.marks.Signals) })
	r.TextBy(func(dst []byte) []byte { return appendSentiments(dst, q.marks.Sentiments) })
	r.TextBy(func(dst []byte) []byte { return appendReached(dst, f) })
	r.TextBy(func(dst []byte) []byte { return appendScores(dst, f.Scores) })
	bindTime(r, f.FirstUserAt)
	bindFlag(r, f.Answered)
	r.TextBy(func(dst []byte) []byte { return appendUsage(dst, f.Usage) })
}

// bindNumbers sets the columns from started_at on.
func bindNumbers(r *sqlite.Record, f *chat.Facts) {
	bindTime(r, f.StartedAt)
	bindTime(r, f.EndedAt)
	r.Int(userKey(f.UserID))
	for _, n := range [...]int32{f.Times, f.UserMessages, f.AssistantMessages, f.HumanMessages, f.ToolCalls, f.Events, f.Fallbacks} {
		r.Int(int64(n))
	}
	r.TextOrNull(f.Outcome.String())
	bindFlag(r, f.Left)
	bindFlag(r, f.Escalated)
	bindFlag(r, f.Converted)
	bindFlag(r, f.LeadCaptured)
	r.Int(int64(f.GoalCount))
	r.IntUnless(-1, max(-1, f.FirstResponse))
	r.Int(f.ResponseSum)
	for _, n := range [...]int32{f.ResponseCount, f.FeedbackCount, f.RatingCount, f.RatingSum, f.PositiveCount} {
		r.Int(int64(n))
	}
	r.Int(f.InputTokens)
	r.Int(f.OutputTokens)
	for _, n := range [...]int32{f.Sentiment.Mean, f.Sentiment.Final, f.Sentiment.Trend} {
		bindKnown(r, n, f.Sentiment.Known)
	}
	bindKnown(r, f.Quality.Score, f.Engaged())
	bindFlag(r, f.WordsRead)
	r.Int(int64(f.WaitingCount))
}

func bindKnown(r *sqlite.Record, n int32, known bool) {
	if known {
		r.Int(int64(n))
	} else {
		r.Null()
	}
}

func bindComponents(r *sqlite.Record, f *chat.Facts) {
	q := &f.Quality
	for _, n := range [...]int32{q.Resolution, q.Efficiency, q.Sentiment, q.Goals} {
		bindKnown(r, n, f.Engaged() && n != chat.NoComponent)
	}
}

func bindEvidence(r *sqlite.Record, e *chat.Evidence) {
	if e.Kind == chat.NoEvidence {
		for range 4 {
			r.Null()
		}
		return
	}
	r.Text(e.Kind.String())
	r.Text(e.Rule)
	r.IntUnless(-1, int64(max(-1, e.Message)))
	r.TextOrNull(e.Text)
}

// readNumbers fills f from the numberColumns of a row; what f holds of lists is
// overwritten.
func readNumbers(s *sqlite.Stmt, f *chat.Facts) error {
	f.Key = s.Int(0)
	return unpack(s.Blob(1), f)
}

func readTime(s *sqlite.Stmt, i int) chat.Time {
	if t := s.Int(i); t != 0 || !s.IsNull(i) {
		return chat.Time(t)
	}
	return chat.NoTime
}

// readDetails fills f from the columns of factColumns behind the numbers, the first of them being i.
func readDetails(s *sqlite.Stmt, i int, f *chat.Facts) {
	for j, n := range [...]*int32{&f.Quality.Resolution, &f.Quality.Efficiency, &f.Quality.Sentiment, &f.Quality.Goals} {
		*n = chat.NoComponent
		if !s.IsNull(i + j) {
			*n = int32(s.Int(i + j))
		}
	}
	f.ConvertedAt = readTime(s, i+4)
	f.LastConvertedAt = readTime(s, i+5)
	f.Model = s.Text(i + 6)
	f.Language = s.Text(i + 7)
	f.Properties = s.Text(i + 8)
	f.Evidence = readEvidence(s, i+9)
	f.EscalationEvidence = readEvidence(s, i+13)
	f.FirstUserAt = readTime(s, i+22)
	f.Answered = s.Int(i+23) != 0
}

func readEvidence(s *sqlite.Stmt, i int) chat.Evidence {
	e := chat.Evidence{Kind: chat.ParseEvidenceKind(s.Text(i)), Rule: s.Text(i + 1), Message: -1, Text: s.Text(i + 3)}
	if !s.IsNull(i + 2) {
		e.Message = int(s.Int(i + 2))
	}
	return e
}
