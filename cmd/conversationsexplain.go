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
		if s.Compound > -chat.NeutralSentiment && s.Compound < chat.NeutralSentiment {
			continue
		}
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
		q.Quote = x.around(x.conversation.Messages[ev.Message].Content, ev.Text)
	}
	return q
}

// quoteBefore is how much of a message stands before the words quoted, in bytes.
const quoteBefore = 60

// around quotes a message in short, such that the words in it are seen.
func (x *exported) around(text, words string) string {
	cut := ""
	if at := strings.Index(text, words); at > quoteBefore {
		from := at - quoteBefore
		if space := strings.IndexByte(text[from:at], ' '); space >= 0 {
			from += space + 1
		} else {
			from = at
		}
		cut, text = "…", text[from:]
	}
	return cut + safe.Snippet(strings.TrimSpace(safe.Terminal(x.clean(text))), shortText)
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
