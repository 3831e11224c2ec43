package cmd

import (
	"context"
	"io"
	"runtime"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/guess"
	"chatcops/internal/safe"
	"chatcops/internal/search"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

func newConversationsCmd(app *App) *cobra.Command {
	c := &cobra.Command{
		Use:   "conversations",
		Short: "Find, filter and read transcripts",
		Example: "  chatcops conversations list --outcome abandoned --sort score\n  chatcops conversations show c_1042 --explain\n" +
			"  chatcops conversations search \"late refund\"",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return usagef("say what to do: list, show or search") },
	}
	c.AddCommand(newListCmd(app), newShowCmd(app), newSearchCmd(app))
	return c
}

// chosen are the flags that choose conversations by more than their period and attributes.
type chosen struct {
	selection
	goals, signals                                 []string
	text                                           string
	minScore, maxScore, minSentiment, maxSentiment float64
	minMessages, maxMessages                       int
	redact                                         bool
	flags                                          *pflag.FlagSet
}

func (o *chosen) bind(c *cobra.Command) {
	o.selection.bind(c)
	o.flags = c.Flags()
	o.flags.StringArrayVar(&o.goals, "goal", nil, "only with this goal reached (repeat for alternatives)")
	o.flags.StringArrayVar(&o.signals, "signal", nil, "only with such a message: fallback, complaint, … (repeat for alternatives)")
	o.flags.StringVar(&o.text, "text", "", "only with a message that contains this; case and accents do not matter")
	o.flags.Float64Var(&o.minScore, "min-score", 0, "only with a quality score of this or more, 0 to 100")
	o.flags.Float64Var(&o.maxScore, "max-score", 0, "only with a quality score of this or less")
	o.flags.Float64Var(&o.minSentiment, "min-sentiment", 0, "only with a sentiment of this or more, -1 to 1")
	o.flags.Float64Var(&o.maxSentiment, "max-sentiment", 0, "only with a sentiment of this or less")
	o.flags.IntVar(&o.minMessages, "min-messages", 0, "only with so many messages of user and agents or more")
	o.flags.IntVar(&o.maxMessages, "max-messages", 0, "only with so many or less")
	bindRedact(c, &o.redact)
	var kinds []string
	for _, s := range storedSignals() {
		kinds = append(kinds, string(s.Kind)+"\t"+s.Doc)
	}
	_ = c.RegisterFlagCompletionFunc("signal", fixed(kinds...))
}

func bindRedact(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "redact", false, "replace e-mail addresses, phone numbers and the like, as export does")
}

// cleaner is what text passes through on its way out.
func cleaner(cfg *config.Config, redact bool) func(string) string {
	if redact {
		return safe.NewRedactor(cfg.Redact.Patterns).Redact
	}
	return func(s string) string { return s }
}

// bounds makes the conditions on numbers; a conversation without the number fails them.
func (o *chosen) bounds() ([]func(*chat.Facts) bool, error) {
	var list []func(*chat.Facts) bool
	for _, b := range []struct {
		name        string
		bound       float64
		least       bool
		lowest, top float64
		value       func(*chat.Facts) (float64, bool)
	}{
		{"min-score", o.minScore, true, 0, 100, scoreOf}, {"max-score", o.maxScore, false, 0, 100, scoreOf},
		{"min-sentiment", o.minSentiment, true, -1, 1, sentimentOf}, {"max-sentiment", o.maxSentiment, false, -1, 1, sentimentOf},
		{"min-messages", float64(o.minMessages), true, 0, 1e9, messagesOf}, {"max-messages", float64(o.maxMessages), false, 0, 1e9, messagesOf},
	} {
		if !o.flags.Changed(b.name) {
			continue
		}
		if !(b.bound >= b.lowest && b.bound <= b.top) {
			return nil, usagef("--%s %v: write a number from %v to %v", b.name, b.bound, b.lowest, b.top)
		}
		list = append(list, func(f *chat.Facts) bool {
			v, ok := b.value(f)
			return ok && (b.least && v >= b.bound || !b.least && v <= b.bound)
		})
	}
	return list, nil
}

func scoreOf(f *chat.Facts) (float64, bool) { return float64(f.Quality.Score) / 100, f.Engaged() }

func sentimentOf(f *chat.Facts) (float64, bool) {
	return float64(f.Sentiment.Mean) / 1e4, f.Sentiment.Known
}

func messagesOf(f *chat.Facts) (float64, bool) {
	return float64(f.UserMessages + f.AssistantMessages + f.HumanMessages), true
}

// signalKinds checks the words of --signal.
func (o *chosen) signalKinds() ([]chat.SignalKind, error) {
	var known []string
	for _, s := range storedSignals() {
		known = append(known, string(s.Kind))
	}
	var list []chat.SignalKind
	for _, word := range o.signals {
		if !slices.Contains(known, word) {
			return nil, usagef("--signal: unknown signal %q: %s", word, guess.Word(word, known))
		}
		list = append(list, chat.SignalKind(word))
	}
	return list, nil
}

