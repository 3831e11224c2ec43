package cmd

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/safe"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/scoring"
)

type exportOptions struct {
	common
	selection
	noRedact bool
	what     *exportKind
	paths    []string
}

const exportHelp = `Writes what the database holds: conversations with their facts and evidence,
messages in their order, or events. E-mail addresses, phone numbers, payment
cards, IBANs and IP addresses are replaced unless --no-redact is given.

The format openai writes conversations in the shape that ingest reads. Parquet
has the columns of CSV, with types; it is binary: for a file or a pipe.`

const exportExamples = `  chatcops export conversations --period last-month --format csv -o october.csv
  chatcops export messages transcripts.jsonl --format jsonl
  chatcops export events --no-redact --format csv --bom -o events.csv
  chatcops export messages --format parquet -o messages.parquet
  chatcops export conversations --format openai --no-redact | gzip > all.jsonl.gz`

func newExportCmd(app *App) *cobra.Command {
	c := &cobra.Command{
		Use:     "export",
		Short:   "Write conversations, messages or events",
		Long:    exportHelp,
		Example: exportExamples,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return usagef("say what to export: conversations, messages or events")
		},
	}
	for i := range exportKinds {
		c.AddCommand(newExportKindCmd(app, &exportKinds[i]))
	}
	return c
}

func newExportKindCmd(app *App, kind *exportKind) *cobra.Command {
	o := &exportOptions{what: kind}
	c := &cobra.Command{
		Use:     kind.name + " [PATH...]",
		Short:   kind.short,
		Example: "  chatcops export " + kind.name + " transcripts.jsonl --format csv\n  chatcops export " + kind.name + " --period 2026-10 --format jsonl",
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runExport(c.Context(), app, o)
		},
	}
	o.common.bind(c, kind.formats...)
	o.bindOutput(c)
	o.selection.bind(c)
	c.Flags().BoolVar(&o.noRedact, "no-redact", false, "leave e-mail addresses, phone numbers and the like as they are")
	return c
}

func runExport(ctx context.Context, app *App, o *exportOptions) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	if o.format == "" {
		o.format = "jsonl"
	}
	if o.format == "parquet" && o.output == "" && app.OutTerminal {
		return usagef("--format parquet is not for a terminal: name a file with --output, or redirect the output")
	}
	filter, err := o.filter()
	if err != nil {
		return err
	}
	if filter.Span, err = o.span(app, cfg); err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, o.paths)
	if err != nil {
		return err
	}
	defer s.close()
	keep, err := s.condition(ctx, &o.selection)
	if err != nil {
		return err
	}
	e := &exporter{session: s, kind: o.what, format: o.format, loc: cfg.Location(), idle: cfg.IdleTimeout.Microseconds(), clean: func(s string) string { return s }, prices: pricesOf(cfg)}
	redactor := safe.NewRedactor(cfg.Redact.Patterns)
	if !o.noRedact {
		e.clean, e.id = redactor.Redact, redactor.Pseudonym
	}
	e.selects = func(f *chat.Facts) bool { return filter.Match(f) && (keep == nil || keep(f)) }
	if err := o.emit(app, func(w io.Writer) error { return e.run(ctx, w, report.Options{BOM: o.bom}) }); err != nil {
		return err
	}
	tellRedacted(app, &o.common, redactor)
	if e.written == 0 {
		remark, err := nothingMatched(s.Store, "conversation", &filter, nil, cfg.Location())
		if err != nil {
			return err
		}
		app.notice(&o.common, "%s", remark)
	}
	return nil
}

// tellRedacted says on stderr what was replaced.
func tellRedacted(app *App, c *common, r *safe.Redactor) {
	var parts []string
	for _, n := range r.Counts() {
		if n.Replaced > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.Replaced, n.Title))
		}
	}
	if len(parts) > 0 {
		app.notice(c, "replaced %s; --no-redact leaves them", strings.Join(parts, ", "))
	}
}

// exporter writes one kind of thing of the selected conversations, in the order of their ids.
type exporter struct {
	*session
	kind    *exportKind
	format  string
	loc     *time.Location
	idle    int64
	clean   func(string) string // redacts
	id      func(string) string // redacts ids, so that what belongs together stays together; nil leaves them
	selects func(*chat.Facts) bool
	prices  *metrics.Prices // of what is not recorded, nil for none
	topics  *topicGroups    // that are kept in the database, nil where nobody asks
	written int             // conversations
}

// exported is one conversation on its way out; conversation and marks are
// there only where the kind needs them.
type exported struct {
	*exporter
	facts        *chat.Facts
	scores       map[string]float64
	conversation *chat.Conversation
	marks        chat.Marks
	rules        *scoring.Rules // in force, where the facts are to be explained
}

func (e *exporter) run(ctx context.Context, w io.Writer, o report.Options) error {
	newest, err := e.Newest()
	if err != nil {
		return err
	}
	reader, err := e.NewReader()
	if err != nil {
		return err
	}
	defer reader.Close()
	if !e.kind.reads {
		if e.topics, err = keptTopics(ctx, e.Store); err != nil {
			return err
		}
	}
	out := newRowStream(e.format, w, e.kind.row, o)
	err = e.Facts(ctx, func(f *chat.Facts) error {
		f.Settle(newest, e.idle)
		if !e.selects(f) {
			return nil
		}
		e.written++
		x := &exported{exporter: e, facts: f}
		if !e.kind.reads {
			if x.scores, err = e.ScoresOf(f); err != nil {
				return err
			}
		}
		if e.kind.reads || e.format == "openai" {
			if x.conversation, err = reader.Conversation(f.Key); err != nil {
				return err
			}
			if x.marks, err = e.Marks(f.Key); err != nil {
				return err
			}
		}
		if e.format == "openai" {
			return out.Write(x.openAI())
		}
		for _, row := range e.kind.rows(x) {
			if err := out.Write(row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
