package scoring

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// talk makes a conversation of lines such as "u: hello" (u user, a agent, h
// human agent, t:NAME a tool call), one every ten seconds.
func talk(lines ...string) *chat.Conversation {
	c := &chat.Conversation{ID: "c", CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime}
	for i, l := range lines {
		who, text, _ := strings.Cut(l, ":")
		m := chat.Message{Content: strings.TrimSpace(text), Time: chat.Time(i) * 10e6, Position: -1}
		switch who {
		case "u":
			m.Role = chat.RoleUser
		case "a":
			m.Role = chat.RoleAssistant
		case "h":
			m.Role = chat.RoleHumanAgent
		case "t":
			m.Role, m.ToolCalls, m.Content = chat.RoleAssistant, `[{"id":"1","name":"`+m.Content+`","arguments":{}}]`, ""
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}

func with(c *chat.Conversation, events ...chat.Event) *chat.Conversation {
	c.Events = events
	return c
}

func labelled(c *chat.Conversation, properties string) *chat.Conversation {
	c.Properties = properties
	return c
}

func event(name string) chat.Event { return chat.Event{Type: name, Time: 15e6} }

func TestOutcomes(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	rated := func(rating int) *chat.Conversation {
		c := talk("u: where is it?", "a: On its way.")
		c.Feedback = []chat.Feedback{{Rating: rating, Time: chat.NoTime}}
		return c
	}
	for _, c := range []struct {
		name    string
		c       *chat.Conversation
		outcome chat.Outcome
		kind    chat.EvidenceKind
		rule    string
		message int
	}{
		{"event outranks words", with(talk("u: thanks", "a: Bye"), event(chat.EventEscalation)), chat.Escalated, chat.ByEvent, chat.EventEscalation, 1},
		{"tool", talk("u: help", "t: transfer_to_human_agents"), chat.Escalated, chat.ByTool, "transfer_to_human_agents", 1},
		{"label", labelled(talk("u: help", "a: Done."), `{"escalated":true}`), chat.Escalated, chat.ByLabel, "escalated", -1},
		{"human agent", talk("u: help", "h: Hello, Ann here."), chat.Escalated, chat.ByHuman, "human_agent", 1},
		{"asked for", talk("u: I want to talk to a human", "a: One moment."), chat.Escalated, chat.ByWords, "asks_for_human", 0},
		{"withdrawn", talk("u: talk to a human", "a: Sure?", "u: no need for an agent", "a: Fine, it is on its way."), chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 3},
		{"asked for, but tools show no hand-off", talk("u: talk to a human", "t: lookup_order", "a: It is on its way."), chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 2},
		{"announced", talk("u: help", "a: I'm transferring you to a specialist."), chat.Escalated, chat.ByWords, "hands_off", 1},
		{"success event", with(talk("u: buy", "a: Done?"), event(chat.EventConversion)), chat.ResolvedConfirmed, chat.ByEvent, chat.EventConversion, 1},
		{"good rating", rated(5), chat.ResolvedConfirmed, chat.ByFeedback, "positive_feedback", -1},
		{"bad rating says nothing of the answer", rated(1), chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"thanks", talk("u: where?", "a: There.", "u: Thanks!"), chat.ResolvedConfirmed, chat.ByWords, "thanks", 2},
		{"thanks before the goodbye", talk("u: where?", "a: There.", "u: thank you", "a: You're welcome!"), chat.ResolvedConfirmed, chat.ByWords, "thanks", 2},
		{"thanks, then a complaint", talk("u: where?", "a: There.", "u: thanks but that's not what I asked"), chat.Abandoned, chat.ByWords, "complains", 2},
		{"thanks before the answer", talk("u: thanks for your help in advance", "a: It is there."), chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"flow abandoned", with(talk("u: book", "a: Done."), event(chat.EventFlowAbandoned)), chat.Abandoned, chat.ByEvent, chat.EventFlowAbandoned, 1},
		{"no answer", talk("u: hello?"), chat.Abandoned, chat.ByShape, "no_answer", 0},
		{"after a fallback", talk("u: qwx", "a: Sorry, I didn't understand that."), chat.Abandoned, chat.ByShape, "after_fallback", 1},
		{"left unanswered", talk("u: where?", "a: There.", "u: and when?"), chat.Abandoned, chat.ByShape, "left_unanswered", 2},
		{"question left open", talk("u: where?", "a: What is your order number?"), chat.Abandoned, chat.ByShape, "left_question_open", 1},
		{"closing question", talk("u: where?", "a: There. Is there anything else I can help with?"), chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"answered", talk("u: where?", "a: There."), chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"not engaged", talk("a: Hello!"), chat.NotEngaged, chat.NoEvidence, "", 0},
		{"events alone", with(&chat.Conversation{ID: "c"}, event(chat.EventUserMessage)), chat.Unknown, chat.ByShape, "events_only", -1},
	} {
		f, _ := rules.NewScorer().Score(c.c)
		if f.Outcome != c.outcome || f.Evidence.Kind != c.kind || f.Evidence.Rule != c.rule || c.kind != chat.NoEvidence && f.Evidence.Message != c.message {
			t.Errorf("%s: %v by %v, wanted %v by %v %s in message %d", c.name, f.Outcome, f.Evidence, c.outcome, c.kind, c.rule, c.message)
		}
		if f.Escalated != (c.outcome == chat.Escalated) {
			t.Errorf("%s: escalated is %v", c.name, f.Escalated)
		}
	}
}

func TestNumbers(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	c := with(talk("u: one", "u: two", "t: lookup", "a: Sorry, I didn't understand that.", "u: three", "a: Here."), event(chat.EventFallback), event(chat.EventLead))
	f, marks := rules.NewScorer().Score(c)
	signals := marks.Signals
	// Replies: to one after 30 s, to two after 20 s, to three after 10 s; the tool call is none.
	want := []int64{3, 3, 1, 2, 2, 30e6, 60e6, 3}
	got := []int64{int64(f.UserMessages), int64(f.AssistantMessages), int64(f.ToolCalls), int64(f.Fallbacks), int64(f.Events), f.FirstResponse, f.ResponseSum, int64(f.ResponseCount)}
	if !slices.Equal(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
	if !f.LeadCaptured || !slices.Equal(f.Goals, []string{"escalation_avoided", "lead_captured", "question_answered"}) {
		t.Errorf("lead %v, goals %v", f.LeadCaptured, f.Goals)
	}
	wanted := []chat.Signal{{Message: 3, Kind: chat.SignalFallback, Rule: "did_not_understand", Text: "didn't understand that"}, {Message: 5, Kind: chat.SignalAnswer, Rule: "last_reply"}}
	if !slices.Equal(signals, wanted) {
		t.Errorf("signals %v", signals)
	}
}

func TestCustomRules(t *testing.T) {
	rules, err := NewRules(Custom{
		Events:       map[string][]string{chat.EventEscalation: {"Paged_Human"}},
		Tools:        map[string][]string{"conversion": {"pay*"}},
		Phrases:      map[string][]string{"fallback": {"no idea"}},
		DefaultGoals: []string{},
		Goals: []Goal{{Name: "Refund", Pattern: regexp.MustCompile("(?i)refund"), Role: chat.RoleUser}, {Name: "Paid", Tool: "PAY_*", Resolving: true},
			{Name: "Lost", Outcomes: []chat.Outcome{chat.Abandoned}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := NewRules(Custom{})
	if !strings.HasPrefix(rules.Version(), plain.Version()+"+") {
		t.Errorf("version %s of %s", rules.Version(), plain.Version())
	}
	s := rules.NewScorer()
	if f, _ := s.Score(with(talk("u: hi"), chat.Event{Type: "Paged_Human", Time: chat.NoTime})); f.Outcome != chat.Escalated {
		t.Errorf("own event: %v", f.Outcome)
	}
	if f, _ := s.Score(talk("u: a refund please", "t: pay_back", "a: ok")); !f.Converted || f.Outcome != chat.ResolvedConfirmed || !slices.Equal(f.Goals, []string{"Paid", "Refund"}) {
		t.Errorf("own tool: %v %v %v", f.Converted, f.Outcome, f.Goals)
	}
	if f, _ := s.Score(talk("u: hi", "a: I have no idea.")); f.Fallbacks != 1 || !slices.Equal(f.Goals, []string{"Lost"}) {
		t.Errorf("own phrase: %d %v", f.Fallbacks, f.Goals)
	}
	for _, bad := range []Custom{{Phrases: map[string][]string{"nosuch": {"a"}}}, {Phrases: map[string][]string{"fallback": {"(a"}}}} {
		if _, err := NewRules(bad); err == nil {
			t.Errorf("%v was accepted", bad)
		}
	}
}

// TestScorerKeepsNothing scores one conversation before and after another.
func TestScorerKeepsNothing(t *testing.T) {
	rules, _ := NewRules(Custom{})
	s := rules.NewScorer()
	c := talk("u: where?", "a: There.", "u: Thanks!")
	first, a := s.Score(c)
	s.Score(talk("u: talk to a human", "a: Sorry, I didn't understand that. Could you rephrase?"))
	again, b := s.Score(c)
	if !reflect.DeepEqual(first, again) || !reflect.DeepEqual(a, b) {
		t.Errorf("%v %v, then %v %v", first, a, again, b)
	}
}
