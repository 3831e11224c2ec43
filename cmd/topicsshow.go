package cmd

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/period"
	"chatcops/internal/safe"
	"chatcops/internal/topics"
	"chatcops/metrics"
	"chatcops/report"
)

func newTopicsShowCmd(app *App) *cobra.Command {
	o := &topicsOptions{}
	c := &cobra.Command{
		Use:   "show ID [PATH...]",
		Short: "One topic: its key terms, its numbers, and three conversations",
		Long: `Shows one topic, by its id or its label: key terms, numbers against the period
before, and the three conversations that are most like it. E-mail addresses,
phone numbers and the like are replaced in them. -1 or other is what fits no topic.`,
		Example: "  chatcops topics show 3\n  chatcops topics show \"card arrival\" --period 30d\n  chatcops topics show 3 transcripts.jsonl --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("name a topic by its id or label; chatcops topics lists them")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			o.paths = args[1:]
			return runTopicsShow(c.Context(), app, o, args[0])
		},
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.selection.bind(c)
	c.Flags().String("compare", "", "period to compare with: previous, none or a period (default previous)")
	_ = c.RegisterFlagCompletionFunc("compare", fixed(append([]string{"previous", "none"}, period.Names()...)...))
	return c
}

func runTopicsShow(ctx context.Context, app *App, o *topicsOptions, name string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	q, err := o.topicQuery(app, cfg, nil)
	if err != nil {
		return err
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
	id, err := g.find(name)
	if err != nil {
		return err
	}
	keep, err := s.condition(ctx, &o.selection)
	if err != nil {
		return err
	}
	t := &topicView{session: s, groups: g, query: q, keep: keep, cfg: cfg}
	if err := t.collect(ctx, nil); err != nil {
		return err
	}
	d, err := t.oneDocument(id)
	if err != nil {
		return err
	}
	return o.write(app, cfg, d)
}

// find returns the topic that a person names by its id or label.
func (g *topicGroups) find(name string) (int, error) {
	name = strings.TrimSpace(name)
	if strings.EqualFold(name, topics.Other) || name == strconv.Itoa(topics.None) {
		return topics.None, nil
	}
	id, err := strconv.Atoi(name)
	for _, t := range g.model.Topics {
		if err == nil && t.ID == id || err != nil && strings.EqualFold(t.Label, name) {
			return t.ID, nil
		}
	}
	return 0, withHint(fmt.Errorf("there is no topic %q", name), "chatcops topics lists the topics with their ids")
}

// oneDocument shows one topic.
func (t *topicView) oneDocument(id int) (*report.Document, error) {
	rows, engaged := t.rows()
	var r *topicRow
	for _, x := range rows {
		if x.ID == id {
			r = x
		}
	}
	if r == nil { // the selection has none of it
		r = &topicRow{ID: id, Label: t.groups.labels[id], Terms: []string{}, Examples: []string{}, Metrics: []metrics.Value{}}
		if topic, ok := t.groups.model.ByID(id); ok {
			r.Terms = topic.Terms
		}
	}
	if err := t.addExamples([]*topicRow{r}); err != nil {
		return nil, err
	}
	type example struct {
		ID      string `json:"conversation_id"`
		Source  string `json:"source"`
		Outcome string `json:"outcome"`
		Text    string `json:"text"`
	}
	list := []example{}
	for _, e := range r.examples {
		list = append(list, example{e.id, e.source, e.outcome, e.text})
	}
	heading := fmt.Sprintf("Topic %d, %s · %s of %s", r.ID, r.Label, report.Figure(r.Conversations), report.Things(engaged, "conversation"))
	d := &report.Document{Heading: heading, JSON: struct {
		Period     metrics.Period  `json:"period"`
		ComparedTo *metrics.Period `json:"compared_to"`
		*topicRow
		Examples []example `json:"examples"`
	}{t.result.Period, t.result.ComparedTo, r, list}}
	numbers := metricTable(&metrics.Result{ComparedTo: t.result.ComparedTo, Values: r.Metrics})
	if len(r.Terms) > 0 {
		numbers.Notes = append(numbers.Notes, "Key terms: "+joined(r.Terms)+".")
	}
	examples := report.Table{Title: "Examples", Columns: []report.Column{{Name: "conversation_id", Title: "Conversation"}, {Name: "outcome", Title: "Outcome"}, {Name: "text", Title: "First words of the user"}}}
	for _, e := range r.examples {
		examples.Rows = append(examples.Rows, []report.Cell{report.Text(e.id), report.Word(e.outcome), report.Text(safe.Snippet(e.text, 50))})
	}
	d.Tables = []report.Table{numbers, examples}
	if remark := t.costRemark(); remark != "" {
		d.Notes = append(d.Notes, remark)
	}
	d.Notes = append(d.Notes, t.groups.remarks(t.cfg)...)
	return d, nil
}
