package scoring

import (
	"slices"

	"chatcops/internal/chat"
)

// dropUnasked drops the acceptances and declines that answer no offer: "yes" and
// "no" mean a human only where the agent has just offered one.
func (t *telling) dropUnasked() {
	t.signals = slices.DeleteFunc(t.signals, func(s chat.Signal) bool {
		return (s.Kind == chat.SignalAcceptance || s.Kind == chat.SignalDecline) && !t.offered(s.Message)
	})
}

// offered reports whether the last reply before a message offers a human.
func (t *telling) offered(message int) bool {
	for i := message - 1; i >= 0; i-- {
		if m := &t.messages[i]; m.Role == chat.RoleAssistant && m.Content != "" {
			return t.has(chat.SignalOffer, i)
		}
	}
	return false
}

// talkedOfHandoff follows the words about a hand-off: the agent announced it, or
// the user asked for it or accepted the offer, and what was said last stands.
func (t *telling) talkedOfHandoff() chat.Evidence {
	var asked chat.Evidence
	for i := range t.signals {
		s := &t.signals[i]
		switch s.Kind {
		case chat.SignalHandoff, chat.SignalEscalationRequest, chat.SignalAcceptance:
			asked = evidenceOf(s)
		case chat.SignalWithdrawal, chat.SignalDecline, chat.SignalRefusal:
			asked = chat.Evidence{}
		}
	}
	return asked
}
