package metrics

import (
	"math"

	"chatcops/internal/stats"
)

// usualAlpha is the share of ordinary periods that lie outside the usual range:
// rules are checked again and again, so that it is less than that of one test.
const usualAlpha = 0.01

// againstUsual compares with the range in which 99 of 100 further periods lie if
// they vary as the earlier ones did: mean ± t·s·√(1 + 1/k) of the k periods before
// (Hahn & Meeker 1991, Statistical Intervals, 4.7). Their spread is taken to be at
// least that of chance.
func (j *judging) againstUsual(before []*Collector) error {
	var values []float64
	for _, c := range before {
		v, err := c.number(j.Metric)
		if err != nil {
			return err
		}
		length := c.covered(j.extent)
		switch {
		case length == 0 || !j.count && v.N < SmallSample:
		case j.count && v.Value == nil:
			values = append(values, 0)
		case j.count:
			values = append(values, *v.Value*j.length/length)
		default:
			values = append(values, *v.Value)
		}
	}
	if len(values) < fewestPeriods {
		j.noData("too few to judge: %d of the %d periods before have enough conversations, %d are needed", len(values), j.periods, fewestPeriods)
		return nil
	}
	mean, variance := spread(values)
	variance = max(variance, j.chance(mean))
	if variance == 0 {
		j.noData("the periods before are all the same: there is no usual range")
		return nil
	}
	k := float64(len(values))
	margin := stats.StudentQuantile(1-usualAlpha/2, k-1) * math.Sqrt(variance*(1+1/k))
	low, high := mean-margin, mean+margin
	least, most := j.unit.limits()
	low, high = max(low, least), min(high, most)
	j.out.Previous = &mean
	if j.both || j.above {
		j.out.Upper = &high
	}
	if j.both || !j.above {
		j.out.Lower = &low
	}
	j.judge(*j.out.Value)
	return nil
}

// spread is the mean and the variance of values, of which there are two or more.
func spread(values []float64) (mean, variance float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		variance += (v - mean) * (v - mean) / float64(len(values)-1)
	}
	return mean, variance
}

// chance is the variance that a number has by chance alone where its mean is
// known: of a count the mean (Poisson), of a share that of n draws; 0 where it
// cannot be said.
func (j *judging) chance(mean float64) float64 {
	switch {
	case j.count:
		return max(mean, 0)
	case j.unit == UnitShare && j.now.N > 0:
		n := float64(j.now.N)
		share := (mean*n + 0.5) / (n + 1)
		return share * (1 - share) / n
	}
	return 0
}
