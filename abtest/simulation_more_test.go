package abtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

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

// drawing draws values of a mean.
type drawing func(r *rand.Rand) float64

func lognormal(sigma float64) drawing {
	return func(r *rand.Rand) float64 { return math.Exp(sigma * r.NormFloat64()) }
}

func score(mean float64) drawing {
	return func(r *rand.Rand) float64 { return math.Round(math.Min(100, math.Max(0, mean+20*r.NormFloat64()))) }
}

// meanTrial is a test of a mean, with so many sessions of A and B a day.
type meanTrial struct {
	name         string
	a, b         drawing
	perDA, perDB float64
}

// days calls look at the end of each day, as that of trial does.
func (p meanTrial) days(r *rand.Rand, look func(e Experiment)) {
	var sums [2]moments
	e := Experiment{Means: true, MDE: DefaultMDE, PairTotal: DefaultPairTotal, Split: undisturbed, Arms: []Arm{{Name: "A", Weight: 1}, {Name: "B", Weight: 1}}}
	past := course{}
	for hour := range simulatedDays * hoursPerDay {
		for i, draw := range []drawing{p.a, p.b} {
			for range arrivals(r, []float64{p.perDA, p.perDB}[i]/hoursPerDay) {
				sums[i].add(draw(r))
			}
			e.Arms[i].Value = sums[i].estimate()
		}
		past.observe(e, hour)
		if (hour+1)%hoursPerDay == 0 {
			e.past = past
			look(e)
		}
	}
}

// told reports whether the verdict on a mean tells a difference.
func (e Experiment) told() bool {
	code := Judge(e).Code
	return code == Winner || code == ControlWins
}

// meansOfNothing measures wrong verdicts on means, skewed ones included.
func (s *simulation) meansOfNothing() {
	s.table("A/A of means", "metric", "sessions of A and B a day", "usual test, daily looks", "default", "the same without the hours")
	for _, p := range []meanTrial{
		{"quality score", score(65), score(65), 50, 50}, {"duration, log-normal σ 1", lognormal(1), lognormal(1), 50, 50},
		{"first response, log-normal σ 1.5", lognormal(1.5), lognormal(1.5), 200, 200},
		{"quality score", score(65), score(65), 180, 20}, {"duration, log-normal σ 1", lognormal(1), lognormal(1), 180, 20},
		{"first response, log-normal σ 1.5", lognormal(1.5), lognormal(1.5), 180, 20},
		{"first response, log-normal σ 1.5", lognormal(1.5), lognormal(1.5), 20, 180},
	} {
		r := s.source()
		var usual, verdict, now rate
		for range s.runs(2000) / s.spare() {
			var u, v, n bool
			p.days(r, func(e Experiment) {
				u = u || CompareMeansOnce(e.Arms[0].Value, e.Arms[1].Value, level).P <= level
				v, n = v || e.told(), n || e.now().told()
			})
			usual.add(u)
			verdict.add(v)
			now.add(n)
		}
		s.row(p.name, fmt.Sprintf("%g, %g", p.perDA, p.perDB), usual.String(), verdict.String(), now.String())
		s.goal(fmt.Sprintf("A/A of %s, %g and %g a day", p.name, p.perDA, p.perDB), verdict, 0.05)
	}
}

