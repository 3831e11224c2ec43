package cmd

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/store"
	"chatcops/report"
)

type eventsOptions struct {
	question
	list  bool
	types []string
	limit int
}

const eventsHelp = `Counts events by type: messages, conversations, leads and all others, however
many there are. With --list it prints the events themselves, oldest first.

Events of a period are those that happened in it; untimed ones count only in
the period all. The filters choose conversations: with any of them only events
of these count, whenever they began.`

func newEventsCmd(app *App) *cobra.Command {
	o := &eventsOptions{}
	c := &cobra.Command{
		Use:     "events [PATH...]",
		Short:   "Counts and lists of raw events by type",
		Long:    eventsHelp,
		Example: "  chatcops events\n  chatcops events --period 7d --bot sales --format json\n  chatcops events --list --type conversion --limit 20 log.jsonl",
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runEvents(c.Context(), app, o)
		},
	}
	o.bind(c, false)
	f := c.Flags()
	f.BoolVar(&o.list, "list", false, "print the events themselves")
	f.StringArrayVar(&o.types, "type", nil, "only events of this type (repeat for more)")
	f.IntVar(&o.limit, "limit", 100, "with --list: at most so many events, 0 for all")
	var names []string
	for _, t := range chat.EventTypes {
		names = append(names, t.Name+"\t"+t.Doc)
	}
	_ = c.RegisterFlagCompletionFunc("type", fixed(names...))
	return c
}

func runEvents(ctx context.Context, app *App, o *eventsOptions) error {
	if o.limit < 0 {
		return usagef("--limit %d: write how many events to list at most, or 0 for all", o.limit)
	}
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	cfg, s, span := a.cfg, a.session, a.selection.Span
	q := store.EventQuery{Span: spanOf(span), Types: o.types, Limit: o.limit}
	if q.Only, err = a.filtered(ctx); err != nil {
		return err
	}
	var d *report.Document
	n := 0
	if o.list {
		d, n, err = listEvents(s.Store, q, cfg.Location())
	} else {
		d, n, err = countEvents(s.Store, q, span)
	}
	if err == nil && n == 0 {
		var remark string
		if remark, err = nothingSelected(s.Store, "event", q.Span.Bounded, cfg.Location()); err == nil {
			app.explain(&o.common, d, cfg.Format, remark)
		}
	}
	if err != nil {
		return err
	}
	return o.write(app, cfg, d)
}

// filtered returns the conversations that the filters select, whatever the
// period; nil where there is no filter.
func (a *asked) filtered(ctx context.Context) (*store.Keys, error) {
	if !a.selection.NeedsText() && len(a.selection.Outcomes) == 0 && a.selection.Keep == nil {
		return nil, nil
	}
	always := *a
	always.selection.Span = period.Span{Location: a.selection.Span.Location}
	keys, _, err := always.keysIn(ctx)
	return keys, err
}

// spanOf bounds a query of the store by a period.
func spanOf(s period.Span) store.Span {
	if s.Start.IsZero() && s.End.IsZero() {
		return store.Span{}
	}
	lo, hi := s.Bounds()
	return store.Span{Bounded: true, Start: chat.Time(lo), End: chat.Time(hi)}
}

// eventStatistics is what the classic collector reports, over all events.
type eventStatistics struct {
	Events                  int64          `json:"events"`
	Conversations           int64          `json:"conversations"`
	Messages                int64          `json:"messages"`
	MessagesPerConversation *float64       `json:"messages_per_conversation"`
	Leads                   int64          `json:"leads"`
	ByType                  []eventsOfType `json:"types"`
}

type eventsOfType struct {
	Type          string `json:"type"`
	Count         int64  `json:"count"`
	Conversations int64  `json:"conversations"`
}

func countEvents(s *store.Store, q store.EventQuery, span period.Span) (d *report.Document, n int, err error) {
	counts, err := s.CountEvents(q)
	if err != nil {
		return nil, 0, err
	}
	st := eventStatistics{Conversations: counts.Conversations, ByType: []eventsOfType{}}
	t := report.Table{Columns: []report.Column{{Name: "type", Title: "Type"}, {Name: "count", Title: "Events", Right: true}, {Name: "conversations", Title: "Conversations", Right: true}}}
	for _, c := range counts.Types {
		st.Events += c.Count
		switch c.Type {
		case chat.EventUserMessage, chat.EventAssistantMessage:
			st.Messages += c.Count
		case chat.EventLead:
			st.Leads = c.Count
		}
		st.ByType = append(st.ByType, eventsOfType(c))
		t.Rows = append(t.Rows, []report.Cell{report.Text(c.Type), report.Int(c.Count), report.Int(c.Conversations)})
	}
	d = &report.Document{Tables: []report.Table{t}, JSON: &st, Lines: report.Each(st.ByType)}
	d.Heading = fmt.Sprintf("%s · %s of %s", spanText(span), report.Things(st.Events, "event"), report.Things(st.Conversations, "conversation"))
	if st.Messages > 0 && st.Conversations > 0 {
		mean := float64(st.Messages) / float64(st.Conversations)
		st.MessagesPerConversation = &mean
		d.Notes = []string{fmt.Sprintf("Messages: %d, %.1f a conversation; leads: %d.", st.Messages, mean, st.Leads)}
	}
	return d, int(st.Events), nil
}

func spanText(s period.Span) string {
	if s.Start.IsZero() && s.End.IsZero() {
		return "All data"
	}
	return s.String()
}

func listEvents(s *store.Store, q store.EventQuery, loc *time.Location) (d *report.Document, n int, err error) {
	limit := q.Limit
	if limit > 0 {
		q.Limit++ // tells whether there are more
	}
	t := report.Table{Columns: []report.Column{{Name: "event_id", Title: "Id", Only: report.Machines}, {Name: "timestamp", Title: "Time"}, {Name: "type", Title: "Type"}, {Name: "conversation_id", Title: "Conversation"},
		{Name: "user_id", Title: "User"}, {Name: "channel", Title: "Channel", Only: report.Machines}, {Name: "properties", Title: "Properties"}}}
	rows := []eventRow{}
	err = s.Events(q, func(e store.ListedEvent) error {
		if n++; limit > 0 && n > limit {
			return nil
		}
		var when report.Cell
		if e.Time.Known() {
			when = report.Instant(e.Time.In(loc))
		}
		rows = append(rows, eventRow{ID: known(e.ID), Conversation: e.Conversation, UserID: known(e.UserID), Type: e.Type, Timestamp: momentOf(e.Time, loc),
			Channel: known(e.Channel), SourceType: known(e.SourceType), MessageID: known(e.MessageID), Properties: rawObject(e.Properties)})
		t.Rows = append(t.Rows, []report.Cell{report.Text(e.ID), when, report.Text(e.Type), report.Text(e.Conversation), report.Text(e.UserID), report.Text(e.Channel), report.Text(e.Properties)})
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	if limit > 0 && n > limit {
		t.Notes = []string{fmt.Sprintf("The first %d; --limit 0 lists all.", limit)}
	}
	return &report.Document{Tables: []report.Table{t}, JSON: rows, Lines: report.Each(rows)}, n, nil
}
