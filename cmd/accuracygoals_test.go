package cmd

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type goalKey struct{ task, metric, set string }

// goal holds from least to most; one of them is infinite.
type goal struct{ least, most float64 }

// holds is false for what is undefined.
func (g goal) holds(v float64) bool { return g.least <= v && v <= g.most }

func (g goal) String() string {
	if math.IsInf(g.most, 1) {
		return "≥ " + strconv.FormatFloat(g.least, 'g', 4, 64)
	}
	return "≤ " + strconv.FormatFloat(g.most, 'g', 4, 64)
}

// leastOf are the goals: task and metric, then data set.
var leastOf = map[string]map[string]float64{
	"escalation F1":                       {"tau_airline": 1, "tau_airline_text": 0.88, "handoff_requests": 0.90},
	"escalation precision":                {"tau_airline_text": 0.95},
	"fallback F1":                         {"tm4": 0.85},
	"fallback precision":                  {"tm4": 0.95},
	"satisfaction Spearman quality_score": {"uss_mwoz": 0.33, "uss_sgd": 0.33, "uss_redial": 0.35, "uss_ccpe": 0.15, "convai2": 0.40},
	"outcome failure F1":                  {"sgd": 0.80},
	"outcome accuracy after a notice":     {"sgd": 0.98},
	"outcome not-done F1":                 {"star": 0.65},
	"sentiment macro-F1":                  {"airline_tweets": 0.57},
	"sentiment negative F1":               {"airline_tweets": 0.77},
}

const (
	mostFalseAlarms = 3    // per 1000 messages
	belowReference  = 0.02 // what chatcops may be below the reference VADER
)

// calmSets are those in which hardly anyone asks for a human.
var calmSets = slices.Concat(ratedSets, []string{"sgd", "clinc150", "banking77", "tm4"})

// vaderParts are the parts of the set vader with the Pearson correlation that the
// reference implementation (cjhutto/vaderSentiment) reaches with the human mean.
var vaderParts = []struct {
	name      string
	reference float64
}{{"tweets", 0.8745}, {"amazon", 0.5909}, {"movie", 0.4311}, {"nyt", 0.4981}}

// goals returns every goal.
func goals() map[goalKey]goal {
	all := map[goalKey]goal{}
	for key, sets := range leastOf {
		task, metric, _ := strings.Cut(key, " ")
		for set, least := range sets {
			all[goalKey{task, metric, set}] = goal{least, math.Inf(1)}
		}
	}
	for _, set := range calmSets {
		all[goalKey{"escalation", falseAlarmsMetric, set}] = goal{math.Inf(-1), mostFalseAlarms}
	}
	for _, part := range vaderParts {
		all[goalKey{"sentiment", "Pearson " + part.name, "vader"}] = goal{part.reference - belowReference, math.Inf(1)}
	}
	return all
}

// TestGoalsAreMeasured finds a goal whose task does not measure its data set.
func TestGoalsAreMeasured(t *testing.T) {
	for key := range goals() {
		if !slices.ContainsFunc(measures, func(m measure) bool { return m.task == key.task && slices.Contains(m.sets, key.set) }) {
			t.Errorf("no measure of %s has the data set %s", key.task, key.set)
		}
	}
	for _, set := range measuredSets() {
		if !slices.ContainsFunc(dataSets, func(d dataSet) bool { return slices.Contains(d.names, set) }) {
			t.Errorf("the document would not say what %s is", set)
		}
	}
	for _, g := range []struct {
		goal
		want string
	}{{goal{0.8745 - 0.02, math.Inf(1)}, "≥ 0.8545"}, {goal{math.Inf(-1), 3}, "≤ 3"}} {
		if got := fmt.Sprint(g.goal); got != g.want {
			t.Errorf("got %s, want %s", got, g.want)
		}
	}
}
