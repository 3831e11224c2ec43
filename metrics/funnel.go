package metrics

import (
	"regexp"
	"slices"

	"chatcops/internal/chat"
)

// Funnel says which steps to follow.
type Funnel struct {
	Name    string
	Ordered bool
	Window  int64 // microseconds from the first step, 0 for any time
	Steps   []Step
}

// Step is what a conversation may come to. Exactly one of the fields behind Name is set.
type Step struct {
	Name         string
	State        chat.State
	Event        string
	Goal         string
	Outcomes     []chat.Outcome
	UserMessages int
	Pattern      *regexp.Regexp // searched in the messages of Role
	Role         chat.Role
}

// DefaultFunnel is the one that there is without a configuration. It has no
// order: a tool that converts may be called before the reply.
var DefaultFunnel = func() Funnel {
	f := Funnel{Name: "default"}
	for _, s := range []chat.State{chat.Started, chat.Engaged, chat.Answered, chat.ResolvedState, chat.ConvertedState} {
		f.Steps = append(f.Steps, Step{Name: s.Info().Title, State: s})
	}
	return f
}()

// NeedsMessages reports whether a step is told by messages and events, which
// Moments then needs beside the facts.
func (f *Funnel) NeedsMessages() bool {
	return slices.ContainsFunc(f.Steps, func(s Step) bool { return s.Event != "" || s.UserMessages > 0 || s.Pattern != nil })
}

// Moment is when a step was reached: a time, if it is known, and the index of the
// message, −1 if none. One with neither holds for the whole conversation.
type Moment struct {
	At      chat.Time
	Message int
}

func (m Moment) placed() bool { return m.At.Known() || m.Message >= 0 }

// Moments returns the moments of each step, in their order. c may be nil unless
// NeedsMessages. The facts must be settled and hold their goals.
func (f *Funnel) Moments(facts *chat.Facts, c *chat.Conversation) [][]Moment {
	all := make([][]Moment, len(f.Steps))
	for i := range f.Steps {
		all[i] = f.Steps[i].moments(facts, c)
	}
	return all
}

func (s *Step) moments(f *chat.Facts, c *chat.Conversation) []Moment {
	switch {
	case s.State != 0:
		if reached, at := s.State.In(f); reached {
			return []Moment{{at, -1}}
		}
	case s.Goal != "":
		if i := slices.Index(f.Goals, s.Goal); i >= 0 {
			at := chat.NoTime
			if i < len(f.GoalTimes) {
				at = f.GoalTimes[i]
			}
			return []Moment{{at, -1}}
		}
	case len(s.Outcomes) > 0:
		if slices.Contains(s.Outcomes, outcome(f)) {
			return []Moment{{chat.NoTime, -1}}
		}
	case c == nil:
	case s.Event != "":
		return eventMoments(c, s.Event)
	default:
		return s.messageMoments(c)
	}
	return nil
}

// eventMoments finds the events of a name, be they messages that arrived as such.
func eventMoments(c *chat.Conversation, name string) []Moment {
	var list []Moment
	for i := range c.Events {
		if e := &c.Events[i]; e.Type == name || e.SourceType == name {
			list = append(list, Moment{e.Time, -1})
		}
	}
	for i := range c.Messages {
		m := &c.Messages[i]
		if m.EventType == "" {
			continue
		}
		word := chat.EventAssistantMessage
		if m.Role == chat.RoleUser {
			word = chat.EventUserMessage
		}
		if m.EventType == name || word == name {
			list = append(list, Moment{m.Time, -1})
		}
	}
	slices.SortStableFunc(list, func(a, b Moment) int { // those without a time come last
		switch {
		case a.At == b.At:
			return 0
		case !b.At.Known() || a.At.Known() && a.At < b.At:
			return -1
		}
		return 1
	})
	return list
}

// messageMoments finds messages; those that arrived as events count only where
// there are no others, as everywhere.
func (s *Step) messageMoments(c *chat.Conversation) []Moment {
	messages := c.Messages
	if n := slices.IndexFunc(messages, func(m chat.Message) bool { return m.EventType != "" }); n > 0 {
		messages = messages[:n]
	}
	var list []Moment
	said := 0
	for i := range messages {
		m := &messages[i]
		switch {
		case s.Pattern != nil && m.Role == s.Role && s.Pattern.MatchString(m.Content):
			list = append(list, Moment{m.Time, i})
		case s.UserMessages > 0 && m.Role == chat.RoleUser:
			if said++; said == s.UserMessages {
				return []Moment{{m.Time, i}}
			}
		}
	}
	return list
}

// Walk follows a conversation through the steps and returns the moment of each
// step that it came to, in their order, up to the first that it did not. From a
// moment of the first step each next step is its first moment that comes not
// before the one of the step before (messages by their places, else by the times;
// what has neither is taken to be in order) and within the window. Of the walks
// from all moments of the first step the one that gets furthest counts, of those
// the earliest.
func (f *Funnel) Walk(steps [][]Moment) []Moment {
	var best []Moment
	if len(steps) == 0 {
		return nil
	}
	for _, start := range steps[0] {
		if walk := f.walkFrom(start, steps); len(walk) > len(best) {
			best = walk
		}
		if len(best) == len(steps) {
			break
		}
	}
	return best
}

func (f *Funnel) walkFrom(start Moment, steps [][]Moment) []Moment {
	walk := []Moment{start}
	last := start
	for _, moments := range steps[1:] {
		i := slices.IndexFunc(moments, func(m Moment) bool {
			return (!f.Ordered || notBefore(m, last)) && f.within(start, m)
		})
		if i < 0 {
			break
		}
		walk = append(walk, moments[i])
		if moments[i].placed() {
			last = moments[i]
		}
	}
	return walk
}

// notBefore reports whether nothing tells that m came before last.
func notBefore(m, last Moment) bool {
	switch {
	case m.Message >= 0 && last.Message >= 0:
		return m.Message >= last.Message
	case m.At.Known() && last.At.Known():
		return m.At >= last.At
	}
	return true
}

// within reports whether nothing tells that m lies outside of the window from start.
func (f *Funnel) within(start, m Moment) bool {
	if f.Window == 0 || !start.At.Known() || !m.At.Known() {
		return true
	}
	d := int64(m.At - start.At)
	return d <= f.Window && -d <= f.Window
}
