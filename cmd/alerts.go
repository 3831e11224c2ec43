package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
)

const alertsHelp = `Checks the rules below alerts: in the configuration, or those of --rule, and exits
with 3 when one of them alerts. A rule is OK, ALERT or NO DATA; too few
conversations to judge are never OK. The states are kept in the database, and
only changes are shown unless --all; files that are named have no such memory.
--notify posts the changes, one a message; what could not be told is tried again
by the next check.

A rule that says no "over PERIOD" looks at --period, else at all the data.`

type alertsOptions struct {
	question
	notifying
	rules []string
	all   bool
}

func newAlertsCmd(app *App) *cobra.Command {
	o := &alertsOptions{}
	var forms strings.Builder
	for _, f := range metrics.RuleForms {
		fmt.Fprintf(&forms, "\n  %s\n      %s", f.Form, strings.ReplaceAll(f.Doc, "\n", "\n      "))
	}
	c := &cobra.Command{
		Use:   "alerts [PATH...]",
		Short: "Check the rules; exit code 3 when one alerts",
		Long:  alertsHelp + "\n\nRules:" + forms.String(),
		Example: `  chatcops alerts
  chatcops alerts --all --period 7d --bot helpdesk
  chatcops alerts --rule 'escalation_rate > 10%' --rule 'conversations < 50 per day over 7d'
  chatcops alerts transcripts.jsonl --rule 'response_time.mean > 5s' --format json
  chatcops alerts --notify https://example.com/hooks/chatcops`,
		RunE: func(c *cobra.Command, paths []string) error {
			o.paths = paths
			return runAlerts(c.Context(), app, o)
		},
	}
	o.question.bind(c, false)
	o.notifying.bind(c, "what has changed")
	f := c.Flags()
	f.StringArrayVar(&o.rules, "rule", nil, "check this rule instead of those of the configuration (repeat for more)")
	f.BoolVarP(&o.all, "all", "a", false, "show all rules, not only those whose state has changed")
	_ = c.RegisterFlagCompletionFunc("rule", cobra.FixedCompletions(ruleStarts(), cobra.ShellCompDirectiveNoSpace|cobra.ShellCompDirectiveNoFileComp))
	return c
}

// ruleStarts are what rules begin with.
func ruleStarts() []string {
	var names []string
	for _, m := range metrics.Definitions() {
		for _, s := range m.Statistics {
			names = append(names, m.FullName(s)+" ")
		}
	}
	return names
}

func runAlerts(ctx context.Context, app *App, o *alertsOptions) error {
	a, err := o.question.prepare(app)
	if err == nil {
		err = o.notifying.prepare(app)
	}
	if err != nil {
		return err
	}
	rules, err := o.rulesOf(a.cfg)
	if err != nil {
		return err
	}
	check, err := newAlertCheck(app, a, rules)
	if err != nil {
		return err
	}
	if err := a.open(ctx); err != nil {
		return err
	}
	defer a.close()
	r, err := check.run(ctx)
	if err != nil {
		return err
	}
	selection := selectionText(o.flags)
	if len(o.paths) == 0 {
		states, err := a.AlertStates(selection)
		if err != nil {
			return err
		}
		r.remember(states, a)
	}
	if err := o.write(app, a.cfg, alertsDocument(r, o.all, a.cfg.Format)); err != nil {
		return err
	}
	untold := o.tell(ctx, app, r)
	if len(o.paths) == 0 {
		if err := a.KeepAlertStates(r.kept(selection), chat.TimeOf(app.Now())); err != nil {
			app.notice(&o.common, "the states are not kept, so that the next check tells them again: %v", err)
		}
	}
	return errors.Join(r.failure(), untold)
}

// tell posts what has changed, but not that a new rule is OK.
func (o *alertsOptions) tell(ctx context.Context, app *App, r *alertResult) error {
	for i := range r.rows {
		row := &r.rows[i]
		if !row.Changed || row.Was == nil && row.State == metrics.StateOK {
			continue
		}
		if err := o.post(ctx, app, "alert.changed", row); err != nil {
			for j := range r.rows[i:] { // the next check is to tell them again
				r.rows[i+j].untold = r.rows[i+j].Changed
			}
			return err
		}
	}
	return nil
}

// rulesOf are the rules to check.
func (o *alertsOptions) rulesOf(cfg *config.Config) ([]metrics.Rule, error) {
	var rules []metrics.Rule
	for _, text := range o.rules {
		r, err := metrics.ParseRule(text)
		if err != nil {
			return nil, usageError{err}
		}
		if !slices.ContainsFunc(rules, func(other metrics.Rule) bool { return other.Text == r.Text }) {
			rules = append(rules, r)
		}
	}
	if len(o.rules) == 0 {
		for _, a := range cfg.Alerts {
			rules = append(rules, a.Rule)
		}
	}
	if len(rules) == 0 {
		return nil, withHint(usagef("there is no rule to check"), "write alerts: and rules such as - escalation_rate > 10%% into %s, or give --rule", config.FileName)
	}
	return rules, nil
}

// selectionText names the flags that choose what rules are judged by.
func selectionText(flags *pflag.FlagSet) string {
	var list []string
	flags.Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "period", "since", "until", "timezone", "bot", "channel", "user", "model", "language", "outcome", "property", "variant", "topic":
			list = append(list, f.Name+"="+f.Value.String())
		}
	})
	return strings.Join(list, " ")
}

// failure is the error of rules that alert, nil if none does.
func (r *alertResult) failure() error {
	var firing []string
	for _, a := range r.rows {
		if a.State == metrics.StateAlert {
			firing = append(firing, a.Rule)
		}
	}
	if firing == nil {
		return nil
	}
	return checkError{fmt.Errorf("alert: %s", strings.Join(firing, "; "))}
}

// remember sets what the rules were before.
func (r *alertResult) remember(states map[string]store.AlertState, a *asked) {
	for i := range r.rows {
		row := &r.rows[i]
		was, known := states[row.Rule]
		if !known {
			continue
		}
		state := metrics.State(was.State)
		row.Was = &state
		if state == row.State {
			row.Changed, row.since, row.Since = false, was.Since, a.time(was.Since)
		}
	}
}

// kept are the states to be remembered: those of which the receiver knows, if there is one.
func (r *alertResult) kept(selection string) []store.AlertState {
	var list []store.AlertState
	for _, row := range r.rows {
		if row.untold {
			continue
		}
		list = append(list, store.AlertState{Rule: row.Rule, Selection: selection, State: string(row.State), Since: row.since})
	}
	return list
}
