package abtest

import "math"

// Mode is how a test is judged.
type Mode string

// The modes.
const (
	AlwaysValid Mode = "always_valid" // holds at every look, without any plan
	Planned     Mode = "planned"      // holds at daily looks up to a planned number of sessions
	FixedLook   Mode = "fixed"        // holds for one look only
)

// Design is what was settled before a test began.
type Design struct {
	Test    *Test
	Control string // name of a variant with a weight; "" for the first such
	MDE     float64
	Planned int64 // sessions of the whole test; 0 if none were planned
	Fixed   bool  // one look only
	ByUser  bool  // users are the unit
	// HashUnknown says that variants and weights were not declared: sessions that
	// disagree with the hash then only block the verdict where most agree.
	HashUnknown bool
	// HashUnused says that something else than the hash assigned the variants.
	HashUnused bool
}

// Mode returns how a test of the design is judged.
func (d *Design) Mode() Mode {
	switch {
	case d.Fixed:
		return FixedLook
	case d.Planned > 0 && !d.ByUser:
		return Planned
	}
	return AlwaysValid
}

// Study is a test with the data of the metric that decides it.
type Study struct {
	Design
	Traffic *Traffic
	Sample  *Sample
	Better  Direction
	Checks  Checks
	Today   int // UTC day that is not complete yet, counted from 1970
}

// Finding is what a study comes to.
type Finding struct {
	Verdict
	Mode Mode
	// Arms are the variants as they were judged, the control first.
	Arms []Arm
	// Look is the planned look at which the test was decided, else the last one;
	// nil before the first, and in other modes. Looks is how many there were.
	Look  *Look
	Looks int
	// Final says that nothing that comes will change the verdict.
	Final         bool
	DaysRemaining *int64 // of complete days, at the traffic of the last ones
	MoreSessions  *int64 // of the whole test; nil when that cannot be said or there is no need
	Warnings      []Warning
	Omnibus       *Homogeneity // of all variants, at one look with several treatments
}

// Control returns the control, as it was judged.
func (f *Finding) Control() Arm {
	for _, a := range f.Arms {
		if a.Weight > 0 {
			return a
		}
	}
	return Arm{}
}

// Judge returns what the study comes to. The error is that of planned looks that
// are too many or too close.
func (s *Study) Judge() (*Finding, error) {
	f := &Finding{Mode: s.Mode()}
	e := s.present(s.Sample, s.Better)
	var err error
	if f.Mode == Planned {
		err = s.judgeLooks(f, e)
	} else {
		f.Verdict, f.Arms = Judge(e), e.Arms
		f.Final = e.Once
	}
	if err != nil {
		return nil, err
	}
	if e.Once && !e.Means && len(f.Treatments) > 1 {
		f.omnibus()
	}
	s.forecast(f)
	f.Warnings = Warnings(s.Traffic.CompleteDays(s.Today), s.missing())
	for _, t := range f.Treatments {
		if t.TakenBack {
			f.Warnings = append(f.Warnings, EffectChanged)
			break
		}
	}
	return f, nil
}

// judgeLooks judges at the first look that tells a difference, else at the last.
func (s *Study) judgeLooks(f *Finding, now Experiment) error {
	_, treatments, _ := now.split()
	looks, err := s.Traffic.Looks(s.Planned, s.Today, level/float64(max(1, len(treatments))))
	if err != nil {
		return err
	}
	f.Looks = len(looks)
	if len(looks) == 0 {
		f.Verdict, f.Arms = Judge(now), now.Arms
		f.await()
		return nil
	}
	for i := range looks {
		e := s.experiment(s.Sample, s.Better, looks[i].Day)
		e.Bound, e.Remaining = looks[i].Bound, max(0, s.Planned-looks[i].Sessions)
		f.Verdict, f.Arms, f.Look = Judge(e), e.Arms, &looks[i]
		if f.Final = f.told() || looks[i].Fraction == 1; f.Final {
			break
		}
	}
	return nil
}

// await takes back what a test without a look may not say yet.
func (f *Finding) await() {
	for i := range f.Treatments {
		t := &f.Treatments[i]
		t.Status, t.AdjustedP, t.MoreSessions = TooLittle, 1, nil
	}
	if len(f.Treatments) > 0 {
		f.Code, f.Winner = NotEnoughData, ""
	}
}

// told reports whether a difference from the control was told.
func (f *Finding) told() bool {
	for _, t := range f.Treatments {
		switch t.Status {
		case Better, Worse, StatusHigher, StatusLower:
			return true
		}
	}
	return false
}

