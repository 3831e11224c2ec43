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

// bindNumbers binds the columns from started_at on, which begin behind packed.
func bindNumbers(s sqlite.Row, o int, f *chat.Facts) {
	bindTime(s, o+3, f.StartedAt)
	bindTime(s, o+4, f.EndedAt)
	s.BindInt(o+5, userKey(f.UserID))
	for i, n := range [...]int32{f.Times, f.UserMessages, f.AssistantMessages, f.HumanMessages, f.ToolCalls, f.Events, f.Fallbacks} {
		s.BindInt(o+6+i, int64(n))
	}
	s.BindTextOrNull(o+13, f.Outcome.String())
	bindFlag(s, o+14, f.Left)
	bindFlag(s, o+15, f.Escalated)
	bindFlag(s, o+16, f.Converted)
	bindFlag(s, o+17, f.LeadCaptured)
	s.BindInt(o+18, int64(f.GoalCount))
	if f.FirstResponse >= 0 {
		s.BindInt(o+19, f.FirstResponse)
	} else {
		s.BindNull(o + 19)
	}
	s.BindInt(o+20, f.ResponseSum)
	s.BindInt(o+21, int64(f.ResponseCount))
	for i, n := range [...]int32{f.FeedbackCount, f.RatingCount, f.RatingSum, f.PositiveCount} {
		s.BindInt(o+22+i, int64(n))
	}
	s.BindInt(o+26, f.InputTokens)
	s.BindInt(o+27, f.OutputTokens)
	for i, n := range [...]int32{f.Sentiment.Mean, f.Sentiment.Final, f.Sentiment.Trend} {
		bindKnown(s, o+28+i, n, f.Sentiment.Known)
	}
	bindKnown(s, o+31, f.Quality.Score, f.Engaged())
	bindFlag(s, o+32, f.WordsRead)
	s.BindInt(o+33, int64(f.WaitingCount))
}

func bindKnown(s sqlite.Row, i int, n int32, known bool) {
	if known {
		s.BindInt(i, int64(n))
	} else {
		s.BindNull(i)
	}
}

func bindComponents(s sqlite.Row, o int, f *chat.Facts) {
	q := &f.Quality
	for i, n := range [...]int32{q.Resolution, q.Efficiency, q.Sentiment, q.Goals} {
		bindKnown(s, o+i, n, f.Engaged() && n != chat.NoComponent)
	}
}

// listed are the lists of facts and their packed numbers, as their columns hold them.
type listed struct{ packed, signals, sentiments, reached, graded, usage []byte }

// bindFacts binds all but the first of the factColumns.
func bindFacts(s sqlite.Row, o int, f *chat.Facts, rules int64, lists *listed) {
	s.BindBlob(o+2, lists.packed)
	bindNumbers(s, o, f)
	bindComponents(s, o+34, f)
	bindTime(s, o+38, f.ConvertedAt)
	bindTime(s, o+39, f.LastConvertedAt)
	s.BindTextOrNull(o+40, f.Model)
	s.BindTextOrNull(o+41, f.Language)
	s.BindTextOrNull(o+42, f.Properties)
	bindEvidence(s, o+43, &f.Evidence)
	bindEvidence(s, o+47, &f.EscalationEvidence)
	s.BindInt(o+51, rules)
	for i, list := range [...][]byte{lists.signals, lists.sentiments, lists.reached, lists.graded} {
		s.BindTextOrNull(o+52+i, string(list))
	}
	bindTime(s, o+56, f.FirstUserAt)
	bindFlag(s, o+57, f.Answered)
	s.BindTextOrNull(o+58, string(lists.usage))
}

func bindEvidence(s sqlite.Row, i int, e *chat.Evidence) {
	if e.Kind == chat.NoEvidence {
		for j := range 4 {
			s.BindNull(i + j)
		}
		return
	}
	s.BindText(i, e.Kind.String())
	s.BindText(i+1, e.Rule)
	if e.Message >= 0 {
		s.BindInt(i+2, int64(e.Message))
	} else {
		s.BindNull(i + 2)
	}
	s.BindTextOrNull(i+3, e.Text)
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
