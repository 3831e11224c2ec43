package chat

// Facts is what scoring concludes from one conversation: a pure function of its
// raw data and the rules. Metrics, experiments and exports read nothing else.
type Facts struct {
	Key            int64 // the store's own key of the conversation
	Source         string
	ID             string
	UserID         string
	UserKey        uint64 // hash of UserID for counting distinct users; 0 if there is none
	Bot            string
	Channel        string
	Model          string
	Language       string
	Properties     string // JSON object: the conversation's, completed by its messages'
	UserProperties string

	StartedAt, EndedAt Time // first and last time of messages and events

	UserMessages      int32
	AssistantMessages int32
	HumanMessages     int32
	ToolCalls         int32
	Events            int32
	Fallbacks         int32

	Outcome Outcome
	// Left says that Outcome holds only once the user has left: while the
	// conversation is younger than the idle timeout it is pending instead.
	Left               bool
	Evidence           Evidence
	EscalationEvidence Evidence
	Escalated          bool
	Converted          bool
	LeadCaptured       bool
	ConvertedAt        Time     // first conversion; NoTime if none or untimed
	LastConvertedAt    Time     // last conversion; NoTime if none, or if any is untimed and may be the last
	Goals              []string // names of the goals reached, sorted; nil where only GoalCount was read
	GoalCount          int32

	// FirstResponse is the time from the first user message to the first reply
	// after it; negative if there is none. Microseconds, as all durations here.
	FirstResponse int64
	// ResponseSum and ResponseCount fold the times from each user message to the next reply.
	ResponseSum   int64
	ResponseCount int32

	// FeedbackCount counts all feedback; of those RatingCount carry a rating of 1
	// to 5, which add up to RatingSum, and PositiveCount of them are 4 or 5.
	FeedbackCount int32
	RatingCount   int32
	RatingSum     int32
	PositiveCount int32
	InputTokens   int64
	OutputTokens  int64
}

// SignalKind is what a signal says of a message.
type SignalKind string

// Kinds of signals.
const (
	SignalFallback          SignalKind = "fallback"
	SignalEscalationRequest SignalKind = "escalation_request"
	SignalHandoff           SignalKind = "handoff"
	SignalWithdrawal        SignalKind = "withdrawal"    // of a request for a human
	SignalRefusal           SignalKind = "refusal"       // of a hand-off, by the agent
	SignalOffer             SignalKind = "handoff_offer" // by the agent, to hand the user over
	SignalAcceptance        SignalKind = "acceptance"    // of such an offer
	SignalDecline           SignalKind = "decline"       // of such an offer
	SignalConfirmation      SignalKind = "confirmation"
	SignalComplaint         SignalKind = "complaint"
	SignalGoodbye           SignalKind = "goodbye"
	SignalClosing           SignalKind = "closing"
)

// Signal is something that a rule found in one message.
type Signal struct {
	Message int // index of the message
	Kind    SignalKind
	Rule    string
	Text    string // what matched
}

// Engaged reports whether the conversation has a user message.
func (f *Facts) Engaged() bool { return f.UserMessages > 0 }

// Timed reports whether the data carries any time of the conversation.
func (f *Facts) Timed() bool { return f.StartedAt.Known() }

// Settle replaces an outcome that waits for the user to have left by Pending
// when the conversation is younger than idle (microseconds) at newest, the time
// of the newest data.
func (f *Facts) Settle(newest Time, idle int64) {
	if f.Left && f.EndedAt.Known() && newest.Known() && int64(newest)-int64(f.EndedAt) < idle {
		f.Outcome = Pending
		f.Evidence = Evidence{Kind: ByShape, Rule: "within_idle_timeout", Message: f.Evidence.Message}
	}
}
