package config

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"chatcops/abtest"
)

// defaultMetric is what a test is judged by unless it says otherwise.
const defaultMetric = "conversion_rate"

var testFields = []field{
	{"name", "text, required", "Name of the test, as in the exposure events; its case is kept."},
	{"variants", "list of texts, required", "Two variants or more; the first is the control."},
	{"weights", "list of decimals", "One for each variant, such as [50, 50] or [0.9, 0.1]; equal by default."},
	{"metric", "name of a metric", "What the test is judged by; " + defaultMetric + " by default."},
	{"start", "date or time", "2026-10-01 (midnight in the timezone) or 2026-10-01T09:00:00Z; open by default."},
	{"end", "date or time", "The first instant after the test; open by default."},
}

// testNode is a test whose dates wait for the timezone in force.
type testNode struct {
	test       Test
	start, end *yaml.Node
}

func (w *walker) readTests(n *yaml.Node) {
	lines := map[string]int{}
	w.items(n, "a list of tests, such as - {name: PromptTone_V2, variants: [formal, friendly]}", func(n *yaml.Node) {
		it := w.item(n, "a test, such as {name: PromptTone_V2, variants: [formal, friendly]}", testFields)
		t := Test{Name: w.uniqueName(it, "test", lines), Pos: w.pos(n), Metric: Entry{defaultMetric, w.pos(n)}}
		t.Variants = w.readVariants(it)
		t.Weights = w.readWeights(it.fields["weights"], it.fields["variants"], len(t.Variants))
		if m := it.fields["metric"]; m != nil {
			if name, ok := w.name(m, "metric"); ok {
				t.Metric = Entry{name, w.pos(m)}
			}
		}
		w.tests = append(w.tests, testNode{t, it.fields["start"], it.fields["end"]})
	})
}

func (w *walker) readVariants(it item) []string {
	n := it.fields["variants"]
	if n == nil {
		w.missing(it, "the test has no variants: add variants: and two names or more, such as [formal, friendly]")
		return nil
	}
	if n.Kind == yaml.SequenceNode && len(n.Content) < 2 || isNull(n) {
		w.problem(n, "a test needs two variants or more: add one, or delete the test")
	}
	return values(w.names(n, "a list of variants, such as [formal, friendly]", "variant"))
}

// readWeights gives a weight for each variant. What a weight is, abtest decides.
func (w *walker) readWeights(n, variants *yaml.Node, count int) []string {
	if n == nil {
		return slices.Repeat([]string{"1"}, count)
	}
	var weights []string
	before := len(w.problems)
	w.items(n, "a list of weights, such as [50, 50]", func(item *yaml.Node) {
		text, ok := w.text(item, "weight")
		if !ok {
			return
		}
		// The 1 beside it lets a weight of 0 pass, which is fine for one variant.
		if _, err := abtest.ParseWeights([]string{text, "1"}); err != nil {
			w.problem(item, "weight: %v", cause(err))
		}
		weights = append(weights, text)
	})
	if len(w.problems) > before {
		return nil
	}
	if variants != nil && variants.Kind == yaml.SequenceNode && len(weights) != len(variants.Content) {
		w.problem(n, "weights: %d for %d variants: write one for each", len(weights), len(variants.Content))
		return nil
	}
	if _, err := abtest.ParseWeights(weights); err != nil {
		w.problem(n, "weights: %v", err)
	}
	return weights
}

// cause is the innermost error: without "weight 1:", which the position tells better.
func cause(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}

// finishTests reads the dates of the tests in the timezone in force.
func (w *walker) finishTests(loc *time.Location) []Test {
	var tests []Test
	for _, n := range w.tests {
		t := n.test
		t.Start, t.End = w.instant(n.start, "start", loc), w.instant(n.end, "end", loc)
		if !t.Start.IsZero() && !t.End.IsZero() && !t.End.After(t.Start) {
			w.problem(n.end, "the test ends before it begins: put end after start")
		}
		tests = append(tests, t)
	}
	return tests
}

func (w *walker) instant(n *yaml.Node, what string, loc *time.Location) time.Time {
	if n == nil {
		return time.Time{}
	}
	text, ok := w.text(n, what)
	if !ok {
		return time.Time{}
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, loc); err == nil {
		return t
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		w.problem(n, "%s: %s is no date: write one such as 2026-10-01 or 2026-10-01T09:00:00Z", what, quote(text))
	}
	return t
}

// summary tells a test on one line.
func (t Test) summary() string {
	var s string
	for i, v := range t.Variants {
		s += fmt.Sprintf("%s %s, ", v, t.Weights[i])
	}
	s += t.Metric.Value
	if !t.Start.IsZero() {
		s += ", from " + t.Start.Format(time.RFC3339)
	}
	if !t.End.IsZero() {
		s += ", until " + t.End.Format(time.RFC3339)
	}
	return s
}
