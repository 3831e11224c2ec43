// Package metrics defines every number that chatcops reports, and computes it.
//
// [Registry] is the one table of metrics. [Collector] folds the facts of
// conversations into all the metrics of a [Query] in one pass; collectors of
// parts of the data merge into the same result as one collector of all of it.
// [Result] holds the values with their intervals and the tests of their change.
//
// The package knows neither where the facts come from nor how numbers are shown.
package metrics
