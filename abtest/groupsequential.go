package abtest

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// Limits of what GroupSequentialBounds computes accurately and soon.
const (
	maxLooks    = 1000
	minFraction = 1e-6 // that a look adds
)

// GroupSequentialBounds returns the bounds b of a planned test's looks: reject
// at look k when |z| ≥ b[k]. Over all looks the chance of a false rejection is
// alpha. fractions are the share of the planned sessions seen at each look,
// increasing within (0, 1]; by a share t, alpha·t^power has been spent. Power 2
// is what the planned mode uses.
//
// Lan and DeMets, Biometrika 70 (1983) 659, with the recursion of Armitage,
// McPherson and Rowe, Journal of the Royal Statistical Society A 132 (1969)
// 235, in the scale of a Brownian motion on (0, 1].
func GroupSequentialBounds(fractions []float64, alpha, power float64) ([]float64, error) {
	if err := checkFractions(fractions); err != nil {
		return nil, err
	}
	if !(alpha > 0 && alpha < 1) || !(power > 0) {
		return nil, fmt.Errorf("alpha %g must lie between 0 and 1 and the spending power %g above 0", alpha, power)
	}
	bounds := make([]float64, len(fractions))
	var path density // of the motion on the paths that were not stopped
	before, spent := 0.0, 0.0
	for k, t := range fractions {
		target := alpha * math.Pow(t, power)
		step := math.Sqrt(t - before)
		edge := path.stopAt(step, math.Sqrt(t), target-spent)
		bounds[k] = edge / math.Sqrt(t)
		if k+1 < len(fractions) {
			path = path.advance(edge, step, math.Sqrt(fractions[k+1]-t))
		}
		before, spent = t, target
	}
	return bounds, nil
}

func checkFractions(fractions []float64) error {
	if len(fractions) > maxLooks {
		return fmt.Errorf("%d looks: at most %d are supported; look less often", len(fractions), maxLooks)
	}
	before := 0.0
	for i, t := range fractions {
		if !(t-before >= minFraction && t <= 1) {
			return fmt.Errorf("look %d: the share of planned sessions goes from %g to %g, but must rise by at least %g, to at most 1: leave that look out",
				i+1, before, t, minFraction)
		}
		before = t
	}
	return nil
}

// density is a function on the line, as the mass that each of a grid of points
// carries. The zero value is the start: all mass at 0.
type density struct{ at, mass []float64 }

func (d density) orStart() density {
	if d.at == nil {
		return density{at: []float64{0}, mass: []float64{1}}
	}
	return d
}

// stopAt finds the edge beyond which, after a normal step with the standard
// deviation step, the mass p lies, both sides together. scale is the standard
// deviation of the whole motion.
func (d density) stopAt(step, scale, p float64) float64 {
	d = d.orStart()
	beyond := func(edge float64) float64 {
		sum := 0.0
		for i, u := range d.at {
			if edge-math.Abs(u) > reach*step {
				continue
			}
			sum += d.mass[i] * (upperTail((edge-u)/step) + upperTail((edge+u)/step))
		}
		return sum
	}
	return bisect(0, 40*scale, func(edge float64) bool { return beyond(edge) > p })
}

// panelPoints and panelWidth set the grid: the density is smooth on the scale
// of the step that made it, and is used on that of the step that follows, so
// a panel spans at most panelWidth of the smaller one.
const (
	panelPoints = 10
	panelWidth  = 1.5
	maxPanels   = 3000
	reach       = 9.0 // standard deviations beyond which a normal step carries nothing
)

// advance takes a normal step and drops what lies beyond the edge.
func (d density) advance(edge, step, nextStep float64) density {
	d = d.orStart()
	panels := math.Ceil(2 * edge / (panelWidth * math.Min(step, nextStep)))
	panels = math.Max(8, math.Min(maxPanels, panels))
	out := density{}
	width := 2 * edge / panels
	nodes, weights := make([]float64, panelPoints), make([]float64, panelPoints)
	quad.Legendre{}.FixedLocations(nodes, weights, -1, 1)
	first := 0 // of the points within reach
	for k := range int(panels) {
		middle := -edge + (float64(k)+0.5)*width
		for j, x := range nodes {
			s := middle + x*width/2
			for first < len(d.at)-1 && d.at[first] < s-reach*step {
				first++
			}
			f := 0.0
			for i := first; i < len(d.at) && d.at[i] <= s+reach*step; i++ {
				z := (s - d.at[i]) / step
				f += d.mass[i] * math.Exp(-z*z/2)
			}
			out.at = append(out.at, s)
			out.mass = append(out.mass, f/(step*math.Sqrt(2*math.Pi))*weights[j]*width/2)
		}
	}
	return out
}

// upperTail is P(Z > z) for a standard normal Z.
func upperTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
