package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"chatcops/internal/chat"
	"chatcops/internal/guess"
)

// Funnel is a way that conversations take in steps, of which it has two or more.
type Funnel struct {
	Name      string
	Pos       Pos
	Window    time.Duration // within which all steps come after the first; 0: any time
	Unordered bool          // the steps may come in any order
	Steps     []Step
}

// Step is one step of a funnel. Exactly one of State, Event, Goal, Outcomes,
// UserMessages and Pattern is set.
type Step struct {
	Name         string
	Pos          Pos
	State        chat.State
	Event        string // name of an event, as written
	Goal         string
	Outcomes     []chat.Outcome
	UserMessages int            // the user has written so many
	Pattern      *regexp.Regexp // searched in the messages of Role
	Role         chat.Role      // holds only where Pattern is set
}

// stepTriggers are the keys of which a step has exactly one.
var stepTriggers = []string{"state", "event", "goal", "outcome", "user_messages", "pattern"}

// mostSteps bounds the steps of a funnel.
const mostSteps = 50

func stateNames() []string {
	var names []string
	for _, s := range chat.States {
		names = append(names, s.Name)
	}
	return names
}

var funnelFields = []field{
	{"name", "text, required", "Name of the funnel, as in chatcops funnel NAME; one named default stands instead of the built-in one."},
	{"window", "duration", "All steps come within this time after the first, such as 30m or 24h; any time by default."},
	{"ordered", "true or false", "Whether each step comes at the time of the one before it or later; true by default. What has no time is taken to be in order."},
	{"steps", "list, required", "Two steps or more, each with exactly one of " + strings.Join(stepTriggers, ", ") + "."},
	{"steps: name", "text", "Name of the step; by default what it is reached by."},
	{"steps: state", "one of " + strings.Join(stateNames(), ", "), "Reached when the conversation has come to it."},
	{"steps: event", "text", "Reached when an event of this name occurs, be it a word of the vocabulary or the data's own."},
	{"steps: goal", "text", "Reached with the goal of this name."},
	{"steps: outcome", "one or a list of " + strings.Join(outcomeNames(), ", "), "Reached when the conversation ends so; an outcome has no time."},
	{"steps: user_messages", "whole number", "Reached with this many messages of the user."},
	{"steps: pattern", "regular expression (RE2)", "Reached when a message of the role matches; (?i) ignores the case."},
	{"steps: role", "one of " + strings.Join(roleNames(), ", "), "Whose messages the pattern searches; required with pattern."},
}

// keysOf picks the keys of a list's items, or of the lists within them.
func keysOf(fields []field, within string) (list []field) {
	for _, f := range fields {
		name, inner := strings.CutPrefix(f.name, within+": ")
		switch {
		case within == "" && !strings.Contains(f.name, ": "), within != "" && inner:
			list = append(list, field{name, f.kind, f.doc})
		}
	}
	return list
}

func (w *walker) readFunnels(n *yaml.Node) {
	lines := map[string]int{}
	w.items(n, "a list of funnels, such as - {name: Checkout, steps: [{state: engaged}, {event: cart_add}]}", func(n *yaml.Node) {
		it := w.item(n, "a funnel, such as {name: Checkout, steps: [{state: engaged}, {event: cart_add}]}", keysOf(funnelFields, ""))
		f := Funnel{Name: w.uniqueName(it, "funnel", lines), Pos: w.pos(n), Unordered: !w.readFlag(it, "ordered", true)}
		if d := it.fields["window"]; d != nil {
			f.Window = w.readWindow(d)
		}
		if steps := it.fields["steps"]; steps != nil {
			f.Steps = w.readSteps(steps)
		} else {
			w.missing(it, "the funnel has no steps: add steps: and two or more")
		}
		w.funnels = append(w.funnels, f)
	})
}

func (w *walker) readWindow(n *yaml.Node) time.Duration {
	text, ok := w.text(n, "window")
	if !ok {
		return 0
	}
	d, err := parseDuration(text)
	if err == nil && d == 0 {
		err = fmt.Errorf("%s leaves no time: write a longer one, or leave window out", quote(text))
	}
	if err != nil {
		w.problem(n, "window: %v", err)
	}
	return d
}

