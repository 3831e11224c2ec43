package abtest

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// today is the day on which the studies of these tests are judged.
const today = 40

// studied makes a study of points; a session's user and day are those of its point.
func studied(t testing.TB, kind Kind, variants []string, points []Point, byUser bool) *Study {
	made, err := NewTest("t", variants, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &Study{Design: Design{Test: made, MDE: DefaultMDE, ByUser: byUser}, Traffic: NewTraffic(made), Sample: NewSample(kind, 1, len(variants), byUser), Today: today}
	for _, p := range points {
		s.Traffic.Add(p.Variant, chat.Time(int64(p.Hour)*microsPerDay/hoursPerDay), p.User)
		s.Sample.Add(p)
	}
	return s
}

func mustJudge(t rapidOrTest, s *Study) *Finding {
	f, err := s.Judge()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return f
}

type rapidOrTest interface{ Fatalf(string, ...any) }

// spread are the sessions of two variants over thirty days.
func spread(groups ...Group) []Point {
	var points []Point
	for v, g := range groups {
		for k := range g.Sessions {
			p := Point{Variant: v, Hour: hoursPerDay * (1 + int(k%30)), User: uint64(k/2)*2 + uint64(v) + 1, X: 1}
			if k < g.Conversions {
				p.Y = 1
			}
			points = append(points, p)
		}
	}
	return points
}

func drawPoints(t *rapid.T) []Point {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Point {
		return Point{Variant: rapid.IntRange(0, 1).Draw(t, "variant"), Hour: rapid.IntRange(-3*hoursPerDay, 45*hoursPerDay).Draw(t, "hour"), User: uint64(rapid.IntRange(0, 9).Draw(t, "user")),
			Y: int64(rapid.IntRange(0, 1).Draw(t, "y")), X: 1}
	}), 0, 60).Draw(t, "points")
}

// The order in which sessions come changes nothing, whatever the unit and the kind.
func TestOrderOfSessionsIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		points := drawPoints(rt)
		kind := rapid.SampledFrom([]Kind{Shares, Means, Ratios}).Draw(rt, "kind")
		byUser := rapid.Bool().Draw(rt, "by user")
		planned := rapid.SampledFrom([]int64{0, 20, 1000}).Draw(rt, "planned")
		judge := func(points []Point) *Finding {
			s := studied(t, kind, []string{"A", "B"}, points, byUser)
			s.Planned = planned
			return mustJudge(rt, s)
		}
		other := slices.Clone(points)
		slices.Reverse(other)
		other = rapid.Permutation(other).Draw(rt, "shuffled")
		// Of equal users the first session decides the split, and its time does not
		// depend on the order.
		if f, g := judge(points), judge(other); !sameFinding(f, g) {
			rt.Fatalf("%+v\n%+v", f, g)
		}
	})
}

// sameFinding compares what NaN keeps from being equal.
func sameFinding(f, g *Finding) bool {
	if f.Code != g.Code || len(f.Treatments) != len(g.Treatments) || !reflect.DeepEqual(f.Arms, g.Arms) || !reflect.DeepEqual(f.SampleRatio, g.SampleRatio) ||
		!reflect.DeepEqual(f.Look, g.Look) || !reflect.DeepEqual(f.DaysRemaining, g.DaysRemaining) {
		return false
	}
	for i, a := range f.Treatments {
		b := g.Treatments[i]
		if a.Status != b.Status || !near(a.P, b.P, 0) || !near(a.Low, b.Low, 0) || !near(a.High, b.High, 0) || !near(a.LiftLow, b.LiftLow, 0) {
			return false
		}
	}
	return true
}

