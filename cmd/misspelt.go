package cmd

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chatcops/internal/guess"
)

// misspelt adds to an error about an unknown flag of c, or an unknown command, which
// one was probably meant, or that a path was.
func (app *App) misspelt(c *cobra.Command, err error) error {
	var near []string
	if path := app.pathAsFlag(err.Error()); path != "" {
		return withHint(err, "a path that begins with a hyphen is written ./%s", path)
	}
	if word, ok := strings.CutPrefix(err.Error(), "unknown flag: "); ok {
		near = guess.Near(word, flagsOf(c))
	} else if rest, ok := strings.CutPrefix(err.Error(), `unknown command "`); ok {
		word, path, _ := strings.Cut(rest, `" for "`)
		near = guess.Near(word, commandsOf(c.Root(), strings.Fields(strings.TrimSuffix(path, `"`))))
	}
	if len(near) == 0 {
		return err
	}
	return withHint(err, "did you mean %s?", strings.Join(near, " or "))
}

// pathAsFlag returns the file that was taken for an unknown flag, "" if it was none.
func (app *App) pathAsFlag(text string) string {
	path, ok := strings.CutPrefix(text, "unknown flag: ")
	if !ok && strings.HasPrefix(text, "unknown shorthand flag: ") {
		_, path, _ = strings.Cut(text, " in ")
	}
	if _, err := os.Stat(app.rooted(path)); path == "" || err != nil {
		return ""
	}
	return path
}

func flagsOf(c *cobra.Command) (names []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return names
}

// commandsOf are the commands below the one of this path, which begins with the root.
func commandsOf(root *cobra.Command, path []string) (names []string) {
	if len(path) == 0 {
		return nil
	}
	above, _, err := root.Find(path[1:])
	if err != nil {
		return nil
	}
	for _, c := range above.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}
