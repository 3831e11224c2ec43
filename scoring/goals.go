package scoring

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chatcops/internal/chat"
)

// Goal is a named thing that a conversation may reach, by exactly one trigger.
type Goal struct {
	Name      string
	Event     string
	Tool      string // * stands for any characters
	Outcomes  []chat.Outcome
	Pattern   *regexp.Regexp
	Role      chat.Role // whose messages Pattern searches
	Lead      bool      // reached where a lead was captured
	Resolving bool
	Uncounted bool // reaching it does not complete a conversation
}

// goalsFile is the file of the default goals.
type goalsFile struct {
	Goals []struct {
		Name    string   `yaml:"name"`
		Lead    bool     `yaml:"lead"`
		Outcome []string `yaml:"outcome"`
		Pattern string   `yaml:"pattern"`
		Role    string   `yaml:"role"`
		Counts  *bool    `yaml:"counts"`
	} `yaml:"goals"`
}

const goalsName = "goals.yaml"

// DefaultGoals returns the goals that hold beside those of a configuration.
func DefaultGoals() ([]Goal, error) {
	var f goalsFile
	if err := decodeRules(goalsName, &f); err != nil {
		return nil, err
	}
	var list []Goal
	for _, from := range f.Goals {
		g := Goal{Name: from.Name, Lead: from.Lead, Uncounted: from.Counts != nil && !*from.Counts}
		for _, name := range from.Outcome {
			o, ok := chat.ParseOutcome(name)
			if !ok {
				return nil, fmt.Errorf("rules/%s: goal %s: unknown outcome %q", goalsName, from.Name, name)
			}
			g.Outcomes = append(g.Outcomes, o)
		}
		if from.Pattern != "" {
			var err error
			if g.Pattern, err = regexp.Compile(from.Pattern); err != nil {
				return nil, fmt.Errorf("rules/%s: goal %s: %w", goalsName, from.Name, err)
			}
			g.Role, _ = chat.ParseRole(from.Role)
		}
		list = append(list, g)
	}
	return list, nil
}

// goal is a goal made ready to be looked for.
type goal struct {
	Goal
	tool   *regexp.Regexp
	search search
}

// goals are those in force.
type goals struct {
	list []goal
	own  bool // the configuration has goals of its own that count
}

// newGoals joins the user's goals with the default ones that hold.
func newGoals(c *Custom) (goals, error) {
	defaults, err := DefaultGoals()
	if err != nil {
		return goals{}, err
	}
	var all goals
	named := map[string]bool{}
	add := func(g Goal) {
		named[g.Name] = true
		ready := goal{Goal: g}
		if g.Tool != "" {
			ready.tool = compileName(g.Tool)
		}
		if g.Pattern != nil {
			ready.search = newSearch(g.Pattern)
		}
		all.list = append(all.list, ready)
	}
	for _, g := range c.Goals {
		all.own = all.own || !g.Uncounted
		add(g)
	}
	for _, g := range defaults {
		if !named[g.Name] && (c.DefaultGoals == nil || slices.Contains(c.DefaultGoals, g.Name)) {
			add(g)
		}
	}
	return all, nil
}

// hashGoals writes what the user has said of goals and returns how much that is.
func (c *Custom) hashGoals(h io.Writer) int {
	n := len(c.Goals)
	for i := range c.Goals {
		g := &c.Goals[i]
		fmt.Fprintf(h, "%q %q %q %v %v %v %v %v\n", g.Name, g.Event, g.Tool, g.Outcomes, g.Pattern, g.Role, g.Resolving, g.Uncounted)
	}
	if c.DefaultGoals != nil {
		fmt.Fprintf(h, "default goals %q\n", slices.Sorted(slices.Values(c.DefaultGoals)))
		n++
	}
	return n
}

func itoa(n int32) string { return strconv.Itoa(int(n)) }

// goal finds a goal in force by name, or makes one of a name that only the data knows.
func (r *Rules) goal(name string) *goal {
	for i := range r.goals.list {
		if r.goals.list[i].Name == name {
			return &r.goals.list[i]
		}
	}
	return &goal{Goal: Goal{Name: name}}
}

// reached are the goals of one conversation, each once.
type reached struct {
	list  []reachedGoal
	few   [6]reachedGoal  // the memory of the list, as long as that is enough
	names map[string]bool // of a list that is too long to be searched
}

type reachedGoal struct {
	name          string
	counts, waits bool
	at            chat.Time // first, NoTime where nothing tells
}

// longList is from when on a list of goals, which events may name, has an index.
const longList = 32

func (r *reached) has(name string) bool {
	if r.names != nil {
		return r.names[name]
	}
	return slices.ContainsFunc(r.list, func(g reachedGoal) bool { return g.name == name })
}

