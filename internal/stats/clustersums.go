package stats

import (
	"math"
	"math/big"
)

// ClusterSums are PairSums of few or unequal clusters, such as the conversations
// of users of whom some come far more often than most: they know besides how well
// the standard error itself is known.
type ClusterSums struct {
	PairSums
	fourth [5]Total // Σy⁴, Σy³x, Σy²x², Σyx³, Σx⁴
}

// Add adds one pair, whose squares must fit an int64.
func (s *ClusterSums) Add(y, x int64) {
	s.PairSums.Add(y, x)
	yy, yx, xx := y*y, y*x, x*x
	for i, product := range [...][2]int64{{yy, yy}, {yy, yx}, {yy, xx}, {yx, xx}, {xx, xx}} {
		s.fourth[i].AddProduct(product[0], product[1])
	}
}

// Ratio is that of PairSums, with the degrees of freedom of its variance: 2V²/Var(V)
// with the variance of V that the residuals d show, which is 2(n−1)/(κ−1) with
// their kurtosis κ = n·Σd⁴/(Σd²)²; n−1 at most, which is what normal ones have. The
// few clusters that make most of a variance leave it uncertain, so that n−1 would
// find too much (Pan & Wall 2002, Small-sample adjustments in using the sandwich
// variance estimator in generalized estimating equations, Statistics in Medicine
// 21; Satterthwaite 1946).
func (s *ClusterSums) Ratio() Estimate {
	e := s.PairSums.Ratio()
	if e.N < 2 || e.SE == 0 {
		return e
	}
	squares := nearest(s.residuals())
	kurtosis := float64(e.N) * nearest(s.fourthResiduals()) / squares / squares
	e.DF = 2 * float64(e.N-1) / math.Max(2, kurtosis-1)
	return e
}

// fourthResiduals returns (Σx)⁴·Σd⁴ = Σ(yΣx − xΣy)⁴, exactly.
func (s *ClusterSums) fourthResiduals() *big.Int {
	sum := new(big.Int)
	for i, binomial := range []int64{1, -4, 6, -4, 1} {
		term := new(big.Int).Mul(s.fourth[i].big(), big.NewInt(binomial))
		for range 4 - i {
			term.Mul(term, s.X.big())
		}
		for range i {
			term.Mul(term, s.Y.big())
		}
		sum.Add(sum, term)
	}
	return sum
}
