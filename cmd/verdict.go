package cmd

import (
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/report"
)

// shapeReasons say in words why a conversation was judged by the way it was left.
var shapeReasons = map[string]string{
	"no_answer":           "the agent said nothing after the user",
	"after_fallback":      "the last reply was a fallback, and the user left",
	"left_unanswered":     "the user spoke last, and it was no goodbye",
	"left_with_promise":   "the agent promised to come back, and the user left",
	"language_not_read":   "there are no word rules for its language, and no explicit evidence",
	"left_question_open":  "the agent waited for an answer, and the user left",
	"answered_and_left":   "the agent answered, and the user left without objecting",
	"events_only":         "only events are known, and none of them is a verdict",
	"within_idle_timeout": "the last message is younger than the idle timeout at the time of the newest data",
}

// reason says in words what evidence is.
func reason(ev *chat.Evidence) string {
	said := ""
	if ev.Text != "" {
		said = " “" + ev.Text + "”"
	}
	var text string
	switch ev.Kind {
	case chat.NoEvidence:
		return "no evidence is stored"
	case chat.ByEvent:
		text = "event " + ev.Rule
	case chat.ByLabel:
		text = "the data says so:" + said
		if said == "" {
			text = "the data says so: " + ev.Rule
		}
	case chat.ByFeedback:
		text = "feedback of the user"
	case chat.ByHuman:
		text = "a human agent wrote"
	case chat.ByTool:
		text = "call of the tool " + ev.Rule
	case chat.ByWords:
		text = "the words" + said + " (rule " + ev.Rule + ")"
	default:
		var ok bool
		if text, ok = shapeReasons[ev.Rule]; !ok {
			text = strings.ReplaceAll(ev.Rule, "_", " ")
		}
	}
	if ev.Message >= 0 {
		text += fmt.Sprintf(", message #%d", ev.Message)
	}
	return text
}

// outcomeChecks tells for each outcome, in the order of the rules, whether it
// holds; the first that does ends the list. Why one does not hold is told as far
// as facts and signals show it.
func outcomeChecks(f *chat.Facts, signals []chat.Signal) []outcomeCheck {
	list := []outcomeCheck{}
	if !f.Engaged() {
		return list
	}
	inferred := f.Evidence.Kind == chat.ByShape || f.Evidence.Kind == chat.ByWords
	for _, c := range []struct {
		outcome chat.Outcome
		title   string
		holds   bool
		not     string
	}{
		{chat.Escalated, "Escalated", f.Outcome == chat.Escalated, notEscalated(f, signals)},
		{chat.ResolvedConfirmed, "Resolved, confirmed", f.Outcome == chat.ResolvedConfirmed, notConfirmed(f, signals)},
		{chat.Abandoned, "Abandoned, said so", f.Outcome == chat.Abandoned && !inferred, "no event or label says that the user gave up"},
		{chat.Unknown, "Unknown", f.Outcome == chat.Unknown, "there are messages to judge by"},
		{chat.Pending, "Pending", f.Outcome == chat.Pending, "the last message is older than the idle timeout, or has no time"},
		{f.Outcome, "How it was left", true, ""},
	} {
		check := outcomeCheck{c.outcome.String(), c.title, c.holds, c.not}
		if c.holds {
			check.Why = reason(&f.Evidence)
		}
		list = append(list, check)
		if c.holds {
			break
		}
	}
	return list
}

func notEscalated(f *chat.Facts, signals []chat.Signal) string {
	why := []string{"no event, label, human agent or tool call of a hand-off"}
	if where := messagesWith(signals, chat.SignalEscalationRequest, chat.SignalHandoff); where != "" {
		words := "its words (" + where + ") do not count"
		switch after := messagesWith(signals, chat.SignalWithdrawal, chat.SignalRefusal, chat.SignalDecline); {
		case f.ToolCalls > 0:
			words += " where tools are called: " + report.Things(int64(f.ToolCalls), "call")
		case after != "":
			words += ": taken back, refused or declined (" + after + ")"
		}
		why = append(why, words)
	} else {
		why = append(why, "nobody asked for a human")
	}
	return strings.Join(why, "; ")
}

func notConfirmed(f *chat.Facts, signals []chat.Signal) string {
	why := []string{"no event, label, tool or goal of success"}
	if f.RatingCount > 0 {
		why = append(why, fmt.Sprintf("of %s, %d are 4 or 5", report.Things(int64(f.RatingCount), "rating"), f.PositiveCount))
	}
	if where := messagesWith(signals, chat.SignalConfirmation, chat.SignalThanks); where != "" {
		why = append(why, "words of confirmation or thanks ("+where+") come before the last answer, beside a complaint, or after a fallback or failure")
	} else {
		why = append(why, "no words of confirmation or thanks")
	}
	return strings.Join(why, "; ")
}

// messagesWith lists the messages that have a signal of one of the kinds.
func messagesWith(signals []chat.Signal, kinds ...chat.SignalKind) string {
	var list []string
	last := -1
	for _, s := range signals {
		for _, k := range kinds {
			if s.Kind == k && s.Message != last {
				list, last = append(list, fmt.Sprintf("#%d", s.Message)), s.Message
			}
		}
	}
	return strings.Join(list, ", ")
}
