package cmd

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/topics"
	"chatcops/report"
)

func newTopicsRebuildCmd(app *App) *cobra.Command {
	o := &common{}
	c := &cobra.Command{
		Use:   "rebuild",
		Short: "Make the topics anew from all conversations",
		Long: `Makes the topics of the database anew from all its conversations. A topic that
holds much the same conversations as one before keeps its id; the output says
which go on, which are new, and which are gone.`,
		Example: "  chatcops topics rebuild\n  chatcops topics rebuild --db support.db --format json",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runTopicsRebuild(c.Context(), app, o) },
	}
	o.bind(c, formatNames()...)
	return c
}

func runTopicsRebuild(ctx context.Context, app *App, o *common) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	s, err := app.open(ctx, o, cfg, nil)
	if err != nil {
		return err
	}
	defer s.close()
	stored, err := s.TopicModel()
	if err != nil {
		return err
	}
	if stored == nil {
		g, err := app.makeTopics(ctx, o, cfg, s)
		if err != nil {
			return err
		}
		return o.writeRebuilt(app, cfg, &topicGroups{model: &topics.Model{}}, g)
	}
	before := &topicGroups{model: &topics.Model{}, madeAt: stored.MadeAt}
	if before.model.UnmarshalBinary(stored.Model) == nil { // a damaged one has no topics that could go on
		if err := s.ConversationTopics(ctx, before.add); err != nil {
			return err
		}
	}
	after, err := app.rebuildTopics(ctx, o, cfg, s, before, stored.NextID)
	if err != nil {
		return err
	}
	return o.writeRebuilt(app, cfg, before, after)
}

// writeRebuilt prints what became of the topics, unless they could not be kept:
// then all is as it was, and the command has failed.
func (o *common) writeRebuilt(app *App, cfg *config.Config, before, after *topicGroups) error {
	if after.unkept != nil {
		return fmt.Errorf("the topics were found but not kept: %w", after.unkept)
	}
	return o.write(app, cfg, rebuiltDocument(before, after))
}

// rebuildTopics makes topics anew and keeps the ids of those that go on.
func (app *App) rebuildTopics(ctx context.Context, c *common, cfg *config.Config, s *session, before *topicGroups, next int64) (*topicGroups, error) {
	finder := &topicFinder{app: app, c: c, s: s.Store}
	after := &topicGroups{madeAt: chat.TimeOf(app.Now())}
	state, err := s.State()
	if err != nil {
		return nil, err
	}
	list, err := finder.find(ctx, after)
	if err != nil {
		return nil, err
	}
	older, newer := make([]int, len(list)), make([]int, len(list))
	for i, t := range list {
		older[i], _ = before.idOf(t.Conversation)
		newer[i] = int(t.Topic)
	}
	renumbered, free := after.model.Match(older, newer, int(next))
	for i := range list {
		list[i].Topic = int32(renumbered[i])
		after.add(list[i])
	}
	after.name()
	next = int64(free)
	after.unkept = app.keepTopics(cfg, s, state, after, &next, list)
	return after, nil
}

// rebuiltRow says what became of a topic.
type rebuiltRow struct {
	ID     int     `json:"topic_id"`
	Before *string `json:"before"` // its label, null if it is new
	After  *string `json:"after"`  // null if it is gone
	From   int64   `json:"conversations_before"`
	To     int64   `json:"conversations_after"`
}

func rebuiltDocument(before, after *topicGroups) *report.Document {
	from, to := before.sizes(), after.sizes()
	var rows []rebuiltRow
	goesOn := 0
	for _, t := range after.model.Topics {
		r := rebuiltRow{ID: t.ID, After: &t.Label, To: to[t.ID]}
		if old, ok := before.model.ByID(t.ID); ok {
			r.Before, r.From = &old.Label, from[t.ID]
			goesOn++
		}
		rows = append(rows, r)
	}
	gone := 0
	for _, t := range before.model.Topics {
		if _, ok := after.model.ByID(t.ID); !ok {
			rows = append(rows, rebuiltRow{ID: t.ID, Before: &t.Label, From: from[t.ID]})
			gone++
		}
	}
	label := func(text *string) report.Cell {
		if text == nil {
			return report.Cell{}
		}
		return report.Text(*text)
	}
	table := report.Table{Columns: []report.Column{{Name: "topic_id", Title: "Id", Right: true}, {Name: "before", Title: "Before"}, {Name: "conversations_before", Title: "Conv.", Right: true},
		{Name: "after", Title: "Now"}, {Name: "conversations_after", Title: "Conv.", Right: true}}}
	for _, r := range rows {
		table.Rows = append(table.Rows, []report.Cell{report.Int(int64(r.ID)), label(r.Before), report.Int(r.From), label(r.After), report.Int(r.To)})
	}
	heading := fmt.Sprintf("%s of %s · %d go on, %d new, %d gone", report.Things(int64(len(after.model.Topics)), "topic"), report.Things(after.compared, "conversation"),
		goesOn, len(after.model.Topics)-goesOn, gone)
	d := &report.Document{Heading: heading, Tables: []report.Table{table}, Lines: report.Each(rows), JSON: map[string]any{"topics": rows, "conversations": after.compared, "other": after.other}}
	if after.compared > 0 {
		d.Notes = []string{fmt.Sprintf("%s fit no topic (%.1f%%).", report.Things(after.other, "conversation"), 100*float64(after.other)/float64(after.compared))}
	}
	return d
}

// sizes counts the conversations of each topic.
func (g *topicGroups) sizes() map[int]int64 {
	sizes := map[int]int64{}
	for _, p := range g.of {
		if p.compared {
			sizes[int(p.topic)]++
		}
	}
	return sizes
}
