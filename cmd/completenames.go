package cmd

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chatcops/internal/config"
	"chatcops/internal/store"
)

// What a shell may complete is short and quick: so many names, and no longer a
// wait for a database that is being written.
const (
	mostNames     = 100
	completeWaits = 100 * time.Millisecond
)

// names is a kind of name that is completed from the database and the
// configuration.
type names struct {
	seen       string // the kind in the database
	configured func(*config.Config) []string
	end        string // what the shell is to put behind the name, "" for a space
}

// namesOfFlags and namesOfArguments are the tables of what is completed by names
// in the data; what has fixed values says so where it is bound. Arguments are those
// that come first.
var (
	namesOfFlags = map[string]names{
		"bot": {seen: "bot"}, "channel": {seen: "channel"}, "model": {seen: "model"}, "language": {seen: "language"},
		"property": {seen: "property", end: "="}, "variant": {seen: "variant", configured: configuredVariants},
		"conversation": {seen: "conversation"},
	}
	namesOfArguments = map[string]names{
		"chatcops abtest results":     {seen: "test", configured: configuredTests},
		"chatcops abtest power":       {seen: "test", configured: configuredTests},
		"chatcops abtest assign":      {seen: "test", configured: configuredTests},
		"chatcops conversations show": {seen: "conversation"},
		"chatcops topics show":        {seen: "topic"},
		"chatcops report show":        {seen: "report"},
	}
)

func configuredTests(cfg *config.Config) (list []string) {
	for _, t := range cfg.Tests {
		list = append(list, t.Name)
	}
	return list
}

func configuredVariants(cfg *config.Config) (list []string) {
	for _, t := range cfg.Tests {
		for _, v := range t.Variants {
			list = append(list, t.Name+"="+v)
		}
	}
	return list
}

// completeNames has the flags and arguments of all commands completed.
func (app *App) completeNames(c *cobra.Command) {
	for _, sub := range c.Commands() {
		app.completeNames(sub)
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if n, ok := namesOfFlags[f.Name]; ok {
			_ = c.RegisterFlagCompletionFunc(f.Name, app.complete(n))
		}
	})
	if n, ok := namesOfArguments[c.CommandPath()]; ok {
		complete := app.complete(n)
		c.ValidArgsFunction = func(c *cobra.Command, args []string, begin string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return pathsAfterFirst(c, args, begin)
			}
			return complete(c, args, begin)
		}
	}
}

// complete completes names. Whatever is wrong with configuration or database, it
// says nothing and completes nothing; it never makes a file.
func (app *App) complete(n names) cobra.CompletionFunc {
	return func(c *cobra.Command, _ []string, begin string) ([]string, cobra.ShellCompDirective) {
		directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		if n.end != "" {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		flags := map[string]string{}
		if f := c.Flags().Lookup("db"); f != nil && f.Changed {
			flags["db"] = f.Value.String()
		}
		file, _ := c.Flags().GetString("config")
		cfg, err := config.Load(config.Options{Dir: app.Dir, UserConfigDir: app.UserConfigDir, Explicit: file, Getenv: app.Getenv, Flags: flags})
		if err != nil {
			return nil, directive
		}
		var list []string
		if n.configured != nil {
			list = n.configured(cfg)
		}
		if s, err := store.OpenSoon(app.rooted(cfg.DB), completeWaits); err == nil {
			found, _ := s.Seen(n.seen, begin, mostNames)
			s.Close()
			list = append(list, found...)
		}
		return completions(list, begin, n.end), directive
	}
}

// completions are the names that begin so, each once. What a shell or a terminal
// might take for something else is left out.
func completions(list []string, begin, end string) []string {
	var out []string
	for _, name := range list {
		name, doc, described := strings.Cut(name, "\t")
		if name == "" || !strings.HasPrefix(name, begin) || strings.ContainsFunc(name+doc, unsafeInShell) {
			continue
		}
		if name += end; described {
			name += "\t" + doc
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func unsafeInShell(r rune) bool {
	return !unicode.IsPrint(r) || strings.ContainsRune("`$\\\"'", r)
}
