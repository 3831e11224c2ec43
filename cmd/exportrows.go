package cmd

import (
	"encoding/json"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/internal/safe"
)

// exportKind is one thing that can be exported.
type exportKind struct {
	name, short string
	formats     []string
	reads       bool // the raw conversation, not only its facts
	row         any  // a struct, whose fields by their JSON names are the columns of every format
	rows        func(*exported) []any
}

var exportKinds = []exportKind{
	{"conversations", "Conversations with their facts and evidence", []string{"jsonl", "csv", "openai", "parquet"}, false, conversationRow{}, conversationRows},
	{"messages", "Messages in their order, with what rules found in them", []string{"jsonl", "csv", "openai", "parquet"}, true, messageRow{}, messageRows},
	{"events", "Events", []string{"jsonl", "csv", "parquet"}, true, eventRow{}, eventRows},
}

// conversationRow is a conversation with its facts, as cli.md states it. What is
// not known is null.
type conversationRow struct {
	ID                 string          `json:"conversation_id"`
	Source             string          `json:"source"`
	UserID             *string         `json:"user_id"`
	Bot                *string         `json:"bot"`
	Channel            *string         `json:"channel"`
	Model              *string         `json:"model"`
	Language           *string         `json:"language"`
	StartedAt          *moment         `json:"started_at"`
	EndedAt            *moment         `json:"ended_at"`
	Duration           *float64        `json:"duration_seconds"`
	UserMessages       int32           `json:"user_messages"`
	AssistantMessages  int32           `json:"assistant_messages"`
	HumanMessages      int32           `json:"human_agent_messages"`
	ToolCalls          int32           `json:"tool_calls"`
	Events             int32           `json:"events"`
	Fallbacks          int32           `json:"fallbacks"`
	Outcome            *string         `json:"outcome"`
	OutcomeEvidence    *evidenceRow    `json:"outcome_evidence"`
	Escalated          bool            `json:"escalated"`
	EscalationEvidence *evidenceRow    `json:"escalation_evidence"`
	Converted          bool            `json:"converted"`
	LeadCaptured       bool            `json:"lead_captured"`
	Goals              []string        `json:"goals"`
	FirstResponse      *float64        `json:"first_response_seconds"`
	MeanResponse       *float64        `json:"mean_response_seconds"`
	FeedbackRating     *float64        `json:"feedback_rating"`
	Sentiment          *float64        `json:"sentiment"`
	FinalSentiment     *float64        `json:"final_sentiment"`
	QualityScore       *float64        `json:"quality_score"`
	Quality            *qualityRow     `json:"quality"`
	Scores             json.RawMessage `json:"scores"` // object: name → value
	Topic              *int64          `json:"topic"`
	InputTokens        *int64          `json:"input_tokens"`
	OutputTokens       *int64          `json:"output_tokens"`
	Cost               *float64        `json:"cost"`
	Properties         json.RawMessage `json:"properties"`
	UserProperties     json.RawMessage `json:"user_properties"`
}

// qualityRow holds the components of the quality score, null where one does not apply.
type qualityRow struct {
	Resolution     *float64 `json:"resolution"`
	Efficiency     *float64 `json:"efficiency"`
	Sentiment      *float64 `json:"sentiment"`
	GoalCompletion *float64 `json:"goal_completion"`
}

type evidenceRow struct {
	Kind         string `json:"kind"`
	Rule         string `json:"rule"`
	MessageIndex *int   `json:"message_index"`
	Text         string `json:"text"`
}

func conversationRows(x *exported) []any {
	f := x.facts
	row := conversationRow{
		ID: x.ofID(f.ID), Source: f.Source, UserID: x.text(f.UserID), Bot: x.text(f.Bot), Channel: x.text(f.Channel), Model: x.text(f.Model), Language: x.text(f.Language),
		StartedAt: momentOf(f.StartedAt, x.loc), EndedAt: momentOf(f.EndedAt, x.loc), UserMessages: f.UserMessages, AssistantMessages: f.AssistantMessages, HumanMessages: f.HumanMessages,
		ToolCalls: f.ToolCalls, Events: f.Events, Fallbacks: f.Fallbacks, OutcomeEvidence: x.evidence(&f.Evidence), Escalated: f.Escalated,
		EscalationEvidence: x.evidence(&f.EscalationEvidence), Converted: f.Converted, LeadCaptured: f.LeadCaptured, Goals: append([]string{}, f.Goals...), Topic: x.topicOf(f.Key),
		InputTokens: positive(f.InputTokens), OutputTokens: positive(f.OutputTokens), Properties: x.object(f.Properties), UserProperties: x.object(f.UserProperties),
	}
	if o := f.Outcome.String(); o != "" {
		row.Outcome = &o
	}
	if f.StartedAt.Known() && f.EndedAt > f.StartedAt {
		row.Duration = seconds(int64(f.EndedAt - f.StartedAt))
	}
	if f.FirstResponse >= 0 {
		row.FirstResponse = seconds(f.FirstResponse)
	}
	if f.ResponseCount > 0 {
		mean := float64(f.ResponseSum) / 1e6 / float64(f.ResponseCount)
		row.MeanResponse = &mean
	}
	if f.RatingCount > 0 {
		mean := float64(f.RatingSum) / float64(f.RatingCount)
		row.FeedbackRating = &mean
	}
	if f.Sentiment.Known {
		row.Sentiment, row.FinalSentiment = fraction(f.Sentiment.Mean, 1e4), fraction(f.Sentiment.Final, 1e4)
	}
	if q := &f.Quality; f.Engaged() {
		row.QualityScore = fraction(q.Score, 100)
		row.Quality = &qualityRow{component(q.Resolution), component(q.Efficiency), component(q.Sentiment), component(q.Goals)}
	}
	if x.prices != nil {
		if nanos, ok := x.prices.CostOf(f); ok {
			row.Cost = amount(chat.Cost{Known: true, Nanos: nanos})
		}
	}
	row.Scores, _ = json.Marshal(x.scores)
	return []any{row}
}

