package metrics

import (
	"errors"
	"slices"
	"strings"
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
	// CostOf returns what a conversation has cost in billionths of the currency, ok
	// if that is known; without it there are no metrics of money but those that
	// are named. It is called in parallel.
	CostOf   func(f *chat.Facts) (nanos int64, ok bool)
	Currency string // of costs, "" where it is not known
	// Sort is the number, as in duration.p90, by which groups are sorted, greatest
	// first; "" for the order of Result.Groups. Reverse has the least first, by
	// their conversations if Sort is "".
	Sort    string
	Reverse bool
	// Top keeps that many groups, the greatest by Sort or by their conversations,
	// and puts all others together; 0 keeps all.
	Top int
	// Largest are the only groups to tell apart, all others are put together; nil tells
	// all apart. It takes the place of Top where there are too many groups, see Census.
	Largest *Largest
	// MaxGroups is how many groups there may be before it is the error TooManyGroups;
	// 0 for DefaultMaxGroups.
	MaxGroups int
	// Newest is the time of the newest data: what came in the 24 hours before it
	// is too young to say whether the user came again. NoTime, the zero Time too: nothing is.
	Newest chat.Time
	// Previous is the period to compare with, nil for none.
	Previous *period.Span
	// Contrasts says that the collector is to be compared with another, see Collector.Contrast.
	Contrasts bool
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
	p, err := newPlan(q.Metrics, false, q.CostOf != nil)
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range p.scores {
		names = append(names, m.score())
	}
	return names
}

// NamesMoney reports whether one of the metrics that are asked for is an amount of money.
func (q *Query) NamesMoney() bool {
	for _, name := range q.Metrics {
		name, _, _ = strings.Cut(name, ".")
		if i := slices.IndexFunc(Registry, func(m Metric) bool { return m.Name == name }); i >= 0 && Registry[i].Unit == UnitMoney {
			return true
		}
	}
	return false
}

// NeedsHistory reports whether the result depends on when users were first seen
// outside of what the query selects: then Collector.AddHistory must be given
// every conversation that started before the end of the period, whatever the filters.
func (q *Query) NeedsHistory() bool {
	p, err := newPlan(q.Metrics, false, q.CostOf != nil)
	if err != nil || !p.history {
		return false
	}
	return q.selective() || !q.Span.Contains(int64(chat.NoTime))
}

// Day is how soon a user must come again for it to be a recontact, in microseconds.
const Day = 24 * 3600 * 1e6

// NeedsSequel reports whether the result depends on conversations that started
// up to a Day after the end of a period: then Collector must be given these too,
// whatever the filters.
func (q *Query) NeedsSequel() bool {
	p, err := newPlan(q.Metrics, false, q.CostOf != nil)
	return err == nil && p.visits
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
		list = append(list, newAxis(d, q.Span, q.Largest))
	}
	return list, nil
}
