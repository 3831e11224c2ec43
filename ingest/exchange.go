package ingest

import (
	"strconv"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// exchange is one step that was observed in the work of an agent: what it was
// given and what it gave back, be it a call of a model or the whole of a turn.
//
// Traces tell the same words many times: each call of a model is given the whole
// history, and what surrounds the call tells its question and its answer again. So
// a message is known by its words within its trace. Of what a step was given, only
// what begins with the last message of the user belongs to the turn; what stands
// before it was told by the steps of earlier turns. Where the trace is the whole
// conversation all belongs to it.
type exchange struct {
	conversation, trace string
	input, output       jsondoc.Value
	start, end          chat.Time
	asked               chat.Time // when the turn began, if that is known; the zero value is not
	model               string
	used                usage
	properties          rest // of the answer
}

// told adds the messages of a step to a record and reports whether there is an answer.
func (x *exchange) told(d *decoder, rec *chat.Record) bool {
	list := d.spoken(nil, x.input, chat.RoleUser, 0)
	given := len(list)
	list = d.spoken(list, x.output, chat.RoleAssistant, 0)
	if at := lastOf(list[given:], chat.RoleUser); at >= 0 { // the output repeats the input
		list, given = list[given:], at+1
	}
	from := 0
	if x.trace != x.conversation {
		from = max(0, lastOf(list[:given], chat.RoleUser))
	}
	answer := -1
	said := make(map[uint64]int, len(list))
	for i := range list {
		m := &list[i]
		space := x.trace
		if m.Role == chat.RoleSystem {
			space, m.Position = x.conversation, 0 // the same in every turn
		} else if i < from {
			continue
		}
		m.ID = saidAs(space, m, said)
		switch {
		case i >= given:
			if i == len(list)-1 { // when the ones before were said, other steps may tell
				m.Time = x.end
				if !m.Time.Known() {
					m.Time = x.start
				}
			}
			if m.Role == chat.RoleAssistant {
				answer = len(rec.Messages)
			}
		case i == given-1 && m.Role == chat.RoleUser && x.asked > 0:
			m.Time = x.asked
		case i == given-1 && m.Role != chat.RoleSystem:
			m.Time = x.start
		}
		rec.Messages = append(rec.Messages, *m)
	}
	if answer < 0 {
		return false
	}
	m := &rec.Messages[answer]
	m.Model = x.model
	x.used.on(m)
	m.Properties = joinObject(m.Properties, x.properties)
	return true
}

// lastOf returns the index of the last message of a role, -1 if there is none.
func lastOf(list []chat.Message, role chat.Role) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Role == role {
			return i
		}
	}
	return -1
}

// saidAs makes the id of a message from its words and how often they were said
// before; a tool's result is known by the call that it answers.
func saidAs(space string, m *chat.Message, said map[uint64]int) string {
	h := xxhash.New()
	_, _ = h.Write([]byte{byte(m.Role)})
	if m.Role == chat.RoleTool && m.ToolCallID != "" {
		_, _ = h.WriteString(m.ToolCallID)
	} else {
		_, _ = h.WriteString(m.Content)
		_, _ = h.Write([]byte{0})
		_, _ = h.WriteString(m.ToolCalls)
	}
	sum := h.Sum64()
	said[sum]++
	id := space + ":" + strconv.FormatUint(sum, 36)
	if n := said[sum]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id + "w" // no number at the end: such ids would be put in order by it
}

// maxQuoting bounds how deep messages may lie in objects that are no messages.
const maxQuoting = 4

// spoken adds the messages that a value holds, in any of the shapes that libraries
// give to what a model is told and answers: text, a message, a list of them, or an
// object with such a thing under a name that is usual for it. Bare text is said by role.
func (d *decoder) spoken(list []chat.Message, v jsondoc.Value, role chat.Role, depth int) []chat.Message {
	if depth > maxQuoting {
		return list
	}
	switch v.Kind() {
	case jsondoc.String:
		return d.spokenText(list, v.Text(), role, depth)
	case jsondoc.Array:
		return d.spokenList(list, v, role, depth)
	case jsondoc.Object:
		if isModelMessage(v) {
			return modelMessage(list, v, role)
		}
		return d.spokenIn(list, v, role, depth)
	}
	return list
}

// spokenText takes text, which may be JSON that was quoted.
func (d *decoder) spokenText(list []chat.Message, s string, role chat.Role, depth int) []chat.Message {
	if s == "" {
		return list
	}
	if depth == 0 && (s[0] == '{' || s[0] == '[' || s[0] == '"') { // nothing else is read from d.quoted meanwhile
		if v, err := d.quoted.Parse([]byte(s)); err == nil {
			if more := d.spoken(list, v, role, 1); len(more) > len(list) || saysNothing(v) {
				return more
			}
		}
	}
	return append(list, newMessage("", role, s))
}

func (d *decoder) spokenList(list []chat.Message, v jsondoc.Value, role chat.Role, depth int) []chat.Message {
	first := v.Index(0)
	if who, ok := chat.ParseRole(first.Text()); ok && v.Len() == 2 && v.Index(1).Kind() == jsondoc.String { // ["user","hi"]
		return append(list, newMessage("", who, v.Index(1).Text()))
	}
	if isPart(first) && !isModelMessage(first) {
		return modelParts(list, newMessage("", role, ""), v)
	}
	for it := v.Iter(); it.Next(); {
		list = d.spoken(list, it.Value(), role, depth+1)
	}
	return list
}

// spokenKeys are the usual names for what is said. Of those that an object has, the
// first under which something is said counts.
var spokenKeys = []string{"messages", "choices", "generations", "candidates", "contents", "message", "chat_history", "input", "question", "query", "prompt", "user_input",
	"output", "outputs", "answer", "response", "result", "completion", "text", "content", "output_text", "generated_text", "reply", "args", "kwargs"}

func (d *decoder) spokenIn(list []chat.Message, v jsondoc.Value, role chat.Role, depth int) []chat.Message {
	before := len(list)
	if system := firstOf(v, "system", "instructions", "systemInstruction"); system.Exists() && v.Get("messages").Exists() || v.Get("contents").Exists() {
		if m := modelParts(nil, newMessage("", chat.RoleSystem, system.Text()), firstOf(system, "parts")); system.Exists() && len(m) > 0 {
			list = append(list, m...)
		}
	}
	system := len(list)
	for _, key := range spokenKeys {
		value := v.Get(key)
		if value.Kind() < jsondoc.String {
			continue
		}
		if list = d.spoken(list, value, role, depth+1); len(list) > system {
			return list
		}
	}
	return list[:before]
}
