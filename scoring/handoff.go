package scoring

import "chatcops/internal/chat"

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