// storedSignals are the kinds of signals that a database holds.
func storedSignals() []chat.SignalInfo {
	return slices.DeleteFunc(slices.Clone(chat.SignalKinds), func(s chat.SignalInfo) bool { return s.Passing })
}

// picker chooses conversations of a store by their facts.
type picker struct {
	*session
	filter metrics.Filter
	fields store.Fields
	newest chat.Time
	idle   int64
	tests  []func(*chat.Facts) bool
	goals  []string // of which one must have been reached
}

// prepare checks the flags before any file is read.
func (o *chosen) prepare(app *App, cfg *config.Config) (p *picker, err error) {
	p = &picker{goals: o.goals, idle: cfg.IdleTimeout.Microseconds()}
	if p.filter, err = o.filter(); err != nil {
		return nil, err
	}
	if p.filter.Span, err = o.span(app, cfg); err != nil {
		return nil, err
	}
	if p.tests, err = o.bounds(); err != nil {
		return nil, err
	}
	_, err = o.signalKinds()
	return p, err
}

// open lets the picker choose from a store: it looks up what the flags name there.
func (p *picker) open(ctx context.Context, s *session, o *chosen) (err error) {
	p.session = s
	if p.newest, err = s.Newest(); err != nil {
		return err
	}
	keep, err := s.condition(ctx, &o.selection)
	if err != nil {
		return err
	}
	if p.filter.NeedsText() || keep != nil {
		p.fields = store.Names
	}
	if keep != nil {
		p.tests = append(p.tests, keep)
	}
	if len(o.goals) > 0 {
		if err := p.among(s.WithGoal(o.goals)); err != nil {
			return err
		}
	}
	if kinds, _ := o.signalKinds(); len(kinds) > 0 {
		if err := p.among(s.WithSignal(kinds)); err != nil {
			return err
		}
	}
	if o.text != "" {
		return p.among(p.containing(ctx, o.text))
	}
	return nil
}

func (p *picker) among(keys *store.Keys, err error) error {
	p.tests = append(p.tests, func(f *chat.Facts) bool { return keys.Has(f.Key) })
	return err
}

// each calls take for the facts of the conversations that were chosen, in
// parallel parts; facts hold the numbers only, or texts where fields ask for them.
func (p *picker) each(ctx context.Context, part func(int) func(*chat.Facts)) error {
	return p.Scan(ctx, p.fields, spanOf(p.filter.Span), runtime.GOMAXPROCS(0), func(i int) func(*chat.Facts) error {
		take := part(i)
		return func(f *chat.Facts) error {
			f.Settle(p.newest, p.idle)
			if !p.filter.Match(f) {
				return nil
			}
			for _, is := range p.tests {
				if !is(f) {
					return nil
				}
			}
			take(f)
			return nil
		}
	})
}

// keys returns all conversations that were chosen.
func (p *picker) keys(ctx context.Context) (*store.Keys, error) {
	parts := make([]store.Keys, runtime.GOMAXPROCS(0))
	err := p.each(ctx, func(i int) func(*chat.Facts) {
		return func(f *chat.Facts) { parts[i].Add(f.Key) }
	})
	for i := range parts[1:] {
		parts[0].Merge(&parts[i+1])
	}
	return &parts[0], err
}

// containing returns those of the chosen conversations that have a message with the text.
func (p *picker) containing(ctx context.Context, text string) (*store.Keys, error) {
	chosen, err := p.keys(ctx)
	if err != nil {
		return nil, err
	}
	parts := make([]store.Keys, runtime.GOMAXPROCS(0))
	err = p.ScanMessages(ctx, chosen, nil, len(parts), func(i int) func(*store.ScannedMessage) error {
		piece := search.NewPart(text)
		return func(m *store.ScannedMessage) error {
			if piece.In(m.Content) {
				parts[i].Add(m.Conversation)
			}
			return nil
		}
	})
	for i := range parts[1:] {
		parts[0].Merge(&parts[i+1])
	}
	return &parts[0], err
}

// rows writes rows as they come in a format for machines: csv, json or jsonl.
func (c *common) rows(app *App, format string, columns []report.Column, each func(write func(any) error) error) error {
	return c.emit(app, func(w io.Writer) error {
		if format == "csv" {
			csv := report.NewCSVStream(w, columns, report.Options{BOM: c.bom})
			if err := each(func(row any) error { return csv.Write(cellsOf(row)) }); err != nil {
				return err
			}
			return csv.Flush()
		}
		lines := report.NewJSONStream(w)
		if format == "jsonl" {
			if err := each(lines.Write); err != nil {
				return err
			}
			return lines.Flush()
		}
		array := report.NewJSONArray(w)
		if err := each(array.Write); err != nil {
			return err
		}
		return array.Close()
	})
}
