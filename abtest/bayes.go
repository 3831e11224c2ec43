package abtest

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
)

// Posterior is what a uniform prior and the data say of one variant. It is for
// information: unlike a Comparison it does not hold at every look.
type Posterior struct {
	// Best is the probability that the variant has the highest rate.
	Best float64
	// Loss is the expected shortfall of the variant's rate below the highest.
	Loss float64
}

// BestVariant returns each variant's posterior under independent Beta(1, 1)
// priors, by composite Gauss-Legendre quadrature of P(best)ᵢ = ∫ fᵢ Π Fⱼ and
// lossᵢ = ∫ Fᵢ (1 - Π Fⱼ), j ≠ i. Densities are taken relative to their peak
// and normalised by their own integral, which needs no gamma function.
func BestVariant(groups []Group) []Posterior {
	beliefs := make([]belief, len(groups))
	for i, g := range groups {
		beliefs[i] = beliefOf(g)
	}
	q := newQuadrature(beliefs)
	out := make([]Posterior, len(groups))
	for k, w := range q.weight {
		for i := range beliefs {
			others := 1.0
			for j := range beliefs {
				if j != i {
					others *= q.cdf[j][k]
				}
			}
			out[i].Best += w * q.pdf[i][k] * others
			out[i].Loss += w * q.cdf[i][k] * (1 - others)
		}
	}
	return out
}

// belief is a Beta(x+1, n-x+1) distribution of a rate.
type belief struct {
	x, y           float64 // conversions, and sessions without
	peak, mean, sd float64
	logPeak        float64 // log density at the peak, not normalised
}

func beliefOf(g Group) belief {
	b := belief{x: float64(g.Conversions), y: float64(g.Sessions - g.Conversions), peak: 0.5}
	n := b.x + b.y
	if n > 0 {
		b.peak = b.x / n
	}
	b.mean = (b.x + 1) / (n + 2)
	b.sd = math.Sqrt((b.x + 1) / (n + 2) * (b.y + 1) / (n + 2) / (n + 3))
	b.logPeak = b.log(b.peak)
	return b
}

// log is the log density at p, not normalised.
func (b belief) log(p float64) float64 {
	l := 0.0
	if b.x > 0 {
		l += b.x * math.Log(p)
	}
	if b.y > 0 {
		l += b.y * math.Log1p(-p)
	}
	return l
}

// density is relative to the peak.
func (b belief) density(p float64) float64 { return math.Exp(b.log(p) - b.logPeak) }

// panelDeviations is how far from a mean the panels are one standard deviation
// wide; beyond, each is twice as wide as the last.
const (
	panelDeviations = 14
	panelNodes      = 16
)

// panels returns the points between which every density is smooth.
func panels(beliefs []belief) []float64 {
	points := []float64{0, 1}
	add := func(p float64) {
		if p > 0 && p < 1 {
			points = append(points, p)
		}
	}
	for _, b := range beliefs {
		add(b.mean)
		for k := 1.0; k*b.sd < 1; {
			add(b.mean - k*b.sd)
			add(b.mean + k*b.sd)
			if k < panelDeviations {
				k++
			} else {
				k *= 2
			}
		}
	}
	slices.Sort(points)
	return slices.Compact(points)
}

// quadrature holds the nodes of [0, 1] with their weights, and each variant's
// density and distribution function there.
type quadrature struct {
	weight   []float64
	pdf, cdf [][]float64
}

func newQuadrature(beliefs []belief) quadrature {
	nodes, weights := make([]float64, panelNodes), make([]float64, panelNodes)
	quad.Legendre{}.FixedLocations(nodes, weights, 0, 1)
	q := quadrature{pdf: make([][]float64, len(beliefs)), cdf: make([][]float64, len(beliefs))}
	points := panels(beliefs)
	for i := 1; i < len(points); i++ {
		for _, w := range weights {
			q.weight = append(q.weight, w*(points[i]-points[i-1]))
		}
	}
	for j, b := range beliefs {
		area := func(from, to float64) float64 {
			sum := 0.0
			for i, x := range nodes {
				sum += weights[i] * b.density(from+x*(to-from))
			}
			return sum * (to - from)
		}
		below := 0.0 // integral of the density up to the panel
		for i := 1; i < len(points); i++ {
			from, to := points[i-1], points[i]
			for _, x := range nodes {
				p := from + x*(to-from)
				q.pdf[j] = append(q.pdf[j], b.density(p))
				q.cdf[j] = append(q.cdf[j], below+area(from, p))
			}
			below += area(from, to)
		}
		for k := range q.pdf[j] {
			q.pdf[j][k] /= below
			q.cdf[j][k] = math.Min(1, q.cdf[j][k]/below)
		}
	}
	return q
}
