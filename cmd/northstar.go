package cmd

import (
	"slices"
	"strings"

	"chatcops/metrics"
)

// lead puts the numbers of the metric that leads before the others; in groups only
// for programs, which find the same order there: for people their size stands
// first, of which bars are drawn.
func lead(r *metrics.Result, northStar string, programs bool) {
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
		if programs {
			order(r.Groups[i].Values)
		}
	}
}
