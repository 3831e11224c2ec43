package config

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"chatcops/scoring"
)

// Weight is the weight of one component of the quality score, as the file has it.
type Weight struct {
	Component string
	Pos       Pos
	Text      string
	Value     float64
}

// minWeight and maxWeight bound a weight that is not 0; only the ratio of weights matters.
const (
	minWeight = 0.001
	maxWeight = 1000
)

// weighted is a component of the quality score with the place of its weight.
type weighted struct {
	name   string
	target func(*scoring.Weights) *float64
}

var weightFields = []weighted{
	{"resolution", func(w *scoring.Weights) *float64 { return &w.Resolution }},
	{"efficiency", func(w *scoring.Weights) *float64 { return &w.Efficiency }},
	{"sentiment", func(w *scoring.Weights) *float64 { return &w.Sentiment }},
	{"goals", func(w *scoring.Weights) *float64 { return &w.Goals }},
}

func weightNames() []string {
	var names []string
	for _, f := range weightFields {
		names = append(names, f.name)
	}
	return names
}

// defaultWeights are the defaults as the file has them.
func defaultWeights() []string {
	var lines []string
	for _, f := range weightFields {
		w := scoring.DefaultWeights
		lines = append(lines, f.name+": "+strconv.FormatFloat(*f.target(&w), 'g', -1, 64))
	}
	return lines
}

func (w *walker) readQuality(n *yaml.Node) {
	before := len(w.problems)
	w.pairs(n, "weights, such as resolution: 0.4", func(key, value *yaml.Node) {
		if !w.oneOf("component", weightNames())(key) {
			return
		}
		text, ok := w.text(value, key.Value)
		if !ok {
			return
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !(v == 0 || v >= minWeight && v <= maxWeight) {
			w.problem(value, "%s: %s is no weight: write 0, or a number from %g to %d, such as 0.4", key.Value, quote(text), minWeight, maxWeight)
			return
		}
		w.weights = append(w.weights, Weight{key.Value, w.pos(key), text, v})
	})
	if len(w.problems) == before && weightsInForce(w.weights) == (scoring.Weights{}) {
		w.problem(n, "all weights are 0: give one component a weight, or leave quality out")
	}
}

// weightsInForce are the weights of the file; components it leaves out keep theirs.
func weightsInForce(given []Weight) scoring.Weights {
	weights := scoring.DefaultWeights
	for _, g := range given {
		i := slices.IndexFunc(weightFields, func(f weighted) bool { return f.name == g.Component })
		*weightFields[i].target(&weights) = g.Value
	}
	return weights
}

func weightEntries(c *Config) (out []entry) {
	for _, g := range c.Weights {
		out = append(out, entry{g.Component, g.Text, g.Pos})
	}
	return out
}

// QualityWeights are the weights of the quality score in force.
func (c *Config) QualityWeights() scoring.Weights { return weightsInForce(c.Weights) }
