package scoring

import (
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// readEvents takes what events say, in the order of their times.
func (t *telling) readEvents() {
	f := t.f
	f.Events = int32(len(t.c.Events))
	var users, agents int32
	told := newSpoken()
	for i := range t.c.Events {
		e := &t.c.Events[i]
		name := t.s.rules.word(e)
		ev := chat.Evidence{Kind: chat.ByEvent, Rule: e.Type, Message: t.messageOf(e), Text: name}
		if e.SourceType != "" {
			ev.Rule = e.SourceType
		}
		t.readEvent(e, name, ev)
		switch name {
		case chat.EventUserMessage:
			users++
			told.user(e.Time)
		case chat.EventAssistantMessage:
			agents++
			told.agent()
		}
	}
	switch {
	case len(t.c.Messages) == 0: // all that is known of the messages
		f.UserMessages, f.AssistantMessages = users, agents
		f.FirstUserAt, f.Answered = told.at, told.answered
		f.Events -= users + agents
	case plain(t.c.Messages) > 0: // the same messages told twice
		f.Events += int32(len(t.c.Messages) - plain(t.c.Messages))
	}
	f.LastConvertedAt = t.lastConversion()
}

// word is what an event means by the user's configuration or by the vocabulary.
func (r *Rules) word(e *chat.Event) string {
	own := e.Type
	if e.SourceType != "" {
		own = e.SourceType
	}
	if w, ok := r.events[own]; ok {
		return w
	}
	return e.Type
}

func (t *telling) readEvent(e *chat.Event, name string, ev chat.Evidence) {
	r := t.s.rules
	if r.eventMeans(name, "escalation") {
		strengthen(&t.escalation, ev)
	}
	if r.eventMeans(name, "success") {
		strengthen(&t.success, ev)
	}
	if r.eventMeans(name, "abandoned") {
		strengthen(&t.abandoned, ev)
	}
	if r.eventMeans(name, "fallback") && !t.has(isFallback, ev.Message) {
		t.fallBack(ev.Message)
	}
	if r.eventMeans(name, "conversion") {
		t.convert(e.Time)
	}
	if r.eventMeans(name, "lead") {
		t.lead(e.Time)
	}
	t.reachByEvent(e, name, ev)
	switch name {
	case chat.EventGoal:
		if goal := t.property(e.Properties, "goal"); goal != "" {
			t.reach(t.s.rules.goal(goal), e.Time, ev)
		}
	case chat.EventFlowStarted, chat.EventFlowAbandoned:
		t.begun = true
	case chat.EventFlowCompleted:
		t.finished = true
	case chat.EventToolCalled:
		t.f.ToolCalls++
		tool := t.toolOf(e)
		t.useTool(-1, e.Time, tool)
		if t.toolConverts(tool) {
			t.convert(e.Time) // the call has no message that tells its time
		}
	case chat.EventSessionEnd:
		if e.Properties != "" {
			t.readLabelsOf(e.Properties, ev)
		}
	}
}

// toolOf returns the tool that an event of a call names.
func (t *telling) toolOf(e *chat.Event) string {
	return t.property(e.Properties, "tool", "tool_name", "name")
}

func (r *Rules) eventMeans(name, meaning string) bool { return slices.Contains(r.means[meaning], name) }

// messageOf returns the index of the message that an event is about, else of the
// last one before it; -1 if there is none.
func (t *telling) messageOf(e *chat.Event) int {
	at := -1
	for i := range t.messages {
		m := &t.messages[i]
		if e.MessageID != "" && m.ID == e.MessageID {
			return i
		}
		if e.Time.Known() && m.Time.Known() && m.Time <= e.Time {
			at = i
		}
	}
	return at
}

// has reports whether the words of a message say one of these.
func (t *telling) has(of kinds, message int) bool {
	return message >= 0 && message < len(t.s.said) && t.s.said[message]&of != 0
}

// readLabels takes what properties of the conversation state of its end.
func (t *telling) readLabels() {
	if t.f.Properties != "" {
		t.readLabelsOf(t.f.Properties, chat.Evidence{Message: -1})
	}
}

func (t *telling) readLabelsOf(properties string, ev chat.Evidence) {
	v, err := t.s.json.Parse([]byte(properties))
	if err != nil {
		return
	}
	for _, l := range t.s.rules.labels {
		p := v.Get(l.Property)
		if p.Kind() == jsondoc.Missing || !slices.Contains(l.Equals, strings.ToLower(p.Scalar())) {
			continue
		}
		said := chat.Evidence{Kind: chat.ByLabel, Rule: l.Property, Message: ev.Message, Text: l.Property + "=" + p.Scalar()}
		switch l.Means {
		case "escalated":
			strengthen(&t.escalation, said)
		case "resolved":
			strengthen(&t.success, said)
		case "abandoned":
			strengthen(&t.abandoned, said)
		}
	}
}

// property returns the first of names that a JSON object has, as text.
func (t *telling) property(object string, names ...string) string {
	if object == "" {
		return ""
	}
	v, err := t.s.json.Parse([]byte(object))
	if err != nil {
		return ""
	}
	for _, n := range names {
		if s := v.Get(n).Scalar(); s != "" {
			return s
		}
	}
	return ""
}

// readFeedback adds up ratings.
func (t *telling) readFeedback() {
	f := t.f
	f.FeedbackCount = int32(len(t.c.Feedback))
	for i := range t.c.Feedback {
		fb := &t.c.Feedback[i]
		if fb.Rating < 1 || fb.Rating > 5 {
			continue
		}
		f.RatingCount++
		f.RatingSum += int32(fb.Rating)
		if fb.Rating >= 4 {
			f.PositiveCount++
		}
	}
	// Feedback of the same mind resolves; where it is divided, the words decide.
	if f.RatingCount > 0 && f.PositiveCount == f.RatingCount {
		strengthen(&t.success, chat.Evidence{Kind: chat.ByFeedback, Rule: "positive_feedback", Message: -1, Text: "rating " + itoa(f.RatingSum/f.RatingCount)})
	}
}
