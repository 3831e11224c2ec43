package chat

// Outcome is how an engaged conversation ended. Exactly one holds.
type Outcome uint8

// The outcomes in the order in which they are decided; NotEngaged has none.
const (
	NotEngaged Outcome = iota
	Escalated
	ResolvedConfirmed
	ResolvedAssumed
	Abandoned
	Pending
	Unknown
)

// OutcomeInfo describes one outcome for people.
type OutcomeInfo struct {
	Outcome Outcome
	Name    string // in data and flags
	Title   string // in tables
	Doc     string
}

// Outcomes is the one table of outcomes: flags, completion, output and docs derive from it.
var Outcomes = []OutcomeInfo{
	{Escalated, "escalated", "Escalated", "handed to a human, or the hand-off was asked for and not withdrawn or refused"},
	{ResolvedConfirmed, "resolved_confirmed", "Resolved, confirmed", "success event, resolving goal, positive feedback, or the user's thanks after the last answer"},
	{ResolvedAssumed, "resolved_assumed", "Resolved, assumed", "the agent gave an answer and the user left without objecting"},
	{Abandoned, "abandoned", "Abandoned", "the user left with no answer, after a fallback, while the agent waited for information, or after a negative reaction"},
	{Pending, "pending", "Pending", "the last message is younger than the idle timeout at the time of the newest data"},
	{Unknown, "unknown", "Unknown", "there is not enough to tell"},
}

// String returns the outcome's name, "" for a conversation that is not engaged.
func (o Outcome) String() string {
	if o == NotEngaged || int(o) > len(Outcomes) {
		return ""
	}
	return Outcomes[o-1].Name
}

// Resolved reports whether the outcome counts in the numerator of the resolution rate.
func (o Outcome) Resolved() bool { return o == ResolvedConfirmed || o == ResolvedAssumed }

// Decided reports whether the outcome counts in the denominator of the resolution rate.
func (o Outcome) Decided() bool { return o != NotEngaged && o != Pending && o != Unknown }

// ParseOutcome finds an outcome by name.
func ParseOutcome(name string) (Outcome, bool) {
	for _, o := range Outcomes {
		if o.Name == name {
			return o.Outcome, true
		}
	}
	return NotEngaged, false
}

// EvidenceKind ranks what a verdict rests on, strongest first.
type EvidenceKind uint8

// Kinds of evidence, strongest first.
const (
	NoEvidence EvidenceKind = iota
	ByEvent
	ByLabel
	ByFeedback
	ByHuman // a human agent's message
	ByTool
	ByWords
	ByShape // who spoke last, and whether an answer was given
)

var evidenceNames = [...]string{"", "event", "label", "feedback", "human_agent", "tool", "words", "shape"}

// String returns the kind's word in output, "" for none.
func (k EvidenceKind) String() string { return evidenceNames[k] }

// ParseEvidenceKind is the inverse of String.
func ParseEvidenceKind(s string) EvidenceKind {
	for i, n := range evidenceNames {
		if n == s {
			return EvidenceKind(i)
		}
	}
	return NoEvidence
}

// Evidence is why a verdict was given.
type Evidence struct {
	Kind    EvidenceKind
	Rule    string // name of the rule, event or tool
	Message int    // index of the message, -1 if none
	Text    string // what matched
}
