package cmd

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"chatcops/internal/period"
	"chatcops/metrics"
	"chatcops/report"
)

// gate is a bound on how much worse a candidate may be.
type gate struct {
	metric, text string
	margin       float64 // in the metric's unit, or of the baseline
	relative     bool
}

// gatesAndMetrics reads --gate and adds what it names to the metrics.
func (o *compareOptions) gatesAndMetrics() (gates []gate, names []string, err error) {
	names = unspaced(o.metrics)
	if len(names) == 0 {
		names = slices.Clone(comparedMetrics)
		if o.pair != "" {
			names = names[1:] // a count has no pairs
		}
	}
	for _, text := range o.gates {
		metric, margin, ok := strings.Cut(text, "=")
		g := gate{metric: strings.TrimSpace(metric), text: strings.TrimSpace(margin)}
		if !ok || !g.parse() {
			return nil, nil, usagef("--gate %s: write METRIC=MARGIN, such as resolution_rate=2pp, response_time.mean=500ms or messages_per_conversation=5%%", text)
		}
		gates = append(gates, g)
		names = append(names, g.metric)
	}
	c, err := metrics.NewCollector(metrics.Query{Metrics: names})
	if err != nil {
		return nil, nil, usageError{err}
	}
	r, err := c.Result()
	if err != nil {
		return nil, nil, err
	}
	for _, g := range gates {
		i := slices.IndexFunc(r.Values, func(v metrics.Value) bool { return v.Name == g.metric })
		switch {
		case i < 0:
			return nil, nil, usagef("--gate %s: it has several numbers; name one of them, such as %s.mean", g.metric, g.metric)
		case r.Values[i].Better == metrics.None:
			return nil, nil, usagef("--gate %s: neither more nor less of it is better", g.metric)
		case strings.HasSuffix(g.text, "pp") && r.Values[i].Unit != metrics.UnitShare:
			return nil, nil, usagef("--gate %s=%s: pp are points of a share, which it is not", g.metric, g.text)
		}
	}
	return gates, names, nil
}

// parse reads the margin.
func (g *gate) parse() bool {
	number := func(s string, one float64) bool {
		v, err := strconv.ParseFloat(s, 64)
		g.margin = v / one
		return err == nil && v >= 0 && !math.IsInf(v, 0)
	}
	if s, ok := strings.CutSuffix(g.text, "pp"); ok {
		return number(s, 100)
	}
	if s, ok := strings.CutSuffix(g.text, "%"); ok {
		g.relative = true
		return number(s, 100)
	}
	if d, err := time.ParseDuration(g.text); err == nil && d >= 0 && g.text != "0" {
		g.margin = d.Seconds()
		return true
	}
	return number(g.text, 1)
}

// gateResult is what a gate says of one candidate.
type gateResult struct {
	Metric    string          `json:"metric"`
	Candidate string          `json:"candidate"`
	Margin    string          `json:"margin"`
	Change    *float64        `json:"change"`
	AdjustedP *float64        `json:"adjusted_p"`
	Verdict   metrics.Verdict `json:"verdict"`
}

// judge adjusts the p-values and applies the gates.
func (r *compareResult) judge(gates []gate) {
	var lists [][]metrics.Contrasted
	for _, c := range r.Candidates {
		lists = append(lists, c.Values)
	}
	metrics.Adjust(lists...)
	for _, g := range gates {
		for _, c := range r.Candidates {
			i := slices.IndexFunc(c.Values, func(v metrics.Contrasted) bool { return v.Name == g.metric })
			v := &c.Values[i]
			margin := g.margin
			if g.relative && v.Previous != nil {
				margin *= math.Abs(*v.Previous)
			}
			verdict, _ := v.Gate(margin)
			r.Gates = append(r.Gates, gateResult{g.metric, c.Name, g.text, v.Change, v.AdjustedP, verdict})
		}
	}
}

// failure is the error of gates that failed, nil if none did.
func (r *compareResult) failure() error {
	var failed []string
	for _, g := range r.Gates {
		if g.Verdict == metrics.GateFailed {
			failed = append(failed, fmt.Sprintf("%s of %s is worse by more than %s", g.Metric, g.Candidate, g.Margin))
		}
	}
	if failed == nil {
		return nil
	}
	return checkError{fmt.Errorf("gate failed: %s", strings.Join(failed, "; "))}
}

// verdictWords are the verdicts for people.
var verdictWords = map[metrics.Verdict]string{
	metrics.GatePassed: "passed", metrics.GateFailed: "FAILED", metrics.GateUnclear: "too few conversations to tell",
}

func gateTable(r *compareResult) report.Table {
	t := report.Table{Title: "Gates", Columns: []report.Column{{Name: "metric", Title: "Metric"}, {Name: "candidate", Title: "Candidate"}, {Name: "margin", Title: "Margin", Right: true}, {Name: "verdict", Title: "Verdict"}}}
	for _, g := range r.Gates {
		t.Rows = append(t.Rows, []report.Cell{report.Word(g.Metric), report.Text(g.Candidate), report.Word(g.Margin), report.Word(verdictWords[g.Verdict])})
	}
	return t
}

// sidePeriod reads the period of a side.
func sidePeriod(app *App, a *asked, text string) (period.Span, error) {
	span, err := period.Parse(text, app.Now(), a.cfg.Location())
	if err != nil {
		return span, usageError{err}
	}
	return span, nil
}
