package cmd

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/search"
	"chatcops/internal/store"
)

type searchOptions struct {
	common
	chosen
	words string
	roles []string
	limit int
	paths []string
}

const searchHelp = `Searches the messages for words and prints the best hits first. The query is one
argument:

  'late refund'     messages that hold both words, in any place
  '"late refund"'   this phrase
  'refund*'         words that begin so
  'refund -late'    without messages that hold late; -"a phrase" works too

Case and accents do not matter, whole words are compared, and no character can
be wrong. A message ranks higher the more often the words occur in it and the
shorter it is; equal ones newest first. Filters choose conversations as for list.`

const searchExamples = `  chatcops conversations search refund
  chatcops conversations search '"delivery date"' --role user --period 30d
  chatcops conversations search 'cancel*' exports/ --outcome abandoned --limit 50
  chatcops conversations search --format jsonl -- '-express delivery'`

func newSearchCmd(app *App) *cobra.Command {
	o := &searchOptions{}
	c := &cobra.Command{
		Use:               "search WORDS [PATH...]",
		Short:             "Full-text search over messages",
		Long:              searchHelp,
		Example:           searchExamples,
		Args:              needs("the words to search for"),
		ValidArgsFunction: pathsAfterFirst,
		RunE: func(c *cobra.Command, args []string) error {
			o.words, o.paths = args[0], args[1:]
			return runSearch(c.Context(), app, o)
		},
	}
	o.common.bind(c, formatNames()...)
	o.bindOutput(c)
	o.chosen.bind(c)
	var names []string
	for _, r := range []chat.Role{chat.RoleUser, chat.RoleAssistant, chat.RoleHumanAgent, chat.RoleTool, chat.RoleSystem} {
		names = append(names, r.String())
	}
	c.Flags().StringArrayVar(&o.roles, "role", nil, "only messages of this role: "+strings.Join(names, ", ")+" (repeat for alternatives)")
	_ = c.RegisterFlagCompletionFunc("role", fixed(names...))
	bindLimit(c, &o.limit, "hits")
	return c
}

// hit is a message that matches, while hits are being ranked.
type hit struct {
	message int64
	score   float64
	time    chat.Time
}

func compareHits(a, b hit) int {
	return cmp.Or(-cmp.Compare(a.score, b.score), -cmp.Compare(a.time, b.time), cmp.Compare(a.message, b.message))
}

func runSearch(ctx context.Context, app *App, o *searchOptions) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	q, err := search.Parse(o.words)
	if err != nil {
		return usageError{err}
	}
	var only []chat.Role
	for _, word := range o.roles {
		r, ok := chat.ParseRole(word)
		if !ok {
			return usagef("--role %s: write user, assistant, human_agent, tool or system", word)
		}
		only = append(only, r)
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
		return o.severalWords(app, err)
	}
	defer s.close()
	if err := p.open(ctx, s, &o.chosen); err != nil {
		return err
	}
	hits, total, err := p.search(ctx, q, only, limit)
	if err != nil {
		return err
	}
	v := &hitViewer{picker: p, cfg: cfg, m: q.Matcher(), clean: cleaner(cfg, o.redact)}
	if forPeople(cfg.Format) {
		return o.showHits(ctx, app, v, hits, total)
	}
	err = o.rows(app, cfg.Format, columnsOf(hitRow{}), func(write func(any) error) error {
		return v.each(ctx, hits, func(m *store.FoundMessage, score float64) error { return write(v.row(m, score)) })
	})
	if err == nil && total.messages == 0 {
		err = app.tellNothing(&o.common, s, "message", p, cfg)
	}
	return err
}

// severalWords helps who has written a query without quotes: its second word is no file.
func (o *searchOptions) severalWords(app *App, err error) error {
	for _, path := range o.paths {
		if _, missing := os.Stat(app.rooted(path)); errors.Is(missing, fs.ErrNotExist) && !strings.ContainsAny(path, "*?[./") {
			return withHint(err, "put a query of several words in quotes: chatcops conversations search '%s'", strings.Join(append([]string{o.words}, o.paths...), " "))
		}
	}
	return err
}

// counted is how much was found.
type counted struct {
	messages, conversations int64
}

// search ranks the messages of the chosen conversations that match.
func (p *picker) search(ctx context.Context, q *search.Query, only []chat.Role, limit int) (hits []hit, total counted, err error) {
	chosen, err := p.keys(ctx)
	if err != nil {
		return nil, total, err
	}
	parts := make([]first[hit], runtime.GOMAXPROCS(0))
	counts, in := make([]int64, len(parts)), make([]store.Keys, len(parts))
	for i := range parts {
		parts[i] = first[hit]{limit: limit, compare: compareHits}
	}
	err = p.ScanMessages(ctx, chosen, only, len(parts), func(i int) func(*store.ScannedMessage) error {
		matcher := q.Matcher()
		return func(m *store.ScannedMessage) error {
			if score, ok := matcher.Match(m.Content); ok {
				counts[i]++
				in[i].Add(m.Conversation)
				parts[i].add(hit{m.ID, score, m.Time})
			}
			return nil
		}
	})
	for i := range parts {
		total.messages += counts[i]
		in[0].Merge(&in[i])
	}
	total.conversations = int64(in[0].Len())
	return sorted(parts), total, err
}
