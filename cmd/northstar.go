package cmd

import (
	"slices"
	"strings"

	"chatcops/metrics"
)

// lead puts the numbers of the metric that leads before the others, in the whole
// and in each group.
func lead(r *metrics.Result, northStar string) {
	name, statistic, _ := strings.Cut(northStar, ".")
	follows := func(v *metrics.Value) int {
		if v.Metric == name && (statistic == "" || v.Statistic == statistic) {
			return 0
		}
		return 1
	}
	order := func(list []metrics.Value) {
		slices.SortStableFunc(list, func(a, b metrics.Value) int { return follows(&a) - follows(&b) })
	}
	order(r.Values)
	for i := range r.Groups {
		order(r.Groups[i].Values)
	}
}
