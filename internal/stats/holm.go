package stats

import (
	"cmp"
	"slices"
)

// Holm returns p-values adjusted for their number, in the order given: the
// chance of any false rejection at level α stays within α. Holm, Scandinavian
// Journal of Statistics 6 (1979) 65.
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	adjusted := make([]float64, len(p))
	largest := 0.0
	for rank, i := range order {
		largest = max(largest, min(1, p[i]*float64(len(p)-rank)))
		adjusted[i] = largest
	}
	return adjusted
}
