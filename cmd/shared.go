package cmd

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/guess"
	"chatcops/internal/period"
	"chatcops/internal/safe"
	"chatcops/metrics"
	"chatcops/report"
)

// common are the flags that every command with data has.
type common struct {
	configFile, db, format, output string
	quiet, noColor, bom            bool
	formats                        []string // that --format may name
	flags                          *pflag.FlagSet
}

func (c *common) bind(cmd *cobra.Command, formats ...string) {
	c.flags, c.formats = cmd.Flags(), formats
	c.flags.StringVar(&c.db, "db", "", "database file (default chatcops.db, or as configured)")
	c.flags.StringVar(&c.configFile, "config", "", "configuration file (default chatcops.yaml, then the user's configuration folder)")
	c.flags.BoolVarP(&c.quiet, "quiet", "q", false, "no progress and no notices on stderr")
	c.flags.BoolVar(&c.noColor, "no-color", false, "no colours; NO_COLOR is obeyed too")
	c.flags.StringVarP(&c.format, "format", "f", "", strings.Join(formats, ", "))
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(formats...))
	_ = cmd.MarkFlagFilename("db", "db")
	_ = cmd.MarkFlagFilename("config", "yaml", "yml")
}

// bindOutput adds the flags of commands whose data may go to a file.
func (c *common) bindOutput(cmd *cobra.Command) {
	c.flags.StringVarP(&c.output, "output", "o", "", "write to this file, whole or not at all; - for stdout")
	c.flags.BoolVar(&c.bom, "bom", false, "begin CSV with a byte order mark, for Excel")
}

// fixed completes a flag or argument from a list.
func fixed(values ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
}

// config loads the configuration with the flags that were set.
func (c *common) config(app *App) (*config.Config, error) {
	if c.output == "-" {
		c.output = "" // standard output
	}
	if c.format != "" && !slices.Contains(c.formats, c.format) {
		return nil, usagef("--format: unknown format %q here: %s", c.format, guess.Word(c.format, c.formats))
	}
	set := map[string]string{}
	c.flags.Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "format": // a command may have formats that are no setting
			if _, err := report.FindFormat(f.Value.String()); err != nil {
				return
			}
		case "source", "period", "compare", "db", "timezone", "no-color":
		default:
			return
		}
		set[f.Name] = f.Value.String()
	})
	cfg, err := config.Load(config.Options{Dir: app.Dir, UserConfigDir: app.UserConfigDir, Explicit: c.configFile, Getenv: app.Getenv, Flags: set})
	if err != nil {
		return nil, usageError{err}
	}
	app.tellZone(c, cfg)
	return cfg, overwrites(app.rooted(c.output), "--output", append(databaseFiles(app.rooted(cfg.DB)), app.rooted(cfg.File))...)
}

// rooted places a relative path in the working directory of the app.
func (app *App) rooted(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(app.Dir, path)
}

// selection are the flags that choose conversations and a period.
type selection struct {
	period, since, until                                                             string
	bots, channels, users, models, languages, outcomes, properties, variants, topics []string
}

func (s *selection) bind(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&s.period, "period", "p", "", "period: 30d, 24h, last-week, 2026-10, 2026-W42, 2026-Q3, all, …")
	f.StringVar(&s.since, "since", "", "start of the period, ISO 8601")
	f.StringVar(&s.until, "until", "", "end of the period (not part of it), ISO 8601")
	f.String("timezone", "", "timezone of periods and days, such as Europe/Berlin")
	for _, x := range []struct {
		to         *[]string
		name, what string
	}{
		{&s.bots, "bot", "only this bot"}, {&s.channels, "channel", "only this channel"}, {&s.users, "user", "only this user"},
		{&s.models, "model", "only this model"}, {&s.languages, "language", "only this language"}, {&s.outcomes, "outcome", "only this outcome"},
		{&s.properties, "property", "only with this property, key=value"}, {&s.variants, "variant", "only this variant, test=variant"}, {&s.topics, "topic", "only this topic, its id or label"},
	} {
		f.StringArrayVar(x.to, x.name, nil, x.what+" (repeat for alternatives)")
	}
	var names []string
	for _, o := range chat.Outcomes {
		names = append(names, o.Name+"\t"+o.Doc)
	}
	_ = cmd.RegisterFlagCompletionFunc("outcome", fixed(names...))
	_ = cmd.RegisterFlagCompletionFunc("period", fixed(period.Names()...))
}

// span reads the period that was asked for; without any it is all the data.
func (s *selection) span(app *App, cfg *config.Config) (period.Span, error) {
	loc := cfg.Location()
	if s.since != "" || s.until != "" {
		if s.period != "" {
			return period.Span{}, usagef("--period excludes --since and --until")
		}
		span, err := period.Between(s.since, s.until, loc)
		if err != nil {
			return span, usageError{err}
		}
		return span, nil
	}
	text := cfg.Period
	if text == "" {
		text = "all"
	}
	span, err := period.Parse(text, app.Now(), loc)
	if err != nil {
		return span, usageError{err}
	}
	return span, nil
}

// filter makes the filter of the flags, without a period.
func (s *selection) filter() (metrics.Filter, error) {
	f := metrics.Filter{Bots: s.bots, Channels: s.channels, Users: s.users, Models: s.models, Languages: s.languages}
	for _, name := range s.outcomes {
		o, ok := chat.ParseOutcome(name)
		if !ok {
			var known []string
			for _, o := range chat.Outcomes {
				known = append(known, o.Name)
			}
			return f, usagef("--outcome: unknown outcome %q: %s", name, guess.Word(name, known))
		}
		f.Outcomes = append(f.Outcomes, o)
	}
	for _, p := range s.properties {
		key, value, ok := strings.Cut(p, "=")
		if !ok || key == "" {
			return f, usagef("--property %s: write key=value", p)
		}
		f.Properties = append(f.Properties, metrics.Property{Key: key, Value: value})
	}
	return f, nil
}

// write prints a document in the chosen format to stdout or to --output.
func (c *common) write(app *App, cfg *config.Config, d *report.Document) error {
	o := report.Options{Color: app.OutTerminal && c.output == "" && !cfg.NoColor, Width: app.Width, BOM: c.bom}
	return c.emit(app, func(w io.Writer) error { return report.Write(w, cfg.Format, d, o) })
}

// emit runs write on stdout, or on the file of --output.
func (c *common) emit(app *App, write func(io.Writer) error) error {
	if c.output == "" && app.OutTerminal {
		w := safe.NewTerminalWriter(app.Out)
		return errors.Join(write(w), w.Flush())
	}
	if c.output == "" {
		return write(app.Out)
	}
	return report.WriteFile(app.rooted(c.output), write)
}