func (r *reached) add(g *Goal, waits bool, at chat.Time) {
	if r.has(g.Name) {
		r.earlier(g.Name, at)
		return
	}
	if r.list == nil {
		r.list = r.few[:0]
	}
	r.list = append(r.list, reachedGoal{g.Name, !g.Uncounted, waits, at})
	if r.names != nil {
		r.names[g.Name] = true
	} else if len(r.list) == longList {
		r.names = map[string]bool{}
		for _, g := range r.list {
			r.names[g.name] = true
		}
	}
}

// earlier notes another time of a goal that was reached already.
func (r *reached) earlier(name string, at chat.Time) {
	i := slices.IndexFunc(r.list, func(g reachedGoal) bool { return g.name == name })
	if first := &r.list[i].at; at.Known() && (!first.Known() || at < *first) {
		*first = at
	}
}

// reach notes that a goal was reached at a time, which need not be known.
func (t *telling) reach(g *goal, at chat.Time, ev chat.Evidence) {
	t.goals.add(&g.Goal, false, at)
	if g.Resolving {
		strengthen(&t.success, ev)
	}
}

// reachByEvent notes the goals that an event reaches; name is what the event means.
func (t *telling) reachByEvent(e *chat.Event, name string, ev chat.Evidence) {
	list := t.s.rules.goals.list
	for i := range list {
		if g := &list[i]; g.Event != "" && (g.Event == e.Type || g.Event == e.SourceType || g.Event == name) {
			t.reach(g, e.Time, ev)
		}
	}
}

// reachByTool notes the goals that the call of a tool reaches.
func (t *telling) reachByTool(name string, at chat.Time, ev chat.Evidence) {
	list := t.s.rules.goals.list
	for i := range list {
		if g := &list[i]; g.tool != nil && g.tool.MatchString(name) {
			t.reach(g, at, ev)
		}
	}
}

// sayGoals looks for goals that words reach. It runs before the verdict, since a
// goal may resolve the conversation.
func (t *telling) sayGoals() {
	list := t.s.rules.goals.list
	for i := range list {
		g := &list[i]
		if g.Pattern == nil || t.goals.has(g.Name) {
			continue
		}
		if at, text := t.find(&g.search, g.Role); at >= 0 {
			t.mark(at, chat.SignalGoal, g.Name, text)
			t.reach(g, t.messages[at].Time, chat.Evidence{Kind: chat.ByWords, Rule: g.Name, Message: at, Text: text})
		}
	}
}

// find returns the first message of a role that an expression matches, and the
// match; -1 if there is none.
func (t *telling) find(s *search, role chat.Role) (message int, text string) {
	for i := range t.messages {
		if m := &t.messages[i]; m.Role == role {
			if text, ok := s.in(m.Content); ok {
				return i, text
			}
		}
	}
	return -1, ""
}

// mark adds a signal behind those of the same message.
func (t *telling) mark(message int, kind chat.SignalKind, rule, text string) {
	at := len(t.signals)
	for at > 0 && t.signals[at-1].Message > message {
		at--
	}
	t.signals = slices.Insert(t.signals, at, chat.Signal{Message: message, Kind: kind, Rule: rule, Text: text})
}

// lead notes that a lead was captured at a time, which need not be known.
func (t *telling) lead(at chat.Time) {
	t.f.LeadCaptured = true
	if at.Known() && (!t.leadAt.Known() || at < t.leadAt) {
		t.leadAt = at
	}
}

// leadGoal is the goal that tells of a lead however it is reached.
const leadGoal = "lead_captured"

// reachGoals closes the list of goals, after the verdict, since an outcome may be
// one. Those that an outcome reaches which waits for the user to have left wait too.
func (t *telling) reachGoals() {
	f, list := t.f, t.s.rules.goals.list
	if t.goals.has(leadGoal) {
		t.lead(chat.NoTime)
	}
	for i := range list {
		g := &list[i].Goal
		switch {
		case g.Lead && f.LeadCaptured:
			t.goals.add(g, false, t.leadAt)
		case slices.Contains(g.Outcomes, f.Outcome):
			t.goals.add(g, f.Left, chat.NoTime)
		}
	}
	all := t.goals.list
	slices.SortFunc(all, func(a, b reachedGoal) int { return strings.Compare(a.name, b.name) })
	waiting := 0
	for i := range all {
		if all[i].waits {
			waiting++
		}
	}
	f.Goals, f.GoalTimes, f.WaitingGoals = t.s.ownGoals.room(len(all)), t.s.ownGoalTimes.room(len(all)), t.s.ownGoals.room(waiting)
	for i := range all {
		g := &all[i]
		f.Goals, f.GoalTimes = append(f.Goals, g.name), append(f.GoalTimes, g.at)
		if g.counts {
			f.GoalCount++
		}
		if g.waits {
			f.WaitingGoals = append(f.WaitingGoals, g.name)
			if g.counts {
				f.WaitingCount++
			}
		}
	}
}
