package abtest

// Look is one look of a planned test: after a complete UTC day.
type Look struct {
	Number   int     // from 1
	Day      int     // UTC day at whose end it is taken, counted from 1970
	Sessions int64   // of the whole test by then
	Fraction float64 // of the planned ones, 1 at most
	Bound    float64 // the |z| that tells a difference
}

// Looks returns the looks of a test that was planned for so many sessions, taken
// after each complete day before today on which sessions came, up to the one at
// which the planned number is reached: that look is the last. alpha is shared by
// all of them, see GroupSequentialBounds; of m treatments each has level/m.
func (t *Traffic) Looks(planned int64, today int, alpha float64) ([]Look, error) {
	if planned <= 0 || t.first == allDays {
		return nil, nil
	}
	var looks []Look
	var fractions []float64
	before := 0.0
	for day := t.first; day < today && before < 1; day++ {
		n := t.until(day)
		fraction := min(1, float64(n)/float64(planned))
		if fraction-before < minFraction {
			continue
		}
		looks = append(looks, Look{Number: len(looks) + 1, Day: day, Sessions: n, Fraction: fraction})
		fractions = append(fractions, fraction)
		before = fraction
	}
	bounds, err := GroupSequentialBounds(fractions, alpha, 2)
	if err != nil {
		return nil, err
	}
	for i := range looks {
		looks[i].Bound = bounds[i]
	}
	return looks, nil
}
