package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"chatcops/metrics"
)

// Alert is a rule that chatcops alerts checks.
type Alert struct {
	Rule metrics.Rule
	Pos  Pos
}

func (w *walker) readAlerts(n *yaml.Node) {
	for _, e := range w.names(n, "a list of rules, such as [escalation_rate > 10%]", "rule") {
		rule, err := metrics.ParseRule(e.Value)
		if err != nil {
			w.problems = append(w.problems, Problem{e.Pos, err.Error()})
			continue
		}
		if i := slices.IndexFunc(w.alerts, func(a Alert) bool { return a.Rule.Text == rule.Text }); i >= 0 {
			w.problems = append(w.problems, Problem{e.Pos, "rule " + quote(rule.Text) + " is that of line " + strconv.Itoa(w.alerts[i].Pos.Line) + ": delete one"})
			continue
		}
		w.alerts = append(w.alerts, Alert{rule, e.Pos})
	}
}

func alertEntries(c *Config) (out []entry) {
	for _, a := range c.Alerts {
		out = append(out, entry{"", a.Rule.Text, a.Pos})
	}
	return out
}

// alertsDoc describes the forms of rules.
func alertsDoc() string {
	lines := []string{"Rules that chatcops alerts checks, one a line, in one of the forms"}
	for _, f := range metrics.RuleForms {
		lines = append(lines, f.Form+": "+f.Doc)
	}
	return strings.Join(append(lines, "Each may end in over PERIOD, such as over 7d; see docs/alerts.md."), "\n")
}

var metricKind = kind[string]{"name of a metric", parseMetric, asIs}

// parseMetric accepts a metric of the registry, with or without a statistic.
func parseMetric(s string) (string, error) {
	if metrics.IsScore(s) {
		return "", errors.New("a score is not of all data: write a metric, see chatcops metrics")
	}
	_, err := metrics.NewCollector(metrics.Query{Metrics: []string{s}})
	return s, err
}
