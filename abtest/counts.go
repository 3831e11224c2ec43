package abtest

import (
	"iter"

	"chatcops/internal/stats"
)

// level is the level at which intervals and verdicts speak: 95 %.
const level = 0.05

// Counts is what a test counted, variant by variant.
type Counts struct {
	Test     string         `json:"test"`
	Variants []VariantCount `json:"variants"` // in the order of the test, the control first
	Checks   Checks         `json:"checks"`
	// Recomputed says that no exposures were recorded: each session's variant
	// was computed from the hash, so nothing shows that it was really served.
	Recomputed bool `json:"recomputed"`
}

// VariantCount is one variant's share of the sessions and what became of them.
type VariantCount struct {
	Name        string   `json:"name"`
	Sessions    int64    `json:"sessions"`
	Conversions int64    `json:"conversions"` // sessions that converted
	Rate        *float64 `json:"rate"`        // conversions per session, nil without sessions
	Low         float64  `json:"low"`         // 95 % Wilson interval of the rate
	High        float64  `json:"high"`
	Weight      int64    `json:"weight"` // configured, as smallest whole numbers
}

// Checks counts what should not happen in a sound test.
type Checks struct {
	Crossovers                int64 `json:"crossovers"`                  // sessions exposed to two known variants or more; they stay with their first
	HashMismatches            int64 `json:"hash_mismatches"`             // sessions whose variant is not the assigned one
	UnknownVariants           int64 `json:"unknown_variants"`            // exposures, not sessions, to variants the test does not have
	ConversionsBeforeExposure int64 `json:"conversions_before_exposure"` // sessions that converted only before their first exposure
	ConversionsUnexposed      int64 `json:"conversions_unexposed"`       // sessions that converted without any exposure
}

func newCounts(t *Test) Counts {
	c := Counts{Test: t.name, Variants: make([]VariantCount, len(t.variants))}
	for i := range c.Variants {
		c.Variants[i].Name, c.Variants[i].Weight = t.variants[i], t.weights[i]
	}
	return c
}

// finish derives the rates from the counts.
func (c Counts) finish() Counts {
	for i := range c.Variants {
		v := &c.Variants[i]
		v.Low, v.High = stats.Wilson(v.Conversions, v.Sessions, level)
		if v.Sessions > 0 {
			rate := float64(v.Conversions) / float64(v.Sessions)
			v.Rate = &rate
		}
	}
	return c
}

// CountAssigned counts a test whose exposures were not recorded: it gives each
// session the variant that Assign computes, and marks the result Recomputed.
// The sequence yields sessions and whether they converted; a session that
// comes twice counts once, as converted if it converted either time.
func CountAssigned(t *Test, sessions iter.Seq2[Session, bool]) Counts {
	converted := map[Session]bool{}
	for session, did := range sessions {
		converted[session] = converted[session] || did
	}
	out := newCounts(t)
	out.Recomputed = true
	for session, did := range converted {
		i, _ := t.Assign(session.ID)
		out.Variants[i].Sessions++
		if did {
			out.Variants[i].Conversions++
		}
	}
	return out.finish()
}
