package cmd

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
)

type listOptions struct {
	common
	chosen
	sort    string
	reverse bool
	limit   int
	paths   []string
}

// peopleLimit is how many rows people get without --limit; programs get all.
const peopleLimit = 20

const listHelp = `Lists conversations, one a row, newest first. All filters can be combined; a
flag that is repeated names alternatives.

--sort puts what needs reading first: the lowest score, the most negative
sentiment, the longest conversation; --reverse turns it round. What has no
value, such as the score of a conversation without a user, comes last.

Tables show the first 20 unless --limit says otherwise; csv, json and jsonl hold
all, with the fields of export conversations. Text is shown as it is in the
data; --redact replaces e-mail addresses, phone numbers and the like.`

const listExamples = `  chatcops conversations list
  chatcops conversations list --period 7d --outcome abandoned --sort score
  chatcops conversations list --signal complaint --signal fallback --min-messages 6
  chatcops conversations list --text "delivery date" --max-sentiment -0.3 --limit 0
  chatcops conversations list exports/ --channel web --format csv -o web.csv`

func newListCmd(app *App) *cobra.Command {
	o := &listOptions{}
	c := &cobra.Command{
		Use:     "list [PATH...]",
		Short:   "Conversations by outcome, score, signals and more",
		Long:    listHelp,
		Example: listExamples,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runList(c.Context(), app, o)
		},
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.chosen.bind(c)
	f := c.Flags()
	var fields []string
	for _, s := range sortFields {
		fields = append(fields, s.name+"\t"+s.doc)
	}
	f.StringVar(&o.sort, "sort", "started", "started or ended (newest first), outcome, score or sentiment (lowest first), messages or duration (longest first)")
	f.BoolVar(&o.reverse, "reverse", false, "the other way round")
	bindLimit(c, &o.limit, "conversations")
	_ = c.RegisterFlagCompletionFunc("sort", fixed(fields...))
	return c
}

func bindLimit(c *cobra.Command, to *int, what string) {
	c.Flags().IntVar(to, "limit", 0, fmt.Sprintf("at most so many %s, 0 for all (default %d in tables and markdown, else all)", what, peopleLimit))
}

// limitFor is the number of rows in a format.
func (c *common) limitFor(format string, limit int) (int, error) {
	switch {
	case limit < 0:
		return 0, usagef("--limit %d: write how many at most, or 0 for all", limit)
	case !c.flags.Changed("limit") && forPeople(format):
		return peopleLimit, nil
	}
	return limit, nil
}

func forPeople(format string) bool { return format == "table" || format == "markdown" }

func runList(ctx context.Context, app *App, o *listOptions) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	by, err := findSort(o.sort)
	if err != nil {
		return err
	}
	limit, err := o.limitFor(cfg.Format, o.limit)
	if err != nil {
		return err
	}
	p, err := o.prepare(app, cfg)
	if err != nil {
		return err
	}
	s, err := app.open(ctx, &o.common, cfg, o.paths)
	if err != nil {
		return err
	}
	defer s.close()
	if err := p.open(ctx, s, &o.chosen); err != nil {
		return err
	}
	found, total, err := p.sorted(ctx, by, o.reverse, limit)
	if err != nil {
		return err
	}
	if forPeople(cfg.Format) {
		return o.showTable(ctx, app, cfg, p, by, found, total)
	}
	err = o.rows(app, cfg.Format, columnsOf(conversationRow{}), func(write func(any) error) error {
		return p.eachOf(ctx, found, cfg, cleaner(cfg, o.redact), func(x *exported) error { return write(conversationRows(x)[0]) })
	})
	if err == nil && total == 0 {
		err = app.tellNothing(&o.common, s, "conversation", p, cfg)
	}
	return err
}

// tellNothing says on stderr that nothing was chosen.
func (app *App) tellNothing(c *common, s *session, what string, p *picker, cfg *config.Config) error {
	remark, err := nothingMatched(s.Store, what, &p.filter, p.goals, cfg.Location())
	if err == nil {
		app.notice(c, "%s", remark)
	}
	return err
}

// sorted returns the first conversations in an order, and how many there are.
func (p *picker) sorted(ctx context.Context, by sortField, reverse bool, limit int) (found []candidate, total int64, err error) {
	parts := make([]first[candidate], runtime.GOMAXPROCS(0))
	totals := make([]int64, len(parts))
	for i := range parts {
		parts[i] = first[candidate]{limit: limit, compare: compareBy(by.greatest != reverse)}
	}
	err = p.each(ctx, func(i int) func(*chat.Facts) {
		return func(f *chat.Facts) {
			totals[i]++
			value, known := by.value(f)
			parts[i].add(candidate{f.Key, value, known, f.StartedAt})
		}
	})
	for _, n := range totals {
		total += n
	}
	return sorted(parts), total, err
}

// eachOf reads the facts of conversations one after another.
func (p *picker) eachOf(ctx context.Context, found []candidate, cfg *config.Config, clean func(string) string, yield func(*exported) error) error {
	e := &exporter{session: p.session, loc: cfg.Location(), idle: p.idle, clean: clean, prices: pricesOf(cfg)}
	for _, c := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := p.FactsOf(c.key)
		if err != nil {
			return err
		}
		if f == nil {
			continue // an import has just replaced it
		}
		f.Settle(p.newest, p.idle)
		x := &exported{exporter: e, facts: f}
		if x.scores, err = p.ScoresOf(f); err != nil {
			return err
		}
		if err := yield(x); err != nil {
			return err
		}
	}
	return nil
}
