package cmd

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/internal/config"
	"chatcops/report"
)

// newConfigCmd groups the commands about the configuration itself.
func newConfigCmd(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Write, show and check the configuration",
		Long: `chatcops reads chatcops.yaml in the working directory or, if there is none,
chatcops/chatcops.yaml in your configuration folder; --config names another file.
CHATCOPS_* variables win over the file, flags over both.`,
		Example: "  chatcops config init\n  chatcops config show",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newConfigInitCmd(app), newConfigShowCmd(app), newConfigCheckCmd(app))
	return cmd
}

type configInitOptions struct {
	common
	path  string
	force bool
}

func newConfigInitCmd(app *App) *cobra.Command {
	o := &configInitOptions{path: config.FileName}
	cmd := &cobra.Command{
		Use:   "init [PATH]",
		Short: "Write a commented configuration file that sets nothing yet",
		Example: `  chatcops config init
  chatcops config init --force settings/support.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.path = args[0]
			}
			return runConfigInit(app, o)
		},
	}
	cmd.Flags().BoolVar(&o.force, "force", false, "replace a file that exists")
	cmd.Flags().BoolVarP(&o.quiet, "quiet", "q", false, "no notices on stderr")
	return cmd
}

func runConfigInit(app *App, o *configInitOptions) error {
	if o.path == "" || o.path == "-" {
		return usagef("config init writes a file: name one, such as %s", config.FileName)
	}
	path := app.rooted(o.path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return withHint(fmt.Errorf("%s is a folder", o.path), "name a file, such as %s", filepath.Join(o.path, config.FileName))
	}
	if _, err := os.Lstat(path); err == nil && !o.force {
		return withHint(fmt.Errorf("%s exists already", o.path), "name another path, or replace it with --force")
	}
	err := report.WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(config.Template())
		return err
	})
	if err != nil {
		return err
	}
	app.notice(&o.common, "wrote %s", o.path)
	return nil
}

func newConfigShowCmd(app *App) *cobra.Command {
	o := &common{}
	cmd := &cobra.Command{
		Use:     "show",
		Short:   "Print every setting in force and where it came from",
		Example: "  chatcops config show\n  chatcops config show --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			cfg, err := o.config(app)
			if err != nil {
				return err
			}
			return o.write(app, cfg, configDocument(cfg))
		},
	}
	o.bind(cmd, formatNames()...)
	return cmd
}

// configDocument tells the settings in force.
func configDocument(c *config.Config) *report.Document {
	table := report.Table{Columns: []report.Column{
		{Name: "key", Title: "Setting"}, {Name: "value", Title: "Value"}, {Name: "origin", Title: "From"},
	}}
	for _, s := range c.InForce {
		origin := report.Text(s.Origin)
		if strings.HasPrefix(s.Origin, "--") {
			origin = report.Word(s.Origin) // a flag is no formula, for which CSV would take it
		}
		table.Rows = append(table.Rows, []report.Cell{report.Text(s.Key), report.Text(s.Value), origin})
	}
	return &report.Document{
		Tables: []report.Table{table},
		JSON: struct {
			File     string           `json:"file"`
			Settings []config.Setting `json:"settings"`
		}{c.File, c.InForce},
		Lines: report.Each(c.InForce),
	}
}

func newConfigCheckCmd(app *App) *cobra.Command {
	o := &common{}
	cmd := &cobra.Command{
		Use:     "check [FILE]",
		Short:   "List the mistakes in the configuration, each with its position",
		Example: "  chatcops config check\n  chatcops config check support.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && o.configFile != "" {
				return usagef("name one file: %s or --config %s", args[0], o.configFile)
			}
			if len(args) > 0 {
				o.configFile = args[0]
			}
			return runConfigCheck(app, o)
		},
	}
	o.bind(cmd, formatNames()...)
	return cmd
}

func runConfigCheck(app *App, o *common) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	rules, err := newRules(cfg)
	if err == nil {
		err = rules.Check()
	}
	if err != nil {
		return usagef("%s: %w", cfg.File, err)
	}
	verdict := cfg.File + ": no mistakes"
	if cfg.File == "" {
		verdict = "no " + config.FileName + ": the defaults, the environment and the flags hold no mistakes"
	}
	return o.write(app, cfg, &report.Document{
		Heading: verdict,
		Tables:  []report.Table{{Columns: []report.Column{{Name: "verdict", Only: report.Machines}}, Rows: [][]report.Cell{{report.Text(verdict)}}}},
		JSON: struct {
			File     string   `json:"file"`
			Problems []string `json:"problems"`
		}{cfg.File, []string{}},
	})
}
