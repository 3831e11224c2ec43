package cmd

import (
	"math"
	"testing"
	"time"
)

func compareFunnels(t *testing.T, where string, in []*rawTalk, byDefault, cart answer) {
	t.Helper()
	want := []int{len(in), countTalks(in, (*rawTalk).engaged), countTalks(in, (*rawTalk).engaged, (*rawTalk).answered)}
	for i, n := range want {
		if got := byDefault.Steps[i]; got.Conversations != n {
			t.Errorf("%s%s: %d, want %d", where, got.Name, got.Conversations, n)
		}
	}
	added := func(c *rawTalk) bool { return c.has(func(e rawEvent) bool { return e.Type == "cart_add" }) }
	goal := func(c *rawTalk) bool { return c.has(func(e rawEvent) bool { return e.Properties.Goal == "g1" }) }
	twice := func(c *rawTalk) bool {
		n := 0
		for _, m := range c.messages {
			if m.Role == "user" {
				n++
			}
		}
		return n >= 2
	}
	steps := []func(*rawTalk) bool{(*rawTalk).engaged, added, goal, twice}
	for i := range steps {
		if n := countTalks(in, steps[:i+1]...); cart.Steps[i].Conversations != n {
			t.Errorf("%scart, %s: %d, want %d", where, cart.Steps[i].Name, cart.Steps[i].Conversations, n)
		}
	}
}

func compareGoals(t *testing.T, where string, in []*rawTalk, a answer) {
	t.Helper()
	for _, g := range a.Goals {
		if len(g.Goal) != 2 { // a default one
			continue
		}
		want := countTalks(in, (*rawTalk).engaged, func(c *rawTalk) bool { return c.has(func(e rawEvent) bool { return e.Properties.Goal == g.Goal }) })
		if g.Conversations != want {
			t.Errorf("%sgoal %s: %d, want %d", where, g.Goal, g.Conversations, want)
		}
	}
}

func compareFeedback(t *testing.T, where string, in []*rawTalk, a answer) {
	t.Helper()
	counts := map[int]int{}
	var sum, n, good float64
	for _, c := range in {
		for _, e := range c.events {
			if e.Type == "feedback_submitted" {
				counts[int(e.Properties.Rating)]++
				sum, n = sum+e.Properties.Rating, n+1
				if e.Properties.Rating >= 4 {
					good++
				}
			}
		}
	}
	for _, r := range a.Ratings {
		if r.Count != counts[r.Rating] {
			t.Errorf("%s%d ratings of %d, want %d", where, r.Count, r.Rating, counts[r.Rating])
		}
	}
	for name, want := range map[string]float64{"csat": good / n, "satisfaction_score": sum / n} {
		if got, _ := a.value(name); !(math.Abs(got-want) < 1e-9 || n == 0 && math.IsNaN(got)) {
			t.Errorf("%s%s is %v, want %v", where, name, got, want)
		}
	}
}

func compareUsage(t *testing.T, where string, in []*rawTalk, a answer, dearer time.Time) {
	t.Helper()
	var input, cost float64
	unpriced := 0
	for _, c := range in {
		type use struct {
			tokens, cost float64
			recorded     bool
		}
		models := map[string]*use{}
		for _, m := range c.messages {
			if m.Role != "assistant" {
				continue
			}
			u := models[m.Model]
			if u == nil {
				u = &use{}
				models[m.Model] = u
			}
			input += m.Input
			in, out, cached := 1.0, 2.0, 1.0
			if m.Model == "large-1" && !c.start.Before(dearer) {
				in, out, cached = 10, 30, 2
			}
			u.tokens += ((m.Input-m.Cached)*in + m.Cached*cached + m.Output*out) / 1e6
			if m.Cost != nil {
				u.recorded = true
				u.cost += *m.Cost
			}
		}
		missing := 0
		for name, u := range models {
			switch {
			case u.recorded:
				cost += u.cost
			case name == "other":
				missing = 1
			default:
				cost += u.tokens
			}
		}
		unpriced += missing
	}
	if got, n := a.value("input_tokens"); n > 0 && got != input || a.Unpriced != unpriced {
		t.Errorf("%s%v tokens read and %d without a price, want %v and %d", where, got, a.Unpriced, input, unpriced)
	}
	if got, n := a.value("cost"); n > 0 && math.Abs(got-cost) > 1e-6 {
		t.Errorf("%scost %v, want %v", where, got, cost)
	}
	var tokens float64
	for _, m := range a.Models {
		tokens += m.Input
	}
	if tokens != input {
		t.Errorf("%sthe models add up to %v tokens, want %v", where, tokens, input)
	}
}

func compareDays(t *testing.T, where string, in []*rawTalk, a answer, loc *time.Location) {
	t.Helper()
	users := map[string]map[string]bool{}
	all := map[string]bool{}
	for _, c := range in {
		if c.user == "" {
			continue
		}
		day := c.start.In(loc).Format(time.DateOnly)
		if users[day] == nil {
			users[day] = map[string]bool{}
		}
		users[day][c.user], all[c.user] = true, true
	}
	for _, d := range a.Days {
		if d.Users != len(users[d.Day]) {
			t.Errorf("%s%d users on %s, want %d", where, d.Users, d.Day, len(users[d.Day]))
		}
		delete(users, d.Day)
	}
	if len(users) > 0 {
		t.Errorf("%sno days for %v", where, users)
	}
	if got, n := a.value("users"); n > 0 && got != float64(len(all)) {
		t.Errorf("%s%v users, want %d", where, got, len(all))
	}
}
