package topics

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	latentSize  = 48  // directions that are kept
	latentExtra = 10  // further ones, for the sake of accuracy
	latentTurns = 4   // power iterations
	latentPower = 1.5 // of the singular values: directions that many texts share weigh more
)

// latent places each text in a space of few directions in which words that keep
// the same company lie close to each other: latent semantic analysis, by the
// randomised method of Halko, Martinsson and Tropp (2011). A row of the result
// is a text of length 1, or 0 if it has no terms.
func latent(texts []vector, terms int) [][]float32 {
	size := min(latentSize, len(texts)/4, terms/4)
	if size < 2 {
		return nil
	}
	k := min(size+latentExtra, len(texts), terms)
	y := mat.NewDense(terms, k, nil)
	random := sequence(1)
	for i := range terms {
		for j := range k {
			y.Set(i, j, random.unit())
		}
	}
	for range latentTurns {
		y = timesTransposed(texts, terms, orthonormal(times(texts, y)))
	}
	z := times(texts, orthonormal(y))
	values, vectors := eigen(z)
	var placed mat.Dense
	placed.Mul(z, vectors)
	out := make([][]float32, len(texts))
	flat := make([]float32, len(texts)*size)
	for i := range out {
		row := flat[i*size : (i+1)*size : (i+1)*size]
		var square float64
		for j := range row {
			c := k - 1 - j // eigenvalues ascend
			x := placed.At(i, c) * math.Pow(math.Sqrt(max(values[c], 1e-12)), latentPower-1)
			row[j] = float32(x)
			square += x * x
		}
		f := float32(reciprocal(square))
		for j := range row {
			row[j] *= f
		}
		out[i] = row
	}
	return out
}

// times multiplies the matrix of the texts with y.
func times(texts []vector, y *mat.Dense) *mat.Dense {
	_, k := y.Dims()
	z := mat.NewDense(len(texts), k, nil)
	for i, t := range texts {
		row := z.RawRowView(i)
		for e, id := range t.terms {
			addScaled(row, float64(t.weights[e]), y.RawRowView(int(id)))
		}
	}
	return z
}

// timesTransposed multiplies the transposed matrix of the texts with z.
func timesTransposed(texts []vector, terms int, z *mat.Dense) *mat.Dense {
	_, k := z.Dims()
	y := mat.NewDense(terms, k, nil)
	for i, t := range texts {
		row := z.RawRowView(i)
		for e, id := range t.terms {
			addScaled(y.RawRowView(int(id)), float64(t.weights[e]), row)
		}
	}
	return y
}

func addScaled(to []float64, f float64, from []float64) {
	for j, x := range from {
		to[j] += f * x
	}
}

// eigen returns the eigenvalues and vectors of zᵀz in ascending order.
func eigen(z *mat.Dense) ([]float64, *mat.Dense) {
	var gram mat.SymDense
	gram.SymOuterK(1, z.T())
	var e mat.EigenSym
	e.Factorize(&gram, true)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	return e.Values(nil), &vectors
}

// orthonormal returns a basis of what the columns of y span.
func orthonormal(y *mat.Dense) *mat.Dense {
	values, vectors := eigen(y)
	largest := values[len(values)-1]
	for j, v := range values {
		f := 0.0
		if v > 1e-9*largest {
			f = 1 / math.Sqrt(v)
		}
		for i := range values {
			vectors.Set(i, j, vectors.At(i, j)*f)
		}
	}
	var out mat.Dense
	out.Mul(y, vectors)
	return &out
}

// sequence yields numbers that look random and are the same each time.
type sequence uint64

func (s *sequence) next() uint64 {
	*s += 0x9E3779B97F4A7C15
	x := uint64(*s)
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// unit is a number between -1 and 1.
func (s *sequence) unit() float64 { return float64(s.next()>>11)/(1<<52) - 1 }
