package abtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"chatcops/internal/stats"
)

// moments fold the values of one variant.
type moments struct{ n, sum, squares float64 }

func (m *moments) add(x float64) { m.n, m.sum, m.squares = m.n+1, m.sum+x, m.squares+x*x }

func (m moments) estimate() stats.Estimate {
	if m.n < 2 {
		return stats.Estimate{N: int64(m.n)}
	}
	mean := m.sum / m.n
	return stats.Estimate{N: int64(m.n), Value: mean, SE: math.Sqrt(math.Max(0, m.squares-m.n*mean*mean) / (m.n - 1) / m.n)}
}

// meansOfNothing measures wrong verdicts on means, skewed ones included.
func (s *simulation) meansOfNothing() {
	s.table("A/A of means", "metric", "sessions of A and B a day", "usual test, daily looks", "default: verdict")
	lognormal := func(sigma float64) func(r *rand.Rand) float64 {
		return func(r *rand.Rand) float64 { return math.Exp(sigma * r.NormFloat64()) }
	}
	score := func(r *rand.Rand) float64 { return math.Round(math.Min(100, math.Max(0, 65+20*r.NormFloat64()))) }
	for _, c := range []struct {
		name string
		draw func(r *rand.Rand) float64
		a, b float64
	}{
		{"quality score", score, 50, 50}, {"duration, log-normal σ 1", lognormal(1), 50, 50}, {"first response, log-normal σ 1.5", lognormal(1.5), 200, 200},
		{"quality score", score, 180, 20}, {"duration, log-normal σ 1", lognormal(1), 180, 20}, {"first response, log-normal σ 1.5", lognormal(1.5), 180, 20},
		{"first response, log-normal σ 1.5", lognormal(1.5), 20, 180},
	} {
		r := s.source()
		var usual, verdict rate
		for range s.runs(2000) / s.spare() {
			var a, b moments
			var u, v bool
			for range simulatedDays {
				for range int(distuv.Poisson{Lambda: c.a, Src: r}.Rand()) {
					a.add(c.draw(r))
				}
				for range int(distuv.Poisson{Lambda: c.b, Src: r}.Rand()) {
					b.add(c.draw(r))
				}
				once := CompareMeansOnce(a.estimate(), b.estimate(), level)
				u = u || once.P <= level
				e := Experiment{Means: true, MDE: DefaultMDE, PairTotal: DefaultPairTotal, Split: []Arm{{Weight: 1, Sessions: 1}, {Weight: 1, Sessions: 1}}, Arms: []Arm{
					{Name: "A", Weight: 1, Value: a.estimate()}, {Name: "B", Weight: 1, Value: b.estimate()}}}
				code := Judge(e).Code
				v = v || code == Winner || code == ControlWins
			}
			usual.add(u)
			verdict.add(v)
		}
		s.row(c.name, fmt.Sprintf("%g, %g", c.a, c.b), usual.String(), verdict.String())
		s.goal(fmt.Sprintf("A/A of %s, %g and %g a day", c.name, c.a, c.b), verdict, 0.05)
	}
}

// usersOfNothing measures wrong verdicts where a user has many sessions, all of
// them in one variant, and converts as users do: some often, some never.
func (s *simulation) usersOfNothing() {
	s.table("A/A, users of 1 to 20 sessions each, 40 new users a day, rates from 0 to 40 %", "unit", "default: verdict")
	r := s.source()
	var bySession, byUser rate
	for range s.runs(2000) {
		var sessions [2]Group
		var users [2]stats.PairSums
		var v, w bool
		for range simulatedDays {
			for range int(distuv.Poisson{Lambda: 40, Src: r}.Rand()) {
				variant, n := r.IntN(2), int64(1+r.IntN(20))
				x := converting(r, n, 0.4*r.Float64())
				sessions[variant].Sessions += n
				sessions[variant].Conversions += x
				users[variant].Add(x, n)
			}
			e := Experiment{MDE: DefaultMDE, PairTotal: DefaultPairTotal, Shares: true, Split: []Arm{{Weight: 1, Sessions: 1}, {Weight: 1, Sessions: 1}}}
			for i := range sessions {
				e.Arms = append(e.Arms, Arm{Name: string(rune('A' + i)), Weight: 1, Sessions: sessions[i].Sessions, Conversions: sessions[i].Conversions, Value: users[i].Ratio()})
			}
			v = v || Judge(e).Winner != ""
			e.Means = true
			w = w || Judge(e).Winner != ""
		}
		bySession.add(v)
		byUser.add(w)
	}
	s.row("session", bySession.String())
	s.row("user", byUser.String())
	s.goal("A/A by user", byUser, 0.05)
}

