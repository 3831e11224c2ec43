package cmd

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/safe"
	"chatcops/internal/topics"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/scoring"
)

const fallbacksHelp = `Shows the user messages that the agent did not understand: those before its
fallback replies and before fallback events. They are grouped by the topics of
their conversations, the same as those of chatcops topics (which are made now if
there are none yet), the largest group first, each with examples, with what the
user did next (left, was not understood again, or went on) and how the
conversations ended. Those of conversations that fit no topic are other.`

type fallbacksOptions struct {
	question
	limit  int
	redact bool
}

func newFallbacksCmd(app *App) *cobra.Command {
	o := &fallbacksOptions{}
	c := &cobra.Command{
		Use:   "fallbacks [PATH...]",
		Short: "What the agent did not understand, and what happened then",
		Long:  fallbacksHelp,
		Example: `  chatcops fallbacks
  chatcops fallbacks --period 30d --limit 5 --redact
  chatcops fallbacks --topic 3
  chatcops fallbacks transcripts.jsonl --bot sales --format json`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runFallbacks(c.Context(), app, o)
		},
	}
	o.bind(c, true)
	bindLimit(c, &o.limit, "topics")
	bindRedact(c, &o.redact)
	return c
}

func runFallbacks(ctx context.Context, app *App, o *fallbacksOptions) error {
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	limit, err := o.limitFor(a.cfg.Format, o.limit)
	if err != nil {
		return err
	}
	rules, err := newRules(a.cfg)
	if err != nil {
		return usageError{err}
	}
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	q := metrics.Query{Filter: a.selection.Filter, Previous: a.selection.Previous, Metrics: []string{"fallback_rate", "fallback_conversation_rate"}, AsOf: app.Now()}
	counted, err := collect(ctx, a.Store, q, a.cfg.IdleTimeout.Microseconds(), a.selection.Keep)
	if err != nil {
		return err
	}
	found, head, err := fold(ctx, a, func() *withFallbacks { return &withFallbacks{} })
	if err != nil {
		return err
	}
	list, err := a.misunderstood(ctx, rules.NewScorer(), found.list, cleaner(a.cfg, o.redact))
	if err != nil {
		return err
	}
	r := &metrics.FallbacksResult{Head: head, Values: counted.Values, Total: int64(len(list)), Groups: []metrics.FallbackGroup{}}
	if len(list) > 0 {
		g, err := a.topics(ctx)
		if err != nil {
			return err
		}
		r.Groups = metrics.GroupFallbacks(list, g.subjectOf)
	}
	groups := len(r.Groups)
	if limit > 0 && groups > limit {
		last := r.Groups[groups-1]
		r.Groups = r.Groups[:limit]
		if last.ID == topics.None { // what fits no topic is always shown
			r.Groups = append(r.Groups, last)
		}
	}
	return a.write(&r.Head, fallbacksDocument(r, groups, forPeople(a.cfg.Format)))
}

// withFallbacks collects the conversations of the period that met a fallback.
type withFallbacks struct{ list []fallbackFacts }

type fallbackFacts struct {
	key     int64
	outcome chat.Outcome
}

// Add takes one conversation.
func (w *withFallbacks) Add(side int, f *chat.Facts) {
	if side == metrics.Now && f.Engaged() && f.Fallbacks > 0 {
		w.list = append(w.list, fallbackFacts{f.Key, f.Outcome})
	}
}

// Merge joins two parts.
func (w *withFallbacks) Merge(o *withFallbacks) { w.list = append(w.list, o.list...) }

// misunderstood reads the messages of conversations that were not understood.
func (s *session) misunderstood(ctx context.Context, scorer *scoring.Scorer, found []fallbackFacts, clean func(string) string) ([]metrics.Misunderstood, error) {
	reader, err := s.NewReader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	var list []metrics.Misunderstood
	for _, f := range found {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c, err := reader.Conversation(f.key)
		if err != nil {
			return nil, err
		}
		list = append(list, misunderstoodIn(scorer, c, f, clean)...)
	}
	return list, nil
}

