package cmd

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/report"
)

type showOptions struct {
	common
	id                             string
	paths                          []string
	explain, full, noPager, redact bool
}

const showHelp = `Shows one conversation: how it ended and why, then every message with its time
and what rules found in it, tool calls, events and feedback in their place.
Messages are numbered as everywhere in chatcops: from 0.

--explain adds the evidence for every verdict. Long tool results and system
prompts are shortened unless --full is given. Text is shown as it is in the data,
control characters made visible; --redact replaces e-mail addresses, phone
numbers and the like.

On a terminal the text goes through $CHATCOPS_PAGER, $PAGER or less if it is
longer than the screen.`

const showExamples = `  chatcops conversations show c_1458bbd2c6c5e8d0
  chatcops conversations show c_1458bbd2c6c5e8d0 --explain --no-pager
  chatcops conversations show m-101 transcripts.jsonl --format json`

func newShowCmd(app *App) *cobra.Command {
	o := &showOptions{}
	c := &cobra.Command{
		Use:     "show ID [PATH...]",
		Short:   "One transcript, with the evidence for its verdicts",
		Long:    showHelp,
		Example: showExamples,
		Args:    needs("the id of a conversation; chatcops conversations list shows them"),
		RunE: func(c *cobra.Command, args []string) error {
			o.id, o.paths = args[0], args[1:]
			return runShow(c.Context(), app, o)
		},
	}
	o.common.bind(c, "table", "json")
	o.bindOutput(c)
	f := c.Flags()
	_ = f.MarkHidden("bom")
	f.BoolVar(&o.explain, "explain", false, "with the evidence for every verdict")
	f.BoolVar(&o.full, "full", false, "with tool results and system prompts in full")
	f.BoolVar(&o.noPager, "no-pager", false, "print without a pager")
	f.String("source", "", "the namespace of the id, where several have it")
	f.String("timezone", "", "timezone of the times shown, such as Europe/Berlin")
	bindRedact(c, &o.redact)
	return c
}

// needs makes a command ask for its first argument in words.
func needs(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 || strings.TrimSpace(args[0]) == "" {
			return usagef("give %s", what)
		}
		return nil
	}
}

// pathsAfterFirst completes files, but not the first argument.
func pathsAfterFirst(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveDefault
}

// shown is a conversation as json tells it, of the rows of export.
type shown struct {
	Conversation any           `json:"conversation"`
	Messages     []any         `json:"messages"`
	Events       []any         `json:"events"`
	Feedback     []feedbackRow `json:"feedback"`
	Signals      []signalRow   `json:"signals"`
	Explanation  *explanation  `json:"explanation,omitempty"`
}

type feedbackRow struct {
	ID        *string         `json:"feedback_id"`
	MessageID *string         `json:"message_id"`
	Rating    *int            `json:"rating"`
	Thumb     bool            `json:"thumb"`
	Reasons   json.RawMessage `json:"reasons"`
	Comment   *string         `json:"comment"`
	Timestamp *string         `json:"timestamp"`
	UserID    *string         `json:"user_id"`
}

// signalRow is something that a rule found in a message.
type signalRow struct {
	Message int             `json:"message_index"`
	Kind    chat.SignalKind `json:"signal"`
	Title   string          `json:"title"`
	Rule    string          `json:"rule"`
	Text    string          `json:"text"`
}

func runShow(ctx context.Context, app *App, o *showOptions) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, o.paths)
	if err != nil {
		if _, missing := os.Stat(app.rooted(o.id)); missing == nil && len(o.paths) == 0 {
			return withHint(err, "%s is a file: the id comes before it, as in chatcops conversations show ID %s", o.id, o.id)
		}
		return err
	}
	defer s.close()
	x, err := o.find(s, cfg)
	if err != nil {
		return err
	}
	if o.format == "json" || o.format == "" && cfg.Format == "json" {
		return o.emit(app, func(w io.Writer) error {
			return report.Write(w, "json", &report.Document{JSON: x.shown(o.explain)}, report.Options{})
		})
	}
	color := app.OutTerminal && o.output == "" && !cfg.NoColor
	t := newTranscript(x, app.Width, color, o.full)
	t.header()
	if o.explain {
		t.explanation(x.explain())
	}
	t.talk()
	if o.output != "" {
		return o.emit(app, func(w io.Writer) error { _, err := io.WriteString(w, t.b.String()); return err })
	}
	return app.page(t.b.String(), o.noPager)
}

