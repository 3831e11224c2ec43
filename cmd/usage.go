package cmd

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

const usageHelp = `Shows the tokens that models read, wrote and read from a cache, and what they
cost: as the data says, else by the prices of the configuration, of the model and
the day on which the conversation began. Nothing is converted.

A conversation that used a model without a price has no cost; how many there are
is told.`

type usageOptions struct {
	question
	top int
}

func newUsageCmd(app *App) *cobra.Command {
	o := &usageOptions{}
	c := &cobra.Command{
		Use:   "usage [PATH...]",
		Short: "Tokens and cost, by model and by bot",
		Long:  usageHelp,
		Example: `  chatcops usage
  chatcops usage --period last-month --top 3
  chatcops usage transcripts.jsonl --model 'sprout-large-1' --format json`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runUsage(c.Context(), app, o)
		},
	}
	o.bind(c, true)
	c.Flags().IntVar(&o.top, "top", 10, "at most so many models and bots, 0 for all")
	return c
}

func runUsage(ctx context.Context, app *App, o *usageOptions) error {
	if o.top < 0 {
		return usagef("--top %d: write how many to list at most, or 0 for all", o.top)
	}
	a, err := o.prepare(app)
	if err != nil {
		return err
	}
	a.fields = store.Texts
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	counter, head, err := fold(ctx, a, func() *metrics.UsageCounter { return metrics.NewUsageCounter(pricesOf(a.cfg), a.cfg.Limits.Groups) })
	if err != nil {
		return err
	}
	r := counter.Result(head, &a.selection, a.cfg.Currency)
	return a.write(&r.Head, usageDocument(r, o.top))
}

// pricesOf is the price table of the configuration.
func pricesOf(cfg *config.Config) *metrics.Prices {
	var list []metrics.Price
	for _, p := range cfg.Prices {
		list = append(list, metrics.Price{Model: p.Model, Input: p.Input, Output: p.Output, Cached: p.Cached, From: p.From})
	}
	return metrics.NewPrices(list)
}

// usageDocument shows usage, of models and bots at most top, 0 for all.
func usageDocument(r *metrics.UsageResult, top int) *report.Document {
	models, bots := len(r.Models), len(r.Bots)
	if top > 0 {
		r.Models, r.Bots = r.Models[:min(top, models)], r.Bots[:min(top, bots)]
	}
	d := &report.Document{Heading: "Usage, costs in " + r.Currency + " · " + heading(&r.Head), JSON: r, Lines: report.Each(r.Values)}
	d.Tables = []report.Table{valuesTable(&r.Head, r.Values)}
	if len(r.Models) > 0 {
		d.Tables = append(d.Tables, usageTable("model", r.Models, models))
	}
	if len(r.Bots) > 0 {
		d.Tables = append(d.Tables, usageTable("bot", r.Bots, bots))
	}
	if note := r.TooMany.Note(); note != "" {
		d.Notes = append(d.Notes, note)
	}
	if r.WithoutUsage > 0 && r.Coverage.Conversations > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("Neither tokens nor a cost are recorded of %s.", report.Things(r.WithoutUsage, "conversation")))
	}
	if r.Unpriced > 0 {
		var names []string
		for _, m := range r.UnpricedModels {
			if m == "" {
				m = "a model that the data does not name"
			}
			names = append(names, m)
		}
		d.Notes = append(d.Notes, fmt.Sprintf("Without a price, and so without a whole cost: %s, by %s; write it below prices in chatcops.yaml.",
			report.Things(r.Unpriced, "conversation"), strings.Join(names, ", ")))
	}
	return d
}

// usageTable shows the first of all parts by a dimension.
func usageTable(name string, parts []metrics.UsagePart, all int) report.Table {
	t := report.Table{Title: "By " + name, Columns: []report.Column{{Name: name, Title: groupTitle(name)}, {Name: "conversations", Title: "Conversations", Right: true},
		{Name: "input_tokens", Title: "Read", Right: true}, {Name: "cached_tokens", Title: "Cached", Right: true}, {Name: "output_tokens", Title: "Written", Right: true},
		{Name: "cost", Title: "Cost", Right: true}, barColumn()}}
	for _, p := range parts {
		share := 0.0
		if p.CostShare != nil {
			share = *p.CostShare
		}
		t.Rows = append(t.Rows, []report.Cell{nameCell(p.Name), report.Int(p.Conversations), report.Int(p.InputTokens), report.Int(p.CachedTokens), report.Int(p.OutputTokens),
			number(p.Cost, report.Money("")), report.Bar(share, 10)})
	}
	if all > len(parts) {
		t.Notes = []string{fmt.Sprintf("The first %d of %d; --top 0 lists all.", len(parts), all)}
	}
	return t
}
