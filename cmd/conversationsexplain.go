package cmd

import (
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/safe"
	"chatcops/report"
	"chatcops/scoring"
)

// explanation is the evidence for every verdict on a conversation.
type explanation struct {
	Outcome    []outcomeCheck     `json:"outcome"` // in the order in which they are tried, up to the one that holds
	Evidence   *quotedRow         `json:"evidence"`
	Escalation *quotedRow         `json:"escalation_evidence"`
	Goals      []string           `json:"goals"`
	Quality    []qualityComponent `json:"quality"`
	Signals    []signalRow        `json:"signals"`
	Sentiments []sentimentRow     `json:"sentiments"`
}

// outcomeCheck says whether an outcome holds, and why.
type outcomeCheck struct {
	Outcome string `json:"outcome"`
	Title   string `json:"title"` // what is asked
	Holds   bool   `json:"holds"`
	Why     string `json:"why"`
}

// quotedRow is evidence with the message that it is from.
type quotedRow struct {
	*evidenceRow
	Why   string `json:"why"`
	Quote string `json:"quote"` // of the message, "" if there is none
}

// qualityComponent is one part of the quality score, or the score itself.
type qualityComponent struct {
	Name    string          `json:"name"`
	Title   string          `json:"title"`
	Value   *float64        `json:"value"`  // 0 to 100, nil where it does not apply
	Weight  *float64        `json:"weight"` // share of the score, nil for the score itself
	Reasons []qualityReason `json:"reasons"`
}

// qualityReason is what gave or took points of a component.
type qualityReason struct {
	Points  float64 `json:"points"`
	Message *int    `json:"message_index"`
	Text    string  `json:"text"`
}

// sentimentRow is the sentiment of a user message.
type sentimentRow struct {
	Message   int     `json:"message_index"`
	Sentiment float64 `json:"sentiment"`
}

func (x *exported) explain() *explanation {
	f := x.facts
	e := &explanation{Outcome: outcomeChecks(f, x.marks.Signals), Evidence: x.quoted(&f.Evidence), Escalation: x.quoted(&f.EscalationEvidence),
		Goals: append([]string{}, f.Goals...), Quality: x.explainQuality(), Signals: append([]signalRow{}, x.signals()...), Sentiments: []sentimentRow{}}
	for i := range e.Outcome {
		e.Outcome[i].Why = x.clean(e.Outcome[i].Why)
	}
	for _, s := range x.marks.Sentiments {
		e.Sentiments = append(e.Sentiments, sentimentRow{s.Message, float64(s.Compound) / 1e4})
	}
	return e
}

// quoted is evidence with its message; nil if there is no evidence.
func (x *exported) quoted(ev *chat.Evidence) *quotedRow {
	row := x.evidence(ev)
	if row == nil {
		return nil
	}
	q := &quotedRow{evidenceRow: row, Why: x.clean(reason(ev))}
	if ev.Message >= 0 && ev.Message < len(x.conversation.Messages) {
		q.Quote = safe.Snippet(strings.TrimSpace(safe.Terminal(x.clean(x.conversation.Messages[ev.Message].Content))), shortText)
	}
	return q
}

// explainQuality lists the components of the quality score and then the score.
// A component that other rules have made than those in force stands without reasons.
func (x *exported) explainQuality() []qualityComponent {
	f, list := x.facts, []qualityComponent{}
	if !f.Engaged() {
		return list
	}
	explained := map[string]scoring.Component{}
	if x.rules != nil {
		for _, c := range x.rules.NewScorer().ExplainQuality(x.conversation) {
			explained[c.Name] = c
		}
	}
	q := &f.Quality
	for _, c := range []struct {
		name, title string
		hundredths  int32
	}{
		{"resolution", "Resolution", q.Resolution}, {"efficiency", "Efficiency", q.Efficiency}, {"sentiment", "Sentiment", q.Sentiment},
		{"goal_completion", "Goal completion", q.Goals}, {"quality_score", "Score", q.Score},
	} {
		row := qualityComponent{Name: c.name, Title: c.title, Value: component(c.hundredths), Reasons: []qualityReason{}}
		if why, ok := explained[c.name]; ok && why.Points == c.hundredths {
			row.Weight = &why.Weight
			for _, r := range why.Reasons {
				row.Reasons = append(row.Reasons, x.qualityReason(r))
			}
		}
		list = append(list, row)
	}
	return list
}

