package abtest

import (
	"fmt"
	"math"
	"math/rand/v2"

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
