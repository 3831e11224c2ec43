package store

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// drawFacts draws facts of which every number may be anything.
func drawFacts(t *rapid.T) chat.Facts {
	n := rapid.Int32Range(0, 1<<31-1)
	at := rapid.OneOf(rapid.Just(chat.NoTime), rapid.Map(rapid.Int64Range(-1<<60, 1<<60), func(us int64) chat.Time { return chat.Time(us) }))
	f := chat.Facts{UserID: rapid.SampledFrom([]string{"", "ada", "ben"}).Draw(t, "user"), StartedAt: at.Draw(t, "start"), EndedAt: at.Draw(t, "end"),
		Outcome: chat.Outcome(rapid.IntRange(0, int(chat.Unknown)).Draw(t, "outcome")), FirstResponse: rapid.Int64Min(-1).Draw(t, "first response"),
		Responses:   rapid.SliceOf(rapid.Int64Range(0, 1<<50)).Draw(t, "responses"),
		InputTokens: rapid.Int64Min(0).Draw(t, "input tokens"), OutputTokens: rapid.Int64Min(0).Draw(t, "output tokens")}
	for _, r := range f.Responses {
		f.ResponseSum += r
		f.ResponseCount++
	}
	for i, to := range packedCounts(&f) {
		*to = n.Draw(t, "count "+string(rune('a'+i)))
	}
	for _, to := range []*bool{&f.Left, &f.Escalated, &f.Converted, &f.LeadCaptured, &f.WordsRead, &f.Sentiment.Known} {
		*to = rapid.Bool().Draw(t, "flag")
	}
	if f.Sentiment.Known {
		for _, to := range packedMoods(&f) {
			*to = rapid.Int32().Draw(t, "mood")
		}
	}
	f.UserKey = uint64(userKey(f.UserID))
	return f
}

func TestPackedComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawFacts(t)
		packed := appendPacked(nil, &want)
		got := chat.Facts{UserID: want.UserID, Responses: make([]int64, 1, 8)}
		if err := unpack(packed, &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Responses) == 0 {
			got.Responses, want.Responses = nil, nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v instead of %+v", got, want)
		}
		for n := range packed { // what is cut off is found out
			if unpack(packed[:n], &got) == nil {
				t.Fatalf("%d of %d bytes are taken for all", n, len(packed))
			}
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(appendPacked(nil, &chat.Facts{StartedAt: 1, EndedAt: 2, Responses: []int64{3}}))
	f.Add([]byte{255, 9})
	f.Fuzz(func(t *testing.T, b []byte) {
		var facts chat.Facts
		if unpack(b, &facts) == nil && len(facts.Responses) > len(b) {
			t.Errorf("%d times of replies in %d bytes", len(facts.Responses), len(b))
		}
	})
}

// The columns for people say what the packed column says.
func TestColumnsAgreeWithPacked(t *testing.T) {
	const columns = `SELECT ifnull(started_at, -1), ifnull(ended_at, -1), times, user_key, user_messages, assistant_messages, human_messages, tool_calls, events, fallbacks,
		waits, escalated, converted, lead_captured, goals, ifnull(first_response, -1), response_sum, response_count, feedback_count, rating_count, rating_sum,
		positive_count, input_tokens, output_tokens, ifnull(sentiment, 0), ifnull(final_sentiment, 0), ifnull(sentiment_trend, 0), words_read, waiting_goals,
		ifnull(quality_score, 0), ifnull(outcome, '') FROM conversation_facts`
	flag := func(b bool) int64 {
		if b {
			return 1
		}
		return 0
	}
	at := func(t chat.Time) int64 {
		if t.Known() {
			return int64(t)
		}
		return -1
	}
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(50)); err != nil {
		t.Fatal(err)
	}
	var want [][]int64
	var outcomes []string
	err := s.Scan(context.Background(), Numbers, Span{}, 1, func(int) func(*chat.Facts) error {
		return func(f *chat.Facts) error {
			want = append(want, []int64{at(f.StartedAt), at(f.EndedAt), int64(f.Times), int64(f.UserKey), int64(f.UserMessages), int64(f.AssistantMessages), int64(f.HumanMessages),
				int64(f.ToolCalls), int64(f.Events), int64(f.Fallbacks), flag(f.Left), flag(f.Escalated), flag(f.Converted), flag(f.LeadCaptured), int64(f.GoalCount),
				f.FirstResponse, f.ResponseSum, int64(f.ResponseCount), int64(f.FeedbackCount), int64(f.RatingCount), int64(f.RatingSum), int64(f.PositiveCount),
				f.InputTokens, f.OutputTokens, int64(f.Sentiment.Mean), int64(f.Sentiment.Final), int64(f.Sentiment.Trend), flag(f.WordsRead), int64(f.WaitingCount),
				int64(f.Quality.Score)})
			outcomes = append(outcomes, f.Outcome.String())
			return nil
		}
	})
	if err != nil || len(want) != 50 {
		t.Fatalf("%d conversations, %v", len(want), err)
	}
	q, err := s.conn.Prepare(columns)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	for row := range want {
		if ok, err := q.Next(); !ok || err != nil {
			t.Fatal(err)
		}
		for i, n := range want[row] {
			if got := q.Int(i); got != n {
				t.Errorf("row %d, column %d: %d, packed %d", row, i, got, n)
			}
		}
		if got := q.Text(len(want[row])); got != outcomes[row] {
			t.Errorf("row %d: outcome %q, packed %q", row, got, outcomes[row])
		}
	}
}

// A file that somebody has edited is told of, not misread.
func TestDamagedPackedIsAnError(t *testing.T) {
	s := create(t, filepath.Join(t.TempDir(), "a.db"))
	if err := importAll(s, "a", load(3)); err != nil {
		t.Fatal(err)
	}
	if err := s.conn.Exec("UPDATE conversation_facts SET packed = x'00' WHERE conversation = 2"); err != nil {
		t.Fatal(err)
	}
	err := s.Scan(context.Background(), Numbers, Span{}, 1, func(int) func(*chat.Facts) error { return func(*chat.Facts) error { return nil } })
	if err == nil {
		t.Error("damaged facts are read without an error")
	}
}
