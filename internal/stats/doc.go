// Package stats holds the statistics that chatcops prints: estimates with their
// intervals and tests of a difference, for shares, means, ratios, quantiles and
// totals per unit of time. It knows nothing of chats and of databases.
//
// Samples reduce to sums of whole numbers ([Sums], [PairSums]) that add up
// without rounding, so that a result depends neither on the order of the data
// nor on how it was split over machines.
//
// Throughout, alpha is the probability of an interval to miss on both sides
// together (0.05 for 95 %), a is the baseline, b what is compared with it, and
// a p-value is two-sided.
package stats
