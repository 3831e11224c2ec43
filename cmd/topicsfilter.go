package cmd

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/internal/topics"
)

// topics returns the topics of the data, see topicsOf; they are looked up once.
func (s *session) topics(ctx context.Context) (*topicGroups, error) {
	if s.groups == nil {
		g, err := s.opened.app.topicsOf(ctx, s.opened.flags, s.opened.cfg, s)
		if err != nil {
			return nil, err
		}
		s.groups = g
	}
	return s.groups, nil
}

// condition makes the predicate of the flags that the facts alone do not answer,
// --variant and --topic; nil without such a flag.
func (s *session) condition(ctx context.Context, o *selection) (func(*chat.Facts) bool, error) {
	variant, err := o.variantFilter(s.Store, s.opened.cfg)
	if err != nil {
		return nil, err
	}
	topic, err := s.topicFilter(ctx, o.topics)
	switch {
	case err != nil:
		return nil, err
	case topic == nil:
		return variant, nil
	case variant == nil:
		return topic, nil
	}
	return func(f *chat.Facts) bool { return topic(f) && variant(f) }, nil
}

// topicFilter makes the predicate of --topic ID|LABEL; several are alternatives.
func (s *session) topicFilter(ctx context.Context, names []string) (func(*chat.Facts) bool, error) {
	if len(names) == 0 {
		return nil, nil
	}
	g, err := s.topics(ctx)
	if err != nil {
		return nil, err
	}
	wanted := map[int]bool{}
	for _, name := range names {
		id, err := g.find(name)
		if err != nil {
			return nil, err
		}
		wanted[id] = true
	}
	return func(f *chat.Facts) bool {
		id, ok := g.idOf(f.Key)
		return ok && wanted[id]
	}, nil
}

// completeTopics lets shells complete the topics of the database: the flag
// --topic wherever it is, and the first argument of topics show.
func completeTopics(app *App, root *cobra.Command) {
	flag := func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return app.keptTopicNames(c), cobra.ShellCompDirectiveNoFileComp
	}
	var each func(c *cobra.Command)
	each = func(c *cobra.Command) {
		if c.Flags().Lookup("topic") != nil {
			_ = c.RegisterFlagCompletionFunc("topic", flag)
		}
		for _, sub := range c.Commands() {
			each(sub)
		}
	}
	each(root)
	if show, _, err := root.Find([]string{"topics", "show"}); err == nil {
		show.ValidArgsFunction = func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault // files
			}
			return app.keptTopicNames(c), cobra.ShellCompDirectiveNoFileComp
		}
	}
}

// keptTopicNames are the ids of the topics that the database of a command keeps,
// each with its label; none if there is no such database.
func (app *App) keptTopicNames(c *cobra.Command) []string {
	explicit, _ := c.Flags().GetString("config")
	set := map[string]string{}
	if db, err := c.Flags().GetString("db"); err == nil && db != "" {
		set["db"] = db
	}
	cfg, err := config.Load(config.Options{Dir: app.Dir, UserConfigDir: app.UserConfigDir, Explicit: explicit, Getenv: app.Getenv, Flags: set})
	if err != nil {
		return nil
	}
	s, err := store.Open(app.rooted(cfg.DB))
	if err != nil {
		return nil
	}
	defer s.Close()
	list, err := s.Topics()
	if err != nil || len(list) == 0 {
		return nil
	}
	names := make([]string, 0, len(list)+1)
	for _, t := range list {
		names = append(names, strconv.Itoa(t.ID)+"\t"+t.Label)
	}
	return append(names, topics.Other+"\twhat fits no topic")
}
