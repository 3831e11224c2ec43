package cmd

import (
	"context"

	"github.com/spf13/cobra"

	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

const feedbackHelp = `Shows how satisfied users say they are: the share of ratings of 4 and 5 (thumbs
up count as 5, thumbs down as 1), the mean rating, the response rate, which
ratings and reasons were given, and the same by bot and by model.

Ratings come from those who answer. A response rate below 15 % or above 25 % is
remarked on.`

func newFeedbackCmd(app *App) *cobra.Command {
	o := &question{}
	c := &cobra.Command{
		Use:   "feedback [PATH...]",
		Short: "Satisfaction, response rate and reasons",
		Long:  feedbackHelp,
		Example: `  chatcops feedback
  chatcops feedback --period last-month --channel web
  chatcops feedback transcripts.jsonl --format json`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runFeedback(c.Context(), app, o)
		},
	}
	o.bind(c, true)
	return c
}

func runFeedback(ctx context.Context, app *App, o *question) error {
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	a.fields = store.Texts
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	counter, head, err := fold(ctx, a, func() *metrics.FeedbackCounter { return metrics.NewFeedbackCounter(a.cfg.Limits.Groups) })
	if err != nil {
		return err
	}
	keys, _, err := a.keysIn(ctx)
	if err != nil {
		return err
	}
	err = a.FeedbackPieces(ctx, keys, func(p store.FeedbackPiece) error {
		counter.AddPiece(p.Rating, p.Labels)
		return nil
	})
	if err != nil {
		return err
	}
	r := counter.Result(head, &a.selection)
	return a.write(&r.Head, feedbackDocument(r))
}

// fewReasons is how many reasons a table for people lists.
const fewReasons = 10

func feedbackDocument(r *metrics.FeedbackResult) *report.Document {
	d := &report.Document{Heading: "Feedback · " + heading(&r.Head), JSON: r, Lines: report.Each(r.Values)}
	d.Tables = []report.Table{valuesTable(&r.Head, r.Values)}
	if r.Values[0].N > 0 {
		d.Tables = append(d.Tables, ratingTable(r))
	}
	if len(r.Reason) > 0 {
		d.Tables = append(d.Tables, reasonTable(r))
	}
	for _, part := range []struct {
		title, name string
		list        []metrics.FeedbackPart
	}{{"By bot", "bot", r.Bots}, {"By model", "model", r.Models}} {
		if len(part.list) > 0 {
			d.Tables = append(d.Tables, feedbackParts(part.title, part.name, part.list))
		}
	}
	for _, note := range []string{r.Note, r.TooMany.Note()} {
		if note != "" {
			d.Notes = append(d.Notes, note)
		}
	}
	return d
}

func ratingTable(r *metrics.FeedbackResult) report.Table {
	t := report.Table{Title: "Ratings", Columns: []report.Column{{Name: "rating", Title: "Rating", Right: true}, barColumn(), {Name: "count", Title: "Count", Right: true}, {Name: "share", Title: "Share", Right: true}}}
	for _, s := range r.Scale {
		share := 0.0
		if s.Share != nil {
			share = *s.Share
		}
		t.Rows = append(t.Rows, []report.Cell{report.Int(int64(s.Rating)), report.Bar(share, 30), report.Int(s.Count), number(s.Share, report.Share)})
	}
	return t
}

func reasonTable(r *metrics.FeedbackResult) report.Table {
	t := report.Table{Title: "Reasons", Columns: []report.Column{{Name: "reason", Title: "Reason"}, {Name: "count", Title: "Count", Right: true},
		{Name: "share", Title: "Of feedback with one", Right: true}, {Name: "interval", Title: "95 % interval", Right: true}, {Name: "mean_rating", Title: "Mean rating", Right: true}}}
	for i := range r.Reason[:min(fewReasons, len(r.Reason))] {
		reason := &r.Reason[i]
		t.Rows = append(t.Rows, []report.Cell{report.Text(reason.Reason), report.Int(reason.Count), number(reason.Rate.Value, report.Share), interval(&reason.Rate),
			number(reason.MeanRating, report.Decimal(2))})
	}
	if more := len(r.Reason) - fewReasons; more > 0 {
		t.Notes = []string{"And " + report.Things(int64(more), "more reason") + "; --format json has them."}
	}
	return t
}

func feedbackParts(title, name string, parts []metrics.FeedbackPart) report.Table {
	t := report.Table{Title: title, Columns: []report.Column{{Name: name, Title: groupTitle(name)}, {Name: "ratings", Title: "Ratings", Right: true},
		{Name: "csat", Title: "Satisfied", Right: true}, {Name: "interval", Title: "95 % interval", Right: true}, {Name: "satisfaction_score", Title: "Mean", Right: true},
		{Name: "feedback_rate", Title: "Response", Right: true}}}
	small := 0
	for i := range parts {
		p := &parts[i]
		csat := p.Find("csat")
		ratings := report.Int(0)
		if csat.Denominator != nil {
			ratings = report.Int(int64(*csat.Denominator))
		}
		if isSmall(p.Values) {
			small++
		}
		t.Rows = append(t.Rows, []report.Cell{nameCell(p.Name), ratings, number(csat.Value, report.Share), interval(csat),
			number(p.Find("satisfaction_score").Value, report.Decimal(2)), number(p.Find("feedback_rate").Value, report.Share)})
	}
	if small > 0 {
		t.Notes = []string{smallNote(small, len(parts))}
	}
	return t
}
