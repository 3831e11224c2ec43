package cmd

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/abtest"
	"chatcops/report"
)

// next says what to do with the verdict.
func (o *outcome) next() string {
	f := o.finding
	switch f.Code {
	case abtest.NothingToCompare:
		return "give two variants or more a weight above 0."
	case abtest.NoData:
		return "check the name of the test and the period, and that exposures are recorded."
	case abtest.SampleRatioMismatch:
		return o.mendSplit()
	case abtest.AssignmentMismatch:
		return "compare the name, the order of the variants and the weights with those of the agent. If something else than the hash assigns them, say so with --assignment elsewhere."
	case abtest.MixedExposures:
		return "find out why sessions change their variant, then start anew under another name."
	case abtest.Winner, abtest.SeveralBeatControl, abtest.ControlWins, abtest.Differs:
		return o.useResult()
	case abtest.NoDifferenceFound, abtest.NoMeaningfulDifference:
		return fmt.Sprintf("choose by other reasons, such as cost. A difference below ±%s may remain.", percent(o.MDE))
	}
	return o.goOn()
}

func (o *outcome) mendSplit() string {
	text := "find what adds or loses sessions in one variant (bots, crashes, redirects, filters of the export), then start anew under another name."
	if o.origin == fromExposures {
		text += " Equal weights are assumed: if others were meant, give --variants and --weights, or configure the test."
	}
	return text
}

// useResult says what a difference is good for.
func (o *outcome) useResult() string {
	f := o.finding
	var text string
	switch f.Code {
	case abtest.Winner:
		if harmed := o.harmed(f.Winner); len(harmed) > 0 {
			return fmt.Sprintf("keep %s. Find out why %s harms %s.", o.control(), f.Winner, strings.Join(harmed, " and "))
		}
		text = "use " + f.Winner + "."
	case abtest.SeveralBeatControl:
		text = "use any of them, or go on until one beats the others."
	case abtest.ControlWins:
		text = "keep " + o.control() + "."
	default:
		text = fmt.Sprintf("decide which is better: %s has no direction of its own. With --direction higher or lower there is a winner.", o.metric().title())
	}
	if slices.Contains(f.Warnings, abtest.FewDays) && !o.ended && f.Code != abtest.Differs {
		text += " Better still, let the test see a whole week first: some effects last for days only."
	}
	return text
}

// goOn says how an undecided test comes to an end.
func (o *outcome) goOn() string {
	if o.past && !o.ended {
		return "ask for a longer period: this one is over."
	}
	if o.ended || o.finding.Mode == abtest.FixedLook {
		return "take it as undecided. Run it again for longer, under another name; chatcops abtest power says how long."
	}
	if o.finding.Code == abtest.NotEnoughData {
		_, want, what := o.progress(o.finding.Control())
		return fmt.Sprintf("go on. No verdict comes before every variant has %s %s.", report.Figure(want), what)
	}
	if o.finding.Mode == abtest.Planned {
		return "go on. Looking every day does no harm; a look is taken after each complete UTC day."
	}
	return fmt.Sprintf("go on, and look as often as you like: this result is valid at every look. To find ±%s sooner, plan the next test with planned_sessions.", percent(o.MDE))
}

// warnings are what stands beside the verdict.
func (o *outcome) warnings() []string {
	var out []string
	less := "less"
	if o.metric().better == abtest.Lower {
		less = "more"
	}
	for _, name := range o.finding.EarlyWarning {
		out = append(out, fmt.Sprintf("early warning: %s converts %s", name, less))
	}
	for _, t := range o.finding.Treatments {
		if t.TakenBack {
			out = append(out, fmt.Sprintf("warning: %s was clearly different before, which what came since contradicts: it was chance, or the effect has changed", t.Name))
		}
	}
	for i, guard := range o.guards {
		for _, g := range guard {
			if g.Safety == abtest.Harmed && g.Treatment.Name != o.finding.Winner {
				out = append(out, fmt.Sprintf("warning: %s harms %s", g.Treatment.Name, o.guardrails[i].title()))
			}
		}
	}
	return out
}

// testCheck is one line of the checks.
type testCheck struct {
	name, found string
	state       string // ok, note, warn or stop
}

// checks are what the data had to pass.
func (o *outcome) checks() []testCheck {
	f, c := o.finding, o.study.Checks
	blocked := func(code abtest.Code, warn bool) string {
		switch {
		case f.Code == code:
			return "stop"
		case warn:
			return "note"
		}
		return "ok"
	}
	split := testCheck{"Split", o.splitText(), blocked(abtest.SampleRatioMismatch, false)}
	if f.Code == abtest.NothingToCompare || f.Code == abtest.NoData {
		split = testCheck{"Split", "nothing to check", "ok"}
	}
	list := []testCheck{split}
	if o.recomputed {
		list = append(list, testCheck{"Exposures", "none recorded: computed from the hash", "note"})
	} else {
		list = append(list, testCheck{"Several variants", report.Things(c.Crossovers, "session"), blocked(abtest.MixedExposures, c.Crossovers > 0)}, o.hashCheck(blocked))
	}
	if slices.Contains(f.Warnings, abtest.EffectChanged) {
		list = append(list, testCheck{"Earlier look", "contradicted by what came since", "warn"})
	}
	days := o.study.Traffic.CompleteDays(o.study.Today)
	list = append(list, testCheck{"Complete days", report.Things(int64(days), "UTC day"), warned(f.Warnings, abtest.FewDays)})
	if !o.metric().exposed {
		state := warned(f.Warnings, abtest.MissingValuesDiffer)
		found := "lacking about as often in all variants"
		if state != "ok" {
			found = "lacking more often in some variants"
		}
		list = append(list, testCheck{"Missing values", found, state})
	}
	return list
}

func warned(list []abtest.Warning, w abtest.Warning) string {
	if slices.Contains(list, w) {
		return "warn"
	}
	return "ok"
}

func (o *outcome) hashCheck(blocked func(abtest.Code, bool) string) testCheck {
	n := o.study.Checks.HashMismatches
	text := report.Things(n, "session") + " disagree"
	if n == 1 {
		text += "s"
	}
	switch {
	case o.HashUnused:
		return testCheck{"Hash", "not checked: assigned elsewhere", "note"}
	case o.study.HashIgnored() && o.HashUnknown:
		text += ": assigned by something else"
	}
	return testCheck{"Hash", text, blocked(abtest.AssignmentMismatch, n > 0)}
}

// splitText tells what the check of the split found.
func (o *outcome) splitText() string {
	r := o.finding.SampleRatio
	counts := o.study.Traffic.Sessions()
	if o.ByUser {
		counts = o.study.Traffic.Users()
	}
	weights := o.Test.Weights()
	if r.Unplanned > 0 && !r.Mismatch {
		var names []string
		for i, v := range o.Test.Variants() {
			if weights[i] == 0 && counts[i] > 0 {
				names = append(names, v)
			}
		}
		return fmt.Sprintf("%s in %s, of weight 0", report.Things(r.Unplanned, "session"), strings.Join(names, " and "))
	}
	return fmt.Sprintf("p %s, expected %s, seen %s", pText(r.P), weightsText(weights), weightsText(counts))
}

// pText is a p-value: = 0.0123 or <0.0001.
func pText(p float64) string {
	if p < 0.0001 {
		return "<0.0001"
	}
	return fmt.Sprintf("= %.4f", p)
}
