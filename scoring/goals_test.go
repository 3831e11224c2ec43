package scoring

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chatcops/internal/chat"
)

func score(t *testing.T, custom Custom, c *chat.Conversation) (*chat.Facts, chat.Marks) {
	t.Helper()
	rules, err := NewRules(custom)
	if err != nil {
		t.Fatal(err)
	}
	return rules.NewScorer().Score(c)
}

func TestDefaultGoals(t *testing.T) {
	lead := with(talk("u: call me", "a: We will."), event(chat.EventLead))
	named := with(talk("u: hi", "a: Hello?"), chat.Event{Type: chat.EventGoal, Properties: `{"goal":"booked"}`, Time: 15e6})
	for _, c := range []struct {
		name  string
		c     *chat.Conversation
		goals string
		count int32
	}{
		{"answered", talk("u: where is it?", "a: In the attic."), "escalation_avoided question_answered", 0},
		{"given up", talk("u: where is it?"), "escalation_avoided", 0},
		{"handed over", talk("u: where is it?", "h: Ann here, in the attic."), "", 0},
		{"address of the user", talk("u: it is ann.lee+shop@mail.example.org, ok", "a: Noted."), "email_captured escalation_avoided question_answered", 0},
		{"address of the agent", talk("u: how do I reach you?", "a: Write to help@example.org."), "escalation_avoided question_answered", 0},
		{"an at sign is no address", talk("u: 3 @ 5 each, me@home", "a: Noted."), "escalation_avoided question_answered", 0},
		{"address in other letters", talk("u: jürgen@müller.example", "a: Danke."), "email_captured escalation_avoided question_answered", 0},
		{"lead", lead, "escalation_avoided lead_captured question_answered", 1},
		{"named by the data", named, "booked escalation_avoided", 1},
		{"not engaged", talk("a: hello ann@example.org"), "", 0},
	} {
		f, _ := score(t, Custom{}, c.c)
		if got := strings.Join(f.Goals, " "); got != c.goals || f.GoalCount != c.count {
			t.Errorf("%s (%v): %q, %d count; want %q, %d", c.name, f.Outcome, got, f.GoalCount, c.goals, c.count)
		}
	}
}

func TestGoalsThatWait(t *testing.T) {
	own := Custom{Goals: []Goal{{Name: "solved", Outcomes: []chat.Outcome{chat.ResolvedAssumed}}, {Name: "asked", Pattern: regexp.MustCompile("attic"), Role: chat.RoleUser}}}
	f, _ := score(t, own, talk("u: is it in the attic?", "a: Yes."))
	if want := []string{"asked", "escalation_avoided", "question_answered", "solved"}; !slices.Equal(f.Goals, want) || f.GoalCount != 2 {
		t.Fatalf("%v, %d count", f.Goals, f.GoalCount)
	}
	f.Settle(f.EndedAt+1, 2)
	f.Settle(f.EndedAt+1, 2)
	if f.Outcome != chat.Pending || !slices.Equal(f.Goals, []string{"asked"}) || f.GoalCount != 1 {
		t.Errorf("while %v: %v, %d count", f.Outcome, f.Goals, f.GoalCount)
	}
}

func TestDefaultGoalsReplacedAndSwitchedOff(t *testing.T) {
	c := func() *chat.Conversation { return talk("u: mine is ann@example.org", "a: Noted.") }
	for _, x := range []struct {
		name   string
		custom Custom
		goals  string
	}{
		{"none", Custom{DefaultGoals: []string{}}, ""},
		{"some", Custom{DefaultGoals: []string{"email_captured"}}, "email_captured"},
		{"replaced", Custom{Goals: []Goal{{Name: "email_captured", Event: "email"}, {Name: "question_answered", Outcomes: []chat.Outcome{chat.Abandoned}}}}, "escalation_avoided"},
		{"another lead", Custom{DefaultGoals: []string{}, Goals: []Goal{{Name: "lead_captured", Pattern: regexp.MustCompile("ann"), Role: chat.RoleUser}}}, "lead_captured"},
	} {
		f, _ := score(t, x.custom, c())
		if got := strings.Join(f.Goals, " "); got != x.goals || f.LeadCaptured != (x.goals == "lead_captured") {
			t.Errorf("%s: %q, want %q; lead %v", x.name, got, x.goals, f.LeadCaptured)
		}
	}
}

func TestGoalCompletionAppliesToOwnGoals(t *testing.T) {
	own := Custom{Goals: []Goal{{Name: "asked", Pattern: regexp.MustCompile("attic"), Role: chat.RoleUser}}}
	for _, c := range []struct {
		custom Custom
		c      *chat.Conversation
		want   int32
	}{
		{Custom{}, talk("u: ann@example.org", "a: Ok."), chat.NoComponent},
		{own, talk("u: the attic", "a: Ok."), 10_000},
		{own, talk("u: the cellar", "a: Ok."), 0},
		{Custom{Goals: []Goal{{Name: "x", Event: "y", Uncounted: true}}}, talk("u: the cellar", "a: Ok."), chat.NoComponent},
	} {
		if f, _ := score(t, c.custom, c.c); f.Quality.Goals != c.want {
			t.Errorf("%+v: %d, want %d", c.custom, f.Quality.Goals, c.want)
		}
	}
}

