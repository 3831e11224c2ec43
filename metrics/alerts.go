package metrics

import (
	"fmt"
	"math"
	"slices"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/internal/stats"
)

// State is what a rule comes to.
type State string

// The states of a rule. Too few conversations to judge are never OK.
const (
	StateOK     State = "OK"
	StateAlert  State = "ALERT"
	StateNoData State = "NO DATA"
)

// States are all states, the worst first.
var States = []State{StateAlert, StateNoData, StateOK}

// Extent is what time all the data covers, whatever is selected; chat.NoTime
// where no conversation has a time.
type Extent struct{ First, Newest chat.Time }

// Judgement is what a rule says of its period. What is undefined is nil; all
// numbers are in the unit of the metric, counts with per in counts per that time.
type Judgement struct {
	State State    `json:"state"`
	Value *float64 `json:"value"`
	N     int64    `json:"n"`
	Low   *float64 `json:"low"` // of the 95 % interval
	High  *float64 `json:"high"`
	// Lower and Upper are the values beyond which the rule alerts.
	Lower *float64 `json:"alert_below"`
	Upper *float64 `json:"alert_above"`
	// Previous is the value of the period before; a count as if that had been as
	// long as this one.
	Previous *float64 `json:"previous"`
	Change   *float64 `json:"change"`
	PValue   *float64 `json:"p_value"`
	// Reason says why in a few words, with the way out of NO DATA.
	Reason string `json:"reason"`
	Unit   Unit   `json:"unit"`
	Period Period `json:"period"`
}

// judging is a rule at work.
type judging struct {
	*Rule
	out    Judgement
	now    Value
	count  bool // the number is counted, not estimated
	length float64
	extent Extent
}

// Judge judges a rule by what was collected of its period and of as many periods
// before it as Lookback tells, the latest first; fewer if there are no more. The
// queries of the collectors name the number of the rule and have Contrasts set.
func (r *Rule) Judge(now *Collector, before []*Collector, extent Extent) (Judgement, error) {
	value, err := now.number(r.Metric)
	if err != nil {
		return Judgement{}, err
	}
	j := &judging{Rule: r, now: value, extent: extent, length: now.covered(extent)}
	j.count = value.Unit == UnitCount
	j.out = Judgement{State: StateNoData, Value: value.Value, N: value.N, Low: value.Low, High: value.High, Unit: value.Unit, Period: newPeriod(now.query.Span)}
	if !j.readable(now) {
		return j.out, nil
	}
	switch {
	case r.form == againstBound:
		j.againstBound()
	case len(before) == 0:
		j.noData("all the data has no period before it: add over 7d to the rule, or --period")
	case r.form == againstPrevious:
		err = j.againstPrevious(now, before[0])
	case r.form == againstUsual:
		err = j.againstUsual(before)
	}
	return j.out, err
}

// number is the number of that name in what was collected.
func (c *Collector) number(name string) (Value, error) {
	if c.err != nil {
		return Value{}, c.err
	}
	i := slices.IndexFunc(c.plan.columns, func(c column) bool { return c.name == name })
	if i < 0 {
		return Value{}, fmt.Errorf("%s was not collected", name)
	}
	total := c.total(c.sides[0])
	return c.plan.columns[i].read(total), nil
}

// covered is how many seconds of the period of a collector the data can be of:
// the data begins with its first conversation, and what is to come does not count.
func (c *Collector) covered(e Extent) float64 {
	span := c.query.Span
	if !e.First.Known() {
		return 0
	}
	if first := time.UnixMicro(int64(e.First)); span.Start.Before(first) { // also without a start
		span.Start = first
	}
	if span.End.IsZero() {
		span.End = time.UnixMicro(int64(e.Newest))
	}
	return c.query.length(span)
}

func (j *judging) noData(format string, args ...any) {
	j.out.State, j.out.Reason = StateNoData, fmt.Sprintf(format, args...)
}

