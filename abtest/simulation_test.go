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

// goal fails when a share of runs is beyond a goal by more than chance explains.
func (s *simulation) goal(what string, share rate, most float64) {
	s.t.Helper()
	if slack := 3 * math.Sqrt(most*(1-most)/float64(share.n)); share.value() > most+slack {
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
	t.Run("split", func(t *testing.T) { s.t = t; s.splitAlarms() })
}

// traffic draws the sessions of a day and how they split.
func traffic(r *rand.Rand, perDay, shareA float64) (a, b int64) {
	n := distuv.Poisson{Lambda: perDay, Src: r}.Rand()
	if n == 0 {
		return 0, 0
	}
	inA := distuv.Binomial{N: n, P: shareA, Src: r}.Rand()
	return int64(inA), int64(n - inA)
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

// days calls look at the end of each day with all that came so far, until it
// returns false.
func (p trial) days(r *rand.Rand, look func(day int, a, b Group) bool) {
	p.looks(r, simulatedDays, look)
}

// looks does so that many times in the same four weeks.
func (p trial) looks(r *rand.Rand, n int, look func(i int, a, b Group) bool) {
	var a, b Group
	for i := range n {
		nA, nB := traffic(r, p.perDay*simulatedDays/float64(n), p.shareA)
		a = Group{a.Conversions + converting(r, nA, p.pA), a.Sessions + nA}
		b = Group{b.Conversions + converting(r, nB, p.pB), b.Sessions + nB}
		if !look(i, a, b) {
			return
		}
	}
}

// hourly reports whether the verdict, or with ungated the p-value, tells a
// difference at any hour of the four weeks.
func (p trial) hourly(r *rand.Rand, ungated bool) (told bool) {
	p.looks(r, simulatedDays*24, func(_ int, a, b Group) bool {
		told = ungated && rejects(a, b) || p.called(a, b)
		return !told
	})
	return told
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
	return Experiment{MDE: DefaultMDE, PairTotal: DefaultPairTotal, Split: []Arm{{Weight: 1, Sessions: 1}, {Weight: 1, Sessions: 1}}, Arms: []Arm{
		{Name: "A", Weight: wA, Sessions: a.Sessions, Conversions: a.Conversions}, {Name: "B", Weight: wB, Sessions: b.Sessions, Conversions: b.Conversions}}}
}

// called reports whether the verdict tells a difference. It asks Judge only where
// the p-value leaves it a choice.
func (p trial) called(a, b Group) bool {
	if min(a.Conversions, b.Conversions) < MinConversions || !rejects(a, b) {
		return false
	}
	switch Judge(p.experiment(a, b)).Code {
	case Winner, ControlWins:
		return true
	}
	return false
}

// rejects reports whether the always-valid p-value is significant.
func rejects(a, b Group) bool {
	if a.Sessions == 0 || b.Sessions == 0 {
		return false
	}
	z, _ := stats.TwoProportionZ(a.Conversions, a.Sessions, b.Conversions, b.Sessions)
	var c Comparison
	c.decide(z, float64(a.Sessions+b.Sessions), DefaultPairTotal, level)
	return c.P <= level
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

// crosses reports whether a planned look at two groups tells a difference.
func (p trial) crosses(a, b Group, bound float64) bool {
	if a.Conversions < MinConversions || b.Conversions < MinConversions {
		return false
	}
	e := p.experiment(a, b)
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
	s.table("A/A", "rate", "sessions a day", "split", "usual test, daily looks", "default: verdict", "default: ungated", "default: ungated, hourly looks", "planned")
	bounds := s.planned()
	for _, p := range []trial{
		{400, .5, .01, .01}, {1000, .5, .02, .02}, {100, .5, .05, .05}, {400, .5, .05, .05}, {40, .5, .1, .1}, {200, .5, .1, .1}, {2000, .5, .1, .1},
		{40, .5, .3, .3}, {200, .5, .3, .3}, {100, .5, .6, .6}, {200, .5, .95, .95}, {2000, .5, .001, .001},
		{100, .9, .05, .05}, {400, .9, .02, .02}, {400, .9, .1, .1}, {2000, .9, .01, .01}, {100, .1, .05, .05}, {2000, .99, .1, .1}, {2000, .1, .02, .02}, {400, .9, .95, .95},
	} {
		r := s.source()
		var usual, verdict, ungated, hourly, planned rate
		for range s.runs(4000) / s.spare() {
			hourly.add(p.hourly(r, true))
		}
		for range s.runs(20000) {
			var u, v, g, g2 bool
			p.days(r, func(day int, a, b Group) bool {
				u = u || significant(a, b)
				g = g || rejects(a, b)
				v = v || p.called(a, b)
				g2 = g2 || p.crosses(a, b, bounds[day])
				return true
			})
			usual.add(u)
			verdict.add(v)
			ungated.add(g)
			planned.add(g2)
		}
		name := fmt.Sprintf("%g %%, %g a day, %g/%g", p.pA*100, p.perDay, p.shareA*100, 100-p.shareA*100)
		s.row(fmt.Sprintf("%g %%", p.pA*100), fmt.Sprint(p.perDay), fmt.Sprintf("%.0f/%.0f", p.shareA*100, 100-p.shareA*100), usual.String(), verdict.String(), ungated.String(), hourly.String(), planned.String())
		s.goal("A/A, "+name, ungated, 0.05)
		s.goal("A/A, hourly looks, "+name, hourly, 0.05)
		s.goal("A/A, "+name, verdict, 0.05)
		s.goal("A/A planned, "+name, planned, 0.05)
	}
}

// severalTreatments measures the same with more variants.
func (s *simulation) severalTreatments() {
	s.table("A/A at 10 %, 100 sessions a variant and day", "variants", "usual test, daily looks", "default: verdict")
	for _, variants := range []int{3, 4, 6} {
		r := s.source()
		var usual, verdict rate
		for range s.runs(5000) {
			e := Experiment{MDE: DefaultMDE, PairTotal: DefaultPairTotal, Split: []Arm{{Weight: 1, Sessions: 1}, {Weight: 1, Sessions: 1}}}
			for i := range variants {
				e.Arms = append(e.Arms, Arm{Name: string(rune('A' + i)), Weight: 1})
			}
			var u, v bool
			for range simulatedDays {
				for i := range e.Arms {
					n := int64(distuv.Poisson{Lambda: 100, Src: r}.Rand())
					e.Arms[i].Sessions += n
					e.Arms[i].Conversions += converting(r, n, .1)
				}
				for _, a := range e.Arms[1:] {
					u = u || significant(e.Arms[0].group(), a.group())
					if !v && rejects(e.Arms[0].group(), a.group()) {
						code := Judge(e).Code
						v = code == Winner || code == SeveralBeatControl || code == ControlWins
					}
				}
			}
			usual.add(u)
			verdict.add(v)
		}
		s.row(fmt.Sprint(variants), usual.String(), verdict.String())
		s.goal(fmt.Sprintf("A/A of %d variants", variants), verdict, 0.05)
	}
}
