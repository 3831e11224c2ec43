package cmd

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"chatcops/abtest"
	"chatcops/internal/config"
	"chatcops/report"
)

func newABTestCmd(app *App) *cobra.Command {
	c := &cobra.Command{
		Use:     "abtest",
		Short:   "Deterministic variants and what they changed",
		Example: "  chatcops abtest assign prompt_tone_v2 s1 s2 --variants control,friendly\n  chatcops abtest results prompt_tone_v2",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return usagef("say what to do: list, assign, results or power") },
	}
	c.AddCommand(newTestListCmd(app), newAssignCmd(app), newResultsCmd(app), newPowerCmd(app))
	return c
}

// testFlags define a test on the command line.
type testFlags struct{ variants, weights string }

func (t *testFlags) bind(c *cobra.Command) {
	c.Flags().StringVar(&t.variants, "variants", "", "variants of the test, the control first: a,b")
	c.Flags().StringVar(&t.weights, "weights", "", "their weights: 50,50 (default equal)")
}

// test returns the test of a name: that of the flags, else of the configuration;
// nil if neither knows it.
func (t *testFlags) test(cfg *config.Config, name string) (*abtest.Test, error) {
	if name == "" {
		return nil, usagef("TEST is empty: name the test")
	}
	if t.variants == "" {
		if t.weights != "" {
			return nil, usagef("--weights needs --variants")
		}
		return configuredTest(cfg, name)
	}
	made, err := abtest.NewTest(name, list(t.variants), list(t.weights))
	if err != nil {
		return nil, usageError{err}
	}
	return made, nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

type assignOptions struct {
	common
	testFlags
}

const assignHelp = `Prints the variant of each session: SHA-256 of TEST:SESSION as a number, modulo
the sum of the weights. The same session always gets the same variant, in any
program that computes the same. With - the sessions are read from standard
input, one a line.`

func newAssignCmd(app *App) *cobra.Command {
	o := &assignOptions{}
	c := &cobra.Command{
		Use:     "assign TEST SESSION...",
		Short:   "The variant of each session",
		Long:    assignHelp,
		Example: "  chatcops abtest assign prompt_tone_v2 s1 s2 --variants control,friendly\n  cut -f1 sessions.tsv | chatcops abtest assign prompt_tone_v2 - --variants control,friendly --format jsonl",
		Args:    cobra.MinimumNArgs(2),
		RunE:    func(_ *cobra.Command, args []string) error { return runAssign(app, o, args[0], args[1:]) },
	}
	o.common.bind(c, formatNames()...)
	o.testFlags.bind(c)
	return c
}

// assignment is a line of abtest assign.
type assignment struct {
	Test    string `json:"test"`
	Session string `json:"session_id"`
	Variant string `json:"variant"`
	Index   int    `json:"index"`
}

func runAssign(app *App, o *assignOptions, name string, sessions []string) error {
	cfg, err := o.config(app)
	if err != nil {
		return err
	}
	t, err := o.test(cfg, name)
	if err != nil {
		return err
	}
	if t == nil {
		return withHint(usagef("the test %q is not configured", name), "give --variants a,b, or name it under tests in chatcops.yaml")
	}
	if slices.Equal(sessions, []string{"-"}) {
		if sessions, err = lines(app.In); err != nil {
			return err
		}
	}
	if i := slices.Index(sessions, ""); i >= 0 {
		return usagef("session %d is empty: name each SESSION", i+1)
	}
	table := report.Table{Columns: []report.Column{{Name: "test", Title: "Test"}, {Name: "session_id", Title: "Session"}, {Name: "variant", Title: "Variant"}, {Name: "index", Title: "Index", Right: true}}}
	rows := []assignment{}
	for _, s := range sessions {
		i, v := t.Assign(s)
		rows = append(rows, assignment{name, s, v, i})
		table.Rows = append(table.Rows, []report.Cell{report.Text(name), report.Text(s), report.Text(v), report.Int(int64(i))})
	}
	return o.write(app, cfg, &report.Document{Tables: []report.Table{table}, JSON: rows, Lines: report.Each(rows)})
}

func lines(r io.Reader) ([]string, error) {
	var out []string
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if line := strings.TrimSuffix(s.Text(), "\r"); line != "" {
			out = append(out, line)
		}
	}
	return out, s.Err()
}
