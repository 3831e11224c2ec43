package scoring

import (
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
	"chatcops/internal/merge"
)

// Scorer scores one conversation after another; it reuses its memory and
// serves one goroutine.
type Scorer struct {
	rules      *Rules
	words      words
	json       jsondoc.Parser
	properties merge.Union
}

// NewScorer returns a scorer by these rules.
func (r *Rules) NewScorer() *Scorer { return &Scorer{rules: r, words: words{rules: r}} }

// Score concludes the facts of a conversation, whose messages and events are in
// canonical order, and what rules found in its messages.
func (s *Scorer) Score(c *chat.Conversation) (*chat.Facts, chat.Marks) {
	t := &telling{s: s, c: c, f: &chat.Facts{
		Key: c.Key, Source: c.Source, ID: c.ID, UserID: c.UserID, Bot: c.Bot, Channel: c.Channel, Language: c.Language,
		UserProperties: c.UserProperties, StartedAt: chat.NoTime, EndedAt: chat.NoTime, ConvertedAt: chat.NoTime, FirstResponse: -1,
	}}
	t.messages = c.Messages[:plain(c.Messages)]
	if len(t.messages) == 0 {
		t.messages = c.Messages // only what arrived as events
	}
	for i := range t.messages {
		t.signals = s.words.scan(t.signals, i, &t.messages[i])
	}
	t.dropClosings()
	t.count()
	t.time()
	t.readEvents()
	t.readLabels()
	t.readFeedback()
	t.judge()
	t.reachGoals()
	t.grade()
	return t.f, chat.Marks{Signals: t.signals, Sentiments: t.sentiments}
}

// dropClosings leaves parting words only where they can matter: at the end.
func (t *telling) dropClosings() {
	last, _ := t.lastSpoken()
	t.signals = slices.DeleteFunc(t.signals, func(s chat.Signal) bool { return s.Kind == chat.SignalClosing && s.Message != last })
}

// plain returns how many messages did not arrive as events; they stand first.
func plain(ms []chat.Message) int {
	n := 0
	for n < len(ms) && ms[n].EventType == "" {
		n++
	}
	return n
}

// telling is a conversation while it is being scored.
type telling struct {
	s          *Scorer
	c          *chat.Conversation
	f          *chat.Facts
	messages   []chat.Message // those that count
	signals    []chat.Signal
	sentiments []chat.MessageSentiment
	goals      reached

	escalation, success, abandoned chat.Evidence // explicit, the strongest found
}

// count fills in the numbers of messages, tools and tokens, and the model.
func (t *telling) count() {
	f := t.f
	var models tally
	properties := &t.s.properties
	properties.Reset()
	for i := range t.messages {
		m := &t.messages[i]
		switch m.Role {
		case chat.RoleUser:
			f.UserMessages++
		case chat.RoleAssistant:
			f.AssistantMessages++
			models.add(m.Model)
		case chat.RoleHumanAgent:
			f.HumanMessages++
		}
		f.InputTokens += m.InputTokens
		f.OutputTokens += m.OutputTokens
		t.callTools(i, m)
		properties.Add(m.Properties, false)
	}
	properties.Add(t.c.Properties, false)
	f.Properties = properties.String()
	f.Model = models.most()
	for i := range t.signals {
		if t.signals[i].Kind == chat.SignalFallback {
			f.Fallbacks++
		}
	}
}

// callTools counts the calls of a message and notes what they say.
func (t *telling) callTools(index int, m *chat.Message) {
	if m.ToolCalls == "" {
		return
	}
	calls, err := t.s.json.Parse([]byte(m.ToolCalls))
	if err != nil {
		return // the decoder wrote it; a file edited by hand may hold anything
	}
	for it := calls.Iter(); it.Next(); {
		t.f.ToolCalls++
		t.useTool(index, it.Value().Get("name").Text())
	}
}

// useTool notes what the call of a tool says of the conversation.
func (t *telling) useTool(index int, name string) {
	if name == "" {
		return
	}
	ev := chat.Evidence{Kind: chat.ByTool, Rule: name, Message: index, Text: name}
	if t.s.rules.toolMeans(name, "escalation") {
		strengthen(&t.escalation, ev)
	}
	if t.s.rules.toolMeans(name, "success") {
		strengthen(&t.success, ev)
	}
	if t.s.rules.toolMeans(name, "conversion") {
		at := chat.NoTime
		if index >= 0 {
			at = t.messages[index].Time
		}
		t.convert(at)
		strengthen(&t.success, ev)
	}
	if t.s.rules.toolMeans(name, "lead") {
		t.f.LeadCaptured = true
	}
	if t.s.rules.toolMeans(name, "fallback") {
		t.f.Fallbacks++
	}
	t.reachByTool(name, ev)
}

func (r *Rules) toolMeans(name, meaning string) bool {
	for _, re := range r.tools[meaning] {
		if re.MatchString(name) {
			return true
		}
	}
	return false
}

// strengthen replaces evidence by stronger one; of equal strength the first stands.
func strengthen(old *chat.Evidence, ev chat.Evidence) {
	if old.Kind == chat.NoEvidence || ev.Kind < old.Kind {
		*old = ev
	}
}

// tally finds the most frequent of a few names; ties go to the one that sorts first.
type tally struct {
	names  []string
	counts []int
}

func (t *tally) add(name string) {
	if name == "" {
		return
	}
	for i, n := range t.names {
		if n == name {
			t.counts[i]++
			return
		}
	}
	t.names, t.counts = append(t.names, name), append(t.counts, 1)
}

func (t *tally) most() string {
	best := -1
	for i, n := range t.names {
		if best < 0 || t.counts[i] > t.counts[best] || t.counts[i] == t.counts[best] && n < t.names[best] {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return t.names[best]
}
