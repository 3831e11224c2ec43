package abtest

// Part is a metric or a segment that is looked at beside the one that decides.
type Part struct {
	Sample *Sample
	Better Direction
}

// Explored is what was seen in a part: hints, never a verdict.
type Explored struct {
	Arms       []Arm // the control first
	Treatments []Treatment
}

// Explore compares every treatment with the control in each part. P-values are
// adjusted by Holm over all the comparisons, and intervals are so wide that all
// of them hold at once.
func (s *Study) Explore(parts []Part) []Explored {
	out := make([]Explored, len(parts))
	var p []float64
	var all []*Treatment
	for i, part := range parts {
		e := s.present(part.Sample, part.Better)
		control, arms, _ := e.split()
		out[i].Arms = e.Arms
		out[i].Treatments = make([]Treatment, len(arms))
		alpha := level / float64(len(parts)*max(1, len(arms)))
		for j, arm := range arms {
			t := &out[i].Treatments[j]
			*t = Treatment{Name: arm.Name, Comparison: e.compareByP(control, arm, alpha), Status: Unclear}
			judged := t.P
			if !e.enough(control) || !e.enough(arm) {
				t.Status, judged = TooLittle, 1
			}
			p, all = append(p, judged), append(all, t)
		}
	}
	for i, adjusted := range Holm(p) {
		all[i].AdjustedP = adjusted
	}
	for i, part := range parts {
		e := Experiment{Better: part.Better, MDE: s.MDE}
		for j := range out[i].Treatments {
			if t := &out[i].Treatments[j]; t.Status != TooLittle {
				t.Status = e.status(t.Comparison, t.AdjustedP <= level)
			}
		}
	}
	return out
}

// Guarded is what a guardrail metric says of one treatment.
type Guarded struct {
	Control, Treatment Arm
	Comparison
	Safety Safety
}

// Guard compares a guardrail metric of every treatment with the control, without
// any correction, see Guardrail.
func (s *Study) Guard(part Part, margin float64) []Guarded {
	e := s.present(part.Sample, part.Better)
	control, arms, _ := e.split()
	var out []Guarded
	for _, arm := range arms {
		c := e.compareByP(control, arm, level)
		out = append(out, Guarded{control, arm, c, Guardrail(c, part.Better, margin)})
	}
	return out
}
