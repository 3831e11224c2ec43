package abtest

import (
	"iter"
	"maps"
	"math"
	"slices"

	"chatcops/internal/stats"
)

// Kind is how the values of a metric in single sessions become its value in a variant.
type Kind int

// The kinds of metrics.
const (
	Shares Kind = iota // Σy of n, each y 0 or 1
	Means              // Σy ÷ n
	Ratios             // Σy ÷ Σx
)

// Point is what one session contributes to a metric. X is 1 unless the metric is
// a ratio.
type Point struct {
	Variant int    // index in the test
	Hour    int    // UTC hour of the session's first exposure, see Hour
	User    uint64 // hash of the user; of 0 nothing is known, so that it stands for itself
	Y, X    int64
}

// Sample folds the values that one metric has in the sessions of a test. A
// session that has no value is not added. The result does not depend on the order.
type Sample struct {
	kind     Kind
	unit     float64 // how many whole numbers make one of the metric's unit
	variants int
	hours    map[int][]stats.PairSums // by hour, then variant: so that every look can be taken again
	users    []map[uint64]*userSums   // by variant; nil unless users are the unit
	alone    []stats.PairSums         // sessions of unknown users, where users are the unit
	values   [][]int64                // of means, for the median
}

// userSums are the sums over the sessions of one user in one variant.
type userSums struct{ y, x int64 }

// NewSample returns an empty sample for a test of so many variants. Whole
// numbers are added, of which unit make one of the metric's own. byUser makes
// users the unit of the analysis: values of one user are not independent.
func NewSample(kind Kind, unit float64, variants int, byUser bool) *Sample {
	s := &Sample{kind: kind, unit: unit, variants: variants, hours: map[int][]stats.PairSums{}, values: make([][]int64, variants)}
	if byUser {
		s.alone = make([]stats.PairSums, variants)
		for range variants {
			s.users = append(s.users, map[uint64]*userSums{})
		}
	}
	return s
}

// Add adds the value of one session.
func (s *Sample) Add(p Point) {
	hour := s.hours[p.Hour]
	if hour == nil {
		hour = make([]stats.PairSums, s.variants)
		s.hours[p.Hour] = hour
	}
	hour[p.Variant].Add(p.Y, p.X)
	if s.kind == Means {
		s.values[p.Variant] = append(s.values[p.Variant], p.Y)
	}
	switch {
	case s.users == nil:
	case p.User == 0:
		s.alone[p.Variant].Add(p.Y, p.X)
	default:
		u := s.users[p.Variant][p.User]
		if u == nil {
			u = &userSums{}
			s.users[p.Variant][p.User] = u
		}
		u.y, u.x = u.y+p.Y, u.x+p.X
	}
}

// allDays is later than any day.
const allDays = int(^uint(0) >> 1)

// sums adds up the sessions of each variant that were first exposed by the end
// of a day.
func (s *Sample) sums(until int) []stats.PairSums {
	out := make([]stats.PairSums, s.variants)
	for hour, of := range s.hours {
		if dayOf(hour) <= until {
			merge(out, of)
		}
	}
	return out
}

// merge adds the sums of other sessions to those of each variant.
func merge(sums, of []stats.PairSums) {
	for i := range of {
		sums[i].Merge(&of[i])
	}
}

// courseOf yields the sums at the end of each hour in which sessions came, in
// their order. What it yields is valid until the next.
func (s *Sample) courseOf() iter.Seq2[int, []stats.PairSums] {
	return func(yield func(int, []stats.PairSums) bool) {
		sums := make([]stats.PairSums, s.variants)
		for _, hour := range slices.Sorted(maps.Keys(s.hours)) {
			merge(sums, s.hours[hour])
			if !yield(hour, sums) {
				return
			}
		}
	}
}

// withValue returns how many sessions of each variant have a value.
func (s *Sample) withValue() []int64 {
	var out []int64
	for _, v := range s.sums(allDays) {
		out = append(out, v.N)
	}
	return out
}

// perDay returns how many sessions with a value came on each of the days from
// first up to before, on average.
func (s *Sample) perDay(first, before int) float64 {
	var n int64
	for hour, of := range s.hours {
		if day := dayOf(hour); day < first || day >= before {
			continue
		}
		for i := range of {
			n += of[i].N
		}
	}
	return float64(n) / float64(before-first)
}

// arms returns what each variant of the test has by the end of a day.
func (s *Sample) arms(t *Test, until int) []Arm { return s.armsOf(t, s.sums(until)) }

// armsOf returns what each variant of the test has with these sums. By user, it
// has all that came.
func (s *Sample) armsOf(t *Test, all []stats.PairSums) []Arm {
	out := make([]Arm, s.variants)
	for i, sums := range all {
		a := &out[i]
		a.Name, a.Weight, a.Sessions = t.variants[i], t.weights[i], sums.N
		if s.kind == Shares {
			a.Conversions = int64(sums.Y.Float())
		}
		switch {
		case s.users != nil:
			sums = s.byUser(i)
			a.Value = sums.Ratio()
		case s.kind == Ratios:
			a.Value = sums.Ratio()
		default:
			a.Value = (&stats.Sums{N: sums.N, X: sums.Y, XX: sums.YY}).Mean()
		}
		a.Value = a.Value.Scaled(s.unit)
	}
	return out
}

// byUser returns the sums over the users of a variant.
func (s *Sample) byUser(variant int) stats.PairSums {
	sums := s.alone[variant]
	for _, u := range s.users[variant] {
		sums.Add(u.y, u.x)
	}
	return sums
}

// Reading is the value of a metric in one variant, with its 95 % interval. What is
// not defined is NaN.
type Reading struct {
	N                int64 // sessions with a value, or users with such
	Value, Low, High float64
}

// Read returns the value in an arm of the sample: Wilson's interval of a share of
// sessions, else Student's.
func (s *Sample) Read(a Arm) Reading {
	undefined := math.NaN()
	if s.kind == Shares && s.users == nil {
		low, high := stats.Wilson(a.Conversions, a.Sessions, level)
		return Reading{a.Sessions, a.group().rate(), low, high}
	}
	r := Reading{a.Value.N, undefined, undefined, undefined}
	if a.Value.N == 0 {
		return r
	}
	r.Value = a.Value.Value
	if low, high, ok := a.Value.Interval(level); ok {
		r.Low, r.High = low, high
	}
	return r
}

// median returns the median of the values of a variant; ok is false without any.
func (s *Sample) median(variant int) (m float64, ok bool) {
	sorted := slices.Clone(s.values[variant])
	if len(sorted) == 0 {
		return 0, false
	}
	stats.Sort(sorted)
	return stats.Quantile(sorted, 0.5) / s.unit, true
}

// Len returns how many sessions have a value.
func (s *Sample) Len() (n int64) {
	for _, v := range s.withValue() {
		n += v
	}
	return n
}
