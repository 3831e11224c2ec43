package scoring

import "chatcops/internal/chat"

// talkedOfHandoff follows the words about a hand-off: the agent announced it, or
// the user asked for it or accepted the offer, and what was said last stands.
// Where the data shows tools being called, asking alone hands nothing over.
func (t *telling) talkedOfHandoff() chat.Evidence {
	var asked chat.Evidence
	for i := range t.signals {
		s := &t.signals[i]
		switch s.Kind {
		case chat.SignalHandoff:
			asked = evidenceOf(s)
		case chat.SignalEscalationRequest, chat.SignalAcceptance:
			if t.f.ToolCalls == 0 {
				asked = evidenceOf(s)
			}
		case chat.SignalWithdrawal, chat.SignalDecline, chat.SignalRefusal:
			asked = chat.Evidence{}
		}
	}
	return asked
}
