package abtest

import (
	"math"

	"chatcops/internal/stats"
)

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
// and DefaultPower the power with which it should be found. Both are
// GrowthBook's defaults.
const (
	DefaultMDE   = 0.1
	DefaultPower = 0.8
)

// Arm is what one variant contributes to a verdict.
type Arm struct {
	Name        string
	Weight      int64
	Exposed     int64          // sessions, whether they have a value of the metric or not
	Sessions    int64          // those that have one
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
	// Split holds the sessions by which the split is checked; nil for those of
	// Arms, which may be fewer: the ones that have a value of the metric.
	Split []Arm
	// Shares says that the Means are shares, of users' sessions: they need enough
	// conversions too.
	Shares bool
	// Once asks for tests that hold at one look only, at a time fixed in advance.
	Once bool
	// Bound, if above 0, is that of a planned test's look: differences are told by
	// |Z| ≥ Bound alone, and Remaining is what the plan has yet to see.
	Bound     float64
	Remaining int64
	// MDE is the smallest lift of interest, as a share of the control's value.
	MDE float64
	// PairTotal is the planned sessions of control and one treatment together,
	// fixed before the start; see DefaultPairTotal.
	PairTotal float64
	// PlannedSessions is PairTotal for the whole test; it goes first if above 0.
	PlannedSessions int64
	past            course // of a test whose results hold at every look; nil if not known
}

// Treatment is one treatment's comparison with the control.
type Treatment struct {
	Name string
	Comparison
	AdjustedP float64 // Holm, over the treatments; those with too little count as 1; NaN at a planned look
	Status    Status
	// MoreSessions is how many more sessions the whole test needs to find a
	// lift of MDE; nil when that cannot be said.
	MoreSessions *int64
}

// compare compares two arms at the level alpha, or at the bound of the look.
func (e Experiment) compare(a, b Arm, alpha float64) Comparison {
	if e.Bound > 0 {
		return e.compareAt(a, b, e.Bound)
	}
	return e.compareByP(a, b, alpha)
}

// compareByP compares two arms at the level alpha, in a way that yields a p-value.
func (e Experiment) compareByP(a, b Arm, alpha float64) Comparison {
	return e.remember(e.compareNow(a, b, alpha), a, b, alpha)
}

// compareNow compares two arms by what they have, whatever they had before.
func (e Experiment) compareNow(a, b Arm, alpha float64) Comparison {
	switch {
	case e.Once && e.Means:
		return CompareMeansOnce(a.Value, b.Value, alpha)
	case e.Once:
		return CompareConversionsOnce(a.group(), b.group(), alpha)
	case e.Means:
		return CompareMeans(a.Value, b.Value, e.pairTotal(a, b), alpha)
	}
	return CompareConversions(a.group(), b.group(), e.pairTotal(a, b), alpha)
}

// lnP is the logarithm of the p-value of compareNow where looks are free.
func (e Experiment) lnP(a, b Arm) float64 {
	if e.Means {
		return CompareMeans(a.Value, b.Value, e.pairTotal(a, b), level).LnP
	}
	return lnPOfConversions(a.group(), b.group(), e.pairTotal(a, b))
}

// size is how many units an arm has a value of.
func (e Experiment) size(a Arm) int64 {
	if e.Means {
		return a.Value.N
	}
	return a.Sessions
}

// pairTotal is the planned number of sessions of two arms.
func (e Experiment) pairTotal(a, b Arm) float64 {
	if e.PlannedSessions <= 0 {
		return e.PairTotal
	}
	_, _, weight := e.split()
	return float64(e.PlannedSessions) * float64(a.Weight+b.Weight) / weight
}

// enough reports whether an arm reaches the minimum.
func (e Experiment) enough(a Arm) bool {
	if e.Means && a.Value.N < MinValues {
		return false
	}
	return e.Means && !e.Shares || a.Conversions >= MinConversions
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
	adjusted := Holm(p)
	for i := range out {
		t := &out[i]
		t.AdjustedP = adjusted[i]
		rejected := t.AdjustedP <= level
		if e.Bound > 0 {
			t.AdjustedP, rejected = math.NaN(), math.Abs(t.Z) >= e.Bound
		}
		if t.Status == TooLittle {
			continue
		}
		t.Status = e.status(t.Comparison, rejected)
		t.MoreSessions = e.moreSessions(control, arms[i], alpha, weight)
	}
	return out
}

// status settles a treatment that has enough data.
func (e Experiment) status(c Comparison, rejected bool) Status {
	switch {
	case rejected && e.Better == Neither && c.Difference > 0:
		return StatusHigher
	case rejected && e.Better == Neither:
		return StatusLower
	case rejected && e.improves(c.Difference):
		return Better
	case rejected:
		return Worse
	case c.LiftLow > -e.MDE && c.LiftHigh < e.MDE:
		return Same
	}
	return Unclear
}

// improves reports whether a difference is for the better.
func (e Experiment) improves(difference float64) bool {
	return e.Better == Higher && difference > 0 || e.Better == Lower && difference < 0
}

// moreSessions is how many more sessions the whole test needs for one pair; nil
// when that cannot be said.
func (e Experiment) moreSessions(control, arm Arm, alpha, weight float64) *int64 {
	if e.Bound > 0 {
		more := e.Remaining
		return &more
	}
	plan := Plan{
		MDE: e.MDE, WeightA: float64(control.Weight), WeightB: float64(arm.Weight),
		PairTotal: e.pairTotal(control, arm), Alpha: alpha, Power: DefaultPower,
	}
	have := e.size(control) + e.size(arm)
	size := func() (int64, bool) { return SizeSequentialConversions(control.group().rate(), plan) }
	if e.Means {
		size = func() (int64, bool) {
			return SizeSequentialMeans(control.Value.Value, deviation(control.Value), deviation(arm.Value), plan)
		}
	}
	if e.Once {
		size = func() (int64, bool) { return e.sizeOnce(control, arm, plan) }
	}
	n, ok := size()
	if !ok {
		return nil
	}
	more := MoreSessions(n, have, plan.WeightA+plan.WeightB, weight)
	return &more
}

// sizeOnce is the size of a pair for one look.
func (e Experiment) sizeOnce(control, arm Arm, plan Plan) (int64, bool) {
	if !e.Means {
		return SizeOnceConversions(control.group().rate(), plan)
	}
	return SizeOnceMeans(control.Value.Value, deviation(control.Value), deviation(arm.Value), plan)
}
