package cmd

import "github.com/spf13/cobra"

const rootHelp = `chatcops reads the transcripts and events of a chat agent and says how well it
helps: resolution, escalation, fallback and conversion, each with its doubt.
Everything stays on this machine.

Analyse a file at once:     chatcops stats transcripts.jsonl
Keep a database:            chatcops ingest exports/ && chatcops stats --period 30d`

func newRootCmd(app *App) *cobra.Command {
	root := &cobra.Command{
		Use:           "chatcops",
		Short:         "Analyse the transcripts of chat agents, offline",
		Long:          rootHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		// What was probably meant is told of all that has names, in one way.
		DisableSuggestions: true,
		RunE:               func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.AddGroup(&cobra.Group{ID: "import", Title: "Import:"}, &cobra.Group{ID: "analyse", Title: "Analyse:"},
		&cobra.Group{ID: "experiment", Title: "Experiment:"}, &cobra.Group{ID: "operate", Title: "Operate:"}, &cobra.Group{ID: "reference", Title: "Reference:"})
	add := func(group string, list ...*cobra.Command) {
		for _, c := range list {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("import", newIngestCmd(app), newExportCmd(app), newDBCmd(app))
	add("analyse", newStatsCmd(app), newConversationsCmd(app), newTopicsCmd(app),
		newFunnelCmd(app), newGoalsCmd(app), newFallbacksCmd(app), newSentimentCmd(app), newFeedbackCmd(app), newEngagementCmd(app), newUsageCmd(app), newEventsCmd(app))
	add("operate", newReportCmd(app), newAlertsCmd(app), newWatchCmd(app))
	add("experiment", newABTestCmd(app), newCompareCmd(app))
	add("reference", newMetricsCmd(app), newFormatsCmd(app), newConfigCmd(app), newVersionCmd(app))
	root.Version = buildVersion() // of --version; the command tells more
	root.SetVersionTemplate("chatcops {{.Version}}\n")
	completeTopics(app, root)
	root.SetHelpCommandGroupID("reference")
	root.SetCompletionCommandGroupID("reference")
	return root
}

// Commands returns the tree of commands, for what describes it.
func Commands() *cobra.Command {
	root := newRootCmd(&App{})
	mendHelp(root)
	mendCompletion(root)
	root.DisableAutoGenTag = true
	return root
}

// mendHelp makes cobra's help fail on a command that there is not.
func mendHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, _ := root.Find([]string{"help"})
	help.Example = "  chatcops help stats\n  chatcops help db rescore"
	help.Run = nil
	help.RunE = func(_ *cobra.Command, args []string) error {
		c, rest, err := root.Find(args)
		if err != nil {
			return usageError{err}
		}
		if len(rest) > 0 {
			return usagef("unknown command %q for %q", rest[0], c.CommandPath())
		}
		c.InitDefaultHelpFlag()
		return c.Help()
	}
}

// mendCompletion makes cobra's completion fail without a shell that it knows.
// It writes to what is stdout of root by then.
func mendCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	completion, _, _ := root.Find([]string{"completion"})
	completion.Example = "  source <(chatcops completion bash)\n  chatcops completion fish > ~/.config/fish/completions/chatcops.fish"
	completion.RunE = func(*cobra.Command, []string) error {
		return usagef("say for which shell: bash, zsh, fish or powershell")
	}
}