func (w *walker) readSteps(n *yaml.Node) []Step {
	var steps []Step
	names := map[string]int{}
	before := len(w.problems)
	w.items(n, "a list of steps, such as [{state: engaged}, {event: cart_add}]", func(n *yaml.Node) {
		it := w.item(n, "a step, such as {event: cart_add}", keysOf(funnelFields, "steps"))
		s := Step{Pos: w.pos(n)}
		w.readStep(it, &s)
		if name := it.fields["name"]; name != nil {
			s.Name, _ = w.name(name, "name")
		} else {
			s.Name = s.reachedBy()
		}
		if line, seen := names[s.Name]; seen && s.Name != "" {
			w.problem(n, "step %s is there twice: rename this one or that of line %d with name:", quote(s.Name), line)
		}
		names[s.Name] = n.Line
		steps = append(steps, s)
	})
	if len(w.problems) == before && (len(steps) < 2 || len(steps) > mostSteps) {
		w.problem(n, "a funnel needs from 2 to %d steps, not %d: add or delete some", mostSteps, len(steps))
	}
	return steps
}

// readStep fills in what s is reached by.
func (w *walker) readStep(it item, s *Step) {
	var found []string
	for _, t := range stepTriggers {
		if it.fields[t] != nil {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 0:
		w.missing(it, "the step says not what reaches it: add one of %s", strings.Join(stepTriggers, ", "))
		return
	case 1:
	default:
		w.problem(it.node, "the step has %s: keep one of them", strings.Join(found, " and "))
		return
	}
	trigger := found[0]
	n := it.fields[trigger]
	if r := it.fields["role"]; r != nil && trigger != "pattern" {
		w.problem(r, "role goes with pattern only: leave it out")
	}
	if trigger == "outcome" {
		s.Outcomes = w.readOutcomes(n)
		return
	}
	text, ok := w.name(n, trigger)
	if !ok {
		return
	}
	switch trigger {
	case "state":
		if s.State, ok = chat.ParseState(text); !ok {
			w.problem(n, "unknown state %s: %s", quote(text), guess.Word(text, stateNames()))
		}
	case "event":
		s.Event = text
	case "goal":
		s.Goal = text
	case "user_messages":
		count := wholeNumber(1, 10_000)
		var err error
		if s.UserMessages, err = count.parse(text); err != nil {
			w.problem(n, "user_messages: %v", err)
		}
	case "pattern":
		s.Pattern = w.compile(n, text)
		s.Role = w.readRole(it)
	}
}

// reachedBy tells on one line what a step is reached by.
func (s *Step) reachedBy() string {
	switch {
	case s.State != 0:
		return s.State.Info().Name
	case s.Event != "":
		return s.Event
	case s.Goal != "":
		return s.Goal
	case s.UserMessages > 0:
		return strconv.Itoa(s.UserMessages) + " user messages"
	case s.Pattern != nil:
		return s.Pattern.String()
	}
	var names []string
	for _, o := range s.Outcomes {
		names = append(names, o.String())
	}
	return strings.Join(names, " or ")
}

// summary tells a funnel on one line.
func (f Funnel) summary() string {
	var names []string
	for _, s := range f.Steps {
		names = append(names, s.Name)
	}
	text := strings.Join(names, " → ")
	if f.Unordered {
		text += ", in any order"
	}
	if f.Window > 0 {
		text += ", within " + printDuration(f.Window)
	}
	return text
}

func funnelEntries(c *Config) (out []entry) {
	for _, f := range c.Funnels {
		out = append(out, entry{f.Name, f.summary(), f.Pos})
	}
	return out
}

// FindFunnel returns the funnel of that name, nil if there is none.
func (c *Config) FindFunnel(name string) *Funnel {
	i := slices.IndexFunc(c.Funnels, func(f Funnel) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &c.Funnels[i]
}
