package stats

import "math"

// Wilson returns the score interval of a share of x in n (Wilson 1927, Probable
// inference, JASA 22). x = 0 gives exactly 0 below, x = n exactly 1 above, and
// n = 0 the whole of 0 to 1.
func Wilson(x, n int64, alpha float64) (lo, hi float64) {
	if n <= 0 {
		return 0, 1
	}
	z := NormalQuantile(1 - alpha/2)
	fn := float64(n)
	p := float64(x) / fn
	z2 := z * z / fn
	centre := (p + z2/2) / (1 + z2)
	half := z / (1 + z2) * math.Sqrt(p*(1-p)/fn+z2/(4*fn))
	lo, hi = max(0, centre-half), min(1, centre+half)
	if x <= 0 {
		lo = 0
	}
	if x >= n {
		hi = 1
	}
	return lo, hi
}

// Newcombe returns the interval of the difference of the shares xb/nb − xa/na
// from the two Wilson intervals (Newcombe 1998, Statistics in Medicine 17,
// method 10). An empty sample gives −1 to 1.
func Newcombe(xa, na, xb, nb int64, alpha float64) (lo, hi float64) {
	if na <= 0 || nb <= 0 {
		return -1, 1
	}
	pa, pb := float64(xa)/float64(na), float64(xb)/float64(nb)
	la, ua := Wilson(xa, na, alpha)
	lb, ub := Wilson(xb, nb, alpha)
	return pb - pa - math.Hypot(pb-lb, ua-pa), pb - pa + math.Hypot(ub-pb, pa-la)
}

// TwoProportionZ returns z of the shares xb/nb − xa/na with the pooled variance
// (the χ² test of a 2×2 table, Pearson 1900) and its p-value; 0 and 1 when all
// or none hit.
func TwoProportionZ(xa, na, xb, nb int64) (z, p float64) {
	if na <= 0 || nb <= 0 || xa+xb <= 0 || xa+xb >= na+nb {
		return 0, 1
	}
	fa, fb := float64(na), float64(nb)
	pooled := float64(xa+xb) / (fa + fb)
	z = (float64(xb)/fb - float64(xa)/fa) / math.Sqrt(pooled*(1-pooled)*(1/fa+1/fb))
	return z, NormalP(z)
}

// CompareShares returns the p-value of the hypothesis that two shares are equal:
// the pooled z test, or Fisher's exact test where an expected count is below 5
// (Cochran 1954, Biometrics 10), since z finds too much there.
func CompareShares(xa, na, xb, nb int64) float64 {
	hits, all := float64(xa+xb), float64(na+nb)
	if expected := min(hits, all-hits) * float64(min(na, nb)) / all; expected < 5 {
		return Fisher(xa, na, xb, nb)
	}
	_, p := TwoProportionZ(xa, na, xb, nb)
	return p
}

// fisherSlack is by how much, relatively, the probability of a table may exceed
// that of the observed one and still count as tied, as in R's fisher.test.
const fisherSlack = 1e-7

// Fisher returns the two-sided p-value of Fisher's exact test (Fisher 1935): the
// probability, given the margins, of the tables that are no likelier than this.
func Fisher(xa, na, xb, nb int64) float64 {
	hits := xa + xb
	lo, hi := max(0, hits-nb), min(hits, na)
	if lo >= hi {
		return 1
	}
	// The hypergeometric weights of k hits in a, relative to the likeliest k.
	ratio := func(k int64) float64 { // weight(k) / weight(k-1)
		return float64(hits-k+1) / float64(k) * (float64(na-k+1) / float64(nb-hits+k))
	}
	mode := int64(float64(hits+1) * (float64(na+1) / float64(na+nb+2)))
	w := unimodal(lo, hi, mode, ratio)
	observed := w.at(xa) * (1 + fisherSlack)
	var tail, rest float64
	for _, v := range w.weights {
		if v <= observed {
			tail += v
		} else {
			rest += v
		}
	}
	return tail / (tail + rest)
}