// component is a component of the quality score, nil where it does not apply.
func component(hundredths int32) *float64 {
	if hundredths == chat.NoComponent {
		return nil
	}
	return fraction(hundredths, 100)
}

func fraction(n int32, one float64) *float64 {
	v := float64(n) / one
	return &v
}

type messageRow struct {
	Conversation      string          `json:"conversation_id"`
	Index             int             `json:"message_index"`
	ID                *string         `json:"message_id"`
	Role              string          `json:"role"`
	Content           string          `json:"content"`
	Timestamp         *moment         `json:"timestamp"`
	Name              *string         `json:"name"`
	Model             *string         `json:"model"`
	InputTokens       *int64          `json:"input_tokens"`
	OutputTokens      *int64          `json:"output_tokens"`
	CachedTokens      *int64          `json:"cached_tokens"`
	Cost              *float64        `json:"cost"`
	ToolCalls         json.RawMessage `json:"tool_calls"`
	ToolCallID        *string         `json:"tool_call_id"`
	Sentiment         *float64        `json:"sentiment"`
	Fallback          bool            `json:"fallback"`
	EscalationRequest bool            `json:"escalation_request"`
	EventType         *string         `json:"event_type"`
	Properties        json.RawMessage `json:"properties"`
}

func messageRows(x *exported) []any {
	var rows []any
	sentiments := x.marks.Sentiments
	for i := range x.conversation.Messages {
		m := &x.conversation.Messages[i]
		row := messageRow{Conversation: x.ofID(x.facts.ID), Index: i, ID: x.known(m.ID), Role: m.Role.String(), Content: x.clean(m.Content), Timestamp: momentOf(m.Time, x.loc),
			Name: x.text(m.Name), Model: x.text(m.Model), InputTokens: positive(m.InputTokens), OutputTokens: positive(m.OutputTokens),
			CachedTokens: positive(m.CachedTokens), Cost: amount(m.Cost), ToolCalls: json.RawMessage("[]"), ToolCallID: x.known(m.ToolCallID), EventType: x.text(m.EventType), Properties: x.object(m.Properties)}
		if m.ToolCalls != "" {
			row.ToolCalls = x.object(m.ToolCalls)
		}
		for _, s := range x.marks.Signals {
			if s.Message == i {
				row.Fallback = row.Fallback || s.Kind == chat.SignalFallback
				row.EscalationRequest = row.EscalationRequest || s.Kind == chat.SignalEscalationRequest
			}
		}
		if m.Role == chat.RoleUser && x.facts.Sentiment.Known {
			row.Sentiment = fraction(0, 1)
			if len(sentiments) > 0 && sentiments[0].Message == i {
				row.Sentiment, sentiments = fraction(sentiments[0].Compound, 1e4), sentiments[1:]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// known is nil for what the data does not say.
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// ofID is an id of the data, redacted.
func (x *exported) ofID(id string) string {
	if x.id == nil {
		return id
	}
	return x.id(id)
}

// known is an id of the data, redacted; nil if there is none.
func (x *exported) known(id string) *string { return known(x.ofID(id)) }

// text is text from the data, redacted; nil if there is none.
func (x *exported) text(s string) *string { return known(x.clean(s)) }

func (x *exported) time(t chat.Time) *string {
	if !t.Known() {
		return nil
	}
	s := string(instant.Append(nil, int64(t), x.loc))
	return &s
}

func (x *exported) evidence(e *chat.Evidence) *evidenceRow {
	if e.Kind == chat.NoEvidence {
		return nil
	}
	row := &evidenceRow{Kind: e.Kind.String(), Rule: x.clean(e.Rule), Text: x.clean(e.Text)}
	if e.Message >= 0 {
		row.MessageIndex = &e.Message
	}
	return row
}

// object redacts the text within JSON of the data, an empty object if there is none.
func (x *exported) object(s string) json.RawMessage {
	if s == "" {
		return json.RawMessage("{}")
	}
	if clean, ok := safe.JSON(s, x.clean); ok {
		return json.RawMessage(clean)
	}
	return json.RawMessage("{}")
}

func seconds(us int64) *float64 {
	s := float64(us) / 1e6
	return &s
}

// amount is a cost in its currency.
func amount(c chat.Cost) *float64 {
	if !c.Known {
		return nil
	}
	v := float64(c.Nanos) / 1e9
	return &v
}

func positive(n int64) *int64 {
	if n <= 0 {
		return nil
	}
	return &n
}

// rawObject is JSON of the data as it is, an empty object if there is none.
func rawObject(s string) json.RawMessage {
	if !json.Valid([]byte(s)) {
		return json.RawMessage("{}")
	}
	return json.RawMessage(s)
}
