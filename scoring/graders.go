package scoring

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"chatcops/internal/chat"
)

// Grader gives points to a conversation in which a message of the role matches,
// once. Graders of one name add up to one score.
type Grader struct {
	Name    string
	Pattern *regexp.Regexp
	Role    chat.Role // whose messages Pattern searches
	Points  float64   // may be negative
}

// grader is a grader made ready to be looked for.
type grader struct {
	Grader
	search search
}

// graded are the graders of one score.
type graded struct {
	name    string
	graders []grader
}

// newGraders gathers graders by their names, which are sorted.
func newGraders(list []Grader) []graded {
	var all []graded
	for _, g := range list {
		i, found := slices.BinarySearchFunc(all, g.Name, func(s graded, name string) int { return strings.Compare(s.name, name) })
		if !found {
			all = slices.Insert(all, i, graded{name: g.Name})
		}
		all[i].graders = append(all[i].graders, grader{g, newSearch(g.Pattern)})
	}
	return all
}

// hashGraders writes the user's graders and returns how many there are.
func (c *Custom) hashGraders(h io.Writer) int {
	for i := range c.Graders {
		g := &c.Graders[i]
		fmt.Fprintf(h, "grader %q %v %v %v\n", g.Name, g.Pattern, g.Role, g.Points)
	}
	return len(c.Graders)
}

// grade gives the scores of the graders. A conversation in which nobody speaks
// whom a score's graders listen to has none; one in which nothing matches has 0.
func (t *telling) grade() {
	if len(t.s.rules.graders) == 0 {
		return
	}
	var spoke [chat.RoleHumanAgent + 1]bool
	for i := range t.messages {
		spoke[t.messages[i].Role] = true
	}
	for i := range t.s.rules.graders {
		s := &t.s.rules.graders[i]
		points, applies := 0.0, false
		for j := range s.graders {
			g := &s.graders[j]
			if !spoke[g.Role] {
				continue
			}
			applies = true
			if at, text := t.find(&g.search, g.Role); at >= 0 {
				points += g.Points
				t.mark(at, chat.SignalGrade, g.Name, text)
			}
		}
		if applies {
			t.f.Scores = append(t.f.Scores, chat.Score{Name: s.name, Value: points})
		}
	}
}
