package cmd

import (
	"slices"
	"strings"

	"chatcops/metrics"
)

// lead puts the numbers of the metric that leads before the others. Groups keep
// their order: what is drawn of them is their size.
func lead(r *metrics.Result, northStar string) {
	name, statistic, _ := strings.Cut(northStar, ".")
	follows := func(v *metrics.Value) int {
		if v.Metric == name && (statistic == "" || v.Statistic == statistic) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(r.Values, func(a, b metrics.Value) int { return follows(&a) - follows(&b) })
}
