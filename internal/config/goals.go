package config

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"chatcops/internal/chat"
)

// goalRoles are those whose messages a goal's pattern may search.
var goalRoles = []chat.Role{chat.RoleUser, chat.RoleAssistant, chat.RoleHumanAgent, chat.RoleTool}

// goalTriggers are the keys of which a goal has exactly one.
var goalTriggers = []string{"event", "tool", "outcome", "pattern"}

var goalFields = []field{
	{"name", "text, required", "Name of the goal; its case is kept."},
	{"event", "text", "Reached when an event of this name occurs."},
	{"tool", "text", "Reached when a tool of this name is called; a * stands for any characters."},
	{"outcome", "one of " + strings.Join(outcomeNames(), ", "), "Reached when the conversation ends so."},
	{"pattern", "regular expression (RE2)", "Reached when a message of the role matches; (?i) ignores the case."},
	{"role", "one of " + strings.Join(roleNames(), ", "), "Whose messages the pattern searches; required with pattern."},
	{"resolving", "true or false", "Whether reaching the goal resolves the conversation; false by default."},
}

func outcomeNames() []string {
	var names []string
	for _, o := range chat.Outcomes {
		names = append(names, o.Name)
	}
	return names
}

func roleNames() []string {
	var names []string
	for _, r := range goalRoles {
		names = append(names, r.String())
	}
	return names
}

func (w *walker) readGoals(n *yaml.Node) {
	lines := map[string]int{}
	w.items(n, "a list of goals, such as - {name: Order_Placed, event: order_placed}", func(n *yaml.Node) {
		it := w.item(n, "a goal, such as {name: Order_Placed, event: order_placed}", goalFields)
		g := Goal{Name: w.uniqueName(it, "goal", lines), Pos: w.pos(n)}
		w.readTrigger(it, &g)
		g.Resolving = w.readResolving(it)
		w.goals = append(w.goals, g)
	})
}

func (w *walker) readResolving(it item) bool {
	n := it.fields["resolving"]
	if n == nil {
		return false
	}
	text, ok := w.text(n, "resolving")
	if !ok {
		return false
	}
	v, err := parseBool(text)
	if err != nil {
		w.problem(n, "resolving: %v", err)
	}
	if v && it.fields["outcome"] != nil {
		w.problem(n, "a goal that is an outcome cannot decide the outcome: leave resolving out")
	}
	return v
}

// readTrigger fills in what g is reached by.
func (w *walker) readTrigger(it item, g *Goal) {
	name := "goal " + quote(g.Name)
	if g.Name == "" {
		name = "the goal"
	}
	var found []string
	for _, t := range goalTriggers {
		if it.fields[t] != nil {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 0:
		w.missing(it, "%s has no trigger: add one of %s", name, strings.Join(goalTriggers, ", "))
		return
	case 1:
	default:
		w.problem(it.node, "%s has %s: keep one of them, or write several goals", name, strings.Join(found, " and "))
		return
	}
	trigger := found[0]
	n := it.fields[trigger]
	text, ok := w.name(n, trigger)
	if !ok {
		return
	}
	switch trigger {
	case "event":
		g.Event = text
	case "tool":
		g.Tool = text
	case "outcome":
		if g.Outcome, ok = chat.ParseOutcome(text); !ok {
			w.problem(n, "unknown outcome %s: %s", quote(text), didYouMean(text, outcomeNames()))
		}
	case "pattern":
		g.Pattern = w.compile(n, text)
		g.Role = w.readRole(it)
	}
	if r := it.fields["role"]; r != nil && trigger != "pattern" {
		w.problem(r, "role goes with pattern only: leave it out")
	}
}

func (w *walker) compile(n *yaml.Node, pattern string) *regexp.Regexp {
	re, err := regexp.Compile(pattern)
	var bad *syntax.Error
	if errors.As(err, &bad) {
		w.problem(n, `%s is no regular expression (%s): put \ before characters that stand for themselves`, quote(pattern), bad.Code)
	}
	return re
}

func (w *walker) readRole(it item) chat.Role {
	n := it.fields["role"]
	if n == nil {
		w.missing(it, "pattern needs a role: add role: and one of %s", strings.Join(roleNames(), ", "))
		return 0
	}
	text, ok := w.text(n, "role")
	if !ok {
		return 0
	}
	i := slices.Index(roleNames(), text)
	if i < 0 {
		w.problem(n, "unknown role %s: %s", quote(text), didYouMean(text, roleNames()))
		return 0
	}
	return goalRoles[i]
}

// summary tells a goal on one line.
func (g Goal) summary() string {
	var s string
	switch {
	case g.Event != "":
		s = "event " + g.Event
	case g.Tool != "":
		s = "tool " + g.Tool
	case g.Pattern != nil:
		s = fmt.Sprintf("pattern %s by %s", g.Pattern, g.Role)
	default:
		s = "outcome " + g.Outcome.String()
	}
	if g.Resolving {
		s += ", resolving"
	}
	return s
}
