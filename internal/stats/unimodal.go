package stats

// masses are the weights of a discrete distribution with one mode, relative to
// it: weights[i] is that of first+i; those left out are below negligible.
type masses struct {
	first   int64
	weights []float64
}

// negligible is the weight, relative to the mode, below which a tail is cut: it
// must stay under the smallest p-value of interest.
const negligible = 1e-305

// unimodal builds the weights over lo..hi from the ratio of each to the one
// before it. Starting at the mode it needs no factorials and cannot overflow.
func unimodal(lo, hi, mode int64, ratio func(k int64) float64) masses {
	mode = min(max(mode, lo), hi)
	var below []float64
	for k, w := mode, 1.0; k > lo; k-- {
		w /= ratio(k)
		if w < negligible {
			break
		}
		below = append(below, w)
	}
	m := masses{first: mode - int64(len(below)), weights: make([]float64, 0, 2*len(below)+1)}
	for i := len(below) - 1; i >= 0; i-- {
		m.weights = append(m.weights, below[i])
	}
	m.weights = append(m.weights, 1)
	for k, w := mode+1, 1.0; k <= hi; k++ {
		w *= ratio(k)
		if w < negligible {
			break
		}
		m.weights = append(m.weights, w)
	}
	return m
}

// at returns the weight of k.
func (m masses) at(k int64) float64 {
	if i := k - m.first; i >= 0 && i < int64(len(m.weights)) {
		return m.weights[i]
	}
	return 0
}

// total returns the sum of the weights.
func (m masses) total() float64 {
	var t float64
	for _, w := range m.weights {
		t += w
	}
	return t
}
