package scoring

import "chatcops/internal/chat"

// judge decides the outcome: the first that holds, in the order of product.md.
// Explicit evidence outranks tools, and tools outrank words.
func (t *telling) judge() {
	f := t.f
	t.sayGoals()
	if f.HumanMessages > 0 {
		strengthen(&t.escalation, chat.Evidence{Kind: chat.ByHuman, Rule: "human_agent", Message: t.first(chat.RoleHumanAgent)})
	}
	if t.escalation.Kind == chat.NoEvidence {
		t.escalation = t.talkedOfHandoff()
	}
	if t.escalation.Kind != chat.NoEvidence {
		f.Escalated, f.EscalationEvidence = true, t.escalation
	}
	if !f.Engaged() {
		return
	}
	end := t.ending()
	t.end = end
	if t.success.Kind == chat.NoEvidence {
		t.success = end.confirmed()
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
	case !f.WordsRead && end.answer >= 0:
		f.Outcome, f.Evidence = chat.Unknown, chat.Evidence{Kind: chat.ByShape, Rule: "language_not_read", Message: -1}
	default:
		f.Outcome, f.Evidence = end.left()
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

// strengthen replaces evidence by stronger one; of equal strength the first stands.
func strengthen(old *chat.Evidence, ev chat.Evidence) {
	if old.Kind == chat.NoEvidence || ev.Kind < old.Kind {
		*old = ev
	}
}

func evidenceOf(s *chat.Signal) chat.Evidence {
	return chat.Evidence{Kind: chat.ByWords, Rule: s.Rule, Message: s.Message, Text: s.Text}
}
