package chat

// SignalInfo describes one kind of signal.
type SignalInfo struct {
	Kind  SignalKind
	By    Role   // who says such a thing; RoleSystem where anybody may, and no phrases tell it
	Title string // beside a message
	Doc   string
	// Passing says that the quality score alone reads such signals, and that they
	// are not stored: they are many.
	Passing bool
}

// SignalKinds is the one table of signals: rules, flags, completion, output and docs derive from it.
var SignalKinds = []SignalInfo{
	{Kind: SignalEscalationRequest, By: RoleUser, Title: "asks for a human", Doc: "the user asks for a human"},
	{Kind: SignalWithdrawal, By: RoleUser, Title: "wants no human after all", Doc: "the user takes the request for a human back"},
	{Kind: SignalOffer, By: RoleAssistant, Title: "offers a human", Doc: "the agent offers a human"},
	{Kind: SignalAcceptance, By: RoleUser, Title: "accepts a human", Doc: "the user accepts the offer of a human"},
	{Kind: SignalDecline, By: RoleUser, Title: "declines a human", Doc: "the user declines the offer of a human"},
	{Kind: SignalHandoff, By: RoleAssistant, Title: "hands over", Doc: "the agent hands over to a human"},
	{Kind: SignalRefusal, By: RoleAssistant, Title: "refuses a human", Doc: "the agent refuses a hand-off"},
	{Kind: SignalFallback, By: RoleAssistant, Title: "fallback", Doc: "the agent did not understand or cannot help"},
	{Kind: SignalConfirmation, By: RoleUser, Title: "confirms", Doc: "the user says that it is solved"},
	{Kind: SignalThanks, By: RoleUser, Title: "thanks", Doc: "the user thanks"},
	{Kind: SignalComplaint, By: RoleUser, Title: "complains", Doc: "the user says that it is not solved, or gives up"},
	{Kind: SignalAcknowledgement, By: RoleUser, Title: "takes note", Doc: "the user says no more than that the last reply was read"},
	{Kind: SignalRepetition, Title: "repeats", Doc: "the speaker's own earlier message again"},
	{Kind: SignalAnswer, Title: "answer", Doc: "the last reply is an answer"},
	{Kind: SignalQuestion, Title: "question", Doc: "the last reply asks the user for something"},
	{Kind: SignalPromise, By: RoleAssistant, Title: "promise", Doc: "the last reply promises something for later"},
	{Kind: SignalSuccess, By: RoleAssistant, Title: "reports success", Doc: "the agent says that it is done"},
	{Kind: SignalFailure, By: RoleAssistant, Title: "reports failure", Doc: "the agent says that it cannot be done"},
	{Kind: SignalGoodbye, By: RoleUser, Title: "says goodbye", Doc: "the user leaves politely"},
	{Kind: SignalClosing, By: RoleAssistant, Title: "closing words", Doc: "the agent asks whether there is anything else, or says goodbye"},
	{Kind: SignalGoal, Title: "goal", Doc: "a goal is reached; the rule names it"},
	{Kind: SignalGrade, Title: "grade", Doc: "a grader gives points; the rule names the score"},
	{Kind: SignalPraise, By: RoleUser, Title: "praises", Doc: "the user likes an answer", Passing: true},
	{Kind: SignalObjection, By: RoleUser, Title: "turns down", Doc: "the user turns an answer down", Passing: true},
	{Kind: SignalCorrection, By: RoleUser, Title: "corrects", Doc: "the user corrects the agent", Passing: true},
	{Kind: SignalDislike, By: RoleUser, Title: "dislikes", Doc: "the user does not like an answer", Passing: true},
	{Kind: SignalDone, By: RoleUser, Title: "done", Doc: "the user needs nothing more", Passing: true},
	{Kind: SignalApology, By: RoleAssistant, Title: "apologises", Doc: "the agent excuses itself", Passing: true},
}

var signalInfos = func() map[SignalKind]SignalInfo {
	infos := map[SignalKind]SignalInfo{}
	for _, s := range SignalKinds {
		infos[s.Kind] = s
	}
	return infos
}()

// SignalInfoOf describes a kind; one that the table lacks is called by its own name.
func SignalInfoOf(kind SignalKind) SignalInfo {
	if s, ok := signalInfos[kind]; ok {
		return s
	}
	return SignalInfo{Kind: kind, Title: string(kind)}
}
