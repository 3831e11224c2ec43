package metrics

import (
	"errors"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// Query says what to compute. The zero Query is all the metrics of all the data.
type Query struct {
	// Filter selects the conversations; its Span is the period that is reported.
	Filter
	// Metrics are names as in duration, duration.p90 or score:NAME, in the order of the
	// result; none means all of them.
	Metrics []string
	// By names at most two dimensions to group by.
	By []string
	// VariantOf returns the variant of a conversation in a test, "" if it has none;
	// needed for the dimension variant:TEST. It is called in parallel.
	VariantOf func(test string, f *chat.Facts) string
	// TopicOf returns the topic of a conversation, "" if it has no user message;
	// needed for the dimension topic. It is called in parallel.
	TopicOf func(f *chat.Facts) string
	// ScoreOf returns the score of a conversation of a name, ok if it has one;
	// needed for the metrics score:NAME. It is called in parallel.
	ScoreOf func(name string, f *chat.Facts) (value float64, ok bool)
	// Previous is the period to compare with, nil for none.
	Previous *period.Span
	// AsOf is the instant after which there can be no data yet: of a period that
	// goes on beyond it only the part before it counts as its length. Zero: both
	// periods are over.
	AsOf time.Time
}

// NeedsText reports whether the query reads texts of the facts (bot, channel,
// user, model, language, properties) rather than only their numbers, times and
// user keys.
func (q *Query) NeedsText() bool {
	for _, name := range q.By {
		if d, err := ParseDimension(name); err == nil && d.reads {
			return true
		}
	}
	return q.Filter.NeedsText()
}

// Scores returns the names of the scores that the metrics ask for.
func (q *Query) Scores() []string {
	p, err := newPlan(q.Metrics, false)
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range p.scores {
		names = append(names, m.score())
	}
	return names
}

// NeedsHistory reports whether the result depends on when users were first seen
// outside of what the query selects: then Collector.AddHistory must be given
// every conversation that started before the end of the period, whatever the filters.
func (q *Query) NeedsHistory() bool {
	p, err := newPlan(q.Metrics, false)
	if err != nil || !p.history {
		return false
	}
	return q.selective() || !q.Span.Contains(int64(chat.NoTime))
}

// axes returns the dimensions of the query.
func (q *Query) axes() ([]*axis, error) {
	if len(q.By) > 2 || len(q.By) == 2 && q.By[0] == q.By[1] {
		return nil, errors.New("conversations are grouped by one dimension or by two different ones")
	}
	var list []*axis
	for _, name := range q.By {
		d, err := ParseDimension(name)
		if err != nil {
			return nil, err
		}
		if test, ok := VariantTest(name); ok && q.VariantOf != nil {
			d.text = func(f *chat.Facts) string { return q.VariantOf(test, f) }
		}
		if name == TopicDimension && q.TopicOf != nil {
			d.text = q.TopicOf
		}
		list = append(list, newAxis(d, q.Span))
	}
	return list, nil
}
