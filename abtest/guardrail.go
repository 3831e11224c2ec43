package abtest

// DefaultMargin is how much worse, as a share of the control's value, a
// guardrail metric may get unless another margin is configured.
const DefaultMargin = 0.05

// Safety is the state of a guardrail metric.
type Safety string

// The states of a guardrail metric.
const (
	Harmed  Safety = "harmed"  // worse, by its own uncorrected p-value
	Safe    Safety = "safe"    // any worsening is within the margin
	Unknown Safety = "unclear" // neither yet
)

// Guardrail judges a metric that a change must not harm. The p-value is not
// corrected for other metrics: a guardrail should rather warn once too often.
// A metric without a direction is never harmed nor safe.
func Guardrail(c Comparison, better Direction, margin float64) Safety {
	var harmed, safe bool
	switch better {
	case Higher:
		harmed, safe = c.Difference < 0, c.LiftLow >= -margin
	case Lower:
		harmed, safe = c.Difference > 0, c.LiftHigh <= margin
	}
	switch {
	case harmed && c.P <= level:
		return Harmed
	case safe:
		return Safe
	}
	return Unknown
}
