// Package abtest assigns sessions to the variants of a test, counts what they
// did, and says what the counts prove.
//
// A session's variant is a pure function of the test's name, the session and
// the weights (Test.Assign), so any program can compute it without asking.
// Counting (Counter, CountAssigned) turns exposures and conversions into one
// Counts; Judge turns those, or the means of any other metric, into a verdict
// that stays valid however often one looks. The other exported functions are
// the formulas that these stand on. All of them are pure: no clock, no
// storage, no output.
//
// Throughout, A is the control and B a treatment, differences are B minus A,
// lifts are (B-A)/|A|, p-values are two-sided, and NaN stands for a number
// that is not defined. Intervals of rates and shares are in 0..1.
package abtest
