package cmd

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"chatcops/internal/chat"
	"chatcops/internal/safe"
	"chatcops/report"
)

// Styles of a transcript, as SGR parameters.
const (
	styleBold   = "1"
	styleFaint  = "2"
	styleRed    = "31"
	styleGreen  = "32"
	styleYellow = "33"
)

// roleInfo is how a role is shown.
type roleInfo struct{ title, style string }

var roles = map[chat.Role]roleInfo{
	chat.RoleSystem: {"System", styleFaint}, chat.RoleUser: {"User", "1;36"}, chat.RoleAssistant: {"Assistant", "1;34"},
	chat.RoleTool: {"Tool", styleFaint}, chat.RoleHumanAgent: {"Human agent", "1;35"},
}

// transcript draws a conversation for people. All text of the data passes
// through package safe on its way into it.
type transcript struct {
	*exported
	b     strings.Builder
	width int
	color bool
	full  bool // tool results and system prompts in full
}

func newTranscript(x *exported, width int, color, full bool) *transcript {
	if width == 0 {
		width = 80
	}
	return &transcript{exported: x, width: max(width, 20), color: color, full: full}
}

func (t *transcript) paint(text, style string) string {
	if !t.color || style == "" || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// block writes text of several lines behind a first one's label, wrapped.
func (t *transcript) block(label, style string, indent int, text string) {
	lines := report.Wrap(safe.TerminalBlock(text), t.width-indent)
	if len(lines) == 0 {
		lines = []string{""}
	}
	for _, line := range lines {
		t.b.WriteString(label + strings.Repeat(" ", max(0, indent-displaywidth.String(label))) + t.paint(line, style) + "\n")
		label = ""
	}
}

// aside is what stands between messages: an event or feedback.
type aside struct {
	at    chat.Time
	about string // id of a message
	text  string
}

// asides are events and feedback in the order of their times, untimed ones last.
func (t *transcript) asides() []aside {
	c := t.conversation
	var list []aside
	for i := range c.Events {
		e := &c.Events[i]
		text := "event " + e.Type
		if e.Properties != "" && e.Properties != "{}" {
			text += " " + safe.Snippet(safe.Terminal(string(t.object(e.Properties))), shortText)
		}
		list = append(list, aside{e.Time, e.MessageID, t.clean(text)})
	}
	for i := range c.Feedback {
		f := &c.Feedback[i]
		text := "feedback"
		switch {
		case f.Thumb:
			text += map[bool]string{true: " thumb up", false: " thumb down"}[f.Rating >= 4]
		case f.Rating > 0:
			text += fmt.Sprintf(" %d of 5", f.Rating)
		}
		if f.Reasons != "" {
			text += " " + string(t.object(f.Reasons))
		}
		if f.Comment != "" {
			text += " “" + t.clean(f.Comment) + "”"
		}
		list = append(list, aside{f.Time, f.MessageID, text})
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i].at, list[j].at
		return a.Known() && (!b.Known() || a < b)
	})
	return list
}

// talk writes the messages with what stands between them.
func (t *transcript) talk() {
	asides := t.asides()
	day := ""
	show := func(is func(*aside) bool) {
		rest := asides[:0]
		for _, a := range asides {
			if !is(&a) {
				rest = append(rest, a)
				continue
			}
			t.b.WriteByte('\n')
			if a.at.Known() {
				t.block("  · "+t.clock(a.at), styleFaint, 14, a.text)
			} else {
				t.block("  ·", styleFaint, 4, a.text)
			}
		}
		asides = rest
	}
	for i := range t.conversation.Messages {
		m := &t.conversation.Messages[i]
		if m.Time.Known() {
			show(func(a *aside) bool { return a.at.Known() && a.at < m.Time })
			if d := m.Time.In(t.loc).Format("Monday, 2 January 2006"); d != day {
				day = d
				t.b.WriteString("\n" + t.paint(d, styleFaint) + "\n")
			}
		}
		t.message(i, m)
		if m.ID != "" {
			show(func(a *aside) bool { return !a.at.Known() && a.about == m.ID })
		}
	}
	show(func(*aside) bool { return true })
}

func (t *transcript) clock(at chat.Time) string {
	if !at.Known() {
		return ""
	}
	return at.In(t.loc).Format("15:04:05")
}

// shortText is how many characters are shown of what is shortened.
const shortText = 300

func (t *transcript) message(index int, m *chat.Message) {
	role := roles[m.Role]
	title := role.title
	if m.Name != "" {
		title += " (" + safe.Snippet(safe.Terminal(t.clean(m.Name)), 40) + ")"
	}
	head := t.paint(fmt.Sprintf("#%d", index), styleFaint) + " " + t.paint(title, role.style)
	if m.Time.Known() {
		head += "  " + t.paint(t.clock(m.Time), styleFaint)
	}
	if m.InputTokens+m.OutputTokens > 0 {
		head += "  " + t.paint(tokensText(m.InputTokens, m.OutputTokens), styleFaint)
	}
	if m.EventType != "" {
		head += "  " + t.paint("as event "+safe.Terminal(m.EventType), styleFaint)
	}
	t.b.WriteString("\n" + head + "\n")
	if markers := t.markers(index); markers != "" {
		t.b.WriteString("    " + markers + "\n")
	}
	content := t.clean(m.Content) // before it is cut, or half an address might stay
	if !t.full && (m.Role == chat.RoleTool || m.Role == chat.RoleSystem) {
		if short := safe.Snippet(content, shortText); short != content {
			content = short + " (shortened; --full shows all)"
		}
	}
	style := ""
	if m.Role == chat.RoleTool || m.Role == chat.RoleSystem {
		style = styleFaint
	}
	if content != "" {
		for line := range strings.Lines(safe.TerminalBlock(content)) {
			line = strings.TrimRight(line, " \n")
			indent := 4 + min(len(line)-len(strings.TrimLeft(line, " ")), t.width/3)
			t.block("", style, indent, line)
		}
	}
	for _, call := range t.calls(m.ToolCalls) {
		t.block("    →", "", 6, call)
	}
}

// clearly is from which sentiment on a message is marked as positive or negative.
const clearly = 5000

// markers are what rules found in a message, and its mood where that is clear.
func (t *transcript) markers(index int) string {
	var list []string
	for _, s := range t.marks.Signals {
		if s.Message != index {
			continue
		}
		title := chat.SignalInfoOf(s.Kind).Title
		if s.Kind == chat.SignalGoal {
			title += " " + s.Rule
		}
		list = append(list, t.paint("["+safe.Terminal(title)+"]", styleYellow))
	}
	for _, s := range t.marks.Sentiments {
		switch {
		case s.Message != index:
		case s.Compound <= -clearly:
			list = append(list, t.paint("[negative "+compound(s.Compound)+"]", styleRed))
		case s.Compound >= clearly:
			list = append(list, t.paint("[positive "+compound(s.Compound)+"]", styleGreen))
		}
	}
	return strings.Join(list, " ")
}

// calls are the calls of tools in short: name and arguments.
func (t *transcript) calls(raw string) []string {
	var calls []struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	}
	if raw == "" || json.Unmarshal(t.object(raw), &calls) != nil {
		return nil
	}
	var list []string
	for _, c := range calls {
		arguments := string(c.Arguments)
		var text string
		if json.Unmarshal(c.Arguments, &text) == nil {
			arguments = text // as a text that holds JSON
		}
		if !t.full {
			arguments = safe.Snippet(safe.Terminal(arguments), shortText)
		}
		list = append(list, c.Name+" "+arguments)
	}
	return list
}
