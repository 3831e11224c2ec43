package briefing

import (
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/safe"
	"chatcops/report"
	"chatcops/report/page"
)

// How much of a transcript is shown: turns from its beginning and its end, and
// characters of each.
const (
	firstTurns   = 2
	lastTurns    = 4
	longestTurn  = 420
	longestLabel = 200
)

// label makes text from people that names something fit for a report: without
// personal data, and short.
func (d *data) label(s string) string {
	return safe.Snippet(safe.Terminal(d.Redact(cut(s, longestLabel))), longestLabel)
}

// text is the beginning of what was said, without personal data.
func (d *data) text(s string) string {
	text := safe.Snippet(safe.TerminalBlock(d.Redact(cut(s, longestTurn))), longestTurn)
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Join(lines, "\n")
}

// cut drops what cannot be shown of a very long text, so that cleaning it costs little.
func cut(s string, runes int) string {
	if most := 8*runes + 1000; len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return s
}

func buildExamples(d *data, s *page.Section) error {
	best, worst := d.tally.apart()
	for _, list := range [][]candidate{best, worst} {
		var chats []page.Chat
		for i := range list {
			c, err := d.example(&list[i])
			if err != nil {
				return err
			}
			chats = append(chats, c)
		}
		if len(chats) > 0 {
			s.Blocks = append(s.Blocks, page.Block{Chats: chats})
		}
	}
	if len(s.Blocks) == 0 {
		s.Notes = []string{"No conversation of this period is long enough to learn from."}
		return nil
	}
	s.Intro = fmt.Sprintf("The best and then the worst by quality score, of those with two messages or more of each side. %s, shortened.",
		map[bool]string{true: "Personal data is replaced", false: "As they came"}[d.Redacted])
	return nil
}

func (d *data) example(c *candidate) (page.Chat, error) {
	conversation, err := d.chats(c.key)
	if err != nil {
		return page.Chat{}, err
	}
	info := chat.Outcomes[c.outcome-1]
	out := page.Chat{ID: d.label(conversation.ID), Verdict: info.Title, Tone: report.Lower}
	if c.outcome.Resolved() {
		out.Tone = report.Higher
	}
	facts := []string{"quality " + shown(report.Decimal(0))(float64(c.score)/100)}
	if c.facts.StartedAt.Known() {
		facts = append(facts, c.facts.StartedAt.In(d.location()).Format("2 January 15:04"))
	}
	for _, text := range []string{conversation.Bot, conversation.Channel, c.facts.Language} {
		if text != "" {
			facts = append(facts, d.label(text))
		}
	}
	out.Facts = strings.Join(facts, " · ")
	out.Turns = d.turns(conversation.Messages)
	return out, nil
}

// turns are the beginning and the end of what was said.
func (d *data) turns(messages []chat.Message) []page.Turn {
	var said []page.Turn
	for i := range messages {
		m := &messages[i]
		name, speaker := speakerOf(m.Role)
		if name == "" || strings.TrimSpace(m.Content) == "" {
			continue
		}
		text := d.text(strings.TrimSpace(m.Content))
		said = append(said, page.Turn{Speaker: speaker, Name: name, Text: text})
	}
	left := len(said) - firstTurns - lastTurns
	if left < 2 {
		return said
	}
	aside := page.Turn{Speaker: page.Aside, Text: "… " + report.Things(int64(left), "message") + " left out …"}
	short := append([]page.Turn{}, said[:firstTurns]...)
	return append(append(short, aside), said[len(said)-lastTurns:]...)
}

// speakerOf names who speaks in a message; "" for what nobody says.
func speakerOf(r chat.Role) (string, page.Speaker) {
	switch r {
	case chat.RoleUser:
		return "User", page.User
	case chat.RoleAssistant:
		return "Agent", page.Agent
	case chat.RoleHumanAgent:
		return "Human agent", page.Agent
	}
	return "", page.Aside
}
