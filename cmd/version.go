package cmd

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"chatcops/internal/licence"
	"chatcops/report"
	"chatcops/scoring"
)

func newVersionCmd(app *App) *cobra.Command {
	licences, format := false, ""
	c := &cobra.Command{
		Use:     "version",
		Short:   "The version of chatcops, of its rules and of what it is built of",
		Example: "  chatcops version\n  chatcops version --format json\n  chatcops version --licenses | less",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if licences {
				_, err := io.WriteString(app.Out, licence.Texts)
				return err
			}
			return tellVersion(app, format)
		},
	}
	c.Flags().BoolVar(&licences, "licenses", false, "print the licences of all that is linked into the program")
	c.Flags().StringVarP(&format, "format", "f", "table", "table, json: with the modules that the program is built of")
	_ = c.RegisterFlagCompletionFunc("format", fixed("table", "json"))
	return c
}

// build is what version tells programs: a bill of materials.
type build struct {
	Version  string   `json:"version"`
	Rules    string   `json:"rules"`
	Go       string   `json:"go"`
	Platform string   `json:"platform"`
	Modules  []module `json:"modules"`
}

// module is one that is linked into the program; Sum is that of go.sum.
type module struct {
	Path    string `json:"path"`
	Version string `json:"version"`
	Sum     string `json:"sum"`
}

func tellVersion(app *App, format string) error {
	rules, err := scoring.NewRules(scoring.Custom{})
	if err != nil {
		return err
	}
	b := build{buildVersion(), rules.Version(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, []module{}}
	switch format {
	case "table":
		_, err = fmt.Fprintf(app.Out, "chatcops %s\nrules %s\n%s %s\n", b.Version, b.Rules, b.Go, b.Platform)
		return err
	case "json":
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, m := range info.Deps {
				b.Modules = append(b.Modules, module{m.Path, m.Version, m.Sum})
			}
		}
		return report.Write(app.Out, format, &report.Document{JSON: b}, report.Options{})
	}
	return usagef("--format %s: there is no such format here; write table or json", format)
}

// buildVersion is what the Go toolchain recorded of the build.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development build"
	}
	return info.Main.Version
}
