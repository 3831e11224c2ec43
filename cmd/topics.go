package cmd

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/internal/topics"
	"chatcops/metrics"
	"chatcops/report"
)

type topicsOptions struct {
	common
	selection
	by          []string
	assignments bool
	examples    bool
	limit       int
	paths       []string
}

const topicsHelp = `Groups conversations by what their users ask, and shows for each topic how many
there are and how they went. How many topics there are is found from the data;
what fits none is other. Nothing leaves this machine, and no model is needed.

The first call on a database makes the topics and keeps them. Conversations
that come later are told the topics that there are; when too many of them fit
none, chatcops topics rebuild makes the topics anew.`

const topicsExamples = `  chatcops topics transcripts.jsonl
  chatcops topics --period 30d --examples
  chatcops topics --by bot --format csv
  chatcops topics --assignments --format jsonl
  chatcops topics show 3
  chatcops topics rebuild`

func newTopicsCmd(app *App) *cobra.Command {
	o := &topicsOptions{}
	c := &cobra.Command{
		Use:     "topics [PATH...]",
		Short:   "What users talk about, and how it goes",
		Long:    topicsHelp,
		Example: topicsExamples,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runTopics(c.Context(), app, o)
		},
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.selection.bind(c)
	f := c.Flags()
	f.StringSliceVar(&o.by, "by", nil, "within each topic group by one of: "+strings.Join(dimensionsBesideTopic(), ", "))
	f.BoolVar(&o.assignments, "assignments", false, "print the topic of each conversation, −1 for none")
	f.BoolVar(&o.examples, "examples", false, "show three conversations of each topic")
	f.String("compare", "", "period to compare with: previous, none or a period (default previous)")
	bindLimit(c, &o.limit, "topics")
	_ = c.RegisterFlagCompletionFunc("by", app.completePrefixed(withoutPrefixes(dimensionsBesideTopic()), namesOfDimensions, false))
	_ = c.RegisterFlagCompletionFunc("compare", fixed(append([]string{"previous", "none"}, period.Names()...)...))
	c.AddCommand(newTopicsShowCmd(app), newTopicsRebuildCmd(app))
	return c
}

func dimensionsBesideTopic() []string {
	var names []string
	for _, name := range dimensionNames() {
		if name != metrics.TopicDimension {
			names = append(names, name)
		}
	}
	return names
}

// topicMetrics are told of each topic, as far as the registry has them.
var topicMetrics = []string{"conversations", "resolution_rate", "escalation_rate", "fallback_rate", "sentiment", "cost", "cost_per_conversation"}

// knownTopicMetrics are those that the registry has.
func knownTopicMetrics() []string {
	var names []string
	for _, name := range topicMetrics {
		for i := range metrics.Registry {
			if metrics.Registry[i].Name == name {
				names = append(names, name)
			}
		}
	}
	return names
}

func runTopics(ctx context.Context, app *App, o *topicsOptions) error {
	by := unspaced(o.by)
	if len(by) > 1 || len(by) == 1 && by[0] == metrics.TopicDimension {
		return usagef("--by %s: within topics group by one other dimension", strings.Join(o.by, ","))
	}
	if o.assignments && (len(by) > 0 || o.examples) {
		return usagef("--assignments prints a conversation a line: it excludes --by and --examples")
	}
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	limit, err := o.limitFor(cfg.Format, o.limit)
	if err != nil {
		return err
	}
	q, err := o.topicQuery(app, cfg, by)
	if err != nil {
		return err
	}
	if _, err := metrics.NewCollector(q); err != nil { // tell mistakes before files are read
		return usageError{err}
	}
	s, err := app.open(ctx, &o.common, cfg, o.paths)
	if err != nil {
		return err
	}
	defer s.close()
	g, err := s.topics(ctx)
	if err != nil {
		return err
	}
	keep, err := s.condition(ctx, &o.selection)
	if err != nil {
		return err
	}
	t := &topicView{session: s, groups: g, query: q, keep: keep, cfg: cfg}
	if o.assignments {
		return o.writeAssignments(ctx, app, t)
	}
	if err := t.collect(ctx, by); err != nil {
		return err
	}
	d, err := t.document(limit, o.examples)
	if err != nil {
		return err
	}
	if t.result.Coverage.Conversations == 0 {
		remark, err := nothingSelected(s.Store, "conversation", q.Span.Bounded(), cfg.Location())
		if err != nil {
			return err
		}
		app.explain(&o.common, d, cfg.Format, remark)
	}
	return o.write(app, cfg, d)
}

