package metrics

import (
	"fmt"
	"io"
	"strings"
	"text/template"
)

// WriteDoc writes the documentation of the registry as Markdown.
func WriteDoc(w io.Writer) error {
	return document.Execute(w, map[string]any{
		"Metrics":     Definitions(),
		"Dimensions":  Dimensions,
		"SmallSample": SmallSample,
	})
}

var document = template.Must(template.New("metrics.md").Funcs(template.FuncMap{
	"sentence": sentence,
	"numbers":  numbers,
	"interval": interval,
	"test":     func(s Statistic) string { return Folds[s.Fold].Test },
	"fold":     func(s Statistic) string { return Folds[s.Fold].Name },
	"name":     func(m Metric, s Statistic) string { return m.FullName(s) },
	"parts":    parts,
	"anchor":   func(m Metric) string { return strings.ToLower(strings.ReplaceAll(m.Name, ":", "")) },
}).Parse(documentText))

const documentText = `# Metrics

<!-- Written by go test ./metrics -update from the registry; do not edit. -->

Every number that chatcops reports is defined here and nowhere else.

## How to read the numbers

- **n** is how many conversations a value rests on. With n = 0 a value is undefined: a dash, in JSON null, never 0. Only
  what is counted (conversations, messages, users, tokens) is 0 where no conversation was selected.
- A share or a mean shows its **numerator and denominator**; shares run from 0 to 1 in JSON and CSV.
- The **interval** covers the true value in 95 of 100 samples like this one. Counts have none: what is there is counted.
- Values from fewer than {{.SmallSample}} conversations carry a **warning**; in tables of groups they are marked with *.
- A metric that needs times says in **without_time** how many conversations have none of those it needs.
- A conversation belongs to the period in which it **started**. One without any time belongs to no bounded period.
- An **engaged** conversation has at least one user message. The counts of the six outcomes add up to the engaged
  conversations, always.
- p50 is the median, p90 the value that nine in ten do not exceed (interpolated between neighbours: type 7 of R and numpy).
- Metrics of **money** are there where costs are known; their currency stands beside the result.

## Changes

A change against the period compared with carries a p-value and an interval (of totals where the lengths are equal). It is
significant when p < 0.05, else it may be noise and prints ~. Each test of the whole stands alone: of 20 changes that are
only noise, one comes out significant. Groups are tested many at a time, so their p-values are corrected by Holm for
the number of groups of which the metric was tested (adjusted_p_value): the chance that any group of a metric is wrongly
said to have changed stays within 5 %.

Totals are compared per unit of time, so that months of 30 and 31 days can be compared; a test is missing where a
period is empty, has no end, or its values have no spread. Of a period that is not over only the part before now counts
as its length. Unequal lengths, periods that are not over and periods that overlap are said, in JSON in notes.

The tests of totals take conversations to come independently of one another. Where they come in bursts, as after an
outage, totals vary more than that, and a change of them is called more than noise too often.

## How far the intervals and tests can be trusted

Simulated from known truths: months of conversations with dependent messages and skewed times. Measured by
` + "`CHATCOPS_SIMULATE=1 go test ./metrics -run 'Cover|Alarms|Recontacts' -v`" + ` with 10,000 samples each, so that a
figure is exact to about 0.6 points; a shorter run is part of the tests.

| | 100 conversations | 300 | 1,000 |
|---|---|---|---|
| the interval of a share covers | 94.6 to 95.9 % | 94.7 to 95.3 % | 94.7 to 95.3 % |
| of a mean or ratio | 94.2 to 95.4 % | 94.7 to 95.3 % | 94.8 to 95.2 % |
| of a quantile, where there is one | 96.3 to 97.0 % | 95.5 to 96.0 % | 95.1 to 95.8 % |

| false alarms, where nothing has changed | 50 conversations | 150 | 500 |
|---|---|---|---|
| of a share | 1.9 to 5.4 % | 4.6 to 5.4 % | 4.4 to 5.3 % |
| of a mean or ratio | 4.5 to 5.2 % | 4.3 to 5.3 % | 4.7 to 5.1 % |
| of a quantile | 3.2 to 5.0 % | 3.8 to 5.2 % | 4.3 to 4.7 % |
| of a total | 4.2 to 5.0 % | 4.6 to 5.1 % | 4.9 to 5.2 % |

The intervals of changes miss as often, those of quantiles less often (0.9 to 3.9 %).

The rate of recontacts counts conversations of users, few of whom come again often: with 300 users in each period its
interval covers in 94.2 % and 5.8 % are false alarms.

Every number is also compared with a second implementation that is as plain as can be, on random data with ties, missing
times and a change of the clock: ` + "`go test ./metrics -run 'Reference' -rapid.checks=5000`" + `.

## Overview

| name | unit | better | definition |
|---|---|---|---|
{{- range .Metrics}}
| [{{.Name}}](#{{anchor .}}){{numbers .}} | {{.Unit}} | {{.Better}} | {{.Doc}} |
{{- end}}
{{range .Metrics}}
## {{.Name}}

**{{.Title}}**: {{sentence .Doc}}

- Formula: {{.Formula}}
- Unit: {{.Unit}}; better: {{.Better}}
{{- with parts .}}
- Always shown with its parts: {{.}}
{{- end}}

| number | fold | 95 % interval | test of a change |
|---|---|---|---|
{{- $m := .}}{{range .Statistics}}
| {{name $m .}} | {{fold .}} | {{interval $m .}} | {{test .}} |
{{- end}}
{{end}}
## Dimensions

What ` + "`--by`" + ` groups by, one or two at a time. Stretches of time are sorted as time runs, all else by the number of
conversations; conversations without a value come last, with the key null. Grouped by time alone, hours or days without
conversations are there too. Groups of stretches of time are not compared with the period before.

` + "`--sort NAME`" + ` sorts groups by a metric. ` + "`--top N`" + ` keeps the first N groups and puts all others together in one
whose key is other and whose field merged says how many they were: counts, numerators and denominators of the groups add
up to those of the whole. Users do not, since one may be in several groups.

| name | groups by |
|---|---|
{{- range .Dimensions}}
| {{.Name}} | {{.Doc}} |
{{- end}}
`

// sentence makes a line of the registry a sentence.
func sentence(line string) string { return strings.TrimSuffix(line, ".") + "." }

// numbers lists the statistics of a metric that has several.
func numbers(m Metric) string {
	var names []string
	for _, s := range m.Statistics {
		if s.Name != "" {
			names = append(names, s.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ": " + strings.Join(names, ", ")
}

func interval(m Metric, s Statistic) string {
	text := Folds[s.Fold].Interval
	if c := (column{metric: &m, statistic: s}); c.clusteredShare() {
		text += fmt.Sprintf("; of a share: Wilson with the effective sample size; Wilson on %s as they are where it has no spread", m.Formula)
	}
	return text
}

func parts(m Metric) string {
	var names []string
	for _, o := range m.Parts {
		names = append(names, o.String())
	}
	return strings.Join(names, ", ")
}
