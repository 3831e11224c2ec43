package metrics

import (
	"slices"
	"strings"

	"chatcops/internal/chat"
)

// GoalsResult is how often goals were reached, and how fast.
type GoalsResult struct {
	Head
	// Completion is the share of engaged conversations that reached a goal that counts.
	Completion Value        `json:"completion"`
	Goals      []GoalResult `json:"goals"`
}

// GoalResult is one goal.
type GoalResult struct {
	Goal          string   `json:"goal"`
	Conversations int64    `json:"conversations"`
	Rate          *float64 `json:"rate"`
	MedianSeconds *float64 `json:"median_seconds"` // from the start of the conversation
	Values        []Value  `json:"metrics"`
}

// Find returns one of the values of the goal by name.
func (g *GoalResult) Find(name string) *Value { return findValue(g.Values, name) }

// GoalCounter counts the goals of engaged conversations.
type GoalCounter struct{ sides [2]goalSide }

type goalSide struct {
	engaged, completed int64
	goals              map[string]*goalCount
}

type goalCount struct {
	reached int64
	waits   []int64 // microseconds from the start
}

// NewGoalCounter returns an empty counter.
func NewGoalCounter() *GoalCounter {
	c := &GoalCounter{}
	for i := range c.sides {
		c.sides[i].goals = map[string]*goalCount{}
	}
	return c
}

// Add counts a conversation, whose facts hold the goals.
func (c *GoalCounter) Add(side int, f *chat.Facts) {
	if !f.Engaged() {
		return
	}
	s := &c.sides[side]
	s.engaged++
	s.completed += one(f.GoalCount > 0)
	for i, name := range f.Goals {
		g := s.goal(name)
		g.reached++
		if i < len(f.GoalTimes) && f.GoalTimes[i].Known() && f.Timed() && f.GoalTimes[i] >= f.StartedAt {
			g.waits = append(g.waits, int64(f.GoalTimes[i]-f.StartedAt))
		}
	}
}

func (s *goalSide) goal(name string) *goalCount {
	g := s.goals[name]
	if g == nil {
		g = &goalCount{}
		s.goals[strings.Clone(name)] = g
	}
	return g
}

// Merge adds what another counter has counted.
func (c *GoalCounter) Merge(o *GoalCounter) {
	for i := range c.sides {
		to, from := &c.sides[i], &o.sides[i]
		to.engaged += from.engaged
		to.completed += from.completed
		for name, g := range from.goals {
			mine := to.goal(name)
			mine.reached += g.reached
			mine.waits = append(mine.waits, g.waits...)
		}
	}
}

var (
	completionOf = measure{"completion_rate", "Goal completion rate", UnitShare, Higher, false}
	goalRate     = measure{"rate", "Completion", UnitShare, Higher, false}
	goalTime     = measure{"median_seconds", "Time to reach it, median", UnitSeconds, Lower, false}
)

// Result returns the goals, those reached most first; of the names that are
// known beforehand none is left out.
func (c *GoalCounter) Result(head Head, s *Selection, known []string) *GoalsResult {
	now, was := &c.sides[Now], &c.sides[Before]
	names := slices.Clone(known)
	for _, side := range []*goalSide{now, was} {
		for name := range side.goals {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	slices.SortStableFunc(names, func(a, b string) int { return int(now.goal(b).reached - now.goal(a).reached) })
	r := &GoalsResult{Head: head, Goals: []GoalResult{}}
	r.Completion = completionOf.share(tally{now.completed, now.engaged}, whenCompared(s, tally{was.completed, was.engaged}))
	for _, name := range names {
		g, before := now.goal(name), was.goal(name)
		rate := goalRate.share(tally{g.reached, now.engaged}, whenCompared(s, tally{before.reached, was.engaged}))
		time := goalTime.quantile(0.5, g.waits, whenCompared(s, before.waits), 1e6)
		r.Goals = append(r.Goals, GoalResult{Goal: name, Conversations: g.reached, Rate: rate.Value, MedianSeconds: time.Value, Values: []Value{rate, time}})
	}
	return r
}

// whenCompared is a sample of the period compared with, nil if there is none.
func whenCompared[T any](s *Selection, v T) before[T] {
	if !s.compared() {
		return nil
	}
	return &v
}
