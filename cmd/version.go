package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"chatcops/scoring"
)

func newVersionCmd(app *App) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "The version of chatcops and of its rules",
		Example: "  chatcops version",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			rules, err := scoring.NewRules(scoring.Custom{})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(app.Out, "chatcops %s\nrules %s\n%s %s/%s\n", buildVersion(), rules.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// buildVersion is what the Go toolchain recorded of the build.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development build"
	}
	return info.Main.Version
}