// readable reports whether there is enough to judge by, and says why if not.
func (j *judging) readable(now *Collector) bool {
	conversations := now.conversations()
	lo, _ := now.query.Span.Bounds()
	switch {
	case conversations == 0 && (!j.extent.Newest.Known() || int64(j.extent.Newest) < lo):
		j.noData("no data has come since the period began: import what there is")
	case j.count && j.now.Value == nil && conversations > 0:
		j.noData("no conversation of the period has what is counted")
	case j.count && j.now.Value == nil:
		zero := 0.0
		j.now.Value, j.out.Value = &zero, &zero
		return true
	case j.count:
		return true
	case j.now.N < SmallSample:
		j.noData("too few to judge: n = %d, fewer than %d", j.now.N, SmallSample)
	default:
		return true
	}
	return false
}

func (c *Collector) conversations() int64 { return c.total(c.sides[0]).count(conversation) }

// againstBound compares with a fixed value.
func (j *judging) againstBound() {
	if j.per > 0 {
		if j.length < j.per.Seconds()/2 { // a day of data need not begin at midnight
			j.noData("the data of the period is much shorter than what the count is given per: choose a longer one")
			return
		}
		rate := *j.out.Value * j.per.Seconds() / j.length
		j.out.Value = &rate
	}
	j.limit(j.bound)
	j.judge(*j.out.Value)
}

// limit sets the value beyond which the rule alerts.
func (j *judging) limit(bound float64) {
	if j.above {
		j.out.Upper = &bound
	} else {
		j.out.Lower = &bound
	}
}

// judge sets the state by a value and what is alerted beyond.
func (j *judging) judge(value float64) {
	j.out.State = StateOK
	switch {
	case j.out.Upper != nil && (value > *j.out.Upper || j.included && value == *j.out.Upper):
		j.out.State, j.out.Reason = StateAlert, "above what is allowed"
	case j.out.Lower != nil && (value < *j.out.Lower || j.included && value == *j.out.Lower):
		j.out.State, j.out.Reason = StateAlert, "below what is allowed"
	}
}

// againstPrevious compares with the period before: beyond the margin it is an
// alert where the change is no noise, else it cannot be told.
func (j *judging) againstPrevious(now, before *Collector) error {
	was, err := before.number(j.Metric)
	if err != nil {
		return err
	}
	length := before.covered(j.extent)
	switch {
	case was.Value == nil || length == 0:
		j.noData("the period before has no data")
		return nil
	case !j.count && was.N < SmallSample:
		j.noData("too few to judge: n = %d in the period before, fewer than %d", was.N, SmallSample)
		return nil
	}
	previous := *was.Value
	if j.count {
		previous *= j.length / length
	}
	p, err := j.test(now, before, was)
	if err != nil {
		return err
	}
	change := *j.out.Value - previous
	margin := j.bound
	if j.relative {
		margin *= math.Abs(previous)
	}
	j.out.Previous, j.out.Change, j.out.PValue = &previous, &change, p
	const rounding = 1e-9 // of differences of fractions
	if j.above {
		j.limit(previous + margin)
		j.beyond(change > margin+rounding, "risen")
	} else {
		j.limit(previous - margin)
		j.beyond(change < -margin-rounding, "dropped")
	}
	return nil
}

func (j *judging) beyond(yes bool, what string) {
	switch {
	case !yes:
		j.out.State = StateOK
	case j.out.PValue == nil:
		j.noData("%s by more than allowed, but there is too little data to test it", what)
	case *j.out.PValue < alpha:
		j.out.State, j.out.Reason = StateAlert, what+" by more than is allowed"
	default:
		j.noData("%s by more than allowed, which may be noise (p = %.2g): too few to tell", what, *j.out.PValue)
	}
}

// test is the p-value of the change, nil if it cannot be tested.
func (j *judging) test(now, before *Collector, was Value) (*float64, error) {
	l := lengths{j.length, before.covered(j.extent)}
	if now.conversations() == 0 { // there is nothing to contrast, but its absence
		if l.now == 0 {
			return nil, nil
		}
		n := float64(before.conversations())
		_, p := stats.CompareRates(n, n, l.before, 0, 0, l.now)
		return &p, nil
	}
	list, err := now.contrast(before, l)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(v Contrasted) bool { return v.Name == was.Name })
	return list[i].PValue, nil
}

// PeriodsBefore returns up to n periods before a span, the latest first; none if it is
// not bounded.
func PeriodsBefore(s period.Span, n int) []period.Span {
	var list []period.Span
	for range n {
		before, ok := s.Previous()
		if !ok {
			break
		}
		list, s = append(list, before), before
	}
	return list
}
