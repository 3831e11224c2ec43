package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"chatcops/abtest"
	"chatcops/internal/guess"
)

// defaultMetric is what a test is judged by unless it says otherwise.
const defaultMetric = "conversion_rate"

var testFields = []field{
	{"name", "text, required", "Name of the test, as in the exposure events; its case is kept."},
	{"variants", "list of texts, required", "Two variants or more; the first is the control."},
	{"weights", "list of decimals", "One for each variant, such as [50, 50] or [0.9, 0.1]; equal by default."},
	{"metric", "name of a metric", "What the test is judged by; " + defaultMetric + " by default."},
	{"direction", "one of higher, lower", "Which way the metric gets better; as the metric says by default. One without a direction has no winner."},
	{"mde", "share", "The smallest change worth finding, relative to the control: 10% or 0.1, which is the default."},
	{"planned_sessions", "whole number", "How many sessions the whole test is to have. Settled before the start, it makes the verdict come sooner; see docs/abtesting.md."},
	{"guardrails", "list of metrics", "What a winner must not harm."},
	{"assignment", "one of hash, elsewhere", "Who assigns the variants: this program's hash, by which exposures are checked and, where there are none, computed, or something else; hash by default."},
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
		w.readDesign(it, &t)
		w.tests = append(w.tests, testNode{t, it.fields["start"], it.fields["end"]})
	})
}

// readDesign reads what is settled about a test before it starts.
func (w *walker) readDesign(it item, t *Test) {
	t.Direction = w.choice(it.fields["direction"], "direction", "higher", "lower")
	t.Elsewhere = w.choice(it.fields["assignment"], "assignment", "hash", "elsewhere") == "elsewhere"
	if n := it.fields["mde"]; n != nil {
		if text, ok := w.text(n, "mde"); ok {
			var err error
			if t.MDE, err = ParseShare(text); err != nil {
				w.problem(n, "mde: %v", err)
			}
		}
	}
	if n := it.fields["planned_sessions"]; n != nil {
		if text, ok := w.text(n, "planned_sessions"); ok {
			planned, err := strconv.ParseInt(text, 10, 64)
			if err != nil || planned < 1 || planned > mostPlanned {
				w.problem(n, "planned_sessions: %s is no whole number from 1 to %d: write one such as 20000", quote(text), int64(mostPlanned))
			}
			t.PlannedSessions = planned
		}
	}
	if n := it.fields["guardrails"]; n != nil {
		t.Guardrails = w.names(n, "a list of metrics, such as [escalation_rate]", "guardrail")
	}
}

// mostPlanned bounds the sessions of a plan.
const mostPlanned = 1e12

// choice reads a word of a list, "" where the field is not given.
func (w *walker) choice(n *yaml.Node, what string, words ...string) string {
	if n == nil {
		return ""
	}
	text, ok := w.text(n, what)
	if ok && !slices.Contains(words, text) {
		w.problem(n, "unknown %s %s: %s", what, quote(text), guess.Word(text, words))
	}
	return text
}

// ParseShare reads a share above 0 and below 1, as 0.1 or 10%.
func ParseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		v /= 100
	}
	if err != nil || !(v > 0 && v < 1) {
		return 0, fmt.Errorf("%s is no share between 0 and 1: write one such as 0.1 or 10%%", quote(text))
	}
	return v, nil
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
	if t.Direction != "" {
		s += " (" + t.Direction + " is better)"
	}
	if t.MDE > 0 {
		s += fmt.Sprintf(", mde %g%%", t.MDE*100)
	}
	if t.PlannedSessions > 0 {
		s += fmt.Sprintf(", %d sessions planned", t.PlannedSessions)
	}
	if len(t.Guardrails) > 0 {
		s += ", guarding " + strings.Join(values(t.Guardrails), " and ")
	}
	if t.Elsewhere {
		s += ", assigned elsewhere"
	}
	if !t.Start.IsZero() {
		s += ", from " + t.Start.Format(time.RFC3339)
	}
	if !t.End.IsZero() {
		s += ", until " + t.End.Format(time.RFC3339)
	}
	return s
}
