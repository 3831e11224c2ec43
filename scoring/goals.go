package scoring

import (
	"slices"
	"strconv"

	"chatcops/internal/chat"
)

func itoa(n int32) string { return strconv.Itoa(int(n)) }

// goal finds a goal of the configuration by name, or makes one of a name that only the data knows.
func (r *Rules) goal(name string) Goal {
	for _, g := range r.goals {
		if g.Name == name {
			return g
		}
	}
	return Goal{Name: name}
}

// reach notes that a goal was reached.
func (t *telling) reach(g Goal, ev chat.Evidence) {
	if t.goals == nil {
		t.goals = map[string]bool{}
	}
	t.goals[g.Name] = true
	if g.Resolving {
		strengthen(&t.success, ev)
	}
}

// sayGoals looks for goals that words reach. It runs before the verdict, since a
// goal may resolve the conversation.
func (t *telling) sayGoals() {
	for _, g := range t.s.rules.goals {
		if g.Pattern == nil || t.goals[g.Name] {
			continue
		}
		for i := range t.messages {
			m := &t.messages[i]
			if m.Role != g.Role {
				continue
			}
			if at := g.Pattern.FindStringIndex(m.Content); at != nil {
				t.reach(g, chat.Evidence{Kind: chat.ByWords, Rule: g.Name, Message: i, Text: m.Content[at[0]:at[1]]})
				break
			}
		}
	}
}

// leadGoal is the goal that every captured lead reaches.
const leadGoal = "lead_captured"

// reachGoals closes the list of goals, after the verdict, since an outcome may be one.
func (t *telling) reachGoals() {
	f := t.f
	if t.goals[leadGoal] {
		f.LeadCaptured = true
	} else if f.LeadCaptured {
		t.reach(Goal{Name: leadGoal}, chat.Evidence{})
	}
	for _, g := range t.s.rules.goals {
		if g.Outcome != chat.NotEngaged && g.Outcome == f.Outcome {
			t.reach(Goal{Name: g.Name}, chat.Evidence{})
		}
	}
	for name := range t.goals {
		f.Goals = append(f.Goals, name)
	}
	slices.Sort(f.Goals)
	f.GoalCount = int32(len(f.Goals))
}
