package stats

import "math"

// WilsonOf returns the interval of a share that was estimated from n clusters,
// such as the fallbacks among the messages of conversations: Wilson's, for as
// many independent observations as would have the standard error of the
// estimate, with Student's t of its degrees of freedom for the normal quantile
// (the effective sample size of Korn & Graubard 1998, Survey Methodology 24, in
// the interval of Wilson 1927; Franco et al. 2019 compare such). ok is false
// where the estimate has no spread or is no share strictly between 0 and 1.
func WilsonOf(e Estimate, alpha float64) (lo, hi float64, ok bool) {
	p := e.Value
	if e.N < 2 || e.SE == 0 || p <= 0 || p >= 1 {
		return 0, 0, false
	}
	effective := p * (1 - p) / (e.SE * e.SE)
	t := StudentQuantile(1-alpha/2, e.degrees())
	t2 := t * t / effective
	centre := (p + t2/2) / (1 + t2)
	half := t / (1 + t2) * math.Sqrt(p*(1-p)/effective+t2/(4*effective))
	return max(0, centre-half), min(1, centre+half), true
}

// CompareClusterShares returns the p-value of the hypothesis that two shares of na
// and nb clustered observations are equal: Welch's test, with the variance that
// either would have if its share were that of both together. As with the pooled
// test of two proportions it finds too much no more often than it should where
// shares are small. ok is false where one of them has no spread or is no share
// strictly between 0 and 1.
func CompareClusterShares(a, b Estimate, na, nb float64) (p float64, ok bool) {
	if a.SE == 0 || b.SE == 0 || a.Value <= 0 || b.Value <= 0 || a.Value >= 1 || b.Value >= 1 {
		return 1, false
	}
	pooled := (a.Value*na + b.Value*nb) / (na + nb)
	for _, e := range []*Estimate{&a, &b} {
		e.SE *= math.Sqrt(pooled * (1 - pooled) / (e.Value * (1 - e.Value)))
	}
	d, ok := Welch(a, b, 0.05)
	return d.P, ok
}
