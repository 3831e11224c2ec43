package cmd

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/ingest"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

const funnelHelp = `Shows how many conversations come how far on a way of steps, and where they
leave it. NAME is a funnel of the configuration; without it the first one there
or, if there is none, the default one: started, engaged, answered, resolved,
converted.

A conversation counts for a step if it has come to all steps before it. The time
is the median from the last step before that has a time.`

func newFunnelCmd(app *App) *cobra.Command {
	o := &question{}
	c := &cobra.Command{
		Use:   "funnel [NAME] [PATH...]",
		Short: "Steps that conversations take, and where they leave",
		Long:  funnelHelp,
		Example: `  chatcops funnel
  chatcops funnel Checkout --period last-month
  chatcops funnel transcripts.jsonl --bot sales
  chatcops funnel default --property plan=pro --format json`,
		RunE: func(c *cobra.Command, args []string) error {
			o.paths = args
			return runFunnel(c.Context(), app, o)
		},
	}
	o.bind(c, true)
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveDefault
		}
		names := []string{metrics.DefaultFunnel.Name}
		if cfg, err := o.config(app); err == nil {
			for _, f := range cfg.Funnels {
				names = append(names, f.Name)
			}
		}
		return names, cobra.ShellCompDirectiveDefault
	}
	return c
}

// funnelOf finds the funnel that the first argument names; if it names none it is a path.
func funnelOf(app *App, cfg *config.Config, args []string) (f *metrics.Funnel, paths []string, err error) {
	if len(args) > 0 {
		if own := cfg.FindFunnel(args[0]); own != nil {
			return funnelFrom(own), args[1:], nil
		}
		if args[0] == metrics.DefaultFunnel.Name {
			return &metrics.DefaultFunnel, args[1:], nil
		}
		if _, err := os.Stat(app.rooted(args[0])); err != nil && args[0] != ingest.Stdin {
			var known []string
			for _, f := range cfg.Funnels {
				known = append(known, f.Name)
			}
			return nil, nil, withHint(usagef("there is neither a funnel nor a file %q", args[0]), "funnels are %s; more are written below funnels in chatcops.yaml",
				strings.Join(append(known, metrics.DefaultFunnel.Name), ", "))
		}
	}
	if len(cfg.Funnels) > 0 {
		return funnelFrom(&cfg.Funnels[0]), args, nil
	}
	return &metrics.DefaultFunnel, args, nil
}

func funnelFrom(f *config.Funnel) *metrics.Funnel {
	m := &metrics.Funnel{Name: f.Name, Ordered: !f.Unordered, Window: f.Window.Microseconds()}
	for _, s := range f.Steps {
		m.Steps = append(m.Steps, metrics.Step{Name: s.Name, State: s.State, Event: s.Event, Goal: s.Goal, Outcomes: s.Outcomes,
			UserMessages: s.UserMessages, Pattern: s.Pattern, Role: s.Role})
	}
	return m
}

func runFunnel(ctx context.Context, app *App, o *question) error {
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	f, paths, err := funnelOf(app, a.cfg, o.paths)
	if err != nil {
		return err
	}
	o.paths, a.fields = paths, store.Lists
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	counter, head, err := a.walk(ctx, f)
	if err != nil {
		return err
	}
	r := counter.Result(head, &a.selection)
	return a.write(&r.Head, funnelDocument(r))
}

// walker folds conversations into the counts of a funnel. Where steps need
// messages it keeps what facts tell until those are read.
type walker struct {
	*metrics.FunnelCounter
	funnel *metrics.Funnel
	kept   []keptFacts
}

type keptFacts struct {
	side  int
	facts chat.Facts
}

// Add takes one conversation.
func (w *walker) Add(side int, f *chat.Facts) {
	if w.funnel.NeedsMessages() {
		kept := *f
		w.kept = append(w.kept, keptFacts{side, chat.Facts{Key: kept.Key, StartedAt: kept.StartedAt, FirstUserAt: kept.FirstUserAt, FirstResponse: kept.FirstResponse,
			UserMessages: kept.UserMessages, Answered: kept.Answered, Outcome: kept.Outcome, Converted: kept.Converted, ConvertedAt: kept.ConvertedAt,
			LeadCaptured: kept.LeadCaptured, FeedbackCount: kept.FeedbackCount, Goals: kept.Goals, GoalTimes: kept.GoalTimes}})
		return
	}
	w.FunnelCounter.Add(side, w.funnel.Walk(w.funnel.Moments(f, nil)))
}