// intervalsMiss measures how often an interval misses the truth at any look.
func (s *simulation) intervalsMiss() {
	s.table("Intervals that miss the truth at any of 28 looks", "rate of A", "rate of B", "sessions a day", "split", "usual interval", "difference", "lift")
	for _, p := range []trial{
		{200, .5, .1, .1}, {200, .5, .1, .12}, {200, .5, .1, .2}, {400, .5, .02, .04}, {100, .5, .3, .45},
		{200, .9, .05, .1}, {200, .1, .05, .1}, {60, .5, .6, .9}, {100, .5, .95, .99},
	} {
		r := s.source()
		var usual, difference, lift rate
		for range s.runs(10000) / s.spare() {
			var u, d, l bool
			p.days(r, func(_ int, a, b Group) bool {
				if a.Sessions == 0 || b.Sessions == 0 {
					return true
				}
				truth := p.pB - p.pA
				once := b.rate() - a.rate()
				se := unpooledSE(a.rate(), float64(a.Sessions), b.rate(), float64(b.Sessions))
				u = u || math.Abs(once-truth) > z95*se
				c := CompareConversions(a, b, DefaultPairTotal, level)
				d = d || c.Low > truth || c.High < truth
				l = l || c.LiftLow > truth/p.pA || c.LiftHigh < truth/p.pA
				return true
			})
			usual.add(u)
			difference.add(d)
			lift.add(l)
		}
		name := fmt.Sprintf("%g and %g %%, %g a day, %.0f/%.0f", p.pA*100, p.pB*100, p.perDay, p.shareA*100, 100-p.shareA*100)
		s.row(fmt.Sprintf("%g %%", p.pA*100), fmt.Sprintf("%g %%", p.pB*100), fmt.Sprint(p.perDay), fmt.Sprintf("%.0f/%.0f", p.shareA*100, 100-p.shareA*100), usual.String(), difference.String(), lift.String())
		s.goal("interval of the difference, "+name, difference, 0.05)
		s.goal("interval of the lift, "+name, lift, 0.05)
	}
}

// effectsFound measures how often a real effect is found within 28 days.
func (s *simulation) effectsFound() {
	s.table("Effects found within 28 days, 50/50", "rate of A", "lift", "sessions in 28 days", "usual test, one look on day 28", "default, daily looks", "median day", "default, hourly looks", "planned, daily looks", "median day")
	bounds := s.planned()
	for _, p := range []trial{
		{200, .5, .1, .11}, {200, .5, .1, .12}, {200, .5, .1, .13}, {400, .5, .1, .12}, {2000, .5, .1, .11}, {2000, .5, .1, .105},
		{200, .5, .3, .33}, {200, .5, .3, .345}, {100, .5, .6, .66}, {2000, .5, .02, .024}, {200, .5, .1, .08}, {200, .5, .1, .07},
	} {
		r := s.source()
		var once, found, hourly, planned rate
		for range s.runs(4000) / s.spare() {
			hourly.add(p.hourly(r, false))
		}
		var days, plannedDays []int
		for range s.runs(10000) {
			day, plannedDay := 0, 0
			p.days(r, func(d int, a, b Group) bool {
				if day == 0 && p.called(a, b) {
					day = d + 1
				}
				if plannedDay == 0 && p.crosses(a, b, bounds[d]) {
					plannedDay = d + 1
				}
				if d == simulatedDays-1 {
					once.add(significant(a, b))
				}
				return true
			})
			found.add(day > 0)
			planned.add(plannedDay > 0)
			days, plannedDays = append(days, day), append(plannedDays, plannedDay)
		}
		s.row(fmt.Sprintf("%g %%", p.pA*100), fmt.Sprintf("%+.0f %%", (p.pB/p.pA-1)*100), fmt.Sprint(p.perDay*simulatedDays), once.String(),
			found.String(), medianDay(days), hourly.String(), planned.String(), medianDay(plannedDays))
		if p.pB == .12 && p.perDay == 200 {
			s.t.Logf("10 %% to 12 %% at 5,600 sessions: %s with daily and %s with hourly looks; gbstats 18 %%, the goal is 35 %%", found, hourly)
			// What few runs show may lie below the goal by chance.
			if least := 0.35; hourly.value() < least-3*math.Sqrt(least*(1-least)/float64(hourly.n)) || s.full && hourly.value() < least {
				s.t.Errorf("10 %% to 12 %% at 5,600 sessions: found in %s of the runs, the goal is 35 %%", hourly)
			}
		}
	}
}

// medianDay is the day by which half of the runs had found the effect, – if fewer did.
func medianDay(days []int) string {
	for i, d := range days {
		if d == 0 {
			days[i] = simulatedDays + 1
		}
	}
	slices.Sort(days)
	if m := days[(len(days)-1)/2]; m <= simulatedDays {
		return fmt.Sprint(m)
	}
	return "–"
}

// splitAlarms measures how often the check of the split blocks a verdict at any
// of the looks.
func (s *simulation) splitAlarms() {
	s.table("Alarms of the split check at any of 28 looks", "sessions a day", "planned split", "true split", "alarms")
	for _, c := range []struct{ perDay, planned, truth float64 }{
		{40, .5, .5}, {200, .5, .5}, {2000, .5, .5}, {200, .9, .9}, {200, .5, .53}, {200, .5, .55}, {2000, .5, .51}, {2000, .5, .52},
	} {
		r := s.source()
		wA, wB := trial{shareA: c.planned}.weights()
		var alarms rate
		for range s.runs(100000) {
			arms := []Arm{{Weight: wA}, {Weight: wB}}
			var alarm bool
			for range simulatedDays {
				a, b := traffic(r, c.perDay, c.truth)
				arms[0].Sessions += a
				arms[1].Sessions += b
				alarm = alarm || CheckSampleRatio(arms).Mismatch
			}
			alarms.add(alarm)
		}
		s.row(fmt.Sprint(c.perDay), fmt.Sprintf("%.0f/%.0f", c.planned*100, 100-c.planned*100), fmt.Sprintf("%.0f/%.0f", c.truth*100, 100-c.truth*100), alarms.String())
		if c.planned == c.truth {
			s.goal(fmt.Sprintf("split check at %g a day", c.perDay), alarms, 0.01)
		}
	}
}