// meansFound measures how often a difference of means is found.
func (s *simulation) meansFound() {
	s.table("Differences of means found within 28 days", "metric", "lift", "sessions of A and B a day", "usual test, one look on day 28", "default", "the same without the hours")
	lifted := func(d drawing, lift float64) drawing { return func(r *rand.Rand) float64 { return (1 + lift) * d(r) } }
	for _, c := range []struct {
		meanTrial
		lift float64
	}{
		{meanTrial{"quality score", score(65), score(65 * 1.03), 50, 50}, .03},
		{meanTrial{"quality score", score(65), score(65 * 1.03), 180, 20}, .03},
		{meanTrial{"duration, log-normal σ 1", lognormal(1), lifted(lognormal(1), .1), 100, 100}, .1},
		{meanTrial{"duration, log-normal σ 1", lognormal(1), lifted(lognormal(1), .15), 100, 100}, .15},
	} {
		r := s.source()
		var once, found, now rate
		for range s.runs(2000) / s.spare() {
			var o, v, n bool
			c.days(r, func(e Experiment) {
				o = CompareMeansOnce(e.Arms[0].Value, e.Arms[1].Value, level).P <= level
				v, n = v || e.told(), n || e.now().told()
			})
			once.add(o)
			found.add(v)
			now.add(n)
		}
		s.row(c.name, fmt.Sprintf("%+.0f %%", c.lift*100), fmt.Sprintf("%g, %g", c.perDA, c.perDB), once.String(), found.String(), now.String())
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
			for range arrivals(r, 40) {
				variant, n := r.IntN(2), int64(1+r.IntN(20))
				x := converting(r, n, 0.4*r.Float64())
				sessions[variant].Sessions += n
				sessions[variant].Conversions += x
				users[variant].Add(x, n)
			}
			e := Experiment{MDE: DefaultMDE, PairTotal: DefaultPairTotal, Shares: true, Split: undisturbed}
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
			p.days(r, func(_ int, e Experiment) {
				a, b := e.Arms[0].group(), e.Arms[1].group()
				if a.Sessions == 0 || b.Sessions == 0 {
					return
				}
				truth := p.pB - p.pA
				once := b.rate() - a.rate()
				se := unpooledSE(a.rate(), float64(a.Sessions), b.rate(), float64(b.Sessions))
				u = u || math.Abs(once-truth) > z95*se
				c := e.compareByP(e.Arms[0], e.Arms[1], level)
				d = d || c.Low > truth || c.High < truth
				l = l || c.LiftLow > truth/p.pA || c.LiftHigh < truth/p.pA
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

// effectsFound measures how often, and when, a real effect is found.
func (s *simulation) effectsFound() {
	s.table("Effects found within 28 days", "rate of A", "lift", "sessions in 28 days", "split", "usual test, one look on day 28", "default", "median day", "the same without the hours", "planned", "median day")
	bounds := s.planned()
	for _, p := range []trial{
		{200, .5, .1, .12}, {200, .5, .1, .11}, {200, .5, .1, .13}, {400, .5, .1, .12}, {2000, .5, .1, .11}, {2000, .5, .1, .105},
		{2000, .5, .05, .06}, {200, .5, .3, .33}, {200, .5, .3, .345}, {100, .5, .6, .66}, {2000, .5, .02, .024},
		{1000, .9, .1, .12}, {1000, .1, .1, .12}, {200, .5, .1, .08}, {200, .5, .1, .07},
	} {
		r := s.source()
		var once, found, now, planned rate
		var days, plannedDays []int
		for range s.runs(20000) / s.spare() {
			day, nowDay, plannedDay := 0, 0, 0
			p.days(r, func(d int, e Experiment) {
				if day == 0 && e.called() {
					day = d + 1
				}
				if nowDay == 0 && e.now().called() {
					nowDay = d + 1
				}
				if plannedDay == 0 && e.crosses(bounds[d]) {
					plannedDay = d + 1
				}
				if d == simulatedDays-1 {
					once.add(significant(e.Arms[0].group(), e.Arms[1].group()))
				}
			})
			found.add(day > 0)
			now.add(nowDay > 0)
			planned.add(plannedDay > 0)
			days, plannedDays = append(days, day), append(plannedDays, plannedDay)
		}
		s.row(fmt.Sprintf("%g %%", p.pA*100), fmt.Sprintf("%+.0f %%", (p.pB/p.pA-1)*100), fmt.Sprint(p.perDay*simulatedDays), fmt.Sprintf("%.0f/%.0f", p.shareA*100, 100-p.shareA*100),
			once.String(), found.String(), medianDay(days), now.String(), planned.String(), medianDay(plannedDays))
		if p.pB == .12 && p.perDay == 200 {
			s.t.Logf("10 %% to 12 %% at 5,600 sessions: %s with daily looks, %s without the hours; gbstats 18 %%, the goal is 35 %%", found, now)
			// What few runs show may lie below the goal by chance.
			if least := 0.35; found.value() < least-3*math.Sqrt(least*(1-least)/float64(found.n)) || s.full && found.value() < least {
				s.t.Errorf("10 %% to 12 %% at 5,600 sessions: found in %s of the runs, the goal is 35 %%", found)
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
				arms[0].Sessions += arrivals(r, c.perDay*c.truth)
				arms[1].Sessions += arrivals(r, c.perDay*(1-c.truth))
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