// Choosing the other variant as the control mirrors the finding.
func TestTheOtherControlMirrorsTheFinding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := drawGroup(rt, "a"), drawGroup(rt, "b")
		s := studied(t, Shares, []string{"A", "B"}, spread(a, b), rapid.Bool().Draw(rt, "by user"))
		f := mustJudge(rt, s)
		s.Control = "B"
		m := mustJudge(rt, s)
		if f.Winner != m.Winner || f.SampleRatio != m.SampleRatio {
			rt.Fatalf("%v %v: %+v\n%+v", a, b, f, m)
		}
		for i, x := range f.Treatments {
			y := m.Treatments[i]
			if x.Name != "B" || y.Name != "A" || !near(x.P, y.P, 1e-9) || !near(x.Low, -y.High, 1e-9) || !near(x.High, -y.Low, 1e-9) {
				rt.Fatalf("%v %v: %+v\n%+v", a, b, x, y)
			}
		}
	})
}

// More data of the same kind shrinks every interval.
func TestScalingShrinksIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawGroup(t, "a"), drawGroup(t, "b")
		if a.Sessions == 0 || b.Sessions == 0 {
			return
		}
		k := rapid.Int64Range(2, 50).Draw(t, "times")
		scaled := func(g Group) Group { return Group{g.Conversions * k, g.Sessions * k} }
		for name, compare := range map[string]func(a, b Group) Comparison{
			"always valid": func(a, b Group) Comparison { return CompareConversions(a, b, DefaultPairTotal, level) },
			"one look":     func(a, b Group) Comparison { return CompareConversionsOnce(a, b, level) },
			"planned": func(a, b Group) Comparison {
				return Experiment{}.compareAt(Arm{Sessions: a.Sessions, Conversions: a.Conversions}, Arm{Sessions: b.Sessions, Conversions: b.Conversions}, 2.5)
			},
		} {
			c, d := compare(a, b), compare(scaled(a), scaled(b))
			if wide, narrow := c.High-c.Low, d.High-d.Low; narrow > wide+1e-12 {
				t.Fatalf("%s, %v %v times %d: the difference's interval grows from %v to %v", name, a, b, k, wide, narrow)
			}
			if wide, narrow := math.Log1p(c.LiftHigh)-math.Log1p(c.LiftLow), math.Log1p(d.LiftHigh)-math.Log1p(d.LiftLow); narrow > wide+1e-9 {
				t.Fatalf("%s, %v %v times %d: the lift's interval grows from %v to %v", name, a, b, k, wide, narrow)
			}
		}
	})
}

// With users of one session each the unit makes hardly a difference; a user who
// counts many times makes the interval wider.
func TestUsersAsUnit(t *testing.T) {
	interval := func(byUser bool, sessionsOfUser int64) float64 {
		var points []Point
		for v, hits := range []int64{300, 330} {
			for k := range int64(3000) {
				user := k / sessionsOfUser
				p := Point{Variant: v, User: uint64(2*user) + uint64(v) + 1, X: 1}
				if user%10 < hits/300 {
					p.Y = 1
				}
				points = append(points, p)
			}
		}
		f := mustJudge(t, studied(t, Shares, []string{"A", "B"}, points, byUser))
		return f.Treatments[0].High - f.Treatments[0].Low
	}
	one, alone := interval(false, 1), interval(true, 1)
	if math.Abs(alone/one-1) > 0.02 {
		t.Errorf("single sessions: %v by user, %v by session", alone, one)
	}
	if five := interval(true, 5); five < 1.8*one {
		t.Errorf("five sessions each: %v by user, %v by session", five, one)
	}
}

// Whoever has many sessions counts once in the check of the split.
func TestSplitOfUsers(t *testing.T) {
	var points []Point
	for v := range 2 {
		for user := range 500 {
			for range 1 + v { // the users of B come twice as often
				points = append(points, Point{Variant: v, User: uint64(2*user+v) + 1, X: 1, Y: int64(user % 3 / 2)})
			}
		}
	}
	if f := mustJudge(t, studied(t, Shares, []string{"A", "B"}, points, false)); f.Code != SampleRatioMismatch {
		t.Errorf("by session: %s", f.Code)
	}
	if f := mustJudge(t, studied(t, Shares, []string{"A", "B"}, points, true)); f.Code == SampleRatioMismatch {
		t.Errorf("by user: %s", f.Code)
	}
}

