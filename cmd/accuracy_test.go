package cmd

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"testing"
)

// figure is one number that a measure yields.
type figure struct {
	metric string
	value  float64 // NaN where it is undefined
	n      int     // what it rests on, in the unit of the measure
}

// result is a figure of one data set, with the goal it is held to.
type result struct {
	*measure
	set string
	figure
	goal *goal // nil: measured, but held to nothing
}

func (r result) key() goalKey { return goalKey{r.task, r.metric, r.set} }

// TestAccuracy measures chatcops against labelled conversations, holds every
// number to its goal and the document to the numbers:
//
//	CHATCOPS_EVAL_DIR=FOLDER go test ./cmd -run Accuracy -v
//
// prints the section of docs/scoring.md, and -update writes it.
func TestAccuracy(t *testing.T) {
	dir := evalDir(t)
	var (
		mu     sync.Mutex
		found  = map[string][]result{}
		wanted = goals()
	)
	t.Run("set", func(t *testing.T) {
		for _, set := range measuredSets() {
			t.Run(set, func(t *testing.T) {
				t.Parallel()
				results := measureSet(readSet(t, dir, set), wanted)
				for _, problem := range shortfalls(set, results, wanted) {
					t.Error(problem)
				}
				mu.Lock()
				defer mu.Unlock()
				found[set] = results
			})
		}
	})
	if len(found) < len(measuredSets()) {
		t.Log("not every data set was measured: the document is not compared")
		return
	}
	section := accuracySection(inOrder(found))
	if testing.Verbose() {
		fmt.Print(section) // not by t.Log, which would indent it
	}
	compareSection(t, section)
}

// measuredSets names the data sets of all measures, each once.
func measuredSets() []string {
	var names []string
	for _, m := range measures {
		names = append(names, m.sets...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// measureSet returns the figures of one data set.
func measureSet(d *labelledSet, wanted map[goalKey]goal) []result {
	var results []result
	for i := range measures {
		m := &measures[i]
		if !slices.Contains(m.sets, d.name) {
			continue
		}
		for _, f := range m.run(d) {
			r := result{measure: m, set: d.name, figure: f}
			if g, ok := wanted[r.key()]; ok {
				r.goal = &g
			}
			results = append(results, r)
		}
	}
	return results
}

// shortfalls names every goal of the set that is missed, or that nothing measures.
func shortfalls(set string, results []result, wanted map[goalKey]goal) []string {
	var problems []string
	left := maps.Clone(wanted)
	for _, r := range results {
		delete(left, r.key())
		if r.goal != nil && !r.goal.holds(r.value) {
			problems = append(problems, fmt.Sprintf("%s, %s: %s is %s, the goal is %s", r.task, r.set, r.metric, decimals(r.value), r.goal))
		}
	}
	for key, g := range left {
		if key.set == set {
			problems = append(problems, fmt.Sprintf("%s, %s: %s is not measured, the goal is %s", key.task, key.set, key.metric, g))
		}
	}
	slices.Sort(problems)
	return problems
}

// inOrder lists the results as the measures list their data sets.
func inOrder(found map[string][]result) []result {
	var ordered []result
	for i := range measures {
		for _, set := range measures[i].sets {
			for _, r := range found[set] {
				if r.measure == &measures[i] {
					ordered = append(ordered, r)
				}
			}
		}
	}
	return ordered
}

func TestShortfalls(t *testing.T) {
	fallback := &measure{task: "fallback"}
	key := func(metric string) goalKey { return goalKey{"fallback", metric, "tm4"} }
	wanted := map[goalKey]goal{key("F1"): {least: 0.85, most: math.Inf(1)}, key("precision"): {least: 0.95, most: math.Inf(1)},
		key("alarms"): {least: math.Inf(-1), most: 3}, {"fallback", "F1", "star"}: {least: 1, most: math.Inf(1)}}
	measured := func(metric string, value float64) result {
		g := wanted[key(metric)]
		return result{measure: fallback, set: "tm4", figure: figure{metric, value, 7}, goal: &g}
	}
	got := shortfalls("tm4", []result{measured("F1", 0.85), measured("alarms", 3.5), {measure: fallback, set: "tm4", figure: figure{"recall", 0, 7}}}, wanted)
	want := []string{
		"fallback, tm4: alarms is 3.500, the goal is ≤ 3",
		"fallback, tm4: precision is not measured, the goal is ≥ 0.95",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	undefined := shortfalls("tm4", []result{measured("F1", math.NaN()), measured("precision", 0.95), measured("alarms", 0)}, wanted)
	if want := []string{"fallback, tm4: F1 is –, the goal is ≥ 0.85"}; !slices.Equal(undefined, want) {
		t.Errorf("got  %q\nwant %q", undefined, want)
	}
}
