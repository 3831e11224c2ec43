package metrics

import (
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

const (
	alpha = 0.05 // of every interval and test
	// SmallSample is how many conversations make a value that carries no warning.
	SmallSample = 20
)

// read returns the value of a column in a cell whose samples are sorted.
func (c *column) read(from *cell) Value {
	v := Value{
		Metric: c.metric.Name, Statistic: c.statistic.Name, Name: c.name, Title: c.title,
		Unit: c.metric.Unit, Better: c.metric.Better, Warnings: []string{},
	}
	switch c.statistic.Fold {
	case Count, Sum:
		y := from.total(c.metric.of.numerator)
		v.count(from.count(c.metric.of.basis), y.Float()/c.metric.Unit.one())
	case Distinct:
		v.count(from.identified, float64(from.counted.all))
	case DistinctNew:
		v.count(from.identified, float64(from.counted.new))
	case DistinctReturning:
		v.count(from.identified, float64(from.counted.all-from.counted.new))
	case Share:
		v.share(c.tally(from))
		v.split(c.metric.Parts, from)
	case Mean, Ratio, UserShare:
		c.readEstimate(&v, from)
	case ReplyQuantile:
		c.readReplies(&v, &from.replies)
	case Quantile:
		c.readQuantile(&v, from.samples[c.slots[0]].sorted())
	}
	if from.count(conversation) == 0 {
		v.nothing()
	}
	if c.metric.LacksTime != "" {
		n := from.count(c.metric.lacks)
		v.WithoutTime, v.LacksTime = &n, c.metric.LacksTime
	}
	return v
}

// nothing says of a count that nothing was there: of no conversation it is known.
func (v *Value) nothing() {
	if v.Value == nil && v.Unit == UnitCount {
		none := 0.0
		v.Value = &none
	}
}

// count sets a number that is counted, not estimated.
func (v *Value) count(n int64, value float64) {
	v.N = n
	if n > 0 {
		v.Value = &value
	}
}

// tally is a share of n conversations or messages.
type tally struct{ hits, n int64 }

func (c *column) tally(from *cell) tally {
	return tally{from.count(c.metric.of.numerator), from.count(c.metric.of.denominator)}
}

// share sets a share of n conversations.
func (v *Value) share(t tally) {
	v.N = t.n
	if t.n == 0 {
		return
	}
	v.fraction(float64(t.hits), float64(t.n))
	low, high := stats.Wilson(t.hits, t.n, alpha)
	v.Low, v.High = &low, &high
	v.warnIfSmall()
}

// fraction sets the value as a numerator over a denominator that is not 0.
func (v *Value) fraction(numerator, denominator float64) {
	value := numerator / denominator
	v.Value, v.Numerator, v.Denominator = &value, &numerator, &denominator
}

func (v *Value) warnIfSmall() {
	if v.N < SmallSample {
		v.warn("small sample: n = %d", v.N)
	}
}

func (v *Value) warn(format string, args ...any) {
	v.Warnings = append(v.Warnings, fmt.Sprintf(format, args...))
}

// split sets the parts of a share: the outcomes that make up its numerator.
func (v *Value) split(outcomes []chat.Outcome, from *cell) {
	for _, o := range outcomes {
		info := chat.Outcomes[o-1]
		part := Part{Name: info.Name, Title: info.Title, Numerator: float64(from.outcomes[o])}
		if v.Denominator != nil {
			value := part.Numerator / *v.Denominator
			part.Value = &value
		}
		v.Parts = append(v.Parts, part)
	}
}

// estimate returns a mean or a ratio in its unit, with its two terms.
func (c *column) estimate(from *cell) estimated {
	one := c.metric.Unit.one()
	of := c.metric.of
	if c.statistic.Fold == UserShare {
		return sharedBy(&from.recontacts)
	}
	n, y, x := from.count(of.basis), from.total(of.numerator), from.total(of.denominator)
	if c.statistic.Fold == Mean {
		e := (&stats.Sums{N: n, X: y, XX: from.products[c.slots[0]]}).Mean()
		return estimated{e.Scaled(one), y.Float() / one, x.Float()}
	}
	yy, xx, xy := from.products[c.slots[0]], from.products[c.slots[1]], from.products[c.slots[2]]
	return ratioOf(&stats.PairSums{N: n, Y: y, X: x, YY: yy, XX: xx, XY: xy}, one)
}

func (c *column) readEstimate(v *Value, from *cell) {
	e := c.estimate(from)
	v.N = e.N
	if e.N == 0 {
		return
	}
	v.fraction(e.numerator, e.denominator)
	v.warnIfSmall()
	v.bound(e, c.clusteredShare())
}

// bound sets the interval of a mean or ratio.
func (v *Value) bound(e estimated, clustered bool) {
	low, high, ok := e.Interval(alpha)
	if clustered {
		low, high, ok = e.clusteredInterval()
	} else if spreadless(e.Estimate) {
		return
	}
	if !ok {
		return
	}
	least, most := v.Unit.limits()
	low, high = max(low, least), min(high, max(most, *v.Value))
	v.Low, v.High = &low, &high
}

// clusteredShare reports whether the column is a share of what comes in clusters:
// of messages or ratings, which come in conversations, or of the conversations of users.
func (c *column) clusteredShare() bool {
	return c.statistic.Fold == UserShare || c.statistic.Fold == Ratio && c.metric.Unit == UnitShare
}

// spreadless reports whether a sample is too small to believe that all its
// values are equal: its standard error of 0 says nothing.
func spreadless(e stats.Estimate) bool { return e.SE == 0 && e.N < SmallSample }

func (c *column) readQuantile(v *Value, sorted []int64) {
	v.N = int64(len(sorted))
	if v.N == 0 {
		return
	}
	lo, hi, ok := stats.QuantileInterval(sorted, c.statistic.P, alpha)
	c.setQuantile(v, stats.Quantile(sorted, c.statistic.P), lo, hi, ok)
}

// readReplies reads a quantile of all replies; n are their conversations.
func (c *column) readReplies(v *Value, r *replyTimes) {
	v.N = r.conversations
	if v.N == 0 {
		return
	}
	q := stats.ClusterQuantile(r.rank(), r.n, c.statistic.P)
	lo, hi, ok := stats.ClusterQuantileInterval(r.clusters, r.rank(), r.n, q, c.statistic.P, alpha)
	c.setQuantile(v, q, lo, hi, ok)
}

func (c *column) setQuantile(v *Value, q float64, lo, hi int64, ok bool) {
	one := c.metric.Unit.one()
	value := q / one
	v.Value = &value
	v.warnIfSmall()
	if !ok {
		v.warn("no interval: n = %d is too few for %s", v.N, c.statistic.Name)
		return
	}
	low, high := float64(lo)/one, float64(hi)/one
	v.Low, v.High = &low, &high
}