// Goals leave their words among the signals, in the order of the messages.
func TestGoalSignal(t *testing.T) {
	_, marks := score(t, Custom{}, talk("u: hello", "a: Your address?", "u: ann@example.org thanks", "a: Sorry, I didn't understand that."))
	var got []string
	at := 0
	for _, s := range marks.Signals {
		if s.Message < at {
			t.Errorf("message %d stands behind %d", s.Message, at)
		}
		at = s.Message
		if s.Kind == chat.SignalGoal {
			got = append(got, s.Rule+" "+s.Text)
		}
	}
	if !slices.Equal(got, []string{"email_captured ann@example.org"}) {
		t.Errorf("%q in %+v", got, marks.Signals)
	}
}

func TestManyGoalsOfTheData(t *testing.T) {
	c := talk("u: hi", "a: Hello.")
	for i := range 5000 {
		name := strings.Repeat("g", 1+i%50) + string(rune('a'+i%26)) + itoa(int32(i/2))
		c.Events = append(c.Events, chat.Event{Type: chat.EventGoal, Properties: `{"goal":"` + name + `"}`, Time: 15e6}, chat.Event{Type: chat.EventGoal, Properties: `{"goal":"` + name + `"}`, Time: 15e6})
	}
	f, _ := score(t, Custom{}, c)
	if f.GoalCount != 5000 || len(slices.Compact(slices.Clone(f.Goals))) != len(f.Goals) {
		t.Errorf("%d goals, %d different", f.GoalCount, len(slices.Compact(f.Goals)))
	}
}

func TestGraders(t *testing.T) {
	grader := func(name, pattern string, role chat.Role, points float64) Grader {
		return Grader{name, regexp.MustCompile(pattern), role, points}
	}
	custom := Custom{Graders: []Grader{
		grader("polite", `(?i)\bplease\b`, chat.RoleAssistant, 10), grader("polite", `(?i)whatever`, chat.RoleAssistant, -4.5), grader("polite", `sir`, chat.RoleHumanAgent, 1),
		grader("aside", `cat`, chat.RoleTool, 1), grader("asked", `\?`, chat.RoleUser, 2),
	}}
	for _, c := range []struct {
		name string
		c    *chat.Conversation
		want []chat.Score
	}{
		{"once for each grader", talk("u: how?", "a: Please wait.", "a: please, PLEASE. Whatever."), []chat.Score{{Name: "asked", Value: 2}, {Name: "polite", Value: 5.5}}},
		{"no match is 0", talk("u: how", "a: So."), []chat.Score{{Name: "asked"}, {Name: "polite"}}},
		{"no speaker, no score", talk("u: please?"), []chat.Score{{Name: "asked", Value: 2}}},
		{"other roles", talk("u: please?", "h: Yes, sir."), []chat.Score{{Name: "asked", Value: 2}, {Name: "polite", Value: 1}}},
	} {
		f, marks := score(t, custom, c.c)
		if !reflect.DeepEqual(f.Scores, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, f.Scores, c.want)
		}
		if c.name == "once for each grader" && !slices.Contains(marks.Signals, chat.Signal{Message: 2, Kind: chat.SignalGrade, Rule: "polite", Text: "Whatever"}) {
			t.Errorf("signals: %+v", marks.Signals)
		}
	}
}

func TestVersionTellsGoalsAndGraders(t *testing.T) {
	re := regexp.MustCompile("a")
	seen := map[string]int{}
	for i, c := range []Custom{
		{}, {DefaultGoals: []string{}}, {DefaultGoals: []string{"lead_captured"}}, {Goals: []Goal{{Name: "a", Event: "b"}}}, {Goals: []Goal{{Name: "a", Event: "b", Uncounted: true}}},
		{Goals: []Goal{{Name: "a", Outcomes: []chat.Outcome{1}}}}, {Goals: []Goal{{Name: "a", Outcomes: []chat.Outcome{1, 2}}}},
		{Graders: []Grader{{"a", re, chat.RoleUser, 1}}}, {Graders: []Grader{{"a", re, chat.RoleUser, 2}}}, {Graders: []Grader{{"a", re, chat.RoleAssistant, 1}}},
		{Graders: []Grader{{"a", regexp.MustCompile("b"), chat.RoleUser, 1}}},
	} {
		r, err := NewRules(c)
		if err != nil {
			t.Fatal(err)
		}
		if other, twice := seen[r.Version()]; twice {
			t.Errorf("%d and %d are both %s", other, i, r.Version())
		}
		seen[r.Version()] = i
	}
}
