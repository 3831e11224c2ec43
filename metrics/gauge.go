package metrics

import (
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// Gauge reads one metric off single conversations, for experiments, which fold
// them otherwise than a Collector does. It must not be used by several
// goroutines at once.
type Gauge struct {
	Metric *Metric
	// Fold is Share, Mean or Ratio: counts of conversations become shares of them,
	// sums means.
	Fold Fold

	plan  plan
	terms terms
	score func(name string, f *chat.Facts) (float64, bool)
	cost  func(f *chat.Facts) (nanos int64, ok bool)
}

// NewGauge returns the gauge of a metric of conversations, or of its mean where it
// has several statistics. It is an error when the name is unknown, or means
// something that single conversations do not have: users, quantiles.
func NewGauge(name string) (*Gauge, error) {
	g := &Gauge{}
	m, statistics, err := g.plan.find(name)
	if err != nil {
		return nil, err
	}
	g.Metric = m
	switch fold := statistics[0].Fold; {
	case m.Name == "conversations":
		return nil, fmt.Errorf("metric %q is 1 in every conversation: there is nothing to compare", name)
	case fold == Count:
		g.Fold = Share
	case fold == Sum:
		g.Fold = Mean
	case fold == Share || fold == Mean || fold == Ratio:
		g.Fold = fold
	case fold == Quantile:
		return nil, fmt.Errorf("metric %q is a quantile, of which no result holds at every look: use %s", name, strings.TrimSuffix(name, "."+statistics[0].Name))
	default:
		return nil, fmt.Errorf("metric %q counts users: an experiment needs a metric of conversations", name)
	}
	return g, nil
}

// Scored sets what tells the score of a conversation; needed for score:NAME.
func (g *Gauge) Scored(of func(name string, f *chat.Facts) (float64, bool)) { g.score = of }

// Priced sets what tells the cost of a conversation, see Query.CostOf; needed for
// metrics of money.
func (g *Gauge) Priced(of func(f *chat.Facts) (nanos int64, ok bool)) { g.cost = of }

// Unit returns how many of the whole numbers that Read yields make one of the metric's unit.
func (g *Gauge) Unit() float64 { return g.Metric.Unit.one() }

// Read returns what a conversation adds to the numerator and the denominator; ok
// is false where the metric does not apply. The denominator is 1 unless the
// metric is a ratio. The outcome must be settled.
func (g *Gauge) Read(f *chat.Facts) (y, x int64, ok bool) {
	g.terms.measure(f)
	measureScores(&g.terms, g.plan.scores, g.score, f)
	g.terms.measureCost(g.cost, f)
	of, o := g.Metric.of, outcome(f)
	if g.terms.of(of.basis, o) == 0 {
		return 0, 0, false
	}
	y, x = g.terms.of(of.numerator, o), g.terms.of(of.denominator, o)
	if g.Fold != Ratio {
		x = 1
	}
	return y, x, true
}

// of returns any term of a conversation with that outcome.
func (t *terms) of(of term, o chat.Outcome) int64 {
	if of < firstCount {
		return byOutcome[o][of]
	}
	return t[of]
}

// Segments tells the groups of one dimension apart, for experiments. It must not
// be used by several goroutines at once.
type Segments struct{ axis *axis }

// NewSegments returns the segments of a dimension; buckets of time are cut in the
// timezone of the span.
func NewSegments(dimension string, span period.Span) (*Segments, error) {
	d, err := ParseDimension(dimension)
	if err != nil {
		return nil, err
	}
	return &Segments{newAxis(d, span, nil)}, nil
}

// TellTopics sets what tells the topic of a conversation, see Query.TopicOf;
// needed where the dimension is TopicDimension.
func (s *Segments) TellTopics(of func(f *chat.Facts) string) { s.axis.dimension.text = of }

// Of returns the value of a conversation in the dimension, nil if it has none.
func (s *Segments) Of(f *chat.Facts) *string { return s.axis.name(s.axis.code(f)) }