func (x *exported) qualityReason(r scoring.Reason) qualityReason {
	reason := qualityReason{Points: float64(r.Effect) / 100, Text: x.clean(r.Text)}
	if r.Message >= 0 {
		reason.Message = &r.Message
	}
	return reason
}

// shapeReasons say in words why a conversation was judged by the way it was left.
var shapeReasons = map[string]string{
	"no_answer":           "the agent said nothing after the user",
	"after_fallback":      "the last reply was a fallback, and the user left",
	"left_unanswered":     "the user spoke last, and it was no goodbye",
	"left_with_promise":   "the agent promised to come back, and the user left",
	"left_question_open":  "the agent waited for an answer, and the user left",
	"answered_and_left":   "the agent answered, and the user left without objecting",
	"events_only":         "only events are known, and none of them is a verdict",
	"within_idle_timeout": "the last message is younger than the idle timeout at the time of the newest data",
}

// reason says in words what evidence is.
func reason(ev *chat.Evidence) string {
	said := ""
	if ev.Text != "" {
		said = " “" + ev.Text + "”"
	}
	var text string
	switch ev.Kind {
	case chat.NoEvidence:
		return "no evidence is stored"
	case chat.ByEvent:
		text = "event " + ev.Rule
	case chat.ByLabel:
		text = "the data says so:" + said
		if said == "" {
			text = "the data says so: " + ev.Rule
		}
	case chat.ByFeedback:
		text = "feedback of the user"
	case chat.ByHuman:
		text = "a human agent wrote"
	case chat.ByTool:
		text = "call of the tool " + ev.Rule
	case chat.ByWords:
		text = "the words" + said + " (rule " + ev.Rule + ")"
	default:
		var ok bool
		if text, ok = shapeReasons[ev.Rule]; !ok {
			text = strings.ReplaceAll(ev.Rule, "_", " ")
		}
	}
	if ev.Message >= 0 {
		text += fmt.Sprintf(", message #%d", ev.Message)
	}
	return text
}

// outcomeChecks tells for each outcome, in the order of the rules, whether it
// holds; the first that does ends the list. Why one does not hold is told as far
// as facts and signals show it.
func outcomeChecks(f *chat.Facts, signals []chat.Signal) []outcomeCheck {
	list := []outcomeCheck{}
	if !f.Engaged() {
		return list
	}
	inferred := f.Evidence.Kind == chat.ByShape || f.Evidence.Kind == chat.ByWords
	for _, c := range []struct {
		outcome chat.Outcome
		title   string
		holds   bool
		not     string
	}{
		{chat.Escalated, "Escalated", f.Outcome == chat.Escalated, notEscalated(f, signals)},
		{chat.ResolvedConfirmed, "Resolved, confirmed", f.Outcome == chat.ResolvedConfirmed, notConfirmed(f, signals)},
		{chat.Abandoned, "Abandoned, said so", f.Outcome == chat.Abandoned && !inferred, "no event or label says that the user gave up"},
		{chat.Unknown, "Unknown", f.Outcome == chat.Unknown, "there are messages to judge by"},
		{chat.Pending, "Pending", f.Outcome == chat.Pending, "the last message is older than the idle timeout, or has no time"},
		{f.Outcome, "How it was left", true, ""},
	} {
		check := outcomeCheck{c.outcome.String(), c.title, c.holds, c.not}
		if c.holds {
			check.Why = reason(&f.Evidence)
		}
		list = append(list, check)
		if c.holds {
			break
		}
	}
	return list
}

func notEscalated(f *chat.Facts, signals []chat.Signal) string {
	why := []string{"no event, label, human agent or tool call of a hand-off"}
	if where := messagesWith(signals, chat.SignalEscalationRequest, chat.SignalHandoff); where != "" {
		words := "its words (" + where + ") do not count"
		switch after := messagesWith(signals, chat.SignalWithdrawal, chat.SignalRefusal, chat.SignalDecline); {
		case f.ToolCalls > 0:
			words += " where tools are called: " + report.Things(int64(f.ToolCalls), "call")
		case after != "":
			words += ": taken back, refused or declined (" + after + ")"
		}
		why = append(why, words)
	} else {
		why = append(why, "nobody asked for a human")
	}
	return strings.Join(why, "; ")
}

