package ingest

import (
	"errors"
	"strconv"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

var dialogflowFormat = Format{
	Name: "dialogflow", Title: "Dialogflow CX interaction log",
	Doc: "The table to which Dialogflow CX exports its interaction log, as JSON lines or CSV: one turn a row, with at most 500 turns of a conversation. " +
		"The log tells when a turn began, not when it was answered: answers have no time of their own.",
	Recognised: "JSON objects, or a header, with conversation_name and turn_position",
	Sample: `{"agent_id":"a1","conversation_name":"projects/p/locations/l/agents/a1/sessions/s1","turn_position":1,"request_time":"2026-10-01 09:00:00 UTC","language_code":"en",` +
		`"request":{"queryInput":{"text":{"text":"Where is my order?"}}},"response":{"queryResult":{"match":{"matchType":"INTENT","confidence":0.9},"responseMessages":[{"text":{"text":["On its way."]}}]}}}`,
	Reference: "the table of the BigQuery export (cloud.google.com/dialogflow/cx/docs/concept/export-bq) and the DetectIntent messages of the API",
	Mapping: []Mapping{
		{"conversation_name, turn_position", "conversation: the last part of the name; ids and places of the messages"},
		{"request_time", "time of the user's message, or of the answer where the user said nothing"},
		{"agent_id, language_code", "bot, language"},
		{"request.queryInput", "the user's message: text, pressed digits, what was understood of speech, or the chosen intent in brackets"},
		{"request.queryParams", "channel, user, payload as properties of the conversation"},
		{"response.queryResult.responseMessages", "the agent's messages; liveAgentHandoff and telephonyTransferCall are escalations, conversationSuccess completes, endInteraction ends"},
		{"response.queryResult.match, intent, currentPage", "properties of the user's message; NO_MATCH and NO_INPUT are fallbacks"},
		{"conversation_signals.turnSignals", "fallback, escalation and abandonment where nothing else tells them"},
		{"bot_answer_feedback", "feedback with its reasons, about the answer"},
	},
	shape: &shape{match: isDialogflow, read: (*decoder).dialogflow, header: func(has func(string) bool) bool { return has("conversation_name") && has("turn_position") }},
}

// dialogflow reads one turn; request and response are objects or text that holds them.
func (d *decoder) dialogflow(v jsondoc.Value, line int) error {
	name := v.Get("conversation_name").Text()
	if name == "" {
		return errors.New("a turn without conversation_name")
	}
	t := &dialogflowTurn{d: d, rec: newRecord(name[strings.LastIndexByte(name, '/')+1:], line)}
	n, ok := v.Get("turn_position").Int()
	if s := v.Get("turn_position").Text(); s != "" {
		parsed, err := strconv.ParseInt(s, 10, 64) // the log as CSV, or as BigQuery writes integers
		n, ok = parsed, err == nil
	}
	if !ok || n < 0 || n > 1<<20 {
		return errors.New("a turn without turn_position")
	}
	t.id, t.position = t.rec.Conversation+":"+strconv.FormatInt(n, 10), int32(n)*turnRoom
	var err error
	if t.at, err = optionalTime(v.Get("request_time")); err != nil {
		return err
	}
	t.rec.Bot, t.rec.Language = v.Get("agent_id").Text(), v.Get("language_code").Text()
	d.withQuoted(v.Get("request"), t.request)
	d.withQuoted(v.Get("response"), t.response)
	d.withQuoted(v.Get("derived_data"), t.derived)
	d.withQuoted(v.Get("conversation_signals"), t.signals)
	d.withQuoted(v.Get("bot_answer_feedback"), t.feedback)
	if !says(&t.rec) {
		return errors.New("a turn in which nobody speaks")
	}
	d.out.push(&t.rec, 0)
	return nil
}

func isDialogflow(v jsondoc.Value) bool {
	return v.Get("conversation_name").Exists() && v.Get("turn_position").Exists()
}

// turnRoom is how many places the messages of one turn have.
const turnRoom = 64

// withQuoted hands a value on, taken out of the text that quotes it if need be.
func (d *decoder) withQuoted(v jsondoc.Value, use func(jsondoc.Value)) {
	if s, ok := v.Str(); ok {
		inner, err := d.quoted.Parse([]byte(s))
		if err != nil {
			return
		}
		v = inner
	}
	if v.Kind() == jsondoc.Object {
		use(v)
	}
}

type dialogflowTurn struct {
	d        *decoder
	rec      chat.Record
	id       string // of the turn
	position int32
	at       chat.Time
	missed   bool
	handed   bool
}

func (t *dialogflowTurn) message(m chat.Message) {
	m.Position = t.position + int32(min(len(t.rec.Messages), turnRoom-1))
	t.rec.Messages = append(t.rec.Messages, m)
}

func (t *dialogflowTurn) event(kind, source string, p *rest) {
	t.rec.Events = append(t.rec.Events, newEventAt(kind, source, t.id+":"+source, t.at, p))
}

// request reads what the user said: in words, by a key or a chosen intent.
func (t *dialogflowTurn) request(v jsondoc.Value) {
	input, params := camel(v, "queryInput"), camel(v, "queryParams")
	text := input.Get("text").Get("text").Text()
	fill(&text, input.Get("dtmf").Get("digits").Text())
	if intent := input.Get("intent").Get("intent").Text(); text == "" && intent != "" {
		text = "[" + intent[strings.LastIndexByte(intent, '/')+1:] + "]"
	}
	t.rec.Channel = params.Get("channel").Text()
	t.rec.UserID = firstOf(camel(params, "endUserMetadata"), "userId", "user_id", "id").Scalar()
	var p, own rest
	own.all(params.Get("payload"))
	t.rec.Properties = own.object()
	if text == "" {
		return
	}
	p.keep("parameters", params.Get("parameters"))
	t.message(chat.Message{ID: t.id + ":user", Role: chat.RoleUser, Content: text, Time: t.at, Properties: p.object()})
}

// response reads what the agent answered, and what came of it.
func (t *dialogflowTurn) response(v jsondoc.Value) {
	result := camel(v, "queryResult")
	match := result.Get("match")
	kind := camel(match, "matchType").Text()
	if heard := firstOf(result, "transcript", "text").Text(); heard != "" && len(t.rec.Messages) == 0 {
		t.message(chat.Message{ID: t.id + ":user", Role: chat.RoleUser, Content: heard, Time: t.at})
	}
	n := 0
	for it := camel(result, "responseMessages").Iter(); it.Next(); {
		m := it.Value()
		text := dialogflowText(m)
		t.effects(m)
		if text == "" {
			continue
		}
		at := chat.NoTime // the log tells when the turn began, not when it was answered
		if len(t.rec.Messages) == 0 {
			at = t.at
		}
		answer := chat.Message{ID: t.id + ":agent", Role: chat.RoleAssistant, Content: text, Time: at}
		var p rest
		p.keep("payload", m.Get("payload"))
		answer.Properties = p.object()
		if n++; n > 1 {
			answer.ID += ":" + strconv.Itoa(n)
		}
		t.message(answer)
	}
	if kind == "NO_MATCH" || kind == "NO_INPUT" {
		t.fallback(strings.ToLower(kind))
	}
	t.understood(result, match)
}

// fallback notes that the answer was one.
func (t *dialogflowTurn) fallback(source string) {
	t.missed = true
	t.event(chat.EventFallback, source, nil)
	for i := range t.rec.Messages {
		if m := &t.rec.Messages[i]; m.Role == chat.RoleAssistant {
			t.rec.Events[len(t.rec.Events)-1].MessageID = m.ID
			return
		}
	}
}

// understood keeps with the first message of the turn how the words were matched.
func (t *dialogflowTurn) understood(result, match jsondoc.Value) {
	var p rest
	intent := firstOf(match, "intent")
	if !intent.Exists() {
		intent = result.Get("intent")
	}
	p.keep("intent", camel(intent, "displayName"))
	p.keep("match_type", camel(match, "matchType"))
	p.keep("confidence", match.Get("confidence"))
	p.keep("page", camel(camel(result, "currentPage"), "displayName"))
	p.keep("sentiment", camel(result, "sentimentAnalysisResult"))
	p.all(result, "text", "transcript", "responseMessages", "response_messages", "match", "intent", "currentPage", "current_page", "languageCode", "language_code",
		"sentimentAnalysisResult", "sentiment_analysis_result", "intentDetectionConfidence", "intent_detection_confidence", "parameters")
	p.keep("session_parameters", result.Get("parameters"))
	if len(t.rec.Messages) > 0 {
		m := &t.rec.Messages[0]
		m.Properties = joinObject(m.Properties, p)
	}
}

// dialogflowText is the text of one message of a response.
func dialogflowText(v jsondoc.Value) string {
	text := ""
	for it := v.Get("text").Get("text").Iter(); it.Next(); {
		text = joinLines(text, it.Value().Text())
	}
	if text != "" {
		return text
	}
	if speech := camel(v, "outputAudioText"); speech.Exists() {
		if s := speech.Get("text").Text(); s != "" {
			return s
		}
		return htmlText(speech.Get("ssml").Text())
	}
	if p := v.Get("payload"); !saysNothing(p) {
		if text = p.Get("text").Text(); text == "" {
			text = "[payload]"
		}
	}
	return text
}

// effects takes what a message of a response does rather than says.
func (t *dialogflowTurn) effects(v jsondoc.Value) {
	var p rest
	switch {
	case camel(v, "liveAgentHandoff").Exists():
		p.under("metadata", camel(v, "liveAgentHandoff").Get("metadata"))
		t.handed = true
		t.event(chat.EventEscalation, "liveAgentHandoff", &p)
	case camel(v, "telephonyTransferCall").Exists():
		t.handed = true
		t.event(chat.EventEscalation, "telephonyTransferCall", nil)
	case camel(v, "conversationSuccess").Exists():
		p.under("metadata", camel(v, "conversationSuccess").Get("metadata"))
		t.event(chat.EventFlowCompleted, "conversationSuccess", &p)
	case camel(v, "endInteraction").Exists():
		t.event(chat.EventSessionEnd, "endInteraction", nil)
	}
}

// derived completes what request and response have not told.
func (t *dialogflowTurn) derived(v jsondoc.Value) {
	has := map[chat.Role]bool{}
	for i := range t.rec.Messages {
		has[t.rec.Messages[i].Role] = true
	}
	if text := camel(v, "userUtterances").Text(); text != "" && len(t.rec.Messages) == 0 {
		t.message(chat.Message{ID: t.id + ":user", Role: chat.RoleUser, Content: text, Time: t.at})
	}
	if text := camel(v, "agentUtterances").Text(); text != "" && !has[chat.RoleAssistant] {
		t.message(chat.Message{ID: t.id + ":agent", Role: chat.RoleAssistant, Content: text, Time: chat.NoTime})
	}
}

// signals takes the verdicts of Dialogflow on the turn that nothing else has told.
func (t *dialogflowTurn) signals(v jsondoc.Value) {
	turn := camel(v, "turnSignals")
	yes := func(key string) bool {
		b, _ := camel(turn, key).Bool()
		return b
	}
	if !t.missed && (yes("noMatch") || yes("noInput")) {
		t.fallback("no_match")
	}
	if !t.handed && (yes("agentEscalated") || yes("userEscalated")) {
		t.event(chat.EventEscalation, "escalated", nil)
	}
	if yes("triggeredAbandonmentEvent") {
		t.event(chat.EventFlowAbandoned, "triggeredAbandonmentEvent", nil)
	}
}

func (t *dialogflowTurn) feedback(v jsondoc.Value) {
	f := chat.Feedback{ID: t.id + ":feedback", MessageID: t.id + ":agent", Time: chat.NoTime}
	switch v.Get("rating").Text() {
	case "THUMBS_UP":
		f.Rating, f.Thumb = 5, true
	case "THUMBS_DOWN":
		f.Rating, f.Thumb = 1, true
	default:
		rating, thumb, err := parseRating(camel(v, "customRating").Scalar())
		if err != nil {
			return
		}
		f.Rating, f.Thumb = rating, thumb
	}
	reason := camel(v, "ratingReason")
	var labels []string
	for it := camel(reason, "reasonLabels").Iter(); it.Next(); {
		labels = append(labels, it.Value().Scalar())
	}
	f.Reasons, f.Comment = reasonsOf(labels...), reason.Get("feedback").Text()
	t.rec.Feedback = t.d.out.feedback.one(f)
}
