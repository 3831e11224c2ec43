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
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.AddGroup(&cobra.Group{ID: "import", Title: "Import:"}, &cobra.Group{ID: "analyse", Title: "Analyse:"},
		&cobra.Group{ID: "experiment", Title: "Experiment:"}, &cobra.Group{ID: "reference", Title: "Reference:"})
	add := func(group string, list ...*cobra.Command) {
		for _, c := range list {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("import", newIngestCmd(app), newExportCmd(app), newDBCmd(app))
	add("analyse", newStatsCmd(app), newEventsCmd(app))
	add("experiment", newABTestCmd(app))
	add("reference", newMetricsCmd(app), newFormatsCmd(app), newConfigCmd(app), newVersionCmd(app))
	root.SetHelpCommandGroupID("reference")
	root.SetCompletionCommandGroupID("reference")
	return root
}
