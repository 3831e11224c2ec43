package chat

// State is something that the facts of a conversation tell it has come to.
type State uint8

// The states.
const (
	Started State = iota + 1
	Engaged
	Answered
	ResolvedState
	EscalatedState
	ConvertedState
	LeadState
	FeedbackState
)

// StateInfo describes one state for people.
type StateInfo struct {
	State State
	Name  string // in flags and the configuration
	Title string // in tables
	Doc   string
}

// States is the one table of states: configuration, output and docs derive from it.
var States = []StateInfo{
	{Started, "started", "Started", "every conversation"},
	{Engaged, "engaged", "Engaged", "the user wrote a message"},
	{Answered, "answered", "Answered", "an agent or a human replied after a user message"},
	{ResolvedState, "resolved", "Resolved", "the outcome is resolved, confirmed or assumed"},
	{EscalatedState, "escalated", "Escalated", "the outcome is escalated"},
	{ConvertedState, "converted", "Converted", "it is engaged and converted"},
	{LeadState, "lead_captured", "Lead captured", "a lead was captured"},
	{FeedbackState, "feedback", "Feedback given", "it is engaged and feedback was given"},
}

// ParseState finds a state by name.
func ParseState(name string) (State, bool) {
	for _, s := range States {
		if s.Name == name {
			return s.State, true
		}
	}
	return 0, false
}

// Info describes the state; its name is empty if there is no such one.
func (s State) Info() StateInfo {
	if s < 1 || int(s) > len(States) {
		return StateInfo{}
	}
	return States[s-1]
}

// In reports whether a conversation with settled facts has come to the state, and
// when; NoTime where nothing tells, as of a verdict, which holds for all of it.
func (s State) In(f *Facts) (reached bool, at Time) {
	switch s {
	case Started:
		return true, f.StartedAt
	case Engaged:
		return f.Engaged(), f.FirstUserAt
	case Answered:
		return f.Engaged() && f.Answered, f.answeredAt()
	case ResolvedState:
		return f.Engaged() && f.Outcome.Resolved(), NoTime
	case EscalatedState:
		return f.Engaged() && f.Outcome == Escalated, NoTime
	case ConvertedState:
		return f.Engaged() && f.Converted, f.ConvertedAt
	case LeadState:
		return f.LeadCaptured, NoTime
	case FeedbackState:
		return f.Engaged() && f.FeedbackCount > 0, NoTime
	}
	return false, NoTime
}

// answeredAt is when the first reply came, as far as the times tell.
func (f *Facts) answeredAt() Time {
	if f.FirstResponse < 0 || !f.FirstUserAt.Known() {
		return NoTime
	}
	return f.FirstUserAt + Time(f.FirstResponse)
}