// topicQuery turns the flags into what is to be computed of each topic.
func (o *topicsOptions) topicQuery(app *App, cfg *config.Config, by []string) (metrics.Query, error) {
	stats := statsOptions{common: o.common, selection: o.selection, metrics: knownTopicMetrics(), by: append([]string{metrics.TopicDimension}, by...)}
	return stats.query(app, cfg)
}

// topicView is what is asked of the topics of a database.
type topicView struct {
	*session
	groups  *topicGroups
	query   metrics.Query
	keep    func(*chat.Facts) bool // nil: all
	cfg     *config.Config
	result  *metrics.Result // of the topics
	further *metrics.Result // of the topics and the dimension of --by, nil without one
}

// collect computes the numbers of each topic.
func (t *topicView) collect(ctx context.Context, by []string) (err error) {
	t.query.TopicOf = t.groups.labelOf
	if t.query.VariantOf, err = variantsBy(t.Store, t.cfg, t.query.By); err != nil {
		return err
	}
	idle := t.cfg.IdleTimeout.Microseconds()
	if len(by) > 0 {
		if t.further, err = collect(ctx, t.Store, t.query, idle, t.keep); err != nil {
			return err
		}
	}
	q := t.query
	q.By, q.MaxGroups = []string{metrics.TopicDimension}, 0 // there are few by themselves
	if t.result, err = collect(ctx, t.Store, q, idle, t.keep); err != nil {
		return err
	}
	t.result.Coverage.Rules, err = t.Rules()
	return err
}

// selects reports whether the flags select a conversation.
func (t *topicView) selects(f *chat.Facts) bool {
	return t.query.Filter.Match(f) && (t.keep == nil || t.keep(f))
}

// writeAssignments prints the topic of each selected conversation.
func (o *topicsOptions) writeAssignments(ctx context.Context, app *App, t *topicView) error {
	newest, err := t.Newest()
	if err != nil {
		return err
	}
	type row struct {
		Conversation string  `json:"conversation_id"`
		Source       string  `json:"source"`
		Topic        int     `json:"topic_id"`
		Label        *string `json:"label"`
	}
	each := func(yield func(row) error) error {
		return t.Facts(ctx, func(f *chat.Facts) error {
			f.Settle(newest, t.cfg.IdleTimeout.Microseconds())
			if !t.selects(f) {
				return nil
			}
			r := row{Conversation: f.ID, Source: f.Source, Topic: topics.None}
			if id, ok := t.groups.idOf(f.Key); ok {
				label := t.groups.labels[id]
				r.Topic, r.Label = id, &label
			}
			return yield(r)
		})
	}
	if t.cfg.Format == "jsonl" {
		return o.emit(app, func(w io.Writer) error {
			lines := report.NewJSONStream(w)
			if err := each(func(r row) error { return lines.Write(r) }); err != nil {
				return err
			}
			return lines.Flush()
		})
	}
	rows := []row{}
	table := report.Table{Columns: []report.Column{{Name: "conversation_id", Title: "Conversation"}, {Name: "source", Title: "Source", Only: report.Machines},
		{Name: "topic_id", Title: "Id", Right: true}, {Name: "label", Title: "Topic"}}}
	err = each(func(r row) error {
		rows = append(rows, r)
		label := report.Cell{}
		if r.Label != nil {
			label = report.Text(*r.Label)
		}
		table.Rows = append(table.Rows, []report.Cell{report.Text(r.Conversation), report.Text(r.Source), report.Int(int64(r.Topic)), label})
		return nil
	})
	if err != nil {
		return err
	}
	return o.write(app, t.cfg, &report.Document{Heading: fmt.Sprintf("Topics of %s", report.Things(int64(len(rows)), "conversation")),
		Tables: []report.Table{table}, JSON: rows})
}
