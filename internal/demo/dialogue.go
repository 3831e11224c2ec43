package demo

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dialogue writes a conversation down as it unfolds.
type dialogue struct {
	*Conversation
	r        *rng
	facts    facts
	now      int64
	messages int
	written  int // bytes of text so far, for the estimate of tokens
	calls    int
	asked    []*string // first lines of the questions asked so far
}

// Sixteen quantiles each of how long people and bots take, in milliseconds.
var (
	userPause  = []int{4000, 6000, 8000, 9500, 11000, 13000, 15000, 18000, 21000, 25000, 30000, 37000, 46000, 60000, 85000, 140000}
	botPause   = []int{600, 700, 800, 900, 1000, 1100, 1250, 1400, 1600, 1800, 2100, 2400, 2800, 3400, 4500, 7000}
	humanPause = []int{14000, 18000, 22000, 26000, 30000, 34000, 38000, 43000, 48000, 54000, 61000, 69000, 78000, 90000, 110000, 150000}
)

const tokensOfPrompt = 400

// pause lets time pass: one of the quantiles, half of it varied.
func (d *dialogue) pause(quantiles []int) {
	q := pick(d.r, quantiles)
	d.now += int64(q*3/4 + d.r.below(q/2))
}

func (d *dialogue) add(e Entry) {
	e.Millis = d.now
	d.Entries = append(d.Entries, e)
	if e.Role != "" {
		d.messages++
		d.written += len(e.Content)
	}
}

// user says one of the lines.
func (d *dialogue) user(lines []string) { d.types(d.facts.fill(pick(d.r, lines))) }

// types puts a text of the user down in the user's way of typing.
func (d *dialogue) types(text string) {
	if d.messages > 0 {
		d.pause(userPause)
		if d.r.chance(12) { // called away
			d.now += int64(600_000 + d.r.below(1_800_000))
		}
	}
	d.add(Entry{Role: RoleUser, Content: d.styled(text)})
}

func (d *dialogue) styled(text string) string {
	switch d.facts.visitor.style {
	case styleCasual:
		first, size := utf8.DecodeRuneInString(text)
		if size == 0 {
			return text
		}
		rest := strings.TrimSuffix(text[size:], ".")
		if second, _ := utf8.DecodeRuneInString(rest); !unicode.IsUpper(second) { // no codes
			first = unicode.ToLower(first)
		}
		text = string(first) + rest
	case styleLower:
		text = lower(text)
	case styleEmoji:
		if strings.HasSuffix(text, "!") {
			text += pick(d.r, []string{" 🙂", " 🙏", " 🏕️", " 👍"})
		}
	}
	return text
}

// bot says one of the lines.
func (d *dialogue) bot(lines []string) { d.reply(d.facts.fill(pick(d.r, lines))) }

func (d *dialogue) reply(text string) {
	if d.messages > 0 {
		d.pause(botPause)
	}
	input := tokensOfPrompt + d.written/4
	d.add(Entry{Role: RoleAssistant, Content: text, InputTokens: input, OutputTokens: 1 + len(text)/4})
}

// human lets the human agent say one of the lines.
func (d *dialogue) human(lines []string) {
	d.pause(humanPause)
	d.add(Entry{Role: RoleHumanAgent, Name: d.facts.human, Content: d.facts.fill(pick(d.r, lines))})
}

// tool lets the agent call a tool and the tool answer.
func (d *dialogue) tool(name string) {
	text, known := tools[name]
	if !known {
		return
	}
	d.calls++
	call := &ToolCall{ID: fmt.Sprintf("call_%s_%d", d.ID[len(d.ID)-8:], d.calls), Name: name, Arguments: d.facts.fill(text.arguments)}
	d.pause(botPause)
	d.add(Entry{
		Role: RoleAssistant, ToolCall: call,
		InputTokens: tokensOfPrompt + d.written/4, OutputTokens: 8 + len(call.Arguments)/4,
	})
	d.now += int64(120 + d.r.below(700))
	d.add(Entry{Role: RoleTool, Name: name, ToolCallID: call.ID, Content: d.facts.fill(text.result)})
}

// event notes that something happened. The pairs are keys and JSON values.
func (d *dialogue) event(kind string, pairs ...string) {
	properties := []byte{'{'}
	for i := 0; i+1 < len(pairs); i += 2 {
		properties = appendKey(properties, pairs[i])
		properties = append(properties, pairs[i+1]...)
	}
	d.add(Entry{Event: kind, Properties: string(append(properties, '}'))})
}

// confidence of the intent classifier, between 0.10 and 0.39.
func (d *dialogue) confidence() string { return "0." + strconv.Itoa(10+d.r.below(30)) }
