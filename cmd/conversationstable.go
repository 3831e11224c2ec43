package cmd

import (
	"context"
	"fmt"
	"time"

	"github.com/clipperhouse/displaywidth"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/safe"
	"chatcops/report"
)

// How many characters of a user's first words a row holds, how many columns they
// keep beside the columns of the first rank and beside the others, and the width
// from which outcomes are called by their whole titles.
const (
	wordsShown  = 120
	wordsLeast  = 8
	wordsRoom   = 20
	wholeTitles = 100
	unlimited   = 1000 // of Markdown, which has no width
)

// listColumn is a column for people. Those with a rank are shown only where
// there is room, the lowest rank first; the others always are.
type listColumn struct {
	name, title string
	right       bool
	rank        int
	cell        func(x *exported, narrow bool) report.Cell
}

var listColumns = []listColumn{
	{"conversation_id", "Conversation", false, 0, func(x *exported, _ bool) report.Cell { return report.Text(x.facts.ID) }},
	{"started_at", "Started", false, 1, func(x *exported, _ bool) report.Cell { return minute(x.facts.StartedAt, x.loc) }},
	{"outcome", "Outcome", false, 0, func(x *exported, narrow bool) report.Cell { return outcomeCell(x.facts.Outcome, narrow) }},
	{"quality_score", "Score", true, 2, func(x *exported, _ bool) report.Cell {
		v, ok := scoreOf(x.facts)
		return quantity(v, ok, report.Count)
	}},
	{"sentiment", "Sentiment", true, 4, func(x *exported, _ bool) report.Cell {
		v, ok := sentimentOf(x.facts)
		return quantity(v, ok, report.Decimal(2))
	}},
	{"messages", "Messages", true, 3, func(x *exported, _ bool) report.Cell {
		n, _ := messagesOf(x.facts)
		return report.Int(int64(n))
	}},
	{"duration_seconds", "Duration", true, 5, func(x *exported, _ bool) report.Cell {
		us, ok := durationOf(x.facts)
		return quantity(us/1e6, ok, report.Seconds)
	}},
	{"channel", "Channel", false, 6, func(x *exported, _ bool) report.Cell { return text(x.clean(x.facts.Channel)) }},
	{"user_id", "User", false, 7, func(x *exported, _ bool) report.Cell { return text(x.clean(x.facts.UserID)) }},
	{"source", "Source", false, 2, func(x *exported, _ bool) report.Cell { return text(x.clean(x.facts.Source)) }},
	{"bot", "Bot", false, 8, func(x *exported, _ bool) report.Cell { return text(x.clean(x.facts.Bot)) }},
}

func minute(t chat.Time, loc *time.Location) report.Cell {
	if !t.Known() {
		return report.Cell{}
	}
	return report.Word(t.In(loc).Format("2006-01-02 15:04"))
}

func outcomeCell(o chat.Outcome, narrow bool) report.Cell {
	switch {
	case o == chat.NotEngaged:
		return report.Cell{}
	case narrow && o == chat.ResolvedConfirmed:
		return report.Word("Confirmed")
	case narrow && o == chat.ResolvedAssumed:
		return report.Word("Assumed")
	}
	return report.Word(chat.Outcomes[o-1].Title)
}

func quantity(v float64, ok bool, u report.Unit) report.Cell {
	if !ok {
		return report.Cell{}
	}
	return report.Number(v, u)
}

func text(s string) report.Cell {
	if s == "" {
		return report.Cell{}
	}
	return report.Text(s)
}

// showTable prints the conversations that were found for people.
func (o *listOptions) showTable(ctx context.Context, app *App, cfg *config.Config, p *picker, by sortField, found []candidate, total int64) error {
	width := app.Width
	if width == 0 {
		width = 80
	}
	if cfg.Format == "markdown" {
		width = unlimited
	}
	t, err := p.listTable(ctx, found, by.column, cfg, cleaner(cfg, o.redact), width)
	if err != nil {
		return err
	}
	d := &report.Document{Heading: fmt.Sprintf("%s · %s", spanText(p.filter.Span), report.Things(total, "conversation")), Tables: []report.Table{t}}
	switch {
	case total == 0:
		remark, err := nothingMatched(p.Store, "conversation", &p.filter, p.goals, cfg.Location())
		if err != nil {
			return err
		}
		d.Notes = append(d.Notes, remark)
	case int64(len(found)) < total:
		d.Notes = append(d.Notes, fmt.Sprintf("The first %d of %s; --limit 0 lists all.", len(found), report.Figure(total)))
	}
	return o.write(app, cfg, d)
}

// listTable makes the table for people, no wider than width where that can be.
// The column by which it is sorted comes before the others; sources are named only where they differ.
func (p *picker) listTable(ctx context.Context, found []candidate, by string, cfg *config.Config, clean func(string) string, width int) (report.Table, error) {
	var t report.Table
	sources := map[string]bool{}
	measured := make([]int, len(listColumns)) // 0: no row has a value
	var said []string
	err := p.eachOf(ctx, found, cfg, clean, func(x *exported) error {
		words, err := p.FirstWords(x.facts.Key, 10*wordsShown)
		if err != nil {
			return err
		}
		var row []report.Cell
		sources[x.facts.Source] = true
		for i, c := range listColumns {
			cell := c.cell(x, width < wholeTitles)
			if cell != (report.Cell{}) {
				measured[i] = max(measured[i], displaywidth.String(c.title), displaywidth.String(cell.Shown()))
			}
			row = append(row, cell)
		}
		if width != unlimited { // an id that is cut cannot be given to show: it is no text to be shortened
			row[0] = report.Word(safe.Terminal(x.facts.ID))
		}
		t.Rows = append(t.Rows, row)
		said = append(said, safe.Snippet(safe.Terminal(clean(words)), wordsShown))
		return nil
	})
	ranks := make([]int, len(listColumns))
	for i, c := range listColumns {
		switch {
		case c.name == "source" && len(sources) < 2:
			measured[i] = 0
		case c.name == by:
			continue
		}
		ranks[i] = c.rank
	}
	shown, left := fitting(measured, ranks, width)
	for i := range t.Rows {
		t.Rows[i] = append(t.Rows[i], text(displaywidth.TruncateString(said[i], left, "…")))
	}
	for i, c := range listColumns {
		only := report.Everyone
		if !shown[i] {
			only = report.Machines
		}
		t.Columns = append(t.Columns, report.Column{Name: c.name, Title: c.title, Right: c.right, Only: only})
	}
	only := report.Everyone
	if left < wordsLeast {
		only = report.Machines
	}
	t.Columns = append(t.Columns, report.Column{Name: "first_words", Title: "First words", Only: only})
	return t, err
}

// fitting says which columns are shown, by their rank as long as there is room,
// and how much is left for the first words.
func fitting(measured, ranks []int, width int) (shown []bool, left int) {
	const gap = 2
	shown, left = make([]bool, len(measured)), width
	for rank := 0; rank <= len(measured); rank++ {
		keep := wordsRoom
		if rank <= 1 {
			keep = wordsLeast
		}
		for i := range listColumns {
			if ranks[i] != rank || rank > 0 && (measured[i] == 0 || left < measured[i]+gap+keep) {
				continue
			}
			shown[i], left = true, left-measured[i]-gap
		}
	}
	return shown, left
}
