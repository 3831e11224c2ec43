package abtest

import "chatcops/internal/stats"

// Direction says which way a metric gets better.
type Direction int

// A metric without a direction has no winner: its treatments are only higher
// or lower.
const (
	Higher Direction = iota
	Lower
	Neither
)

// Status is what is known of one treatment against the control.
type Status string

// The statuses of a treatment. StatusHigher and StatusLower stand in for
// better and worse where the metric has no direction.
const (
	TooLittle    Status = "too_little" // it or the control is short of the minimum
	Better       Status = "better"
	Worse        Status = "worse"
	StatusHigher Status = "higher"
	StatusLower  Status = "lower"
	Same         Status = "same"    // the lift's interval lies strictly within the smallest lift of interest
	Unclear      Status = "unclear" // none of these yet
)

// What a treatment and the control each need before they are compared.
const (
	MinConversions = 100 // of a conversion metric
	MinValues      = 500 // sessions with a value, of a mean or a ratio
)

// DefaultMDE is the smallest lift of interest unless another is configured,
// and plannedPower the power with which it should be found. Both are
// GrowthBook's defaults.
const (
	DefaultMDE   = 0.1
	plannedPower = 0.8
)

// Arm is what one variant contributes to a verdict.
type Arm struct {
	Name        string
	Weight      int64
	Sessions    int64          // exposed
	Conversions int64          // of a conversion metric
	Value       stats.Estimate // of a mean or a ratio: N is the sessions that have one
}

func (a Arm) group() Group { return Group{a.Conversions, a.Sessions} }

// Experiment is all that a verdict rests on.
type Experiment struct {
	Arms                       []Arm // the first with a weight is the control
	Means                      bool  // judge Value; else Conversions of Sessions
	Better                     Direction
	Crossovers, HashMismatches int64
	// MDE is the smallest lift of interest, as a share of the control's value.
	MDE float64
	// PairTotal is the planned sessions of control and one treatment together,
	// fixed before the start; see DefaultPairTotal.
	PairTotal float64
}

// Treatment is one treatment's comparison with the control.
type Treatment struct {
	Name string
	Comparison
	AdjustedP float64 // Holm, over the treatments; those with too little count as 1
	Status    Status
	// MoreSessions is how many more sessions the whole test needs to find a
	// lift of MDE; nil when that cannot be said.
	MoreSessions *int64
}

// compare compares two arms at the level alpha.
func (e Experiment) compare(a, b Arm, alpha float64) Comparison {
	if e.Means {
		return CompareMeans(a.Value, b.Value, e.PairTotal, alpha)
	}
	return CompareConversions(a.group(), b.group(), e.PairTotal, alpha)
}

// enough reports whether an arm reaches the minimum.
func (e Experiment) enough(a Arm) bool {
	if e.Means {
		return a.Value.N >= MinValues
	}
	return a.Conversions >= MinConversions
}

// value is an arm's mean or rate.
func (e Experiment) value(a Arm) float64 {
	if e.Means {
		return a.Value.Value
	}
	return a.group().rate()
}

// split returns the control, the treatments (variants with weight only), and
// the sum of the weights.
func (e Experiment) split() (control Arm, treatments []Arm, weight float64) {
	var weighted []Arm
	for _, a := range e.Arms {
		if a.Weight > 0 {
			weighted = append(weighted, a)
			weight += float64(a.Weight)
		}
	}
	if len(weighted) == 0 {
		return Arm{}, nil, 0
	}
	return weighted[0], weighted[1:], weight
}

// treatments compares each treatment with the control, the intervals at
// level/m so that all m hold at once, and settles their statuses.
func (e Experiment) treatments() []Treatment {
	control, arms, weight := e.split()
	alpha := level / float64(len(arms))
	out := make([]Treatment, len(arms))
	p := make([]float64, len(arms))
	for i, arm := range arms {
		out[i] = Treatment{Name: arm.Name, Comparison: e.compare(control, arm, alpha), Status: Unclear}
		p[i] = out[i].P
		if !e.enough(control) || !e.enough(arm) {
			out[i].Status, p[i] = TooLittle, 1
		}
	}
	for i, adjusted := range Holm(p) {
		t := &out[i]
		t.AdjustedP = adjusted
		if t.Status == TooLittle {
			continue
		}
		t.Status = e.status(*t)
		t.MoreSessions = e.moreSessions(control, arms[i], alpha, weight)
	}
	return out
}

// status settles a treatment that has enough data.
func (e Experiment) status(t Treatment) Status {
	switch {
	case t.AdjustedP <= level:
		switch {
		case e.Better == Neither && t.Difference > 0:
			return StatusHigher
		case e.Better == Neither:
			return StatusLower
		case e.improves(t.Difference):
			return Better
		}
		return Worse
	case t.LiftLow > -e.MDE && t.LiftHigh < e.MDE:
		return Same
	}
	return Unclear
}

// improves reports whether a difference is for the better.
func (e Experiment) improves(difference float64) bool {
	return e.Better == Higher && difference > 0 || e.Better == Lower && difference < 0
}

// moreSessions is how many more sessions the whole test needs for one pair.
func (e Experiment) moreSessions(control, arm Arm, alpha, weight float64) *int64 {
	plan := Plan{
		MDE: e.MDE, WeightA: float64(control.Weight), WeightB: float64(arm.Weight),
		PairTotal: e.PairTotal, Alpha: alpha, Power: plannedPower,
	}
	var n, have int64
	var ok bool
	if e.Means {
		have = control.Value.N + arm.Value.N
		n, ok = SizeSequentialMeans(control.Value.Value, deviation(control.Value), deviation(arm.Value), plan)
	} else {
		have = control.Sessions + arm.Sessions
		n, ok = SizeSequentialConversions(control.group().rate(), plan)
	}
	if !ok {
		return nil
	}
	more := MoreSessions(n, have, plan.WeightA+plan.WeightB, weight)
	return &more
}