// experiment arranges a sample as it is by the end of a day, the control first.
func (s *Study) experiment(sample *Sample, better Direction, until int) Experiment {
	arms := sample.arms(s.Test, until)
	for i, n := range s.Traffic.by(until) {
		arms[i].Exposed = n
	}
	return Experiment{
		Arms: s.controlFirst(arms), Split: s.Traffic.split(s.ByUser),
		Means: sample.kind != Shares || s.ByUser, Shares: sample.kind == Shares, Better: better,
		Crossovers: s.Checks.Crossovers, HashMismatches: s.hashMismatches(),
		MDE: s.MDE, PairTotal: DefaultPairTotal, PlannedSessions: s.Planned, Once: s.Fixed,
	}
}

// hashMismatches returns the disagreements with the hash that speak against the
// test, rather than for another way of assigning.
func (s *Study) hashMismatches() int64 {
	var total, byChance float64
	var weight float64
	for _, w := range s.Test.weights {
		weight += float64(w)
	}
	for i, n := range s.Traffic.Sessions() {
		total += float64(n)
		byChance += float64(n) * (1 - float64(s.Test.weights[i])/weight)
	}
	n := s.Checks.HashMismatches
	if s.HashUnused || s.HashUnknown && total > 0 && float64(n) >= byChance/2 {
		return 0
	}
	return n
}

// HashIgnored reports whether sessions disagree with the hash so often that it
// evidently did not assign them, which does not block a test that is known from
// its exposures alone.
func (s *Study) HashIgnored() bool { return s.Checks.HashMismatches > 0 && s.hashMismatches() == 0 }

// controlFirst puts the control before the other variants.
func (s *Study) controlFirst(arms []Arm) []Arm {
	for i, a := range arms {
		if a.Name == s.Control {
			return append([]Arm{a}, append(append([]Arm{}, arms[:i]...), arms[i+1:]...)...)
		}
	}
	return arms
}

// missing returns, for each variant, how many of its sessions lack a value.
func (s *Study) missing() []Group {
	have := s.Sample.withValue()
	var out []Group
	for i, n := range s.Traffic.Sessions() {
		out = append(out, Group{Conversions: max(0, n-have[i]), Sessions: n})
	}
	return out
}

// forecast says how much more is needed, where the verdict waits for more.
func (s *Study) forecast(f *Finding) {
	if f.Code != NoDifferenceYet {
		return
	}
	for _, t := range f.Treatments {
		if t.Status != Unclear {
			continue
		}
		if t.MoreSessions == nil {
			f.MoreSessions = nil
			return
		}
		if f.MoreSessions == nil || *t.MoreSessions > *f.MoreSessions {
			more := *t.MoreSessions
			f.MoreSessions = &more
		}
	}
	if f.MoreSessions == nil {
		return
	}
	if perDay, ok := s.perDay(f.Mode); ok {
		if days, ok := DaysRemaining(*f.MoreSessions, perDay); ok {
			f.DaysRemaining = &days
		}
	}
}

// perDay returns how many of the units that are needed come a day. A plan counts
// all sessions, else those count that have a value, or the users of such.
func (s *Study) perDay(mode Mode) (float64, bool) {
	if mode == Planned {
		return s.Traffic.PerDay(s.Today)
	}
	first, before, ok := s.Traffic.recent(s.Today)
	if !ok {
		return 0, false
	}
	n := s.Sample.perDay(first, before)
	if s.ByUser {
		var users, sessions float64
		for _, a := range s.Sample.arms(s.Test, allDays) {
			users, sessions = users+float64(a.Value.N), sessions+float64(a.Sessions)
		}
		n *= users / math.Max(1, sessions)
	}
	return n, true
}

// PerDay returns how many of the units that the verdict needs come a day.
func (s *Study) PerDay() (n float64, ok bool) { return s.perDay(s.Mode()) }

// Median returns the median of a mean's values in a variant of the test.
func (s *Study) Median(variant string) (m float64, ok bool) {
	for i, name := range s.Test.variants {
		if name == variant {
			return s.Sample.median(i)
		}
	}
	return 0, false
}

// omnibus tests whether all variants convert alike.
func (f *Finding) omnibus() {
	var groups []Group
	for _, a := range f.Arms {
		groups = append(groups, a.group())
	}
	h := CompareAll(groups)
	f.Omnibus = &h
}

// Believe returns the posteriors of variants of a share of sessions. Where less is
// better, the best is the lowest.
func (s *Study) Believe(arms []Arm) []Posterior {
	groups := make([]Group, len(arms))
	for i, a := range arms {
		groups[i] = a.group()
		if s.Better == Lower {
			groups[i].Conversions = a.Sessions - a.Conversions
		}
	}
	return BestVariant(groups)
}
