package cmd

import (
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands calls visit for every command below root that we wrote.
func commands(root *cobra.Command, visit func(*cobra.Command)) {
	for _, c := range root.Commands() {
		if c.Name() == "help" || c.Name() == "completion" {
			continue
		}
		visit(c)
		commands(c, visit)
	}
}

func TestEveryCommandIsExplained(t *testing.T) {
	n := 0
	commands(newRootCmd(&App{}), func(c *cobra.Command) {
		n++
		path := c.CommandPath()
		if c.Short == "" || strings.HasSuffix(c.Short, ".") || unicode.IsLower([]rune(c.Short)[0]) {
			t.Errorf("%s: Short is %q, want a phrase that begins with a capital and has no full stop", path, c.Short)
		}
		if c.Runnable() {
			checkExamples(t, c)
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s --%s: no usage", path, f.Name)
			}
		})
	})
	if n < 9 {
		t.Errorf("only %d commands were seen", n)
	}
}

// checkExamples fails unless a command has examples that call it or, for a group
// of commands, one of the group, with flags that there are.
func checkExamples(t *testing.T, c *cobra.Command) {
	if c.Example == "" {
		t.Errorf("%s: no Example", c.CommandPath())
	}
	for _, line := range strings.Split(c.Example, "\n") {
		if !strings.HasPrefix(line, "  ") {
			t.Errorf("%s: the example %q is not indented by two spaces", c.CommandPath(), line)
		}
		_, call, found := strings.Cut(line, c.CommandPath()+" ")
		if !found && !strings.HasSuffix(line, c.CommandPath()) {
			t.Errorf("%s: the example %q does not call it", c.CommandPath(), line)
			continue
		}
		call, _, _ = strings.Cut(call, " | ")
		called, args, err := c.Find(strings.Fields(call))
		if err == nil {
			err = called.ParseFlags(args)
		}
		if err != nil {
			t.Errorf("%s: the example %q: %v", c.CommandPath(), line, err)
		}
	}
}
