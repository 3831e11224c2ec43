package chat

// SignalInfo describes one kind of signal for people.
type SignalInfo struct {
	Kind  SignalKind
	Title string // beside a message
	Doc   string
}

// SignalKinds is the one table of signals: flags, completion, output and docs derive from it.
var SignalKinds = []SignalInfo{
	{SignalEscalationRequest, "asks for a human", "the user asks for a human"},
	{SignalWithdrawal, "wants no human after all", "the user takes the request for a human back"},
	{SignalOffer, "offers a human", "the agent offers a human"},
	{SignalAcceptance, "accepts a human", "the user accepts the offer of a human"},
	{SignalDecline, "declines a human", "the user declines the offer of a human"},
	{SignalHandoff, "hands over", "the agent hands over to a human"},
	{SignalRefusal, "refuses a human", "the agent refuses a hand-off"},
	{SignalFallback, "fallback", "the agent did not understand or cannot help"},
	{SignalConfirmation, "confirms", "the user says that it is solved"},
	{SignalThanks, "thanks", "the user thanks"},
	{SignalComplaint, "complains", "the user says that it is not solved"},
	{SignalRepetition, "repeats", "the speaker's own earlier message again"},
	{SignalAnswer, "answer", "the last reply is an answer"},
	{SignalQuestion, "question", "the last reply asks the user for something"},
	{SignalPromise, "promise", "the last reply promises something for later"},
	{SignalSuccess, "reports success", "the agent says that it is done"},
	{SignalFailure, "reports failure", "the agent says that it cannot be done"},
	{SignalGoodbye, "says goodbye", "the user leaves politely"},
	{SignalClosing, "closing words", "the agent asks whether there is anything else, or says goodbye"},
	{SignalGoal, "goal", "a goal is reached; the rule names it"},
}

// SignalInfoOf describes a kind; one that the table lacks is called by its own name.
func SignalInfoOf(kind SignalKind) SignalInfo {
	for _, s := range SignalKinds {
		if s.Kind == kind {
			return s
		}
	}
	return SignalInfo{Kind: kind, Title: string(kind)}
}
