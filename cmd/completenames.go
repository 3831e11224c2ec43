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

// prefixed are names that stand behind a prefix, as in property:plan.
type prefixed struct {
	prefix string
	names  names
}

// namesOfFlags and namesOfArguments are the tables of what is completed by names
// in the data; what has fixed values says so where it is bound. Arguments are those
// that come first. Below are the names behind prefixes: of dimensions, of what
// tells cases, and of the sides of a comparison.
var (
	namesOfFlags = map[string]names{
		"bot": {seen: "bot"}, "channel": {seen: "channel"}, "model": {seen: "model"}, "language": {seen: "language"},
		"property": {seen: "property", end: "="}, "variant": {seen: "variant", configured: configuredVariants},
		"conversation": {seen: "conversation"},
	}
	namesOfDimensions = []prefixed{{"property:", names{seen: "property"}}, {"variant:", names{seen: "test", configured: configuredTests}}}
	namesOfCases      = namesOfDimensions[:1]
	namesOfSides      = []prefixed{{"bot=", names{seen: "bot"}}, {"channel=", names{seen: "channel"}}, {"model=", names{seen: "model"}}, {"language=", names{seen: "language"}},
		{"property:", names{seen: "property", end: "="}}, {"variant:", names{seen: "variant", configured: configuredVariants}}}
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
		var list []string
		app.look(c, func(k lookup) { list = k.names(n, begin) })
		return completions(list, begin, n.end), directive
	}
}

// lookup is where names are looked up.
type lookup struct {
	cfg *config.Config
	db  *store.Store // nil if there is none to be had at once
}

// look opens what the flags name for as long as with takes; it does not call it
// where the configuration is broken.
func (app *App) look(c *cobra.Command, with func(lookup)) {
	flags := map[string]string{}
	if f := c.Flags().Lookup("db"); f != nil && f.Changed {
		flags["db"] = f.Value.String()
	}
	file, _ := c.Flags().GetString("config")
	cfg, err := config.Load(config.Options{Dir: app.Dir, UserConfigDir: app.UserConfigDir, Explicit: file, Getenv: app.Getenv, Flags: flags})
	if err != nil {
		return
	}
	k := lookup{cfg: cfg}
	if s, err := store.OpenSoon(app.rooted(cfg.DB), completeWaits); err == nil {
		k.db = s
		defer s.Close()
	}
	with(k)
}

// names lists the names of a kind that begin so.
func (k lookup) names(n names, begin string) (list []string) {
	if n.configured != nil {
		list = n.configured(k.cfg)
	}
	if k.db != nil {
		found, _ := k.db.Seen(n.seen, begin, mostNames)
		list = append(list, found...)
	}
	return list
}

// completePrefixed completes fixed words, and names behind prefixes; of a list with
// commas, if it may be one, the last item. A prefix without any name stands for itself.
func (app *App) completePrefixed(words []string, kinds []prefixed, list bool) cobra.CompletionFunc {
	return func(c *cobra.Command, _ []string, written string) ([]string, cobra.ShellCompDirective) {
		before := ""
		if list {
			before = written[:strings.LastIndex(written, ",")+1]
		}
		begin := written[len(before):]
		found := slices.Clone(words)
		app.look(c, func(k lookup) {
			for _, kind := range kinds {
				rest, started := strings.CutPrefix(begin, kind.prefix)
				switch {
				case started:
				case strings.HasPrefix(kind.prefix, begin):
					rest = ""
				default:
					continue
				}
				names := completions(k.names(kind.names, rest), rest, kind.names.end)
				if len(names) == 0 {
					names = []string{""}
				}
				for _, name := range names {
					if !list || !strings.Contains(name, ",") {
						found = append(found, kind.prefix+name)
					}
				}
			}
		})
		var out []string
		for _, word := range completions(found, begin, "") {
			out = append(out, before+word)
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveKeepOrder
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
