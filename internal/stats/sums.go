package stats

import (
	"math"
	"math/big"
)

// Sums folds a sample of whole numbers into its count, sum and sum of squares,
// without rounding and without overflow. The zero value is an empty sample.
// Quantities that are not whole are counted in a fine unit (microseconds).
type Sums struct {
	N     int64
	X, XX Total // Σx, Σx²
}

// Add adds one value.
func (s *Sums) Add(x int64) {
	s.N++
	s.X.Add(x)
	s.XX.AddProduct(x, x)
}

// Merge adds the sample of o.
func (s *Sums) Merge(o *Sums) {
	s.N += o.N
	s.X.Merge(&o.X)
	s.XX.Merge(&o.XX)
}

// Mean estimates the mean. Its standard error is that of n − 1 moments; the
// difference nΣx² − (Σx)² is taken in whole numbers, where it cannot cancel.
func (s *Sums) Mean() Estimate {
	e := Estimate{N: s.N}
	if s.N == 0 {
		return e
	}
	n := float64(s.N)
	e.Value = s.X.Float() / n
	if s.N > 1 {
		x := s.X.big()
		d := new(big.Int).Mul(big.NewInt(s.N), s.XX.big())
		d.Sub(d, x.Mul(x, x))
		e.SE = math.Sqrt(nearest(d)/(n-1)) / n
	}
	return e
}

// PairSums folds a sample of pairs (y, x) for the ratio Σy/Σx, without rounding
// and without overflow. The zero value is an empty sample.
type PairSums struct {
	N                int64
	Y, X, YY, XX, XY Total // Σy, Σx, Σy², Σx², Σxy
}

// Add adds one pair.
func (s *PairSums) Add(y, x int64) {
	s.N++
	s.Y.Add(y)
	s.X.Add(x)
	s.YY.AddProduct(y, y)
	s.XX.AddProduct(x, x)
	s.XY.AddProduct(x, y)
}

// Merge adds the sample of o.
func (s *PairSums) Merge(o *PairSums) {
	s.N += o.N
	s.Y.Merge(&o.Y)
	s.X.Merge(&o.X)
	s.YY.Merge(&o.YY)
	s.XX.Merge(&o.XX)
	s.XY.Merge(&o.XY)
}

// Ratio estimates R = Σy/Σx with the standard error of the delta method: the
// residuals d = y − Rx have sum 0 and SE² = Σd²/(n−1) · n/(Σx)², which is
// (s²y − 2R·sxy + R²·s²x)/(n·x̄²) with n − 1 moments (Deng, Knoblich & Lu 2018,
// Applying the Delta Method in Metric Analytics, KDD; Cochran 1977, Sampling
// Techniques, 2.11). N is 0 when Σx is 0: there is no ratio then.
func (s *PairSums) Ratio() Estimate {
	sumX := s.X.Float()
	if sumX == 0 {
		return Estimate{}
	}
	e := Estimate{N: s.N, Value: s.Y.Float() / sumX}
	if s.N > 1 {
		n := float64(s.N)
		e.SE = math.Sqrt(nearest(s.residuals())*n/(n-1)) / (sumX * sumX)
	}
	return e
}

// residuals returns (Σx)²·Σd², exactly: Σy²(Σx)² − 2ΣyΣxΣxy + (Σy)²Σx².
func (s *PairSums) residuals() *big.Int {
	x, y := s.X.big(), s.Y.big()
	r := new(big.Int).Mul(x, x)
	r.Mul(r, s.YY.big())
	cross := new(big.Int).Mul(x, y)
	cross.Mul(cross, s.XY.big())
	r.Sub(r, cross.Lsh(cross, 1))
	y.Mul(y, y)
	return r.Add(r, y.Mul(y, s.XX.big()))
}
