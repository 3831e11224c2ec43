package abtest

// Warning names a doubt about a test that does not block its verdict.
type Warning string

// The warnings.
const (
	FewDays             Warning = "few_days"              // fewer than MinDays complete days
	MissingValuesDiffer Warning = "missing_values_differ" // the variants lack values at different rates
	EffectChanged       Warning = "effect_changed"        // a difference that was told is contradicted by what came since
)

// MinDays is how many complete UTC days a test should run: a week, so that
// every day of the week counts alike.
const MinDays = 7

// missingValuesLevel is the p-value below which missing values differ.
const missingValuesLevel = 0.001

// Warnings returns the doubts about a test that ran for so many complete UTC
// days. missing holds, for each variant, how many of its sessions lack a value
// of the metric; if the variants differ in that, those who have one may differ
// in more than the variant.
func Warnings(completeDays int, missing []Group) []Warning {
	var out []Warning
	if completeDays < MinDays {
		out = append(out, FewDays)
	}
	if CompareAll(missing).P < missingValuesLevel {
		out = append(out, MissingValuesDiffer)
	}
	return out
}
