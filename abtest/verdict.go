package abtest

// Code names a verdict.
type Code string

// The verdicts, in the order in which they are tried.
const (
	NothingToCompare       Code = "nothing_to_compare"    // fewer than two variants with a weight
	NoData                 Code = "no_data"               // no exposures
	SampleRatioMismatch    Code = "sample_ratio_mismatch" // the split is not the configured one
	AssignmentMismatch     Code = "assignment_mismatch"   // too many sessions disagree with the hash
	MixedExposures         Code = "mixed_exposures"       // too many sessions saw several variants
	Winner                 Code = "winner"
	SeveralBeatControl     Code = "several_beat_control" // and none beats the others
	ControlWins            Code = "control_wins"         // every treatment is worse
	Differs                Code = "differs"              // of a metric without direction: some treatment is higher or lower
	NoDifferenceFound      Code = "no_difference_found"  // though there is enough data for the smallest lift of interest
	NoDifferenceYet        Code = "no_difference_yet"
	NotEnoughData          Code = "not_enough_data"
	NoMeaningfulDifference Code = "no_meaningful_difference"
)

// Verdict is what an experiment proves so far.
type Verdict struct {
	Code Code
	// Winner is the variant that wins, "" if none does.
	Winner      string
	Treatments  []Treatment // empty when there is nothing to trust or to compare
	SampleRatio SampleRatio // unplanned sessions, too, are a mismatch
	// EarlyWarning names the treatments that have too little data for a status
	// but already convert worse, by their ungated adjusted p-values. Means give
	// no such warning: heavy tails would raise it falsely in one test of ten.
	EarlyWarning []string
}

// Judge returns the verdict on an experiment. It may be asked at every look at
// the growing data: in a test without any difference, the chance that it ever
// names a winner is at most 5 %.
func Judge(e Experiment) Verdict {
	control, arms, _ := e.split()
	if len(arms) == 0 {
		return Verdict{Code: NothingToCompare}
	}
	v := Verdict{}
	if v.Code = v.checkHealth(e); v.Code != "" {
		return v
	}
	v.Treatments = e.treatments()
	v.EarlyWarning = e.earlyWarning(v.Treatments)
	v.Code, v.Winner = e.conclude(control, arms, v.Treatments)
	return v
}

// A check blocks the verdict when it counts this many sessions and this share
// of all; the share is GrowthBook's.
const (
	blockingSessions = 10
	blockingShare    = 0.01
)

// checkHealth returns the code that keeps a verdict from being trusted, "" if
// none does.
func (v *Verdict) checkHealth(e Experiment) Code {
	split := e.Split
	if split == nil {
		split = e.Arms
	}
	var total int64
	for _, a := range split {
		total += a.Sessions
	}
	v.SampleRatio = CheckSampleRatio(split)
	blocks := func(n int64) bool {
		return n >= blockingSessions && float64(n) >= blockingShare*float64(total)
	}
	switch {
	case total == 0:
		return NoData
	case v.SampleRatio.Mismatch || v.SampleRatio.Unplanned > 0:
		return SampleRatioMismatch
	case blocks(e.HashMismatches):
		return AssignmentMismatch
	case blocks(e.Crossovers):
		return MixedExposures
	}
	return ""
}

// earlyWarning finds the treatments that look harmful before they have enough
// data for a status.
func (e Experiment) earlyWarning(treatments []Treatment) []string {
	if e.Means || e.Bound > 0 {
		return nil
	}
	p := make([]float64, len(treatments))
	for i, t := range treatments {
		p[i] = t.P
	}
	var names []string
	for i, adjusted := range Holm(p) {
		t := treatments[i]
		if t.Status == TooLittle && adjusted <= level && e.Better != Neither && !e.improves(t.Difference) {
			names = append(names, t.Name)
		}
	}
	return names
}

// conclude draws the verdict from the treatments' statuses.
func (e Experiment) conclude(control Arm, arms []Arm, treatments []Treatment) (code Code, winner string) {
	count := map[Status]int{}
	var better []Arm
	needsMore := false
	for i, t := range treatments {
		count[t.Status]++
		if t.Status == Better {
			better = append(better, arms[i])
		}
		if t.Status == Unclear && (t.MoreSessions == nil || *t.MoreSessions > 0) {
			needsMore = true
		}
	}
	switch {
	case len(better) > 0:
		if best, ok := e.best(better); ok {
			return Winner, best.Name
		}
		return SeveralBeatControl, ""
	case count[Worse] == len(treatments):
		return ControlWins, control.Name
	case count[StatusHigher]+count[StatusLower] > 0:
		return Differs, ""
	case count[Unclear] > 0 && !needsMore && count[TooLittle] == 0:
		return NoDifferenceFound, ""
	case count[Unclear] > 0:
		return NoDifferenceYet, ""
	case count[TooLittle] > 0:
		return NotEnoughData, ""
	}
	return NoMeaningfulDifference, ""
}

// best returns the treatment that beats each of the others, if one does.
func (e Experiment) best(better []Arm) (Arm, bool) {
	best := better[0]
	for _, arm := range better[1:] {
		if e.improves(e.value(arm) - e.value(best)) {
			best = arm
		}
	}
	var p []float64
	for _, arm := range better {
		if arm.Name != best.Name {
			p = append(p, e.compareByP(arm, best, level).P)
		}
	}
	for _, adjusted := range Holm(p) {
		if adjusted > level {
			return Arm{}, false
		}
	}
	return best, true
}
