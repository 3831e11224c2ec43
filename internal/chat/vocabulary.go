package chat

// Words of the event vocabulary that rules and metrics refer to.
const (
	EventSessionStart     = "session_start"
	EventSessionEnd       = "session_end"
	EventUserMessage      = "user_message"
	EventAssistantMessage = "assistant_message"
	EventToolCalled       = "tool_called"
	EventFallback         = "fallback_triggered"
	EventEscalation       = "escalation_requested"
	EventConversion       = "conversion"
	EventLead             = "lead_captured"
	EventFeedback         = "feedback_submitted"
	EventButton           = "button_clicked"
	EventFlowStarted      = "flow_started"
	EventFlowCompleted    = "flow_completed"
	EventFlowAbandoned    = "flow_abandoned"
	EventGoal             = "goal_completed"
	EventExposure         = "experiment_exposure"
	EventShared           = "conversation_shared"
	EventCopied           = "message_copied"
)

// EventType is one word of the vocabulary with the words that the public
// dialects use for the same thing.
type EventType struct {
	Name    string
	Doc     string
	Aliases []string
}

// EventTypes is the one table of the event vocabulary. The words message_sent
// and message_received are not here: which side they name differs by dialect.
var EventTypes = []EventType{
	{EventSessionStart, "a conversation begins", []string{"session_started", "conversation:started", "conversation.started", "conversation_started", "chat_started"}},
	{EventSessionEnd, "a conversation ends", []string{"session_ended", "conversation:ended", "conversation.ended", "conversation_ended", "chat_ended"}},
	{EventUserMessage, "the user writes; message_received in the snake dialect, message:sent in the colon dialect", nil},
	{EventAssistantMessage, "the agent writes; message_sent in the snake dialect, message:received in the colon dialect", nil},
	{EventToolCalled, "the agent calls a tool", []string{"tool:called", "tool.called", "tool_call"}},
	{EventFallback, "the agent did not understand", []string{"fallback", "fallback:triggered", "fallback.triggered"}},
	{EventEscalation, "a hand-off to a human", []string{"escalation", "escalated", "escalation:requested", "escalation.requested", "handoff", "hand_off", "handoff_requested", "handover", "handoff:requested", "conversation:escalated", "conversation.escalated", "transfer_to_human", "transferred_to_agent"}},
	{EventConversion, "the conversation reached its purpose", []string{"converted", "conversion:completed", "conversion.completed", "purchase", "order_completed", "checkout_completed"}},
	{EventLead, "contact details were given", []string{"lead:captured", "lead.captured", "lead"}},
	{EventFeedback, "a rating was given", []string{"feedback", "feedback:submitted", "feedback.submitted", "csat_submitted"}},
	{EventButton, "a button was pressed", []string{"button:clicked", "button.clicked"}},
	{EventFlowStarted, "a flow begins", []string{"flow:started", "flow.started"}},
	{EventFlowCompleted, "a flow reached its end", []string{"flow:completed", "flow.completed"}},
	{EventFlowAbandoned, "a flow was left", []string{"flow:abandoned", "flow.abandoned"}},
	{EventGoal, "a goal was reached; properties.goal names it", []string{"goal:completed", "goal.completed", "goal_reached"}},
	{EventExposure, "a session saw a variant of a test", []string{"experiment:exposure", "experiment.exposure", "exposure"}},
	{EventShared, "the user shared the conversation", []string{"conversation:shared"}},
	{EventCopied, "the user copied a message", []string{"message:copied"}},
}

var eventByWord = func() map[string]string {
	m := map[string]string{}
	for _, t := range EventTypes {
		m[t.Name] = t.Name
		for _, a := range t.Aliases {
			m[a] = t.Name
		}
	}
	return m
}()

// EventName maps a word of any dialect to the vocabulary. ok is false for a
// word that the vocabulary lacks; such events keep their own name.
func EventName(word string) (name string, ok bool) {
	name, ok = eventByWord[word]
	return name, ok
}
