package abtest

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/stats"
)

// conversions makes an experiment of equal weights from (conversions, sessions).
func conversions(groups ...Group) Experiment {
	e := Experiment{MDE: DefaultMDE, PairTotal: DefaultPairTotal}
	for i, g := range groups {
		e.Arms = append(e.Arms, Arm{Name: string(rune('A' + i)), Weight: 1, Sessions: g.Sessions, Conversions: g.Conversions})
	}
	return e
}

// means makes an experiment of 1000 values with deviation 1 in each arm.
func means(better Direction, values ...float64) Experiment {
	e := Experiment{Means: true, Better: better, MDE: DefaultMDE, PairTotal: DefaultPairTotal}
	for i, v := range values {
		e.Arms = append(e.Arms, Arm{
			Name: string(rune('A' + i)), Weight: 1, Sessions: 1000,
			Value: stats.Estimate{N: 1000, Value: v, SE: 1 / math.Sqrt(1000)},
		})
	}
	return e
}

func with(e Experiment, change func(*Experiment)) Experiment {
	change(&e)
	return e
}

func TestVerdicts(t *testing.T) {
	even := Group{100, 1000}
	for _, c := range []struct {
		name   string
		e      Experiment
		code   Code
		winner string
	}{
		{"no variants", Experiment{}, NothingToCompare, ""},
		{"one variant", conversions(even), NothingToCompare, ""},
		{"one variant with a weight", with(conversions(even, even), func(e *Experiment) { e.Arms[1].Weight = 0 }), NothingToCompare, ""},
		{"no sessions", conversions(Group{}, Group{}), NoData, ""},
		{"the split is off", conversions(Group{100, 1000}, Group{120, 1300}), SampleRatioMismatch, ""},
		{"sessions in a variant of weight 0", with(conversions(even, even, Group{0, 1}),
			func(e *Experiment) { e.Arms[2].Weight = 0 }), SampleRatioMismatch, ""},
		{"a variant of weight 0 without sessions", with(conversions(even, even, Group{}),
			func(e *Experiment) { e.Arms[2].Weight = 0 }), NoDifferenceYet, ""},
		{"hash mismatches come before crossovers", with(conversions(even, even),
			func(e *Experiment) { e.HashMismatches, e.Crossovers = 20, 20 }), AssignmentMismatch, ""},
		{"crossovers of 1 %", with(conversions(even, even), func(e *Experiment) { e.Crossovers = 20 }), MixedExposures, ""},
		{"crossovers of less", with(conversions(even, even), func(e *Experiment) { e.Crossovers = 19 }), NoDifferenceYet, ""},
		{"fewer than 10 crossovers", with(conversions(Group{110, 300}, Group{130, 300}),
			func(e *Experiment) { e.Crossovers = 9 }), NoDifferenceYet, ""},
		{"a treatment wins", conversions(even, Group{200, 1000}), Winner, "B"},
		{"at a p-value of 0.049", conversions(Group{300, 1000}, Group{366, 1000}), Winner, "B"},
		{"and not at 0.055", conversions(Group{300, 1000}, Group{365, 1000}), NoDifferenceYet, ""},
		{"of two, not at 0.049", conversions(Group{300, 1000}, Group{366, 1000}, Group{300, 1000}), NoDifferenceYet, ""},
		{"so does a lower rate where that is better", with(conversions(Group{200, 1000}, even),
			func(e *Experiment) { e.Better = Lower }), Winner, "B"},
		{"the better of two treatments wins", conversions(Group{300, 3000}, Group{450, 3000}, Group{700, 3000}), Winner, "C"},
		{"wherever it stands", conversions(Group{300, 3000}, Group{700, 3000}, Group{450, 3000}), Winner, "B"},
		{"two that are as good", conversions(Group{300, 3000}, Group{450, 3000}, Group{450, 3000}), SeveralBeatControl, ""},
		{"a win beside a loss", conversions(Group{300, 3000}, Group{450, 3000}, Group{190, 3000}), Winner, "B"},
		{"the control wins", conversions(Group{300, 3000}, Group{190, 3000}, Group{200, 3000}), ControlWins, "A"},
		{"not if one is unclear", conversions(Group{300, 3000}, Group{190, 3000}, Group{310, 3000}), NoDifferenceYet, ""},
		{"too few conversions", conversions(Group{99, 1000}, Group{300, 1000}), NotEnoughData, ""},
		{"no meaningful difference", conversions(Group{30000, 100000}, Group{30100, 100000}), NoMeaningfulDifference, ""},
		{"enough data for the planned lift, and none found", conversions(Group{4000, 40000}, Group{4150, 40000}), NoDifferenceFound, ""},
		{"the same, but a third has too little", with(conversions(Group{4000, 40000}, Group{4150, 40000}, Group{40, 400}),
			func(e *Experiment) { e.Arms[0].Weight, e.Arms[1].Weight = 100, 100 }), NoDifferenceYet, ""},
		{"all convert in both", conversions(Group{400, 400}, Group{400, 400}), NoMeaningfulDifference, ""},
		{"means: the higher wins", means(Higher, 4, 4.5), Winner, "B"},
		{"means: the lower wins", means(Lower, 4.5, 4), Winner, "B"},
		{"means: the control wins", means(Higher, 4.5, 4), ControlWins, "A"},
		{"means: the best of two wins", means(Higher, 4, 4.5, 5.5), Winner, "C"},
		{"means: the lowest of two wins", means(Lower, 5.5, 4, 5), Winner, "B"},
		{"means: two that are as good", means(Higher, 4, 4.5, 4.5), SeveralBeatControl, ""},
		{"means without direction have no winner", means(Neither, 4, 4.5), Differs, ""},
		{"means without direction or difference", means(Neither, 4, 4.01), NoMeaningfulDifference, ""},
		{"means: too few values", with(means(Higher, 4, 4.5), func(e *Experiment) { e.Arms[0].Value.N = 499 }), NotEnoughData, ""},
		{"means: just enough values", with(means(Higher, 4, 4.5), func(e *Experiment) { e.Arms[0].Value.N = 500 }), Winner, "B"},
		{"means: no spread", with(means(Higher, 4, 4), func(e *Experiment) { e.Arms[0].Value.SE, e.Arms[1].Value.SE = 0, 0 }), NoDifferenceYet, ""},
		{"means: baseline 0", means(Higher, 0, 0.05), NoDifferenceYet, ""},
		{"the first variant with a weight is the control", with(conversions(Group{}, Group{300, 3000}, Group{190, 3000}),
			func(e *Experiment) { e.Arms[0].Weight = 0 }), ControlWins, "B"},
	} {
		v := Judge(c.e)
		if v.Code != c.code || v.Winner != c.winner {
			t.Errorf("%s: %s %q, want %s %q; %+v", c.name, v.Code, v.Winner, c.code, c.winner, v.Treatments)
		}
	}
}

