package metrics

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

// scorePrefix begins the names of the metrics of scores.
const scorePrefix = "score:"

// MaxScores bounds how many scores one query may ask for.
const MaxScores = 50

// ScoreMetric stands for one metric for each score.
var ScoreMetric = scoreMetric("NAME", 0)

// scoreMetric is the metric of the score that is number i of its query.
func scoreMetric(name string, i int) *Metric {
	value, present := scoreTerms(i)
	return &Metric{
		Name: scorePrefix + name, Title: name, Unit: UnitScore, Better: Higher,
		Doc: "the score NAME of a conversation, as graders of the configuration or imported scores give it, to a millionth; " +
			"conversations without one do not count; an imported score stands before that of a grader",
		Formula:    "Σ scores ÷ conversations that have one",
		Statistics: []Statistic{{"mean", Mean, 0}, {"p10", Quantile, 0.1}},
		of:         over(value, present),
	}
}

// score returns the name of the score of which m is the metric.
func (m *Metric) score() string { return strings.TrimPrefix(m.Name, scorePrefix) }

// scoreTerms returns the terms of the score that is number i.
func scoreTerms(i int) (value, present term) {
	return firstScore + term(2*i), firstScore + term(2*i) + 1
}

// IsScore reports whether a name is that of a metric of a score.
func IsScore(name string) bool { return strings.HasPrefix(name, scorePrefix) }

// ScoreNumbers returns the names of the numbers that the metric of a score
// yields; they stay clear where the score's own name ends like one of them.
func ScoreNumbers(score string) []string {
	var names []string
	m := scoreMetric(score, 0)
	for _, s := range m.Statistics {
		names = append(names, m.FullName(s))
	}
	return names
}

// Definitions returns the registry and, behind it, what stands for all scores.
func Definitions() []Metric { return append(slices.Clone(Registry), *ScoreMetric) }

// findScore finds or adds the metric of a score.
func (p *plan) findScore(name string) (*Metric, []Statistic, error) {
	base, statistics := name, ScoreMetric.Statistics
	for _, s := range ScoreMetric.Statistics {
		if cut, ok := strings.CutSuffix(name, "."+s.Name); ok {
			base, statistics = cut, []Statistic{s}
		}
	}
	score := strings.TrimPrefix(base, scorePrefix)
	if score == "" {
		return nil, nil, fmt.Errorf("metric %q names no score: write %sNAME", name, scorePrefix)
	}
	i := slices.IndexFunc(p.scores, func(m *Metric) bool { return m.Name == base })
	if i < 0 {
		if len(p.scores) == MaxScores {
			return nil, nil, fmt.Errorf("more than %d scores: ask for fewer", MaxScores)
		}
		i = len(p.scores)
		p.scores = append(p.scores, scoreMetric(score, i))
	}
	return p.scores[i], statistics, nil
}

// measureScores sets the terms of the scores that are asked for, by what tells
// the score of a conversation, nil if nothing does.
func measureScores(t *terms, asked []*Metric, of func(name string, f *chat.Facts) (float64, bool), f *chat.Facts) {
	for i, m := range asked {
		value, present := scoreTerms(i)
		t[value], t[present] = 0, 0
		if of == nil {
			continue
		}
		if v, ok := of(m.score(), f); ok {
			t[value], t[present] = int64(math.Round(v*UnitScore.one())), 1
		}
	}
}

// scoreSum folds one score: how many conversations have it, and its sum.
type scoreSum struct {
	n   int64
	sum stats.Total
}
