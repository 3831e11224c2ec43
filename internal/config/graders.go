package config

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"chatcops/internal/guess"
	"chatcops/scoring"
)

var graderFields = []field{
	{"name", "text, required", "Name of the score; its case is kept."},
	{"pattern", "regular expression (RE2), required", "Found in a message of the role, it gives the points; (?i) ignores the case."},
	{"role", "one of " + strings.Join(roleNames(), ", ") + ", required", "Whose messages the pattern searches."},
	{"points", "number, required", "Added to the score once for each conversation; may be negative."},
}

// maxPoints bounds the points of one grader.
const maxPoints = 1_000_000

func (w *walker) readGraders(n *yaml.Node) {
	w.items(n, `a list of graders, such as - {name: Politeness, pattern: '\bplease\b', role: assistant, points: 10}`, func(n *yaml.Node) {
		it := w.item(n, `a grader, such as {name: Politeness, pattern: '\bplease\b', role: assistant, points: 10}`, graderFields)
		g := Grader{Pos: w.pos(n)}
		if field := w.required(it, "name", "a name"); field != nil {
			g.Name, _ = w.name(field, "name")
		}
		if field := w.required(it, "pattern", "a regular expression"); field != nil {
			if text, ok := w.name(field, "pattern"); ok {
				g.Pattern = w.compile(field, text)
			}
		}
		g.Role = w.readRole(it)
		if field := w.required(it, "points", "a number"); field != nil {
			g.Points = w.readPoints(field)
		}
		w.graders = append(w.graders, g)
	})
}

// required returns a field that a grader must have, nil if it lacks it.
func (w *walker) required(it item, name, what string) *yaml.Node {
	n := it.fields[name]
	if n == nil {
		w.missing(it, "the grader has no %s: add %s: and %s", name, name, what)
	}
	return n
}

func (w *walker) readPoints(n *yaml.Node) float64 {
	text, ok := w.text(n, "points")
	if !ok {
		return 0
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(math.Abs(v) <= maxPoints) {
		w.problem(n, "points: %s is no number from -%d to %d", quote(text), maxPoints, maxPoints)
		return 0
	}
	return v
}

// summary tells a grader on one line.
func (g Grader) summary() string {
	return fmt.Sprintf("%s points for pattern %s by %s", strconv.FormatFloat(g.Points, 'g', -1, 64), g.Pattern, g.Role)
}

// defaultGoalNames lists the built-in goals.
func defaultGoalNames() []string {
	var names []string
	goals, _ := scoring.DefaultGoals() // a test of its package reads them
	for _, g := range goals {
		names = append(names, g.Name)
	}
	return names
}

func (w *walker) readDefaultGoals(n *yaml.Node) {
	known := defaultGoalNames()
	given := DefaultGoals{Given: true, Pos: w.pos(n)}
	switch {
	case isNull(n):
		return
	case n.Kind == yaml.SequenceNode:
		for _, e := range w.names(n, "", "default goal") {
			if !slices.Contains(known, e.Value) {
				w.problems = append(w.problems, Problem{e.Pos, fmt.Sprintf("unknown default goal %s: %s", quote(e.Value), guess.Word(e.Value, known))})
			}
			given.Names = append(given.Names, e)
		}
	case n.Kind == yaml.ScalarNode:
		all, err := parseBool(n.Value)
		if err != nil {
			w.problem(n, "default_goals: %v, or a list of %s", err, strings.Join(known, ", "))
		}
		for _, name := range known {
			if all {
				given.Names = append(given.Names, Entry{name, w.pos(n)})
			}
		}
	default:
		w.problem(n, "default_goals: expected true, false or a list, found %s", describe(n))
	}
	w.defaults = given
}