// find reads the conversation of the id.
func (o *showOptions) find(s *session, cfg *config.Config) (*exported, error) {
	key, err := o.key(s, cfg)
	if err != nil {
		return nil, err
	}
	newest, err := s.Newest()
	if err != nil {
		return nil, err
	}
	reader, err := s.NewReader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	x := &exported{exporter: &exporter{session: s, loc: cfg.Location(), idle: cfg.IdleTimeout.Microseconds(), clean: cleaner(cfg, o.redact)}}
	if x.facts, err = s.FactsOf(key); err != nil {
		return nil, err
	}
	if x.facts == nil {
		return nil, withHint(fmt.Errorf("%s waits to be merged and scored after an import that did not end", o.id), "run that import again")
	}
	x.facts.Settle(newest, x.idle)
	if x.conversation, err = reader.Conversation(key); err != nil {
		return nil, err
	}
	if x.marks, err = s.Marks(key); err != nil {
		return nil, err
	}
	if x.scores, err = s.ScoresOf(x.facts); err != nil || !o.explain {
		return x, err
	}
	x.rules, err = newRules(cfg)
	return x, err
}

// key finds the conversation that is meant.
func (o *showOptions) key(s *session, cfg *config.Config) (int64, error) {
	list, err := s.ByID(o.id)
	if err != nil {
		return 0, err
	}
	chosen := o.flags.Changed("source")
	var sources []string
	for _, n := range list {
		if chosen && n.Source == cfg.Source || !chosen && len(list) == 1 {
			return n.Key, nil
		}
		sources = append(sources, n.Source)
	}
	switch {
	case len(list) == 0:
		return 0, unknownID(s.Store, o.id)
	case chosen:
		return 0, withHint(fmt.Errorf("there is no conversation %q of the source %s", o.id, cfg.Source), "it is in %s", strings.Join(sources, ", "))
	}
	return 0, withHint(usagef("the id %q is in several sources: %s", o.id, strings.Join(sources, ", ")), "name one with --source")
}

// unknownID says that there is no such conversation, and which ids begin alike.
func unknownID(s *store.Store, id string) error {
	err := fmt.Errorf("there is no conversation %q", id)
	const suggestions, least = 5, 2
	start := strings.TrimSuffix(id, "…")
	for ; len(start) >= least; start = start[:len(start)-1] {
		alike, ferr := s.IDsFrom(start, suggestions+1)
		if ferr != nil {
			return ferr
		}
		if len(alike) > suggestions {
			return withHint(err, "these begin alike: %s, …", strings.Join(alike[:suggestions], ", "))
		}
		if len(alike) > 0 {
			return withHint(err, "these begin alike: %s", strings.Join(alike, ", "))
		}
	}
	return withHint(err, "chatcops conversations list shows the ids there are")
}

func (x *exported) shown(explain bool) *shown {
	out := &shown{Conversation: conversationRows(x)[0], Messages: messageRows(x), Events: eventRows(x), Feedback: []feedbackRow{}, Signals: []signalRow{}}
	if out.Messages == nil {
		out.Messages = []any{}
	}
	if out.Events == nil {
		out.Events = []any{}
	}
	for i := range x.conversation.Feedback {
		f := &x.conversation.Feedback[i]
		row := feedbackRow{ID: known(f.ID), MessageID: known(f.MessageID), Thumb: f.Thumb, Reasons: json.RawMessage("[]"), Comment: x.text(f.Comment), Timestamp: x.time(f.Time), UserID: x.text(f.UserID)}
		if f.Rating > 0 {
			row.Rating = &f.Rating
		}
		if f.Reasons != "" {
			row.Reasons = x.object(f.Reasons)
		}
		out.Feedback = append(out.Feedback, row)
	}
	out.Signals = append(out.Signals, x.signals()...)
	if explain {
		out.Explanation = x.explain()
	}
	return out
}

// signals are the signals of the conversation as rows.
func (x *exported) signals() []signalRow {
	var rows []signalRow
	for _, s := range x.marks.Signals {
		rows = append(rows, signalRow{s.Message, s.Kind, chat.SignalInfoOf(s.Kind).Title, x.clean(s.Rule), x.clean(s.Text)})
	}
	return rows
}
