package cmd

import (
	"context"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/briefing"
	"chatcops/internal/config"
	"chatcops/internal/period"
	"chatcops/report/page"
)

type reportOptions struct {
	common
	selection
	paths    []string
	title    string
	kind     string
	sections []string
	noRedact bool
}

const reportHelp = `Writes the report of a period: key findings, figures, charts, tables and
transcripts worth reading, against the period before. Without --period it is of
the month before this one.

Formats may be several: --format pdf,html. PDF and CSV, and several formats at
once, go to files; {period}, {type}, {format}, {ext}, {start} and {end} in
--output stand for what is written. One text format without --output goes to
stdout. CSV is a folder of tables, or a .zip if --output ends so. A file is
replaced only when it is whole, and the same data give the same bytes.

E-mail addresses, phone numbers, payment cards, IBANs and IP addresses are
replaced unless --no-redact is given.`

const reportExamples = `  chatcops report --format pdf,html --output 'reports/{period}-{type}.{ext}'
  chatcops report --period 2026-10 --title "Helpdesk in October" --bot helpdesk
  chatcops report transcripts.jsonl --period all --format html --output report.html
  chatcops report --type usage --period last-week --format markdown
  chatcops report --sections outcomes,hours,examples --format pdf --output -
  chatcops report list`

func newReportCmd(app *App) *cobra.Command {
	o := &reportOptions{}
	c := &cobra.Command{
		Use:     "report [PATH...]",
		Short:   "The report of a month: PDF, HTML, Markdown, CSV, JSON",
		Long:    reportHelp,
		Example: reportExamples,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runReport(c.Context(), app, o)
		},
	}
	o.common.bind(c, pageFormats()...)
	o.bindOutput(c)
	o.selection.bind(c)
	f := c.Flags()
	f.Lookup("format").Usage = "one or more of " + strings.Join(pageFormats(), ", ") + " (default pdf)"
	f.Lookup("output").Usage = "file, or pattern of files such as reports/{period}-{type}.{ext}; - for stdout"
	f.Lookup("period").Usage = "period: last-month (default), last-week, 2026-10, 2026-Q3, all, …"
	f.StringVar(&o.title, "title", "", "title of the report")
	f.StringVar(&o.kind, "type", "overview", "kind of report: "+strings.Join(reportTypes(false), ", "))
	f.StringSliceVar(&o.sections, "sections", nil, "only these sections, in this order: "+strings.Join(briefing.SectionNames(), ", "))
	f.BoolVar(&o.noRedact, "no-redact", false, "leave e-mail addresses, phone numbers and the like as they are")
	_ = c.RegisterFlagCompletionFunc("type", fixed(reportTypes(true)...))
	_ = c.RegisterFlagCompletionFunc("sections", fixed(reportSections()...))
	c.AddCommand(newReportListCmd(app), newReportShowCmd(app))
	return c
}

func pageFormats() []string {
	var names []string
	for _, f := range page.Formats {
		names = append(names, f.Name)
	}
	return names
}

// reportTypes lists the types, with what they are about where asked for.
func reportTypes(described bool) []string {
	var names []string
	for _, t := range briefing.Types {
		name := t.Name
		if described {
			name += "\t" + t.Doc
		}
		names = append(names, name)
	}
	return names
}

func reportSections() []string {
	var names []string
	for _, s := range briefing.Sections {
		names = append(names, s.Name+"\t"+s.Title)
	}
	return names
}

func runReport(ctx context.Context, app *App, o *reportOptions) error {
	out, err := o.outputs(app)
	if err != nil {
		return err
	}
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	request, err := o.request(app, cfg)
	if err != nil {
		return err
	}
	files, err := out.plan(request)
	if err != nil {
		return err
	}
	if err := o.keep(app, cfg, files); err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, o.paths)
	if err != nil {
		return err
	}
	defer s.close()
	debug.SetGCPercent(100) // unlike an import, a report keeps much of what it makes
	doc, record, err := o.build(ctx, app, cfg, s, request)
	if err != nil {
		return err
	}
	return o.deliver(app, s, doc, record, files)
}

// request turns the flags into what the report is to be about.
func (o *reportOptions) request(app *App, cfg *config.Config) (*briefing.Request, error) {
	kind, err := briefing.FindType(o.kind)
	if err != nil {
		return nil, usageError{err}
	}
	r := &briefing.Request{Type: kind, Sections: unspaced(o.sections), Title: strings.TrimSpace(o.title), AsOf: app.Now(), NorthStar: cfg.NorthStar}
	if o.period == "" && o.since == "" && o.until == "" && !periodConfigured(cfg) {
		r.Span, err = period.Parse("last-month", app.Now(), cfg.Location())
	} else {
		r.Span, err = o.span(app, cfg)
	}
	if err != nil {
		return nil, err
	}
	if before, ok := r.Span.Previous(); ok {
		r.Previous = &before
	}
	if _, err := r.Views(); err != nil { // tells of unknown sections before files are read
		return nil, usageError{err}
	}
	return r, nil
}

// periodConfigured reports whether the configuration or the environment names a period.
func periodConfigured(cfg *config.Config) bool {
	for _, s := range cfg.InForce {
		if s.Key == "period" {
			return s.Origin != "default"
		}
	}
	return false
}
