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

- **n** is how many conversations a value rests on. With n = 0 a value is undefined: a dash, in JSON null, never 0.
- A share or a mean shows its **numerator and denominator**; shares run from 0 to 1 in JSON and CSV.
- The **interval** covers the true value in 95 of 100 samples like this one. Counts have none: what is there is counted.
- A **change** against the period compared with carries a p-value; it is significant when p < 0.05, else it may be
  noise and prints ~. Each test stands alone: of 20 changes that are only noise, one comes out significant. Totals are
  compared per unit of time, so that months of 30 and 31 days can be compared; a test is missing where a period is
  empty, has no end, or its values have no spread.
- Values from fewer than {{.SmallSample}} conversations carry a **warning**.
- A conversation belongs to the period in which it **started**. One without any time belongs to no bounded period.
- An **engaged** conversation has at least one user message. The counts of the six outcomes add up to the engaged
  conversations, always.
- p50 is the median, p90 the value that nine in ten do not exceed (interpolated between neighbours: type 7 of R and numpy).

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
conversations; conversations without a value come last, with the key null. Groups of stretches of time are not compared
with the period before.

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
