package stats

import "math"

// CompareRates returns z and the p-value of the hypothesis that two totals came
// at the same rate per unit of time. A total is the sum of values at the times of
// a Poisson process (compound Poisson), whose variance is estimated by the sum of
// their squares (Ross 2014, Introduction to Probability Models, 5.4.2); for a
// plain count both are the count and z is the score test of two Poisson rates
// (Przyborowski & Wilenski 1940; Gu et al. 2008, Biometrical Journal 50). Under
// the hypothesis both periods share one variance per unit of time, hence pooled.
// The lengths are positive, in any one unit. Without events z is 0 and p is 1.
func CompareRates(sumA, squaresA, lengthA, sumB, squaresB, lengthB float64) (z, p float64) {
	variance := (squaresA + squaresB) / (lengthA + lengthB)
	if variance <= 0 {
		return 0, 1
	}
	z = (sumB/lengthB - sumA/lengthA) / math.Sqrt(variance/lengthA+variance/lengthB)
	return z, NormalP(z)
}