func TestStatusWithoutDirection(t *testing.T) {
	v := Judge(means(Neither, 4, 4.5, 3.5, 4))
	var got []Status
	for _, s := range v.Treatments {
		got = append(got, s.Status)
	}
	if !slices.Equal(got, []Status{StatusHigher, StatusLower, Same}) && !slices.Equal(got, []Status{StatusHigher, StatusLower, Unclear}) {
		t.Errorf("statuses %v", got)
	}
}

func TestEarlyWarning(t *testing.T) {
	harmful := conversions(Group{300, 1000}, Group{50, 1000})
	if v := Judge(harmful); v.Code != NotEnoughData || !slices.Equal(v.EarlyWarning, []string{"B"}) {
		t.Errorf("harm: %s, warning %v", v.Code, v.EarlyWarning)
	}
	for name, e := range map[string]Experiment{
		"good news":           conversions(Group{50, 1000}, Group{300, 1000}),
		"enough data":         conversions(Group{300, 1000}, Group{110, 1000}),
		"less is better":      with(harmful, func(e *Experiment) { e.Better = Lower }),
		"no direction":        with(harmful, func(e *Experiment) { e.Better = Neither }),
		"means never warn":    with(means(Higher, 5, 4), func(e *Experiment) { e.Arms[1].Value.N = 400 }),
		"hardly a difference": conversions(Group{60, 1000}, Group{50, 1000}),
	} {
		if v := Judge(e); len(v.EarlyWarning) > 0 {
			t.Errorf("%s: warning %v", name, v.EarlyWarning)
		}
	}
}

