package scoring

import (
	"slices"

	"chatcops/internal/chat"
)

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
		t.spend(m)
		t.callTools(i, m)
		properties.Add(m.Properties, false)
	}
	properties.Add(t.c.Properties, false)
	f.Properties = properties.String()
	f.Model = models.most()
	for i := range t.signals {
		if t.signals[i].Kind == chat.SignalFallback {
			t.fallBack(t.signals[i].Message)
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
		t.useTool(index, m.Time, it.Value().Get("name").Text())
	}
}

// useTool notes what the call of a tool says of the conversation; index is that
// of the message, −1 if an event told of the call.
func (t *telling) useTool(index int, time chat.Time, name string) {
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
		t.lead(time)
	}
	if t.s.rules.toolMeans(name, "fallback") {
		t.fallBack(index)
	}
	t.reachByTool(name, time, ev)
}

// spend adds what a message has used to that of its model.
func (t *telling) spend(m *chat.Message) {
	if m.InputTokens+m.OutputTokens == 0 && !m.Cost.Known {
		return
	}
	i := slices.IndexFunc(t.f.Usage, func(u chat.Usage) bool { return u.Model == m.Model })
	if i < 0 {
		i = len(t.f.Usage)
		t.f.Usage = append(t.f.Usage, chat.Usage{Model: m.Model})
	}
	u := &t.f.Usage[i]
	u.Input += m.InputTokens
	u.Output += m.OutputTokens
	u.Cached += m.CachedTokens
	if m.Cost.Known {
		u.Cost.Known = true
		u.Cost.Nanos += m.Cost.Nanos
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
