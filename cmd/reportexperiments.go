package cmd

import (
	"context"
	"slices"

	"chatcops/abtest"
	"chatcops/briefing"
	"chatcops/internal/chat"
	"chatcops/internal/config"
	"chatcops/internal/store"
	"chatcops/metrics"
	"chatcops/report"
)

// verdictWords say in a sentence what a test has come to.
var verdictWords = map[abtest.Code]string{
	abtest.NothingToCompare:       "there is nothing to compare.",
	abtest.NoData:                 "no session was exposed in this period.",
	abtest.SampleRatioMismatch:    "the sessions are not split as configured, so the result cannot be trusted.",
	abtest.AssignmentMismatch:     "too many sessions saw another variant than the hash assigns, so the result cannot be trusted.",
	abtest.MixedExposures:         "too many sessions saw several variants, so the result cannot be trusted.",
	abtest.SeveralBeatControl:     "several variants beat the control, and none of them the others.",
	abtest.ControlWins:            "the control wins: every other variant converts less.",
	abtest.Differs:                "the variants differ.",
	abtest.NoDifferenceFound:      "no difference was found, though there is data enough for the smallest one of interest.",
	abtest.NoDifferenceYet:        "no difference is proven yet.",
	abtest.NotEnoughData:          "not enough data yet for a verdict.",
	abtest.NoMeaningfulDifference: "any difference is smaller than matters.",
}

// reportedTests counts the tests of the period: those that are configured and
// those that sessions were exposed to.
func reportedTests(ctx context.Context, s *store.Store, cfg *config.Config, filter metrics.Filter, keep func(*chat.Facts) bool) ([]briefing.Test, error) {
	names, err := s.Tests()
	if err != nil {
		return nil, err
	}
	for _, t := range cfg.Tests {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	var tests []briefing.Test
	for _, name := range names {
		exposures, err := exposuresTo(s, name)
		if err != nil {
			return nil, err
		}
		t, err := configuredTest(cfg, name)
		if err == nil && t == nil {
			t, err = exposedTest(name, exposures)
		}
		if err != nil {
			return nil, err
		}
		count := &testCount{test: t, exposures: exposures, filter: filter, keep: keep, idle: cfg.IdleTimeout.Microseconds()}
		counts, err := count.run(ctx, s)
		if err != nil {
			return nil, err
		}
		if test, sessions := reportedTest(&counts); sessions > 0 {
			tests = append(tests, test)
		}
	}
	return tests, nil
}

// reportedTest judges the counts of a test.
func reportedTest(c *abtest.Counts) (t briefing.Test, sessions int64) {
	e := abtest.Experiment{Better: abtest.Higher, Crossovers: c.Checks.Crossovers, HashMismatches: c.Checks.HashMismatches, MDE: abtest.DefaultMDE}
	t.Name = c.Test
	var weights, most int64
	for _, v := range c.Variants {
		e.Arms = append(e.Arms, abtest.Arm{Name: v.Name, Weight: v.Weight, Sessions: v.Sessions, Conversions: v.Conversions})
		t.Variants = append(t.Variants, briefing.Variant{Name: v.Name, Sessions: v.Sessions, Conversions: v.Conversions, Rate: v.Rate, Low: v.Low, High: v.High})
		sessions += v.Sessions
		weights, most = weights+v.Weight, max(most, v.Weight)
	}
	e.PairTotal = abtest.DefaultPairTotal
	verdict := abtest.Judge(e)
	t.Verdict = verdictWords[verdict.Code]
	if verdict.Code == abtest.Winner {
		t.Verdict = "“" + verdict.Winner + "” wins."
	}
	for _, treatment := range verdict.Treatments {
		for i := range t.Variants {
			if t.Variants[i].Name == treatment.Name && i > 0 {
				t.Variants[i].Effect = effectOf(treatment)
			}
		}
	}
	return t, sessions
}

// effectWords name the statuses of a treatment.
var effectWords = map[abtest.Status]string{
	abtest.TooLittle: "too little data", abtest.Better: "better", abtest.Worse: "worse", abtest.Same: "the same", abtest.Unclear: "unclear",
}

func effectOf(t abtest.Treatment) *briefing.Effect {
	e := &briefing.Effect{Difference: t.Difference, Low: t.Low, High: t.High, P: t.AdjustedP, Status: effectWords[t.Status]}
	switch t.Status {
	case abtest.Better:
		e.Tone = report.Higher
	case abtest.Worse:
		e.Tone = report.Lower
	}
	return e
}
