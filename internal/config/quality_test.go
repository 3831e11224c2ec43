package config

import (
	"strings"
	"testing"

	"chatcops/scoring"
)

func TestWeights(t *testing.T) {
	d := scoring.DefaultWeights
	for _, c := range []struct {
		text string
		want scoring.Weights
	}{
		{"", d},
		{"quality:\n  weights:\n", d},
		{"quality: {weights: {resolution: 0.5}}", scoring.Weights{Resolution: 0.5, Efficiency: d.Efficiency, Sentiment: d.Sentiment, Goals: d.Goals}},
		{"quality: {weights: {resolution: 4, efficiency: 0, sentiment: 3, goals: 0}}", scoring.Weights{Resolution: 4, Sentiment: 3}},
	} {
		got, err := loadText(t, c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
		} else if got.QualityWeights() != c.want {
			t.Errorf("%q: %v, want %v", c.text, got.QualityWeights(), c.want)
		}
	}
}

func TestBadWeights(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"quality: {weights: {resolution: -1}}", `1:33: resolution: "-1" is no weight: write 0, or a number from 0.001 to 1000`},
		{"quality: {weights: {goals: .nan}}", `"\.nan"`},
		{"quality: {weights: {goals: 1e9}}", "is no weight"},
		{"quality: {weights: {mood: 1}}", `unknown component "mood"`},
		{"quality: {weights: {sentiment: [1]}}", "expected a single value"},
		{"quality: {weights: {resolution: 0, efficiency: 0, sentiment: 0, goals: 0}}", "all weights are 0"},
		{"weights: {resolution: 1}", "put it below quality:"},
	} {
		_, err := loadText(t, c.text)
		if err == nil || !strings.Contains(err.Error(), strings.ReplaceAll(c.want, `\`, "")) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}
