package cmd

import (
	"math"
	"slices"
	"testing"
)

// ratio is NaN where it is undefined.
func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return ratio(sum, float64(len(values)))
}

// median of nothing is 0.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(values))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// filled puts the median of the known values for those that are not known.
func filled(values []*float64) []float64 {
	var known []float64
	for _, v := range values {
		if v != nil {
			known = append(known, *v)
		}
	}
	middle := median(known)
	return orElse(values, middle)
}

func orElse(values []*float64, otherwise float64) []float64 {
	return each(values, func(v *float64) float64 {
		if v == nil {
			return otherwise
		}
		return *v
	})
}

// ranks counts from 1; ties share their average.
func ranks(values []float64) []float64 {
	order := slices.Sorted(slices.Values(values))
	return each(values, func(v float64) float64 {
		first, _ := slices.BinarySearch(order, v)
		behind, _ := slices.BinarySearch(order, math.Nextafter(v, math.Inf(1)))
		return float64(first+1+behind) / 2
	})
}

// pearson is the correlation coefficient, undefined where one side is constant.
func pearson(x, y []float64) float64 {
	if len(x) == 0 || slices.Min(x) == slices.Max(x) || slices.Min(y) == slices.Max(y) {
		return math.NaN()
	}
	mx, my := mean(x), mean(y)
	var xy, xx, yy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	return xy / math.Sqrt(xx*yy)
}

// spearman is the correlation of ranks.
func spearman(x, y []float64) float64 { return pearson(ranks(x), ranks(y)) }

// auc is the chance that a positive scores above a negative; a tie counts half
// (Mann and Whitney 1947).
func auc(truth []bool, scores []float64) float64 {
	positives, above := 0.0, 0.0
	for i, rank := range ranks(scores) {
		if truth[i] {
			positives++
			above += rank
		}
	}
	return ratio(above-positives*(positives+1)/2, positives*(float64(len(truth))-positives))
}

// detection compares yes with yes: F1, precision and recall.
func detection(name string, truth, guess []bool) []figure {
	var hits, truths, guesses float64
	for i := range truth {
		if truth[i] {
			truths++
		}
		if guess[i] {
			guesses++
		}
		if truth[i] && guess[i] {
			hits++
		}
	}
	return []figure{
		{name + "F1", ratio(2*hits, truths+guesses), len(truth)},
		{name + "precision", ratio(hits, guesses), len(truth)},
		{name + "recall", ratio(hits, truths), len(truth)},
	}
}

// share is the share of what is right.
func share(right []bool) float64 {
	return mean(each(right, func(r bool) float64 {
		if r {
			return 1
		}
		return 0
	}))
}

// The values are worked out by hand.
func TestAccuracyStatistics(t *testing.T) {
	if got, want := ranks([]float64{3, 1, 3, -2}), []float64{3.5, 2, 3.5, 1}; !slices.Equal(got, want) {
		t.Errorf("ranks: %v, want %v", got, want)
	}
	four, nine := 4.0, 9.0
	if got, want := filled([]*float64{&four, nil, &nine}), []float64{4, 6.5, 9}; !slices.Equal(got, want) {
		t.Errorf("filled: %v, want %v", got, want)
	}
	yes, no := true, false
	found := detection("", []bool{yes, yes, yes, no, no}, []bool{yes, yes, no, yes, no})
	none := detection("", []bool{yes, no}, []bool{no, no})
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"median of an odd number", median([]float64{9, 1, 4}), 4},
		{"median of nothing", median(nil), 0},
		{"pearson", pearson([]float64{1, 2, 3}, []float64{1, 3, 2}), 0.5},
		{"pearson of a constant", pearson([]float64{0.1, 0.1, 0.1}, []float64{1, 3, 2}), math.NaN()},
		{"spearman does not see the distance", spearman([]float64{1, 2, 3}, []float64{1, 10, 100}), 1},
		{"spearman of opposites", spearman([]float64{1, 2, 3}, []float64{7, 5, 5.5}), -0.5},
		{"auc", auc([]bool{yes, no, yes, no}, []float64{4, 3, 2, 2}), 0.625}, // of 4 pairs 2 above, 1 tied
		{"auc without a negative", auc([]bool{yes}, []float64{1}), math.NaN()},
		{"share", share([]bool{yes, no, no, no}), 0.25},
		{"F1", found[0].value, 2.0 / 3},
		{"precision", found[1].value, 2.0 / 3},
		{"recall", found[2].value, 2.0 / 3},
		{"F1 of no guess", none[0].value, 0},
		{"precision of no guess", none[1].value, math.NaN()},
		{"recall of no guess", none[2].value, 0},
	} {
		if math.IsNaN(c.got) != math.IsNaN(c.want) || math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}
