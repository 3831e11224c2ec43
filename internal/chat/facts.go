package chat

import "slices"

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
	Language       string // as the data says, else as detected; "" if neither tells
	WordsRead      bool   // there are word rules for the language
	Properties     string // JSON object: the conversation's, completed by its messages'
	UserProperties string

	StartedAt, EndedAt Time  // first and last time of messages and events; without any, when the record was made
	Times              int32 // how many messages and events have a time

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
	GoalCount          int32    // of those that count in the completion rate
	// WaitingGoals are the Goals that, like the outcome of which they follow, hold
	// only once the user has left; WaitingCount is how many of them GoalCount counts.
	WaitingGoals []string
	WaitingCount int32
	// GoalTimes are when each of Goals was first reached, NoTime where nothing tells.
	GoalTimes []Time

	FirstUserAt Time // of the first user message that has a time
	Answered    bool // an agent or a human replied after a user message

	// FirstResponse is the time from the first user message to the first reply
	// after it; negative if there is none. Microseconds, as all durations here.
	FirstResponse int64
	// Responses are the times from each user message to the next reply, in the
	// order of the messages; ResponseSum and ResponseCount fold them.
	Responses     []int64
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
	Usage         []Usage // by model, in the order of their first messages; nil where it was not read

	Sentiment Sentiment
	Quality   Quality

	Scores []Score // of graders, sorted by name
}

// Usage is what one model has used in a conversation.
type Usage struct {
	Model                 string // "" where the data does not say
	Input, Output, Cached int64  // tokens; Cached is a part of Input
	Cost                  Cost   // as recorded
}

// Score is one value of a named score.
type Score struct {
	Name  string
	Value float64
}

// Sentiment is the mood of the user's messages in ten-thousandths of −1 to 1.
type Sentiment struct {
	Known bool  // there is a user message whose words can be judged
	Mean  int32 // of those messages
	Final int32 // with which the user left: the last ones, the very last weighing most
	Trend int32 // Final against the beginning; from −20000 to 20000
}

// NeutralSentiment is where sentiment ceases to be neutral, on either side: the
// thresholds that the authors of VADER give (Hutto and Gilbert 2014).
const NeutralSentiment = 500

// Quality is the quality score and its components in hundredths of a point,
// from 0 to 10000. Conversations that are not engaged have none.
type Quality struct {
	Score      int32
	Resolution int32
	Efficiency int32
	Sentiment  int32 // NoComponent if nothing tells the user's mood
	Goals      int32 // NoComponent if no goal applies
}

// NoComponent marks a component of the quality score that does not apply; the
// weights of the others are renormalised.
const NoComponent = -1

// SignalKind is what a signal says of a message.
type SignalKind string

// Kinds of signals.
const (
	SignalEscalationRequest SignalKind = "escalation_request"
	SignalWithdrawal        SignalKind = "withdrawal"    // of a request for a human
	SignalOffer             SignalKind = "handoff_offer" // by the agent, to hand the user over
	SignalAcceptance        SignalKind = "acceptance"    // of such an offer
	SignalDecline           SignalKind = "decline"       // of such an offer
	SignalHandoff           SignalKind = "handoff"       // carried out
	SignalRefusal           SignalKind = "refusal"       // of a hand-off, by the agent
	SignalFallback          SignalKind = "fallback"
	SignalConfirmation      SignalKind = "confirmation"
	SignalThanks            SignalKind = "thanks"
	SignalComplaint         SignalKind = "complaint"
	SignalRepetition        SignalKind = "repetition"      // of the speaker's own earlier message
	SignalAnswer            SignalKind = "answer"          // what the last reply is: this,
	SignalQuestion          SignalKind = "question"        // or this,
	SignalPromise           SignalKind = "promise"         // or this
	SignalSuccess           SignalKind = "success"         // notice of the agent that it is done
	SignalFailure           SignalKind = "failure"         // notice of the agent that it cannot be done
	SignalAcknowledgement   SignalKind = "acknowledgement" // says no more than that the reply was read
	SignalGoodbye           SignalKind = "goodbye"
	SignalClosing           SignalKind = "closing"
	SignalGoal              SignalKind = "goal"  // Rule names the goal
	SignalGrade             SignalKind = "grade" // Rule names the score to which a grader gave points
	// What only the quality score reads; such signals are not stored.
	SignalPraise     SignalKind = "praise"
	SignalObjection  SignalKind = "objection"  // to what the agent proposes
	SignalCorrection SignalKind = "correction" // of the agent, by the user
	SignalDislike    SignalKind = "dislike"
	SignalDone       SignalKind = "done"    // the user needs nothing more
	SignalApology    SignalKind = "apology" // of the agent
)

// Signal is something that a rule found in one message.
type Signal struct {
	Message int // index of the message
	Kind    SignalKind
	Rule    string
	Text    string // what matched
}

// MessageSentiment is the compound sentiment of a user message, in
// ten-thousandths of −1 to 1.
type MessageSentiment struct {
	Message  int // index of the message
	Compound int32
}

// Marks is what scoring found in the messages of a conversation.
type Marks struct {
	Signals    []Signal
	Sentiments []MessageSentiment // those that are not neutral, in the order of the messages
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
		f.GoalCount, f.WaitingCount = f.GoalCount-f.WaitingCount, 0
		f.dropWaitingGoals()
		f.WaitingGoals = nil
		f.Evidence = Evidence{Kind: ByShape, Rule: "within_idle_timeout", Message: f.Evidence.Message}
	}
}

// dropWaitingGoals takes the goals that wait out of the lists.
func (f *Facts) dropWaitingGoals() {
	n := 0
	for i, g := range f.Goals {
		if slices.Contains(f.WaitingGoals, g) {
			continue
		}
		f.Goals[n] = g
		if i < len(f.GoalTimes) {
			f.GoalTimes[n] = f.GoalTimes[i]
		}
		n++
	}
	f.Goals, f.GoalTimes = f.Goals[:n], f.GoalTimes[:min(n, len(f.GoalTimes))]
}