// Merge joins two parts.
func (w *walker) Merge(o *walker) {
	w.FunnelCounter.Merge(o.FunnelCounter)
	w.kept = append(w.kept, o.kept...)
}

// walk follows the conversations of the question through a funnel.
func (a *asked) walk(ctx context.Context, f *metrics.Funnel) (*metrics.FunnelCounter, metrics.Head, error) {
	w, head, err := fold(ctx, a, func() *walker { return &walker{FunnelCounter: metrics.NewFunnelCounter(f), funnel: f} })
	if err != nil {
		return nil, head, err
	}
	counter, err := a.finishWalk(ctx, w)
	return counter, head, err
}

// finishWalk reads the messages of the conversations of which they are needed.
func (a *asked) finishWalk(ctx context.Context, w *walker) (*metrics.FunnelCounter, error) {
	if len(w.kept) == 0 {
		return w.FunnelCounter, nil
	}
	reader, err := a.NewReader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	for i := range w.kept {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		k := &w.kept[i]
		c, err := reader.Conversation(k.facts.Key)
		if err != nil {
			return nil, err
		}
		w.FunnelCounter.Add(k.side, w.funnel.Walk(w.funnel.Moments(&k.facts, c)))
	}
	return w.FunnelCounter, nil
}

// funnelBar is how wide the bars are, so that all fits 80 columns.
const funnelBar = 8

func funnelDocument(r *metrics.FunnelResult) *report.Document {
	t := report.Table{Columns: []report.Column{{Name: "step", Title: "Step"}, barColumn(), {Name: "conversations", Title: "Count", Right: true}}}
	t.Columns = append(t.Columns, rateColumns("share_of_first", "Of first")...)
	t.Columns = append(t.Columns, report.Column{Name: "share_of_previous", Title: "Of prev.", Right: true}, report.Column{Name: "drop_off_rate", Title: "Drop-off", Right: true})
	compared := r.ComparedTo != nil
	if compared {
		t.Columns[len(t.Columns)-2].Only = report.Machines // the drop-off tells the same
		t.Columns = append(t.Columns, report.Column{Name: "change", Title: "Change", Right: true, Only: report.People})
	}
	t.Columns = append(t.Columns, report.Column{Name: "median_seconds_from_previous", Title: "Time", Right: true})
	changed := false
	for i := range r.Steps {
		s := &r.Steps[i]
		share := 0.0
		if s.ShareOfFirst != nil {
			share = *s.ShareOfFirst
		}
		row := append([]report.Cell{report.Text(s.Name), report.Bar(share, funnelBar), report.Int(s.Conversations)}, rateCells(s.Find("share_of_first"), report.Share)...)
		row = append(row, number(s.ShareOfPrevious, report.Share), number(s.DropOffRate, report.Share))
		if compared {
			change := report.Cell{}
			if v := s.Find("share_of_previous"); v != nil {
				change = changeOf(v, report.Share)
				changed = changed || v.Change != nil
			}
			row = append(row, change)
		}
		t.Rows = append(t.Rows, append(row, number(s.MedianSeconds, report.Seconds)))
	}
	if changed {
		t.Notes = append(t.Notes, "The change is that of the share of the previous step. "+noiseNote)
	}
	if n := r.Steps[0].Conversations; n > 0 && isSmall(r.Steps[0].Values) {
		t.Notes = append(t.Notes, fmt.Sprintf("A small sample: n = %d.", n))
	}
	return &report.Document{Heading: "Funnel " + r.Name + funnelRules(r) + " · " + heading(&r.Head), Tables: []report.Table{t}, JSON: r, Lines: report.Each(r.Steps)}
}

func funnelRules(r *metrics.FunnelResult) string {
	text := ""
	if !r.Ordered {
		text = ", in any order"
	}
	if r.WindowSeconds != nil {
		text += fmt.Sprintf(", within %s", report.Number(*r.WindowSeconds, report.Seconds).Shown())
	}
	return text
}
