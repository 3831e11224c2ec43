package scoring

import "chatcops/internal/chat"

// convert notes a conversion at a time, which need not be known.
func (t *telling) convert(at chat.Time) {
	f := t.f
	f.Converted = true
	if at.Known() && (!f.ConvertedAt.Known() || at < f.ConvertedAt) {
		f.ConvertedAt = at
	}
}

// lastConversion returns the time of the last conversion; chat.NoTime if there
// is none, or if one has no time and may thus be the last.
func (t *telling) lastConversion() chat.Time {
	last := chat.NoTime
	if !t.f.Converted {
		return last
	}
	timed := true
	note := func(at chat.Time) {
		timed = timed && at.Known()
		last = max(last, at)
	}
	for i := range t.c.Events {
		if e := &t.c.Events[i]; t.eventConverts(e) {
			note(e.Time)
		}
	}
	for i := range t.messages {
		if m := &t.messages[i]; t.callConverts(m) {
			note(m.Time)
		}
	}
	if !timed {
		return chat.NoTime
	}
	return last
}

// eventConverts reports whether an event is a conversion, or the call of a tool that is one.
func (t *telling) eventConverts(e *chat.Event) bool {
	name := t.s.rules.word(e)
	if t.s.rules.eventMeans(name, "conversion") {
		return true
	}
	return name == chat.EventToolCalled && t.toolConverts(t.toolOf(e))
}

// callConverts reports whether a message calls a tool that is a conversion.
func (t *telling) callConverts(m *chat.Message) bool {
	if m.ToolCalls == "" {
		return false
	}
	calls, err := t.s.json.Parse([]byte(m.ToolCalls))
	if err != nil {
		return false
	}
	for it := calls.Iter(); it.Next(); {
		if t.toolConverts(it.Value().Get("name").Text()) {
			return true
		}
	}
	return false
}

func (t *telling) toolConverts(name string) bool {
	return name != "" && t.s.rules.toolMeans(name, "conversion")
}