// longestShown bounds the texts that are kept of messages.
const longestShown = 300

// misunderstoodIn lists the fallbacks of one conversation.
func misunderstoodIn(s *scoring.Scorer, c *chat.Conversation, of fallbackFacts, clean func(string) string) []metrics.Misunderstood {
	at := s.NotUnderstood(c)
	failed := map[int]bool{}
	for _, i := range at {
		failed[i] = true
	}
	var list []metrics.Misunderstood
	for _, i := range at {
		m := metrics.Misunderstood{Key: of.key, Conversation: c.ID, Source: c.Source, Message: i, Outcome: of.outcome, After: metrics.UserLeft}
		if i >= 0 {
			m.Text = safe.Snippet(clean(c.Messages[i].Content), longestShown)
		}
		for next := max(i, 0) + 1; i >= 0 && next < len(c.Messages); next++ {
			if c.Messages[next].Role != chat.RoleUser {
				continue
			}
			m.After = metrics.WentOn
			if failed[next] {
				m.After = metrics.NotUnderstoodAgain
			}
			break
		}
		list = append(list, m)
	}
	return list
}

// fallbacksDocument shows the groups of r, of which there are so many.
func fallbacksDocument(r *metrics.FallbacksResult, groups int, people bool) *report.Document {
	d := &report.Document{Heading: "Not understood · " + heading(&r.Head), JSON: r, Lines: report.Each(r.Groups)}
	t := report.Table{Title: "What it was about", Columns: []report.Column{{Name: "topic_id", Title: "Id", Right: true}, {Name: "label", Title: "Topic"}, {Name: "count", Title: "Count", Right: true},
		{Name: "share", Title: "Share", Right: true}, {Name: "conversations", Only: report.Machines}, {Name: "user_left", Title: "Left", Right: true},
		{Name: "not_understood_again", Title: "Again", Right: true}, {Name: "went_on", Title: "Went on", Right: true},
		{Name: "escalated", Only: report.Machines}, {Name: "abandoned", Only: report.Machines}}}
	t.Columns = append(append(t.Columns, rateColumns("resolved", "Resolved")...), report.Column{Name: "example", Only: report.Machines})
	examples := report.Table{Title: "Examples", Columns: []report.Column{{Name: "label", Title: "Topic"}, {Name: "conversation_id", Title: "Conversation"}, {Name: "text", Title: "Message"}}}
	small := 0
	for i := range r.Groups {
		g := &r.Groups[i]
		if isSmall(g.Values) {
			small++
		}
		id, example := report.Int(int64(g.ID)), ""
		if g.ID == topics.None && people {
			id = report.Cell{}
		}
		if len(g.Samples) > 0 {
			example = g.Samples[0].Text
		}
		row := []report.Cell{id, report.Text(g.Label), report.Int(g.Count), number(g.Share, report.Share), report.Int(g.Conversations),
			report.Int(g.Left), report.Int(g.Again), report.Int(g.WentOn), number(g.Find("escalated").Value, report.Share), number(g.Find("abandoned").Value, report.Share)}
		t.Rows = append(t.Rows, append(append(row, rateCells(g.Find("resolved"), report.Share)...), report.Text(example)))
		for j, e := range g.Samples {
			label := report.Text(g.Label)
			if j > 0 && people {
				label = report.Word("")
			}
			examples.Rows = append(examples.Rows, []report.Cell{label, report.Text(e.Conversation), report.Text(e.Text)})
		}
	}
	if n := groups - len(r.Groups); n > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("Topics with fewer: %d; --limit 0 lists all.", n))
	}
	if small > 0 {
		t.Notes = append(t.Notes, smallNote(small, len(r.Groups)))
	}
	d.Tables = []report.Table{t}
	if r.Total > 0 {
		d.Tables = append(d.Tables, examples)
	}
	d.Tables = append(d.Tables, valuesTable(&r.Head, r.Values))
	return d
}
