package cmd

import (
	"github.com/spf13/cobra"

	"chatcops/internal/guess"
	"chatcops/metrics"
	"chatcops/report"
)

func newMetricsCmd(app *App) *cobra.Command {
	o := &common{}
	var names []string
	c := &cobra.Command{
		Use:     "metrics [NAME...]",
		Short:   "What every metric means",
		Example: "  chatcops metrics\n  chatcops metrics resolution_rate containment_rate\n  chatcops metrics --format json",
		RunE: func(_ *cobra.Command, args []string) error {
			names = args
			return runMetrics(app, o, names)
		},
		ValidArgsFunction: fixed(metricNames()...),
	}
	o.bind(c, formatNames()...)
	return c
}

// definition is a metric as the machine-readable output tells it.
type definition struct {
	Name       string            `json:"name"`
	Title      string            `json:"title"`
	Unit       metrics.Unit      `json:"unit"`
	Better     metrics.Direction `json:"better"`
	Statistics []string          `json:"statistics"`
	Definition string            `json:"definition"`
	Formula    string            `json:"formula"`
}

func runMetrics(app *App, o *common, names []string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	list := []definition{}
	definitions := metrics.Definitions()
	for i := range definitions {
		m := &definitions[i]
		d := definition{m.Name, m.Title, m.Unit, m.Better, []string{}, m.Doc, m.Formula}
		for _, s := range m.Statistics {
			d.Statistics = append(d.Statistics, m.FullName(s))
		}
		list = append(list, d)
	}
	if len(names) > 0 {
		if list, err = pick(list, names); err != nil {
			return err
		}
	}
	t := report.Table{Columns: []report.Column{{Name: "name", Title: "Metric"}, {Name: "unit", Title: "Unit"}, {Name: "better", Title: "Better"},
		{Name: "definition", Title: "Definition", Only: report.Machines}, {Name: "formula", Title: "Formula"}}}
	doc := &report.Document{JSON: list, Lines: report.Each(list)}
	for _, d := range list {
		t.Rows = append(t.Rows, []report.Cell{report.Word(d.Name), report.Word(string(d.Unit)), report.Word(string(d.Better)), report.Word(d.Definition), report.Word(d.Formula)})
		if len(names) > 0 {
			doc.Notes = append(doc.Notes, d.Name+": "+d.Definition, "= "+d.Formula)
		}
	}
	doc.Tables = []report.Table{t}
	return o.write(app, cfg, doc)
}

func pick(list []definition, names []string) ([]definition, error) {
	var out []definition
	for _, n := range names {
		found := false
		for _, d := range list {
			if d.Name == n || metrics.IsScore(n) && metrics.IsScore(d.Name) {
				out, found = append(out, d), true
			}
		}
		if !found {
			var known []string
			for _, d := range list {
				known = append(known, d.Name)
			}
			return nil, usagef("unknown metric %q: %s", n, guess.Listed(n, known, "chatcops metrics"))
		}
	}
	return out, nil
}
