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
	"chatcops/internal/guess"
)

// goalRoles are those whose messages a goal's pattern may search.
var goalRoles = []chat.Role{chat.RoleUser, chat.RoleAssistant, chat.RoleHumanAgent, chat.RoleTool}

// goalTriggers are the keys of which a goal has exactly one.
var goalTriggers = []string{"event", "tool", "outcome", "pattern"}

var goalFields = []field{
	{"name", "text, required", "Name of the goal; its case is kept."},
	{"event", "text", "Reached when an event of this name occurs."},
	{"tool", "text", "Reached when a tool of this name is called; a * stands for any characters."},
	{"outcome", "one or a list of " + strings.Join(outcomeNames(), ", "), "Reached when the conversation ends so."},
	{"pattern", "regular expression (RE2)", "Reached when a message of the role matches; (?i) ignores the case."},
	{"role", "one of " + strings.Join(roleNames(), ", "), "Whose messages the pattern searches; required with pattern."},
	{"resolving", "true or false", "Whether reaching the goal resolves the conversation; false by default."},
	{"counts", "true or false", "Whether reaching the goal completes a conversation, for completion_rate and the quality score; true by default."},
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
		g.Uncounted = !w.readFlag(it, "counts", true)
		w.goals = append(w.goals, g)
	})
}

func (w *walker) readResolving(it item) bool {
	v := w.readFlag(it, "resolving", false)
	if v && it.fields["outcome"] != nil {
		w.problem(it.fields["resolving"], "a goal that is an outcome cannot decide the outcome: leave resolving out")
	}
	return v
}

// readFlag reads a field that is true or false, and is def where it is not given.
func (w *walker) readFlag(it item, name string, def bool) bool {
	n := it.fields[name]
	if n == nil {
		return def
	}
	text, ok := w.text(n, name)
	if !ok {
		return def
	}
	v, err := parseBool(text)
	if err != nil {
		w.problem(n, "%s: %v", name, err)
		return def
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
	if r := it.fields["role"]; r != nil && trigger != "pattern" {
		w.problem(r, "role goes with pattern only: leave it out")
	}
	if trigger == "outcome" {
		g.Outcomes = w.readOutcomes(n)
		return
	}
	text, ok := w.name(n, trigger)
	if !ok {
		return
	}
	switch trigger {
	case "event":
		g.Event = text
	case "tool":
		g.Tool = text
	case "pattern":
		g.Pattern = w.compile(n, text)
		g.Role = w.readRole(it)
	}
}

// readOutcomes reads one outcome or a list of different ones.
func (w *walker) readOutcomes(n *yaml.Node) (list []chat.Outcome) {
	var entries []Entry
	if n.Kind == yaml.SequenceNode {
		if len(n.Content) == 0 {
			w.problem(n, "the list of outcomes is empty: name one of %s", strings.Join(outcomeNames(), ", "))
		}
		entries = w.names(n, "", "outcome")
	} else if text, ok := w.name(n, "outcome"); ok {
		entries = []Entry{{text, w.pos(n)}}
	}
	for _, e := range entries {
		o, ok := chat.ParseOutcome(e.Value)
		if !ok {
			w.problems = append(w.problems, Problem{e.Pos, fmt.Sprintf("unknown outcome %s: %s", quote(e.Value), guess.Word(e.Value, outcomeNames()))})
			continue
		}
		list = append(list, o)
	}
	return list
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
		w.problem(n, "unknown role %s: %s", quote(text), guess.Word(text, roleNames()))
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
		var names []string
		for _, o := range g.Outcomes {
			names = append(names, o.String())
		}
		s = "outcome " + strings.Join(names, " or ")
	}
	if g.Resolving {
		s += ", resolving"
	}
	if g.Uncounted {
		s += ", not counted"
	}
	return s
}
