package abtest

import (
	"fmt"
	"math"
	"slices"

	"chatcops/internal/stats"
)

// severalTreatments measures the same with more variants.
func (s *simulation) severalTreatments() {
	s.table("A/A at 10 %, 100 sessions a variant and day", "variants", "usual test, daily looks", "default")
	for _, variants := range []int{3, 4, 6} {
		r := s.source()
		var usual, verdict rate
		for range s.runs(5000) {
			e := Experiment{MDE: DefaultMDE, PairTotal: DefaultPairTotal, Split: undisturbed, past: course{}}
			for i := range variants {
				e.Arms = append(e.Arms, Arm{Name: string(rune('A' + i)), Weight: 1})
			}
			var u, v bool
			for hour := range simulatedDays * hoursPerDay {
				for i := range e.Arms {
					come := traffic(r, 100./hoursPerDay, .1)
					e.Arms[i].Sessions += come.Sessions
					e.Arms[i].Conversions += come.Conversions
				}
				e.past.observe(e, hour)
				if (hour+1)%hoursPerDay != 0 {
					continue
				}
				ask := len(e.past) > 0
				for _, a := range e.Arms[1:] {
					u = u || significant(e.Arms[0].group(), a.group())
					ask = ask || rejects(e.Arms[0].group(), a.group())
				}
				if !v && ask {
					code := Judge(e).Code
					v = code == Winner || code == SeveralBeatControl || code == ControlWins
				}
			}
			usual.add(u)
			verdict.add(v)
		}
		s.row(fmt.Sprint(variants), usual.String(), verdict.String())
		s.goal(fmt.Sprintf("A/A of %d variants", variants), verdict, 0.05)
	}
}

// usersOfNothing measures wrong verdicts where a user has many sessions, all of
// them in one variant, and converts as users do: some often, some never.
func (s *simulation) usersOfNothing() {
	s.table("A/A, users of 1 to 20 sessions each, 40 new users a day, rates from 0 to 40 %", "unit", "verdict, without the hours")
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