func TestPlannedLooks(t *testing.T) {
	s := studied(t, Shares, []string{"A", "B"}, spread(Group{150, 1500}, Group{240, 1500}), false)
	s.Planned = 3000
	looks, err := s.Traffic.Looks(3000, today, level)
	if err != nil || len(looks) != 30 || looks[29].Fraction != 1 || looks[0].Bound < looks[29].Bound {
		t.Fatalf("%v %+v", err, looks)
	}
	f := mustJudge(t, s)
	if f.Code != Winner || !f.Final || f.Look == nil || f.Look.Number == 30 {
		t.Errorf("%s at %+v", f.Code, f.Look)
	}
	for _, a := range f.Arms {
		if a.Sessions != f.Look.Sessions/2 {
			t.Errorf("%s was judged by %d sessions at a look of %d", a.Name, a.Sessions, f.Look.Sessions)
		}
	}
	// What comes after the decisive look changes nothing.
	later := studied(t, Shares, []string{"A", "B"}, append(spread(Group{150, 1500}, Group{240, 1500}), Point{Variant: 0, Hour: hoursPerDay * (today - 1), Y: 1, X: 1}), false)
	later.Planned = 3000
	if g := mustJudge(t, later); !reflect.DeepEqual(f.Look, g.Look) || g.Code != f.Code {
		t.Errorf("%+v, later %+v", f.Look, g.Look)
	}
	// Of the last day, which is not complete, nothing is used.
	s.Today = 10
	if g := mustJudge(t, s); g.Looks != 9 {
		t.Errorf("%d looks by day 10", g.Looks)
	}
}

func TestHashOfUndeclaredTests(t *testing.T) {
	s := studied(t, Shares, []string{"A", "B"}, spread(Group{100, 1000}, Group{100, 1000}), false)
	for _, c := range []struct {
		mismatches      int64
		unknown, unused bool
		code            Code
	}{
		{20, false, false, AssignmentMismatch}, {1000, false, false, AssignmentMismatch}, {20, true, false, AssignmentMismatch},
		{1000, true, false, NoDifferenceYet}, {500, true, false, NoDifferenceYet}, {1000, false, true, NoDifferenceYet}, {19, false, false, NoDifferenceYet},
	} {
		s.Checks.HashMismatches, s.HashUnknown, s.HashUnused = c.mismatches, c.unknown, c.unused
		if f := mustJudge(t, s); f.Code != c.code {
			t.Errorf("%+v: %s", c, f.Code)
		}
	}
}

// Exploring asks for stronger evidence the more one looks at.
func TestExploreAdjusts(t *testing.T) {
	s := studied(t, Shares, []string{"A", "B"}, spread(Group{300, 3000}, Group{390, 3000}), false)
	part := Part{Sample: s.Sample, Better: Higher}
	one := s.Explore([]Part{part})[0].Treatments[0]
	many := s.Explore(slices.Repeat([]Part{part}, 10))[0].Treatments[0]
	if one.Status != Better || many.Status != Unclear || !near(many.AdjustedP, math.Min(1, 10*one.P), 1e-12) || many.High-many.Low <= one.High-one.Low {
		t.Errorf("one %+v\nmany %+v", one, many)
	}
	if d := mustJudge(t, s).Treatments[0]; !near(d.AdjustedP, one.AdjustedP, 0) {
		t.Errorf("alone it is judged as by itself: %v, %v", d.AdjustedP, one.AdjustedP)
	}
}

func TestGuard(t *testing.T) {
	s := studied(t, Shares, []string{"A", "B"}, spread(Group{300, 3000}, Group{450, 3000}), false)
	for better, want := range map[Direction]Safety{Higher: Safe, Lower: Harmed} {
		if g := s.Guard(Part{s.Sample, better}, DefaultMargin); len(g) != 1 || g[0].Safety != want {
			t.Errorf("%v: %+v", better, g)
		}
	}
}

