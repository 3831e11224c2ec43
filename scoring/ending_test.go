package scoring

import (
	"slices"
	"testing"

	"chatcops/internal/chat"
)

// TestEndings tells how conversations were left, in words written for it.
func TestEndings(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		talk    []string
		outcome chat.Outcome
		kind    chat.EvidenceKind
		rule    string
		message int
	}{
		{"failure is the last word", []string{"u: book a kayak", "a: Sorry, I couldn't book the kayak.", "u: ok"}, chat.Abandoned, chat.ByWords, "reports_failure", 1},
		{"thanks for a failure are polite", []string{"u: book a kayak", "a: Unfortunately the booking failed.", "u: no, thank you", "a: Have a nice day!"}, chat.Abandoned, chat.ByWords, "reports_failure", 1},
		{"a failure made good", []string{"u: book a kayak", "a: The booking failed.", "u: try again", "a: Your kayak is booked.", "u: thank you"}, chat.ResolvedConfirmed, chat.ByWords, "thanks", 4},
		{"an answer after a failure", []string{"u: book a kayak", "a: The booking failed.", "u: and where is the lake?", "a: Behind the mill."}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 3},
		{"success notice", []string{"u: book a kayak", "a: Your kayak has been reserved for noon."}, chat.ResolvedAssumed, chat.ByWords, "reports_success", 1},
		{"unavailable", []string{"u: a tent for two", "a: I'm afraid the tent is no longer available.", "u: oh no", "a: Anything else I can do?"}, chat.Abandoned, chat.ByWords, "reports_unavailable", 1},
		{"nothing to search for failed", []string{"u: is the lake open?", "a: It is open, and dogs are not a problem."}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"thanks anyway", []string{"u: do you have tents?", "a: We have kayaks.", "u: ok, thanks anyway"}, chat.Abandoned, chat.ByWords, "gives_up", 2},
		{"complaint before the goodbye", []string{"u: where is it?", "a: Behind the mill.", "u: that is useless", "a: Goodbye!"}, chat.Abandoned, chat.ByWords, "complains", 2},
		{"ok after an answer", []string{"u: where is it?", "a: Behind the mill.", "u: ok"}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"ok to a question waits", []string{"u: book a kayak", "a: For noon?", "u: ok"}, chat.Abandoned, chat.ByShape, "left_unanswered", 2},
		{"a promise is no answer", []string{"u: where is my tent?", "a: One moment please, I'll look into it."}, chat.Abandoned, chat.ByShape, "left_with_promise", 1},
		{"a short answer with a closing", []string{"u: is it open?", "a: Yes. Anything else?", "u: no", "a: Bye!"}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"goodbye", []string{"u: is it open?", "a: Until nine.", "u: goodbye"}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"thanks after a fallback", []string{"u: qwx", "a: Sorry, I didn't understand that.", "u: thanks"}, chat.Abandoned, chat.ByShape, "after_fallback", 1},
		{"a success that the user denies", []string{"u: where is my kayak?", "a: I've sent you the kayak.", "u: didn't get it", "a: Look behind the mill.", "u: not there either"}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 3},
		{"thanks, but it fails", []string{"u: the stove is out", "a: Turn the knob.", "u: Thanks but it still fails"}, chat.Abandoned, chat.ByWords, "complains", 2},
		{"found", []string{"u: where is the lake?", "a: Behind the mill.", "u: ah, found it"}, chat.ResolvedConfirmed, chat.ByWords, "confirms", 2},
		{"a short remark", []string{"u: where is the lake?", "a: Behind the mill.", "u: see you tomorrow then"}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"a thumb", []string{"u: where is the lake?", "a: Behind the mill.", "u: 👍"}, chat.ResolvedAssumed, chat.ByShape, "answered_and_left", 1},
		{"a remark on a question", []string{"u: a kayak please", "a: For when?", "u: tomorrow at noon"}, chat.Abandoned, chat.ByShape, "left_unanswered", 2},
		{"confirmed", []string{"u: the stove is out", "a: Turn the knob.", "u: that worked"}, chat.ResolvedConfirmed, chat.ByWords, "confirms", 2},
	} {
		f, _ := rules.NewScorer().Score(talk(c.talk...))
		if f.Outcome != c.outcome || f.Evidence.Kind != c.kind || f.Evidence.Rule != c.rule || f.Evidence.Message != c.message {
			t.Errorf("%s: %v by %v, wanted %v by %v %s in message %d", c.name, f.Outcome, f.Evidence, c.outcome, c.kind, c.rule, c.message)
		}
	}
}

func TestHandoffIsTalkedOf(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		talk []string
		want bool
	}{
		{"asked for", []string{"u: I want to talk to a human", "a: I can help with that."}, true},
		{"announced", []string{"u: my tent burns", "a: I'm transferring you to a specialist."}, true},
		{"withdrawn", []string{"u: talk to a human", "a: Sure?", "u: no need for an agent", "a: It is behind the mill."}, false},
		{"not wanted", []string{"u: I don't want to talk to a human", "a: Then I'll go on."}, false},
		{"refused", []string{"u: can I speak to a human?", "a: I cannot transfer you to an agent. What is it about?"}, false},
		{"offer accepted", []string{"u: my tent burns", "a: Would you like me to connect you with an agent?", "u: yes please"}, true},
		{"offer declined", []string{"u: my tent burns", "a: Would you like me to connect you with an agent?", "u: no, thanks"}, false},
		{"asked, and tools are called", []string{"u: talk to a human", "t: lookup_faq", "a: It is behind the mill."}, false},
		{"announced, and tools are called", []string{"u: talk to a human", "t: lookup_faq", "a: I'll transfer you to a human agent now."}, true},
		{"hair", []string{"u: is there a human hair wig", "a: Aisle four."}, false},
		{"yes to something else", []string{"u: a tent", "a: For two?", "u: yes please", "a: Here it is."}, false},
	} {
		if f, _ := rules.NewScorer().Score(talk(c.talk...)); f.Escalated != c.want {
			t.Errorf("%s: escalated %v by %v", c.name, f.Escalated, f.EscalationEvidence)
		}
	}
}

// TestLastReply checks what is noted of it: whether there is anything else is a
// question once somebody has gone on.
func TestLastReply(t *testing.T) {
	rules, err := NewRules(Custom{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		talk []string
		want chat.SignalKind
	}{
		{[]string{"u: where is the lake", "a: Behind the mill."}, chat.SignalAnswer},
		{[]string{"u: where is the lake", "a: Which lake?"}, chat.SignalQuestion},
		{[]string{"u: where is the lake", "a: Behind the mill. Is there anything else I can help you with?"}, chat.SignalAnswer},
		{[]string{"u: where is the lake", "a: Behind the mill. Is there anything else I can help you with?", "u: the mill"}, chat.SignalQuestion},
	} {
		_, marks := rules.NewScorer().Score(talk(c.talk...))
		i := slices.IndexFunc(marks.Signals, func(s chat.Signal) bool { return s.Rule == "last_reply" })
		if i < 0 || marks.Signals[i].Kind != c.want {
			t.Errorf("%q: %v instead of %s", c.talk, marks.Signals, c.want)
		}
	}
}
