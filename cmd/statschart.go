package cmd

import (
	"io"
	"path/filepath"
	"strings"

	"chatcops/internal/briefing"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/chart"
	"chatcops/report/fonts"
)

// chartWidth is the width of a chart in a file of its own, in CSS pixels.
const chartWidth = 1000

// checkChart refuses a file that cannot be drawn or must not be replaced, before
// anything is read.
func (o *statsOptions) checkChart(app *App, cfg *config.Config) error {
	if o.chart == "" {
		return nil
	}
	if !strings.EqualFold(filepath.Ext(o.chart), ".svg") {
		return usagef("--chart %s: charts are drawn as SVG, so name a file that ends in .svg", o.chart)
	}
	if len(o.by) == 0 {
		return usagef("--chart shows groups: add --by day, --by hour_of_day or --by bot")
	}
	if err := app.keepInputs(o.chart, "--chart", o.paths); err != nil {
		return err
	}
	return overwrites(app.rooted(o.chart), "--chart", append(databaseFiles(app.rooted(cfg.DB)), app.rooted(cfg.File), app.rooted(o.output))...)
}

// drawChart draws the groups of a result into the file of --chart.
func (o *statsOptions) drawChart(app *App, s *store.Store, r *metrics.Result, q *metrics.Query) error {
	if o.chart == "" {
		return nil
	}
	first, last, err := s.Span()
	if err != nil {
		return err
	}
	p, err := briefing.PictureOf(r, q, first, last)
	if err != nil {
		return usageError{err}
	}
	svg := chart.File(fonts.NewSet(), p.Chart, chartWidth, chart.Screen, p.Title, p.Description)
	return report.WriteFile(app.rooted(o.chart), func(w io.Writer) error {
		_, err := io.WriteString(w, svg)
		return err
	})
}
