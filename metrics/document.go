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
` + "`CHATCOPS_SIMULATE=1 go test ./metrics -run 'Cover|Alarms|Recontacts|Skewed' -v -timeout 2h`" + ` (half an hour of one
processor) with 10,000 samples each, of 5,000 conversations 2,000: a figure is exact to about 0.7 points, of 5,000 to
1.5. A shorter run is part of the tests.

How often in 100 samples the interval covers the truth, and how often a change against a period of the same law is called
more than noise, by the number of conversations (– where what is counted has no interval):

| | covers: 100 | 300 | 1,000 | 5,000 | false alarms: 100 | 300 | 1,000 | 5,000 |
|---|---|---|---|---|---|---|---|---|
| abandonment_rate | 95.1 | 94.7 | 95.0 | 94.9 | 5.3 | 5.0 | 4.8 | 5.5 |
| assistant_messages | – | – | – | – | 4.9 | 4.7 | 4.5 | 4.7 |
| completion_rate | 94.6 | 94.7 | 94.8 | 95.2 | 5.4 | 4.9 | 5.2 | 5.0 |
| containment_rate | 95.3 | 95.2 | 95.1 | 95.3 | 5.0 | 4.9 | 4.7 | 4.8 |
| conversations | – | – | – | – | 4.9 | 4.9 | 4.5 | 4.7 |
| conversion_rate | 95.7 | 95.2 | 94.8 | 95.2 | 3.6 | 5.0 | 4.6 | 6.1 |
| cost | – | – | – | – | 4.5 | 4.9 | 4.6 | 4.0 |
| cost_per_conversation | 95.2 | 95.0 | 95.0 | 94.8 | 4.6 | 5.0 | 5.1 | 5.0 |
| cost_per_resolution | 95.1 | 94.9 | 95.1 | 94.3 | 3.9 | 4.7 | 5.2 | 5.6 |
| csat | 95.9 | 95.0 | 95.3 | 94.1 | 4.5 | 4.9 | 5.0 | 5.2 |
| duration.mean | 94.3 | 95.0 | 94.9 | 94.5 | 4.7 | 5.0 | 5.1 | 4.7 |
| duration.p50 | 96.3 | 95.5 | 95.1 | 95.0 | 3.6 | 3.9 | 4.6 | 4.5 |
| duration.p90 | 96.7 | 96.0 | 95.6 | 94.7 | 3.4 | 4.0 | 5.0 | 3.9 |
| engaged_conversations | – | – | – | – | 4.9 | 4.9 | 4.5 | 4.7 |
| escalation_rate | 95.3 | 95.2 | 95.1 | 95.3 | 5.0 | 4.9 | 4.7 | 4.8 |
| events | – | – | – | – | 4.9 | 5.2 | 5.1 | 4.7 |
| fallback_conversation_rate | 95.2 | 94.9 | 94.9 | 94.1 | 5.0 | 4.5 | 4.9 | 4.2 |
| fallback_rate | 94.8 | 94.8 | 94.7 | 94.7 | 4.9 | 5.2 | 5.2 | 5.1 |
| feedback_rate | 95.2 | 95.1 | 94.8 | 94.9 | 5.3 | 4.9 | 4.8 | 4.6 |
| first_response_time.mean | 94.2 | 94.8 | 94.8 | 94.6 | 5.2 | 4.9 | 4.8 | 4.6 |
| first_response_time.p50 | 96.3 | 95.7 | 95.6 | 95.0 | 3.9 | 4.4 | 4.2 | 4.9 |
| first_response_time.p90 | 96.8 | 95.8 | 95.8 | 94.8 | 3.8 | 4.4 | 4.6 | 4.3 |
| input_tokens | – | – | – | – | 4.5 | 4.8 | 4.7 | 4.2 |
| leads_captured | – | – | – | – | 5.1 | 4.9 | 5.4 | 5.5 |
| messages | – | – | – | – | 4.9 | 4.7 | 4.5 | 4.7 |
| messages_per_conversation | 95.3 | 94.8 | 95.0 | 95.5 | 4.8 | 5.0 | 5.3 | 5.9 |
| negative_rate | 94.9 | 95.3 | 95.2 | 95.8 | 5.1 | 5.3 | 5.0 | 5.5 |
| neutral_rate | 95.9 | 95.2 | 95.1 | 94.4 | 3.7 | 4.5 | 4.7 | 4.7 |
| new_users | – | – | – | – | 4.9 | 4.9 | 4.5 | 4.7 |
| output_tokens | – | – | – | – | 5.0 | 4.9 | 4.9 | 4.3 |
| positive_rate | 94.8 | 95.2 | 95.3 | 95.5 | 5.0 | 5.2 | 5.1 | 5.0 |
| quality_score.mean | 95.4 | 95.1 | 95.0 | 95.1 | 4.7 | 4.8 | 4.6 | 5.5 |
| quality_score.p10 | 97.0 | 96.0 | 95.1 | 95.4 | 3.7 | 4.2 | 4.7 | 4.7 |
| resolution_rate | 94.9 | 94.9 | 95.2 | 94.4 | 5.3 | 5.1 | 4.9 | 5.6 |
| response_time.mean | 94.6 | 94.9 | 95.0 | 95.1 | 5.0 | 5.1 | 4.9 | 5.5 |
| response_time.p90 | 96.7 | 96.0 | 95.5 | 95.3 | 5.3 | 5.1 | 4.9 | 4.7 |
| satisfaction_score | 94.7 | 94.7 | 95.0 | 94.1 | 5.5 | 4.9 | 5.1 | 4.9 |
| sentiment | 94.7 | 95.3 | 95.2 | 95.3 | 5.2 | 5.0 | 5.1 | 5.2 |
| user_messages | – | – | – | – | 4.9 | 4.7 | 4.5 | 4.7 |
| users | – | – | – | – | 4.9 | 4.9 | 4.5 | 4.7 |

The intervals of changes miss as often, those of quantiles less often (1.7 to 4.8 in 100).

The rate of recontacts rests on users, of whom few come again often and make most of its variance; the degrees of freedom
of that variance (Pan and Wall 2002) keep its test from finding too much. Of 300, 1,000 and 5,000 users in each period its
interval covers in 95.2, 95.2 and 95.1 of 100 samples, and 5.0, 4.9 and 5.5 are false alarms (40,000 samples
with four seeds, 5.4 in the least lucky 10,000 of them; 10,000 and 4,000 samples; exact to 0.3, 0.7 and 1.0).

Means of values more skewed than these are covered less often, as by any interval of Student's: of log-normal ones with σ 1 in 93.7 of 100
samples of 300 and 94.3 of 1,000; with σ 1.5 in 89.7 and 91.9. Look at their median besides.

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
		text += fmt.Sprintf("; of a share: Wilson with the effective sample size; Wilson on %s as they are where each stands alone or there is no spread", m.Formula)
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