func TestTrafficOfTheLastDays(t *testing.T) {
	test := mustTest(t, "t", []string{"A", "B"}, nil)
	traffic := NewTraffic(test)
	if n, ok := traffic.PerDay(today); ok || traffic.CompleteDays(today) != 0 {
		t.Errorf("of nothing: %v", n)
	}
	for day := 10; day <= 20; day++ { // one session on day 10, eleven on day 20
		for range day - 9 {
			traffic.Add(day%2, chat.Time(int64(day)*microsPerDay+5), 0)
		}
	}
	traffic.Add(0, chat.NoTime, 0)
	if n, ok := traffic.PerDay(20); !ok || n != (4+5+6+7+8+9+10)/7. {
		t.Errorf("%v a day by day 20", n)
	}
	if n, ok := traffic.PerDay(12); !ok || n != 1.5 || traffic.CompleteDays(12) != 2 {
		t.Errorf("%v a day by day 12", n)
	}
	if n, ok := traffic.PerDay(30); !ok || n != 0 {
		t.Errorf("%v a day when none came", n)
	}
}

func TestDay(t *testing.T) {
	for at, want := range map[chat.Time]int{0: 0, microsPerDay - 1: 0, microsPerDay: 1, -1: -1, -microsPerDay: -1, -microsPerDay - 1: -2} {
		if got := Day(at); got != want {
			t.Errorf("%d is of day %d, want %d", at, got, want)
		}
	}
}

// A plan's numbers are those of its parts: sizes have their power, effects their size.
func TestPlanning(t *testing.T) {
	p := Planning{Shares: true, Baseline: 0.1, Weights: []int64{1, 1}, Power: 0.8, PairTotal: DefaultPairTotal}
	for _, mode := range []Mode{FixedLook, Planned, AlwaysValid} {
		n, ok := p.Sessions(mode, 0.1)
		mde, found := p.Smallest(mode, n)
		if !ok || !found || math.Abs(mde-0.1) > 1e-4 {
			t.Errorf("%s: %d sessions find %v", mode, n, mde)
		}
		if fewer, _ := p.Sessions(mode, 0.2); fewer >= n {
			t.Errorf("%s: %d sessions for twice the effect, %d for once", mode, fewer, n)
		}
	}
	n, _ := p.Sessions(FixedLook, 0.1)
	if want := 2 * SizeConversions(0.1, 0.11, level, 0.8, 1); math.Abs(float64(n)-want) > 2 {
		t.Errorf("%d sessions, want %v", n, want)
	}
	p.Weights = []int64{1, 0}
	if _, ok := p.Sessions(AlwaysValid, 0.1); ok {
		t.Error("a size for one variant")
	}
	m := Planning{Baseline: 10, Deviation: 5, Weights: []int64{9, 1, 0}, Power: 0.8, PairTotal: DefaultPairTotal}
	n, ok := m.Sessions(FixedLook, 0.1)
	if want := SizeMeans(0.2, level, 0.8, 1./9) * (1 + 1./9); !ok || math.Abs(float64(n)-want) > 10 {
		t.Errorf("%d sessions for a mean, want %v", n, want)
	}
	if n, ok := m.Least(); !ok || n != 5000 { // a tenth of them in B
		t.Errorf("a mean takes %d sessions at least", n)
	}
	p.Weights = []int64{1, 3}
	if n, ok := p.Least(); !ok || n != 4000 { // 1,000 of them in A, of which 100 convert
		t.Errorf("conversions take %d sessions at least", n)
	}
	p.Baseline = 0
	if n, ok := p.Least(); ok {
		t.Errorf("without any conversions %d sessions are enough", n)
	}
	if _, ok := m.Smallest(AlwaysValid, 1); ok {
		t.Error("one session finds something")
	}
}
