package abtest

import "chatcops/internal/stats"

// Holm returns p-values adjusted for their number, in the order given, see stats.Holm.
func Holm(p []float64) []float64 { return stats.Holm(p) }
