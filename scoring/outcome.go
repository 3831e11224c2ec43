package scoring

import (
	"strings"

	"chatcops/internal/chat"
)

// judge decides the outcome: the first that holds, in the order of product.md.
// Explicit evidence outranks tools, and tools outrank words: where the data shows
// tools being called, a hand-off that was only talked about did not happen.
func (t *telling) judge() {
	f := t.f
	t.sayGoals()
	if f.HumanMessages > 0 {
		strengthen(&t.escalation, chat.Evidence{Kind: chat.ByHuman, Rule: "human_agent", Message: t.first(chat.RoleHumanAgent)})
	}
	if t.escalation.Kind == chat.NoEvidence && f.ToolCalls == 0 {
		t.escalation = t.talkedOfHandoff()
	}
	if t.escalation.Kind != chat.NoEvidence {
		f.Escalated, f.EscalationEvidence = true, t.escalation
	}
	if !f.Engaged() {
		return
	}
	if t.success.Kind == chat.NoEvidence {
		t.success = t.confirmed()
	}
	switch {
	case f.Escalated:
		f.Outcome, f.Evidence = chat.Escalated, t.escalation
	case t.success.Kind != chat.NoEvidence:
		f.Outcome, f.Evidence = chat.ResolvedConfirmed, t.success
	case t.abandoned.Kind != chat.NoEvidence:
		f.Outcome, f.Evidence = chat.Abandoned, t.abandoned
	case len(t.messages) == 0:
		f.Outcome, f.Evidence = chat.Unknown, chat.Evidence{Kind: chat.ByShape, Rule: "events_only", Message: -1}
	default:
		f.Outcome, f.Evidence = t.left()
		f.Left = true
	}
}

func (t *telling) first(role chat.Role) int {
	for i := range t.messages {
		if t.messages[i].Role == role {
			return i
		}
	}
	return -1
}

// talkedOfHandoff looks for words of a hand-off: the agent announced it, or the
// user asked for it or accepted an offer of it, and neither took that back nor
// was refused afterwards.
func (t *telling) talkedOfHandoff() chat.Evidence {
	var asked chat.Evidence
	for i := range t.signals {
		s := &t.signals[i]
		switch s.Kind {
		case chat.SignalHandoff:
			return evidenceOf(s)
		case chat.SignalEscalationRequest, chat.SignalAcceptance:
			asked = evidenceOf(s)
		case chat.SignalWithdrawal, chat.SignalRefusal, chat.SignalDecline:
			asked = chat.Evidence{}
		}
	}
	return asked
}

func evidenceOf(s *chat.Signal) chat.Evidence {
	return chat.Evidence{Kind: chat.ByWords, Rule: s.Rule, Message: s.Message, Text: s.Text}
}

// confirmed looks for the user's thanks or confirmation after the agent's last
// answer, with no complaint beside it.
func (t *telling) confirmed() chat.Evidence {
	answer := t.lastAnswer()
	if answer < 0 {
		return chat.Evidence{}
	}
	var found chat.Evidence
	for i := range t.signals {
		s := &t.signals[i]
		if s.Message < answer || t.messages[s.Message].Role != chat.RoleUser {
			continue
		}
		switch s.Kind {
		case chat.SignalConfirmation:
			found = evidenceOf(s)
		case chat.SignalComplaint:
			return chat.Evidence{}
		}
	}
	return found
}

// lastAnswer is the index of the last reply that says something, parting words
// aside: thanks are given before the agent says goodbye. -1 if there is none.
func (t *telling) lastAnswer() int {
	for i := len(t.messages) - 1; i >= 0; i-- {
		m := &t.messages[i]
		if m.Role == chat.RoleAssistant && m.Content != "" && !t.partingWords(i) {
			return i
		}
	}
	return -1
}

// partingWords reports whether the reply at index answers thanks or a goodbye:
// all that the user said since the reply before it was of that kind.
func (t *telling) partingWords(index int) bool {
	for i := index - 1; i >= 0; i-- {
		switch m := &t.messages[i]; {
		case m.Role == chat.RoleUser:
			return (t.has(chat.SignalConfirmation, i) || t.has(chat.SignalGoodbye, i)) && !strings.Contains(m.Content, "?")
		case m.Role == chat.RoleAssistant && m.Content != "":
			return false
		}
	}
	return false
}

// left judges a conversation without explicit evidence by how it was left.
func (t *telling) left() (chat.Outcome, chat.Evidence) {
	shape := func(rule string, message int) chat.Evidence {
		return chat.Evidence{Kind: chat.ByShape, Rule: rule, Message: message}
	}
	last, spoke := t.lastSpoken()
	answer := t.lastReply()
	switch {
	case answer < 0:
		return chat.Abandoned, shape("no_answer", last)
	case t.has(chat.SignalFallback, answer):
		return chat.Abandoned, shape("after_fallback", answer)
	case spoke == chat.RoleUser && t.has(chat.SignalComplaint, last):
		return chat.Abandoned, shape("negative_reaction", last)
	case spoke == chat.RoleUser && !t.has(chat.SignalGoodbye, last):
		return chat.Abandoned, shape("left_unanswered", last)
	case spoke == chat.RoleAssistant && asks(t.messages[last].Content) && !t.has(chat.SignalClosing, last):
		return chat.Abandoned, shape("left_question_open", last)
	}
	return chat.ResolvedAssumed, shape("answered_and_left", answer)
}

// lastSpoken returns the last message of user or agent that has words.
func (t *telling) lastSpoken() (index int, role chat.Role) {
	for i := len(t.messages) - 1; i >= 0; i-- {
		m := &t.messages[i]
		if m.Content != "" && (m.Role == chat.RoleUser || m.Role == chat.RoleAssistant) {
			return i, m.Role
		}
	}
	return -1, chat.RoleSystem
}

// lastReply returns the last thing the agent said after a user message, -1 if nothing.
func (t *telling) lastReply() int {
	reply, asked := -1, false
	for i := range t.messages {
		m := &t.messages[i]
		switch {
		case m.Role == chat.RoleUser:
			asked = true
		case m.Role == chat.RoleAssistant && asked && m.Content != "":
			reply = i
		}
	}
	return reply
}

// asks reports whether a message ends with a question.
func asks(text string) bool {
	text = strings.TrimRight(text, " \t\r\n\"')]*_")
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？") || strings.HasSuffix(text, "؟")
}
