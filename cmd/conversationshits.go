package cmd

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"chatcops/internal/config"
	"chatcops/internal/safe"
	"chatcops/internal/search"
	"chatcops/internal/store"
	"chatcops/report"
)

// hitRow is a hit as programs get it.
type hitRow struct {
	Conversation string     `json:"conversation_id"`
	Source       string     `json:"source"`
	Index        int        `json:"message_index"`
	ID           *string    `json:"message_id"`
	Role         string     `json:"role"`
	Timestamp    *string    `json:"timestamp"`
	Score        float64    `json:"rank_score"` // comparable within one query only
	Snippet      string     `json:"snippet"`
	Matches      []matchRow `json:"matches"`
}

// matchRow is where a match lies in the snippet, in characters, half-open.
type matchRow struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// hitViewer reads hits and cuts their snippets.
type hitViewer struct {
	*picker
	cfg   *config.Config
	m     *search.Matcher
	clean func(string) string
}

func (v *hitViewer) each(ctx context.Context, hits []hit, yield func(*store.FoundMessage, float64) error) error {
	for _, h := range hits {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, err := v.MessageOf(h.message)
		if err != nil {
			return err
		}
		if m == nil {
			continue // an import has just replaced it
		}
		if err := yield(m, h.score); err != nil {
			return err
		}
	}
	return nil
}

// snippetLength is how many characters a snippet has, about.
const snippetLength = 160

func (v *hitViewer) snippet(m *store.FoundMessage) search.Snippet {
	words := strings.Fields(safe.Terminal(v.clean(m.Content)))
	return v.m.Snippet(strings.Join(words, " "), snippetLength)
}

func (v *hitViewer) row(m *store.FoundMessage, score float64) hitRow {
	x := &exported{exporter: &exporter{loc: v.cfg.Location(), clean: v.clean}}
	s := v.snippet(m)
	row := hitRow{Conversation: m.ConversationID, Source: m.Source, Index: m.Index, ID: known(m.ID), Role: m.Role.String(), Timestamp: x.time(m.Time),
		Score: score, Snippet: s.Text, Matches: []matchRow{}}
	for _, at := range s.Matches {
		start := utf8.RuneCountInString(s.Text[:at.Start])
		row.Matches = append(row.Matches, matchRow{start, start + utf8.RuneCountInString(s.Text[at.Start:at.End])})
	}
	return row
}

// showHits prints the hits for people: a line that says where, then the snippet.
func (o *searchOptions) showHits(ctx context.Context, app *App, v *hitViewer, hits []hit, total counted) error {
	heading := fmt.Sprintf("%s · %s in %s", spanText(v.filter.Span), report.Things(total.messages, "message"), report.Things(total.conversations, "conversation"))
	var notes []string
	switch {
	case total.messages == 0:
		remark, err := nothingMatched(v.Store, "message", &v.filter, v.goals, v.cfg.Location())
		if err != nil {
			return err
		}
		notes = append(notes, remark)
	case int64(len(hits)) < total.messages:
		notes = append(notes, fmt.Sprintf("The first %d of %s; --limit 0 shows all.", len(hits), report.Figure(total.messages)))
	}
	var text string
	var err error
	if v.cfg.Format == "markdown" {
		text, err = v.markdown(ctx, hits, heading, notes)
	} else {
		text, err = v.terminal(ctx, hits, heading, notes, app.Width, app.OutTerminal && o.output == "" && !v.cfg.NoColor)
	}
	if err != nil {
		return err
	}
	return o.emit(app, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
}

func (v *hitViewer) terminal(ctx context.Context, hits []hit, heading string, notes []string, width int, color bool) (string, error) {
	t := newTranscript(&exported{exporter: &exporter{loc: v.cfg.Location(), clean: v.clean}}, width, color, false)
	t.block("", styleBold, 0, heading)
	err := v.each(ctx, hits, func(m *store.FoundMessage, _ float64) error {
		head := t.paint(safe.Terminal(m.ConversationID), styleBold) + " " + t.paint(fmt.Sprintf("#%d", m.Index), styleFaint) + "  " + t.paint(roles[m.Role].title, roles[m.Role].style)
		if m.Time.Known() {
			head += "  " + t.paint(m.Time.In(t.loc).Format("2006-01-02 15:04"), styleFaint)
		}
		t.b.WriteString("\n" + head + "\n")
		t.highlighted(v.snippet(m), 4)
		return nil
	})
	for i, n := range notes {
		if i == 0 {
			t.b.WriteByte('\n')
		}
		t.block("", "", 0, n)
	}
	return t.b.String(), err
}

// highlighted writes a snippet, wrapped, with its matches in colour. It is
// wrapped before it is painted; but for the space at which a line ends, the
// lines together are the snippet.
func (t *transcript) highlighted(s search.Snippet, indent int) {
	at := 0 // in s.Text
	for _, line := range report.Wrap(s.Text, t.width-indent) {
		if strings.HasPrefix(s.Text[at:], " ") {
			at++
		}
		t.b.WriteString(strings.Repeat(" ", indent))
		for line != "" {
			n, match := s.Run(at)
			n = min(n, len(line))
			style := ""
			if match {
				style = "1;33"
			}
			t.b.WriteString(t.paint(line[:n], style))
			line, at = line[n:], at+n
		}
		t.b.WriteByte('\n')
	}
}

// markdownPiece escapes a piece of a line, with the spaces at its ends.
func markdownPiece(s string) string {
	trimmed := strings.Trim(s, " ")
	if trimmed == "" {
		return s
	}
	start := strings.Index(s, trimmed)
	return s[:start] + safe.Markdown(trimmed) + s[start+len(trimmed):]
}

func (v *hitViewer) markdown(ctx context.Context, hits []hit, heading string, notes []string) (string, error) {
	var b strings.Builder
	b.WriteString("# " + safe.Markdown(heading) + "\n")
	err := v.each(ctx, hits, func(m *store.FoundMessage, _ float64) error {
		when := ""
		if m.Time.Known() {
			when = ", " + m.Time.In(v.cfg.Location()).Format("2006-01-02 15:04")
		}
		fmt.Fprintf(&b, "\n- **%s #%d** (%s%s): %s\n", safe.Markdown(m.ConversationID), m.Index, roles[m.Role].title, when, v.snippet(m).Marked("**", "**", markdownPiece))
		return nil
	})
	for _, n := range notes {
		b.WriteString("\n" + safe.Markdown(n) + "\n")
	}
	return b.String(), err
}
