package ingest

import (
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// turn makes messages of one turn that is told in blocks: what is said, the calls
// of tools and, in between, their results. What is said after a result is a message of its own.
type turn struct {
	of       chat.Message // what the messages of the speaker share: id, role, time, model
	kept     rest         // goes to the first message
	texts    []string
	thoughts []string
	calls    calls
	results  int // that were not said by the speaker
	out      []chat.Message
}

// answer is the result of a tool.
type answer struct {
	call, name, text string
	failed           bool
}

// say adds text.
func (t *turn) say(text string) {
	if text != "" {
		t.texts = append(t.texts, text)
	}
}

// think adds reasoning, which is no part of what is said.
func (t *turn) think(text string) {
	if text != "" {
		t.thoughts = append(t.thoughts, text)
	}
}

// result adds what a tool has answered.
func (t *turn) result(a answer) {
	if len(t.texts)+len(t.calls) > 0 {
		t.speak()
	}
	m := newMessage(t.id(), chat.RoleTool, a.text)
	m.Time, m.Name, m.ToolCallID = t.of.Time, a.name, a.call
	if a.failed {
		m.Properties = `{"error":true}`
	}
	t.results++
	t.out = append(t.out, m)
}

// id returns that of the next message: the turn's own for the first, with a number for the others.
func (t *turn) id() string {
	if t.of.ID == "" || len(t.out) == 0 {
		return t.of.ID
	}
	return fmt.Sprintf("%s#%d", t.of.ID, len(t.out)+1)
}

// speak ends a message of the speaker.
func (t *turn) speak() {
	m := t.of
	m.ID, m.Content, m.ToolCalls = t.id(), strings.Join(t.texts, "\n"), t.calls.text()
	t.kept.addText("thinking", strings.Join(t.thoughts, "\n"))
	m.Properties = t.kept.object()
	t.out = append(t.out, m)
	t.texts, t.thoughts, t.calls, t.kept = nil, nil, nil, nil
}

// messages ends the turn. A turn in which nothing is said is an empty message,
// unless it brought the results of tools.
func (t *turn) messages() []chat.Message {
	if len(t.texts)+len(t.calls) > 0 || t.results == 0 {
		t.speak()
	}
	return t.out
}

// spendOn gives tokens to the last message of the speaker.
func spendOn(messages []chat.Message, input, output int64) {
	for i := len(messages) - 1; i >= 0; i-- {
		if m := &messages[i]; m.Role == chat.RoleAssistant {
			m.InputTokens, m.OutputTokens = input, output
			return
		}
	}
}

// branch returns the nodes of a tree from its root to one of them; a circle is cut.
func branch(to string, parent map[string]string) []string {
	var path []string
	seen := map[string]bool{}
	for node := to; !seen[node]; {
		up, there := parent[node]
		if !there {
			break
		}
		seen[node] = true
		path = append(path, node)
		node = up
	}
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path
}

// reasonsOf writes the reasons of feedback as [{label,details}], "" if there are none.
func reasonsOf(labels ...string) string {
	var b []byte
	for _, label := range labels {
		if label == "" {
			continue
		}
		sep := byte(',')
		if b == nil {
			sep = '['
		}
		b = append(jsondoc.AppendString(append(append(b, sep), `{"label":`...), label), '}')
	}
	if b == nil {
		return ""
	}
	return string(append(b, ']'))
}

// optionalTime reads a time that may be missing or null.
func optionalTime(v jsondoc.Value) (chat.Time, error) {
	if !v.Exists() || v.Kind() == jsondoc.Null {
		return chat.NoTime, nil
	}
	return jsonTime(v)
}
