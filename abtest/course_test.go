package abtest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// phase is how many of the sessions of a variant convert, one session an hour.
func phase(variant, from int, g Group) (points []Point) {
	for k := range g.Sessions {
		p := Point{Variant: variant, Hour: from + int(k), X: 1}
		if k*g.Conversions/g.Sessions < (k+1)*g.Conversions/g.Sessions {
			p.Y = 1
		}
		points = append(points, p)
	}
	return points
}

// judgedAfter judges two phases of 1,000 sessions a variant.
func judgedAfter(t *testing.T, a, b [2]int64, change func(*Study)) *Finding {
	t.Helper()
	var points []Point
	for i := range a {
		points = append(points, phase(0, 1000*i, Group{a[i], 1000})...)
		points = append(points, phase(1, 1000*i, Group{b[i], 1000})...)
	}
	s := studied(t, Shares, []string{"A", "B"}, points, false)
	if change != nil {
		change(s)
	}
	return mustJudge(t, s)
}

// What an hour told stays told, with the p-value of then and intervals that hold
// then and now, unless what came since contradicts it.
func TestWhatWasToldStaysTold(t *testing.T) {
	f := judgedAfter(t, [2]int64{120, 120}, [2]int64{182, 120}, nil)
	c := f.Treatments[0]
	if f.Code != Winner || c.Told == nil || c.P > level || !(c.Low > 0 && c.LiftLow > 0) || c.TakenBack {
		t.Fatalf("told, then fading: %s %+v", f.Code, c)
	}
	m := c.Told.Sessions / 2
	then := CompareConversions(Group{m * 120 / 1000, m}, Group{m * 182 / 1000, m}, DefaultPairTotal, level)
	now := CompareConversions(Group{240, 2000}, Group{302, 2000}, DefaultPairTotal, level)
	if now.P <= level || c.Difference != now.Difference || c.P != then.P || c.Low != max(now.Low, then.Low) || c.High != min(now.High, then.High) {
		t.Errorf("now %+v\nthen %+v\ngot %+v", now, then, c)
	}
	if want := chat.Time(1000 * 3600 * 1e6); c.Told.End() > want || c.Told.End() < want-50*3600*1e6 || c.Told.Sessions > 2000 {
		t.Errorf("told at %d with %d sessions", c.Told.End(), c.Told.Sessions)
	}

	f = judgedAfter(t, [2]int64{120, 120}, [2]int64{182, 60}, nil)
	if c := f.Treatments[0]; f.Code != NoDifferenceYet || c.Told != nil || !c.TakenBack || !slices.Contains(f.Warnings, EffectChanged) || c.Low > 0 {
		t.Errorf("told, then contradicted: %s %+v", f.Code, c)
	}
	for name, change := range map[string]func(*Study){"one look": func(s *Study) { s.Fixed = true }, "users": func(s *Study) { s.ByUser = true }} {
		if f := judgedAfter(t, [2]int64{120, 120}, [2]int64{182, 60}, change); f.Treatments[0].Told != nil || f.Treatments[0].TakenBack {
			t.Errorf("%s: %+v", name, f.Treatments[0])
		}
	}
}

// Where now tells a difference by itself, the past changes nothing.
func TestThePastOnlyAdds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		rates := []float64{0.3, rapid.Float64Range(0.2, 0.4).Draw(rt, "rate of B"), rapid.Float64Range(0.2, 0.4).Draw(rt, "rate of C")}
		names := []string{"A", "B", "C"}[:rapid.IntRange(2, 3).Draw(rt, "variants")]
		var points []Point
		for hour := range rapid.IntRange(200, 900).Draw(rt, "hours") {
			for v := range names {
				p := Point{Variant: v, Hour: hour, X: 1}
				if r.Float64() < rates[v] {
					p.Y = 1
				}
				points = append(points, p)
			}
		}
		s := studied(t, Shares, names, points, false)
		got, alone := mustJudge(rt, s).Verdict, Judge(s.experiment(s.Sample, s.Better, allDays))
		for i, c := range alone.Treatments {
			d := got.Treatments[i]
			switch {
			case c.P <= level/float64(len(alone.Treatments)) && (d.P != c.P || d.Low != c.Low || d.Told != nil):
				rt.Fatalf("told now, yet otherwise\n%+v\n%+v", c, d)
			case d.P > c.P || d.Low < c.Low || d.High > c.High || d.LiftLow < c.LiftLow || d.LiftHigh > c.LiftHigh:
				rt.Fatalf("the past takes away\n%+v\n%+v", c, d)
			case d.Low > d.Difference || d.High < d.Difference:
				rt.Fatalf("the estimate lies outside of its interval: %+v", d)
			case d.Told != nil && d.P > level:
				rt.Fatalf("told without a reason: %+v", d)
			}
		}
	})
}

// A look finds in the log what somebody would have seen who had looked each hour.
func TestACourseIsThatOfItsHours(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	p := trial{200, .5, .1, .13}
	told := 0
	for range 20 {
		var points []Point
		var a, b Group
		p.hours(r, func(hour int, nowA, nowB Group) {
			for i, g := range []Group{{nowA.Conversions - a.Conversions, nowA.Sessions - a.Sessions}, {nowB.Conversions - b.Conversions, nowB.Sessions - b.Sessions}} {
				for k := range g.Sessions {
					points = append(points, Point{Variant: i, Hour: hour, X: 1, Y: map[bool]int64{true: 1}[k < g.Conversions]})
				}
			}
			a, b = nowA, nowB
		})
		s := studied(t, Shares, []string{"A", "B"}, points, false)
		e := p.experiment(Group{}, Group{})
		e.past = course{}
		replay(&e, points)
		got, want := mustJudge(t, s).Verdict, Judge(e)
		if got.Code != want.Code || got.Treatments[0].P != want.Treatments[0].P || got.Treatments[0].Low != want.Treatments[0].Low {
			t.Fatalf("%+v\n%+v", got, want)
		}
		if got.Treatments[0].Told != nil {
			told++
		}
	}
	if told == 0 {
		t.Error("no past counted in any")
	}
}

// replay shows an experiment of two rates each hour of its sessions.
func replay(e *Experiment, points []Point) {
	for i, p := range points {
		e.Arms[p.Variant].Sessions++
		e.Arms[p.Variant].Conversions += p.Y
		if i+1 == len(points) || points[i+1].Hour > p.Hour {
			e.past.observe(*e, p.Hour)
		}
	}
}