// A treatment without enough data takes no part in the correction but still
// counts in it.
func TestTooLittleCountsAsOne(t *testing.T) {
	v := Judge(conversions(Group{300, 3000}, Group{450, 3000}, Group{90, 3000}))
	b, c := v.Treatments[0], v.Treatments[1]
	if c.Status != TooLittle || c.AdjustedP != 1 || c.MoreSessions != nil || c.P >= 1 {
		t.Errorf("C: %+v", c)
	}
	if b.Status != Better || !near(b.AdjustedP, 2*b.P, 1e-12) || b.MoreSessions == nil {
		t.Errorf("B: %+v", b)
	}
}

// Of two variants, swapping them and the direction of good keeps the winner.
func TestSwappingMirrorsTheVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawGroup(t, "a"), drawGroup(t, "b")
		b.Sessions = max(a.Sessions, b.Conversions) // an even split most of the time
		e := conversions(a, b)
		m := with(e, func(e *Experiment) { e.Arms = []Arm{e.Arms[1], e.Arms[0]} })
		v, w := Judge(e), Judge(m)
		if v.Winner != w.Winner {
			t.Fatalf("%v %v: winner %q, swapped %q", a, b, v.Winner, w.Winner)
		}
		if (v.Code == SampleRatioMismatch) != (w.Code == SampleRatioMismatch) {
			t.Fatalf("%v %v: %s, swapped %s", a, b, v.Code, w.Code)
		}
		flipped := Judge(with(e, func(e *Experiment) { e.Better = Lower }))
		if (v.Winner == "") != (flipped.Winner == "") || v.Winner != "" && v.Winner == flipped.Winner {
			t.Fatalf("%v %v: winner %q, %q if lower is better", a, b, v.Winner, flipped.Winner)
		}
	})
}

func TestMoreSessionsOfTheWholeTest(t *testing.T) {
	e := conversions(Group{100, 1000}, Group{100, 1000}, Group{100, 1000})
	n, _ := SizeSequentialConversions(0.1, Plan{MDE: 0.1, WeightA: 1, WeightB: 1, PairTotal: DefaultPairTotal, Alpha: 0.025, Power: 0.8})
	want := ((n-2000)*3 + 1) / 2
	if got := Judge(e).Treatments[0].MoreSessions; got == nil || *got != want {
		t.Errorf("needs %v more, want %d", got, want)
	}
}

func TestGuardrail(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name   string
		c      Comparison
		better Direction
		want   Safety
	}{
		{"worse", Comparison{P: 0.05, Difference: -1, LiftLow: -0.2, LiftHigh: -0.01}, Higher, Harmed},
		{"worse, but within the margin", Comparison{P: 0.01, Difference: -1, LiftLow: -0.04, LiftHigh: -0.01}, Higher, Harmed},
		{"worse where lower is better", Comparison{P: 0.01, Difference: 1, LiftLow: 0.01, LiftHigh: 0.2}, Lower, Harmed},
		{"better", Comparison{P: 0.01, Difference: 1, LiftLow: 0.01, LiftHigh: 0.2}, Higher, Safe},
		{"within the margin", Comparison{P: 1, LiftLow: -0.05, LiftHigh: 0.3}, Higher, Safe},
		{"within the margin where lower is better", Comparison{P: 1, LiftLow: -0.3, LiftHigh: 0.05}, Lower, Safe},
		{"beyond the margin", Comparison{P: 1, Difference: -1, LiftLow: -0.06, LiftHigh: 0.3}, Higher, Unknown},
		{"no lift", Comparison{P: 1, Difference: nan, LiftLow: nan, LiftHigh: nan}, Higher, Unknown},
		{"no direction", Comparison{P: 0.01, Difference: -1, LiftLow: -0.2, LiftHigh: -0.1}, Neither, Unknown},
	} {
		if got := Guardrail(c.c, c.better, DefaultMargin); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