func notConfirmed(f *chat.Facts, signals []chat.Signal) string {
	why := []string{"no event, label, tool or goal of success"}
	if f.RatingCount > 0 {
		why = append(why, fmt.Sprintf("of %s, %d are 4 or 5", report.Things(int64(f.RatingCount), "rating"), f.PositiveCount))
	}
	if where := messagesWith(signals, chat.SignalConfirmation, chat.SignalThanks); where != "" {
		why = append(why, "words of confirmation or thanks ("+where+") come before the last answer, beside a complaint, or after a fallback or failure")
	} else {
		why = append(why, "no words of confirmation or thanks")
	}
	return strings.Join(why, "; ")
}

// messagesWith lists the messages that have a signal of one of the kinds.
func messagesWith(signals []chat.Signal, kinds ...chat.SignalKind) string {
	var list []string
	last := -1
	for _, s := range signals {
		for _, k := range kinds {
			if s.Kind == k && s.Message != last {
				list, last = append(list, fmt.Sprintf("#%d", s.Message)), s.Message
			}
		}
	}
	return strings.Join(list, ", ")
}

// reasonText is a reason on one line: +8.3 user thanks, confirms or praises, #4.
func reasonText(r qualityReason) string {
	sign := "+"
	if r.Points < 0 {
		sign = ""
	}
	text := sign + report.Number(r.Points, report.Decimal(1)).Shown() + " " + r.Text
	if r.Message != nil {
		text += fmt.Sprintf(", #%d", *r.Message)
	}
	return text
}

// explanation writes the evidence for people.
func (t *transcript) explanation(e *explanation) {
	title := func(text string) { t.b.WriteString("\n" + t.paint(text, styleBold) + "\n") }
	if len(e.Outcome) > 0 {
		title("Why this outcome: the first that holds")
	}
	for _, c := range e.Outcome {
		verdict, style := "no: ", ""
		if c.Holds {
			o, _ := chat.ParseOutcome(c.Outcome)
			verdict, style = chat.Outcomes[o-1].Title+": ", styleGreen
		}
		t.block("  "+c.Title, style, 23, verdict+c.Why)
	}
	for _, q := range []*quotedRow{e.Evidence, e.Escalation} {
		if q == nil || q.Quote == "" || q == e.Escalation && t.facts.Outcome == chat.Escalated {
			continue
		}
		head := "the evidence"
		if q == e.Escalation {
			head = "the escalation: " + q.Why
		}
		t.block("  Quoted", "", 23, fmt.Sprintf("%s, #%d: “%s”", head, *q.MessageIndex, q.Quote))
	}
	if len(e.Quality) > 0 {
		title("Quality score, 0 to 100")
	}
	for _, c := range e.Quality {
		value := "– (does not apply)"
		if c.Value != nil {
			value = report.Number(*c.Value, report.Decimal(1)).Shown()
		}
		if c.Weight != nil && c.Value != nil {
			value += " (weight " + report.Number(*c.Weight, report.Share).Shown() + ")"
		}
		t.block("  "+c.Title, "", 23, value)
		for _, r := range c.Reasons {
			t.block("", "", 23, reasonText(r))
		}
	}
	if len(e.Goals) > 0 {
		title("Goals reached")
		t.block("", "", 2, strings.Join(e.Goals, ", "))
	}
	if len(e.Signals) > 0 {
		title("What rules found")
	}
	for _, s := range e.Signals {
		where := ""
		if s.Message >= 0 {
			where = fmt.Sprintf("#%d", s.Message)
		}
		text := s.Title
		if s.Text != "" {
			text += ": “" + s.Text + "”"
		}
		t.block("  "+where, "", 7, text+" (rule "+s.Rule+")")
	}
	if len(e.Sentiments) > 0 {
		title("Sentiment of messages that are not neutral")
	}
	for _, s := range e.Sentiments {
		t.block(fmt.Sprintf("  #%d", s.Message), "", 7, report.Number(s.Sentiment, report.Decimal(2)).Shown())
	}
}
