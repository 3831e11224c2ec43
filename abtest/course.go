package abtest

import (
	"math"

	"chatcops/internal/chat"
)

// Moment is the end of an hour at which a difference was told.
type Moment struct {
	Hour     int   // UTC hour, counted from 1970
	Sessions int64 // of the two variants by then, those that have a value
}

// End returns the time of the moment, chat.NoTime where its sessions had none.
func (m Moment) End() chat.Time {
	if m.Hour == Hour(chat.NoTime) {
		return chat.NoTime
	}
	return chat.Time(int64(m.Hour+1) * (microsPerDay / hoursPerDay))
}

// course is the past of a test whose results hold at every look: of each two
// variants the hour at whose end their difference was clearest, if it was told.
//
// All looks are covered at once, so all hours are looks, whether somebody looked
// or not: the smallest p-value so far is one that holds at every look (Johari,
// Koomen, Pekelis and Walsh, KDD (2017) 1517), and so is the overlap of the
// intervals so far (Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49
// (2021) 1055).
type course map[[2]string]clearest

// clearest is what two variants had at a moment.
type clearest struct {
	Moment
	lnP  float64
	arms [2]Arm
}

// observe takes in the experiment as it was at the end of an hour. The looks at
// which a variant has too little data are left out, as they are in the verdict.
func (c course) observe(e Experiment, hour int) {
	takesPart := func(a Arm) bool { return a.Weight > 0 && e.enough(a) }
	for i, a := range e.Arms {
		if !takesPart(a) {
			continue
		}
		for _, b := range e.Arms[i+1:] {
			if !takesPart(b) {
				continue
			}
			names := [2]string{a.Name, b.Name}
			lnP := e.lnP(a, b)
			if before, ok := c[names]; lnP <= math.Log(level) && (!ok || lnP < before.lnP) {
				c[names] = clearest{Moment{hour, e.size(a) + e.size(b)}, lnP, [2]Arm{a, b}}
			}
		}
	}
}

// of returns what two arms had at their clearest.
func (c course) of(a, b Arm) (m Moment, thenA, thenB Arm, ok bool) {
	if then, ok := c[[2]string{a.Name, b.Name}]; ok {
		return then.Moment, then.arms[0], then.arms[1], true
	}
	then, ok := c[[2]string{b.Name, a.Name}]
	return then.Moment, then.arms[1], then.arms[0], ok
}

// remember adds to what two arms say now what an earlier hour said. It is asked
// where now alone does not tell a difference.
func (e Experiment) remember(now Comparison, a, b Arm, alpha float64) Comparison {
	moment, thenA, thenB, ok := e.past.of(a, b)
	if !ok || now.P <= alpha {
		return now
	}
	then := e.compareNow(thenA, thenB, alpha)
	if then.LnP >= now.LnP {
		return now
	}
	both := now
	both.P, both.LnP, both.Told = then.P, then.LnP, &moment
	both.Low, both.High = math.Max(now.Low, then.Low), math.Min(now.High, then.High)
	both.LiftLow, both.LiftHigh = math.Max(now.LiftLow, then.LiftLow), math.Min(now.LiftHigh, then.LiftHigh)
	// An effect that stays the same leaves none of its intervals but by chance, so
	// where it does, it has changed: only now counts.
	outside := both.Low > now.Difference || both.High < now.Difference || both.LiftLow > now.Lift || both.LiftHigh < now.Lift
	if outside || now.Difference*then.Difference <= 0 {
		now.TakenBack = then.P <= alpha
		return now
	}
	return both
}

// present arranges a sample as it is now, with what led there.
func (s *Study) present(sample *Sample, better Direction) Experiment {
	e := s.experiment(sample, better, allDays)
	e.past = s.past(sample, e)
	return e
}

// past is the course of a sample of the study up to now. A user's sessions come
// at many hours, so that by user only now is known; at one look nothing else counts.
func (s *Study) past(sample *Sample, now Experiment) course {
	if s.Fixed || s.ByUser {
		return nil
	}
	c := course{}
	for hour, sums := range sample.courseOf() {
		now.Arms = s.controlFirst(sample.armsOf(s.Test, sums))
		c.observe(now, hour)
	}
	return c
}
