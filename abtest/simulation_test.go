package abtest

import (
	"fmt"
	"hash"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"chatcops/internal/stats"
)

// The simulations replay tests of four weeks that somebody looks at every day.
const simulatedDays = 28

// simulation runs each row so often, and prints the rows as Markdown tables.
type simulation struct {
	t    *testing.T
	full bool
	seed hash.Hash64 // of the table and the rows so far
}

// runs is how often a row is repeated: in full as often as asked, else just
// enough to notice a gross mistake.
func (s *simulation) runs(full int) int {
	if s.full {
		return full
	}
	return min(full, 150)
}

// spare divides the runs of rows that take long, but not in full.
func (s *simulation) spare() int {
	if s.full {
		return 1
	}
	return 4
}

// source is the source of chance of the next row.
func (s *simulation) source() *rand.Rand {
	s.seed.Write([]byte{'\n'})
	return rand.New(rand.NewPCG(28, s.seed.Sum64()))
}

func (s *simulation) table(title string, columns ...string) {
	s.seed = fnv.New64a()
	s.seed.Write([]byte(title))
	s.t.Logf("\n### %s\n\n| %s |\n|%s", title, strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
}

func (s *simulation) row(cells ...string) { s.t.Log("| " + strings.Join(cells, " | ") + " |") }

// goal fails when a share of runs is beyond a goal by more than chance explains;
// of so many rows of few runs some are three standard errors off.
func (s *simulation) goal(what string, share rate, most float64) {
	s.t.Helper()
	errors := 4.
	if s.full {
		errors = 3
	}
	if slack := errors * math.Sqrt(most*(1-most)/float64(share.n)); share.value() > most+slack {
		s.t.Errorf("%s: %s of the runs, the goal is at most %.0f %%", what, share, most*100)
	}
}

// rate is how many of n runs did something.
type rate struct{ hits, n int }

func (r *rate) add(hit bool) {
	r.n++
	if hit {
		r.hits++
	}
}

func (r rate) value() float64 { return float64(r.hits) / float64(max(1, r.n)) }

func (r rate) String() string { return fmt.Sprintf("%.1f %%", 100*r.value()) }

// TestSimulation measures what the design promises to whoever looks every day.
// CHATCOPS_SIMULATION=full repeats it as often as the figures of
// docs/abtesting.md need; it then takes a quarter of an hour or more.
func TestSimulation(t *testing.T) {
	s := &simulation{t: t, full: os.Getenv("CHATCOPS_SIMULATION") == "full"}
	t.Run("nothing differs", func(t *testing.T) { s.t = t; s.nothingDiffers() })
	t.Run("several treatments", func(t *testing.T) { s.t = t; s.severalTreatments() })
	t.Run("means", func(t *testing.T) { s.t = t; s.meansOfNothing() })
	t.Run("users", func(t *testing.T) { s.t = t; s.usersOfNothing() })
	t.Run("intervals", func(t *testing.T) { s.t = t; s.intervalsMiss() })
	t.Run("power", func(t *testing.T) { s.t = t; s.effectsFound() })
	t.Run("power of means", func(t *testing.T) { s.t = t; s.meansFound() })
	t.Run("split", func(t *testing.T) { s.t = t; s.splitAlarms() })
}

// arrivals draws how many come in a time in which so many come on average.
func arrivals(r *rand.Rand, mean float64) int64 {
	return int64(distuv.Poisson{Lambda: mean, Src: r}.Rand())
}

// traffic draws the sessions of a variant and those of them that convert: either
// kind comes by a Poisson process of its own.
func traffic(r *rand.Rand, mean, rate float64) Group {
	hits := arrivals(r, mean*rate)
	return Group{hits, hits + arrivals(r, mean*(1-rate))}
}

func converting(r *rand.Rand, n int64, p float64) int64 {
	if n == 0 {
		return 0
	}
	return int64(distuv.Binomial{N: float64(n), P: p, Src: r}.Rand())
}

// trial is a test of two variants.
type trial struct {
	perDay, shareA, pA, pB float64
}

// hours calls look at the end of each hour of four weeks with all that came so far.
func (p trial) hours(r *rand.Rand, look func(hour int, a, b Group)) {
	var a, b Group
	perHour := p.perDay / hoursPerDay
	for hour := range simulatedDays * hoursPerDay {
		newA, newB := traffic(r, perHour*p.shareA, p.pA), traffic(r, perHour*(1-p.shareA), p.pB)
		a = Group{a.Conversions + newA.Conversions, a.Sessions + newA.Sessions}
		b = Group{b.Conversions + newB.Conversions, b.Sessions + newB.Sessions}
		look(hour, a, b)
	}
}

// days calls look at the end of each day with all that came so far; the past of
// the experiment is what a look at the log finds in its hours.
func (p trial) days(r *rand.Rand, look func(day int, e Experiment)) {
	e := p.experiment(Group{}, Group{})
	past := course{}
	p.hours(r, func(hour int, a, b Group) {
		for i, g := range []Group{a, b} {
			e.Arms[i].Sessions, e.Arms[i].Conversions = g.Sessions, g.Conversions
		}
		past.observe(e, hour)
		if (hour+1)%hoursPerDay == 0 {
			e.past = past
			look(hour/hoursPerDay, e)
		}
	})
}

// weights are the whole numbers whose ratio the share of A is.
func (p trial) weights() (a, b int64) {
	a = int64(math.Round(p.shareA * 100))
	return a, 100 - a
}

// experiment is what Judge gets of the trial; the check of the split has a
// simulation of its own.
func (p trial) experiment(a, b Group) Experiment {
	wA, wB := p.weights()
	return Experiment{MDE: DefaultMDE, PairTotal: DefaultPairTotal, Split: undisturbed, Arms: []Arm{
		{Name: "A", Weight: wA, Sessions: a.Sessions, Conversions: a.Conversions}, {Name: "B", Weight: wB, Sessions: b.Sessions, Conversions: b.Conversions}}}
}

// called reports whether the verdict tells a difference. It asks Judge only where
// the p-value, now or in the past, leaves it a choice.
func (e Experiment) called() bool {
	a, b := e.Arms[0].group(), e.Arms[1].group()
	if min(a.Conversions, b.Conversions) < MinConversions || len(e.past) == 0 && !rejects(a, b) {
		return false
	}
	switch Judge(e).Code {
	case Winner, ControlWins:
		return true
	}
	return false
}

// now is the experiment as a look finds it that knows nothing of the hours before.
func (e Experiment) now() Experiment {
	e.past = nil
	return e
}

// rejects reports whether the always-valid p-value is significant.
func rejects(a, b Group) bool {
	return lnPOfConversions(a, b, DefaultPairTotal) <= math.Log(level)
}

// significant reports whether the usual test, taken once, finds a difference.
func significant(a, b Group) bool {
	if a.Sessions == 0 || b.Sessions == 0 {
		return false
	}
	z, _ := stats.TwoProportionZ(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	return math.Abs(z) >= z95
}

// planned are the bounds of daily looks at a plan that the traffic just meets.
func (s *simulation) planned() []float64 {
	fractions := make([]float64, simulatedDays)
	for i := range fractions {
		fractions[i] = float64(i+1) / simulatedDays
	}
	bounds, err := GroupSequentialBounds(fractions, level, 2)
	if err != nil {
		s.t.Fatal(err)
	}
	return bounds
}

// crosses reports whether a planned look tells a difference.
func (e Experiment) crosses(bound float64) bool {
	a, b := e.Arms[0].group(), e.Arms[1].group()
	if a.Conversions < MinConversions || b.Conversions < MinConversions {
		return false
	}
	z, _ := stats.TwoProportionZ(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	if math.Abs(z) < bound {
		return false
	}
	e.Bound = bound
	switch Judge(e).Code {
	case Winner, ControlWins:
		return true
	}
	return false
}

// nothingDiffers measures how often a verdict is wrong where the variants are one.
func (s *simulation) nothingDiffers() {
	s.table("A/A", "rate", "sessions a day", "split", "usual test, daily looks", "default", "ungated, daily looks", "ungated, hourly looks", "taken back", "planned")
	bounds := s.planned()
	for _, p := range []trial{
		{400, .5, .01, .01}, {1000, .5, .02, .02}, {100, .5, .05, .05}, {400, .5, .05, .05}, {40, .5, .1, .1}, {200, .5, .1, .1}, {2000, .5, .1, .1},
		{40, .5, .3, .3}, {200, .5, .3, .3}, {100, .5, .6, .6}, {200, .5, .95, .95}, {2000, .5, .001, .001},
		{100, .9, .05, .05}, {400, .9, .02, .02}, {400, .9, .1, .1}, {2000, .9, .01, .01}, {100, .1, .05, .05}, {2000, .99, .1, .1}, {2000, .1, .02, .02}, {400, .9, .95, .95},
	} {
		r := s.source()
		var usual, verdict, ungated, hourly, back, planned rate
		for range s.runs(10000) / s.spare() {
			var any bool
			p.hours(r, func(_ int, a, b Group) { any = any || rejects(a, b) })
			hourly.add(any)
		}
		for range s.runs(20000) {
			var u, v, g, t, g2 bool
			p.days(r, func(day int, e Experiment) {
				a, b := e.Arms[0].group(), e.Arms[1].group()
				u = u || significant(a, b)
				g = g || rejects(a, b)
				v = v || e.called()
				t = t || len(e.past) > 0 && e.compareByP(e.Arms[0], e.Arms[1], level).TakenBack
				g2 = g2 || e.crosses(bounds[day])
			})
			usual.add(u)
			verdict.add(v)
			ungated.add(g)
			back.add(t)
			planned.add(g2)
		}
		name := fmt.Sprintf("%g %%, %g a day, %g/%g", p.pA*100, p.perDay, p.shareA*100, 100-p.shareA*100)
		s.row(fmt.Sprintf("%g %%", p.pA*100), fmt.Sprint(p.perDay), fmt.Sprintf("%.0f/%.0f", p.shareA*100, 100-p.shareA*100), usual.String(), verdict.String(), ungated.String(), hourly.String(), back.String(), planned.String())
		s.goal("A/A, "+name, verdict, 0.05)
		s.goal("A/A, ungated, "+name, ungated, 0.05)
		s.goal("A/A, hourly looks, "+name, hourly, 0.05)
		s.goal("A/A planned, "+name, planned, 0.05)
	}
}

// undisturbed is a split that passes its check.
var undisturbed = []Arm{{Weight: 1, Sessions: 1}, {Weight: 1, Sessions: 1}}
