package cmd

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/safe"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

const sentimentHelp = `Shows the mood of the users: the mean sentiment of their messages from −1 to 1,
how many conversations were positive, neutral and negative, the trend, and the
conversations with the worst mood.`

type sentimentOptions struct {
	question
	by     string
	worst  int
	redact bool
}

// trendUnits are the units of time that a trend may go by.
var trendUnits = []string{"day", "week", "month"}

func newSentimentCmd(app *App) *cobra.Command {
	o := &sentimentOptions{}
	c := &cobra.Command{
		Use:   "sentiment [PATH...]",
		Short: "The users' mood: trend, shares, worst conversations",
		Long:  sentimentHelp,
		Example: `  chatcops sentiment
  chatcops sentiment --period 30d --by day
  chatcops sentiment transcripts.jsonl --worst 20 --redact
  chatcops sentiment --bot sales --format json`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runSentiment(c.Context(), app, o)
		},
	}
	o.bind(c, true)
	c.Flags().StringVar(&o.by, "by", "", "day, week or month of the trend (default by the length of the period)")
	c.Flags().IntVar(&o.worst, "worst", 5, "how many of the worst conversations to list")
	bindRedact(c, &o.redact)
	_ = c.RegisterFlagCompletionFunc("by", fixed(trendUnits...))
	return c
}

// sentimentMetrics are the numbers of the registry that the command shows.
var sentimentMetrics = []string{"sentiment", "positive_rate", "neutral_rate", "negative_rate"}

// sentimentAnswer is what machines get.
type sentimentAnswer struct {
	*metrics.Result
	Unit  string         `json:"unit"` // of the trend, whose buckets are the groups
	Worst []worstMessage `json:"worst"`
}

type worstMessage struct {
	metrics.WorstConversation
	StartedAt *string `json:"started_at"`
	Outcome   *string `json:"outcome"`
	Text      string  `json:"first_message"`
}

func runSentiment(ctx context.Context, app *App, o *sentimentOptions) error {
	if o.by != "" && !slices.Contains(trendUnits, o.by) {
		return usagef("--by %s: write day, week or month", o.by)
	}
	if o.worst < 0 || o.worst > 1000 {
		return usagef("--worst %d: write a number from 0 to 1000", o.worst)
	}
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	a.fields = store.Texts // ids of the worst
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	if o.by == "" {
		if o.by, err = a.trendUnit(); err != nil {
			return err
		}
	}
	q := metrics.Query{Filter: a.selection.Filter, Previous: a.selection.Previous, Metrics: sentimentMetrics, By: []string{o.by}, MaxGroups: a.cfg.Limits.Groups, AsOf: app.Now()}
	r, err := collect(ctx, a.Store, q, a.cfg.IdleTimeout.Microseconds(), a.selection.Keep)
	if err != nil {
		return err
	}
	worst, head, err := fold(ctx, a, func() *worstOfPeriod { return &worstOfPeriod{metrics.NewWorst(o.worst)} })
	if err != nil {
		return err
	}
	r.Coverage.Rules = head.Coverage.Rules
	answer := &sentimentAnswer{Result: r, Unit: o.by, Worst: []worstMessage{}}
	clean := cleaner(a.cfg, o.redact)
	for _, w := range worst.List() {
		text, err := a.FirstWords(w.Key, 200)
		if err != nil {
			return err
		}
		answer.Worst = append(answer.Worst, worstMessage{w, a.time(w.StartedAt), known(w.Outcome.String()), safe.Snippet(clean(text), 120)})
	}
	return a.write(&head, sentimentDocument(answer, a))
}

// worstOfPeriod keeps the worst conversations of the period alone.
type worstOfPeriod struct{ *metrics.Worst }

// Add takes one conversation.
func (w *worstOfPeriod) Add(side int, f *chat.Facts) {
	if side == metrics.Now {
		w.Worst.Add(f)
	}
}

// Merge joins two parts.
func (w *worstOfPeriod) Merge(o *worstOfPeriod) { w.Worst.Merge(o.Worst) }

// trendUnit is a unit by which a trend has neither few nor very many points.
func (a *asked) trendUnit() (string, error) {
	span := a.selection.Span
	start, end := span.Start, span.End
	if !span.Bounded() {
		first, last, err := a.Span()
		if err != nil || !first.Known() {
			return trendUnits[0], err
		}
		start, end = first.In(a.cfg.Location()), last.In(a.cfg.Location())
	}
	switch days := period.Seconds(start, end) / 86400; {
	case days <= 21:
		return "day", nil
	case days <= 190:
		return "week", nil
	}
	return "month", nil
}

func sentimentDocument(answer *sentimentAnswer, a *asked) *report.Document {
	r := answer.Result
	d := &report.Document{Heading: "Sentiment · " + statsHeading(r), JSON: answer, Lines: statsLines(r)}
	summary := valuesTable(&metrics.Head{ComparedTo: r.ComparedTo}, r.Values)
	trend := report.Table{Title: "Trend by " + answer.Unit, Columns: []report.Column{{Name: answer.Unit, Title: groupTitle(answer.Unit)}, {Name: "judged", Title: "Judged", Right: true},
		{Name: "sentiment", Title: "Sentiment", Right: true}, {Name: "interval", Title: "95 % interval", Right: true, Only: report.People}, {Name: "low", Only: report.Machines}, {Name: "high", Only: report.Machines},
		{Name: "positive_rate", Title: "Positive", Right: true}, {Name: "neutral_rate", Title: "Neutral", Right: true}, {Name: "negative_rate", Title: "Negative", Right: true}, barColumn()}}
	small := 0
	for _, g := range r.Groups {
		v := &g.Values[0]
		negative := 0.0
		if g.Values[3].Value != nil {
			negative = *g.Values[3].Value
		}
		if len(v.Warnings) > 0 {
			small++
		}
		trend.Rows = append(trend.Rows, append(keyCells(g), report.Int(v.N), number(v.Value, report.Decimal(2)), interval(v), number(v.Low, report.Decimal(2)), number(v.High, report.Decimal(2)),
			number(g.Values[1].Value, report.Share), number(g.Values[2].Value, report.Share), number(g.Values[3].Value, report.Share), report.Bar(negative, 8)))
	}
	if len(r.Groups) > 0 {
		trend.Notes = append(trend.Notes, "The bars show the negative share.")
	}
	if small > 0 {
		trend.Notes = append(trend.Notes, smallNote(small, len(r.Groups)))
	}
	worst := report.Table{Title: "Worst mood", Columns: []report.Column{{Name: "conversation_id", Title: "Conversation"}, {Name: "sentiment", Title: "Mood", Right: true},
		{Name: "final_sentiment", Title: "At the end", Right: true}, {Name: "outcome", Title: "Outcome"}, {Name: "first_message", Title: "First message"}}}
	for _, w := range answer.Worst {
		worst.Rows = append(worst.Rows, []report.Cell{report.Text(w.Conversation), report.Number(w.Sentiment, report.Decimal(2)), report.Number(w.FinalSentiment, report.Decimal(2)),
			report.Word(w.WorstConversation.Outcome.String()), report.Text(w.Text)})
	}
	d.Tables = []report.Table{summary, trend}
	if len(answer.Worst) > 0 {
		d.Tables = append(d.Tables, worst)
	}
	if a.cfg.Format == "csv" {
		d.Tables = []report.Table{trend}
	}
	return d
}

// smallNote says how many groups of a table rest on few conversations.
func smallNote(small, all int) string {
	return "Small groups: " + report.Figure(int64(small)) + " of " + report.Figure(int64(all)) + "."
}
