package metrics

import (
	"math"

	"chatcops/internal/chat"
)

// Metric is one entry of the registry: the only definition of a number.
type Metric struct {
	Name   string // in flags, output and config
	Title  string // for people
	Unit   Unit
	Better Direction
	Doc    string // one line: what it is, and what leaves its denominator
	// Formula is the definition in terms of the facts of conversations.
	Formula string
	// Statistics are the numbers the metric yields. A metric with one number has
	// one nameless statistic.
	Statistics []Statistic
	// Parts are the outcomes whose shares add up to the metric and are shown with it.
	Parts []chat.Outcome
	// LacksTime is why a conversation may have no time that the metric needs, as
	// people are told; "" for a metric that needs none.
	LacksTime string
	lacks     term     // 1 in such conversations
	of        fraction // the zero fraction for the metrics of users, which need none
}

// fraction is what a metric adds up: the numerator over the denominator of each
// conversation. basis is 1 in the conversations to which the metric applies, in
// the others all three are 0.
type fraction struct{ numerator, denominator, basis term }

// Statistic is a way to fold the values of the conversations into one number.
type Statistic struct {
	Name string // after the dot: mean, p50, p90; "" for the only one
	Fold Fold
	P    float64 // of a quantile: 0.5 for the median
}

// FullName returns the name of one statistic of the metric, as in duration.p90.
func (m *Metric) FullName(s Statistic) string {
	if s.Name == "" {
		return m.Name
	}
	return m.Name + "." + s.Name
}

// FullTitle returns the title of one statistic of the metric.
func (m *Metric) FullTitle(s Statistic) string {
	if s.Name == "" {
		return m.Title
	}
	return m.Title + ", " + s.Name
}

// Direction says which change of a metric is good.
type Direction string

// Directions; a metric without one only grows or shrinks.
const (
	Higher Direction = "higher"
	Lower  Direction = "lower"
	None   Direction = "none"
)

// Unit is what a value counts.
type Unit string

// Units. Shares run from 0 to 1.
const (
	UnitCount    Unit = "count"
	UnitShare    Unit = "share"
	UnitSeconds  Unit = "seconds"
	UnitMessages Unit = "messages"
	UnitMood     Unit = "sentiment" // from −1 to 1
	UnitPoints   Unit = "points"    // from 0 to 100
	UnitRating   Unit = "rating"    // from 1 to 5
	UnitMoney    Unit = "money"     // in the currency of the result
	UnitScore    Unit = "score"     // of whatever scale
)

// one returns how many of the whole numbers that are folded make one of the unit.
func (u Unit) one() float64 {
	switch u {
	case UnitSeconds, UnitScore:
		return 1e6
	case UnitMood:
		return 1e4
	case UnitPoints:
		return 100
	case UnitMoney:
		return 1e9
	}
	return 1
}

// limits returns the values between which the unit lies by its nature.
func (u Unit) limits() (lo, hi float64) {
	switch u {
	case UnitShare:
		return 0, 1
	case UnitMood:
		return -1, 1
	case UnitPoints:
		return 0, 100
	case UnitRating:
		return 1, 5
	case UnitScore, UnitMoney:
		return math.Inf(-1), math.Inf(1)
	}
	return 0, math.Inf(1)
}

// Fold is how the values of conversations become one number.
type Fold uint8

// The folds. Each has its interval and its test, see Folds.
const (
	Count Fold = iota
	Sum
	Distinct
	DistinctNew
	DistinctReturning
	Share
	Mean
	Ratio
	Quantile
	ReplyQuantile
	UserShare
)

// FoldInfo describes a fold for people.
type FoldInfo struct {
	Name     string
	Interval string // how the 95 % interval is found
	Test     string // how a change is told from noise
}

const (
	noInterval  = "none: what is there is counted, not estimated"
	poissonTest = "difference of two Poisson rates, each count divided by the length of its period; interval of the change where the lengths are equal"
)

// Folds is the one table of the folds, indexed by Fold.
var Folds = [...]FoldInfo{
	Count:             {"count", noInterval, poissonTest},
	Sum:               {"sum", noInterval, "difference of two compound Poisson rates, each sum divided by the length of its period; interval of the change where the lengths are equal"},
	Distinct:          {"distinct", noInterval, poissonTest},
	DistinctNew:       {"distinct", noInterval, poissonTest},
	DistinctReturning: {"distinct", noInterval, poissonTest},
	Share:             {"share", "Wilson", "pooled z of two proportions, Fisher's exact test where a count below 5 is expected; Newcombe interval of the change"},
	Mean:              {"mean", "Student's t", "Welch's t, with its interval of the change"},
	Ratio:             {"ratio", "delta method over conversations, with Student's t", "delta method with Welch's degrees of freedom, with its interval of the change"},
	ReplyQuantile: {"quantile", "of all replies, not of conversations: Woodruff's, from the share of replies above it by the delta method over conversations",
		"shares of replies above the common quantile, by the delta method over conversations with Welch's degrees of freedom; interval of the change from the two intervals (MOVER)"},
	UserShare: {"share", "Wilson with the effective sample size of the delta method over users, since one user's conversations are alike; Student's t with the degrees of freedom of Pan and Wall",
		"delta method over users, pooled, with the degrees of freedom of Pan and Wall in Welch's test; interval of the change from the two intervals (MOVER)"},
	Quantile: {"quantile", "order statistics, free of any distribution; p50 needs 6 conversations, p10 and p90 need 36", "Mood's test: the shares above the common quantile, by Fisher's exact test; interval of the change from the two intervals (MOVER)"},
}
