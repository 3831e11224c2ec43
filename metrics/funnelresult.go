package metrics

import "slices"

// FunnelResult is how many conversations came how far.
type FunnelResult struct {
	Head
	Name          string       `json:"name"`
	Ordered       bool         `json:"ordered"`
	WindowSeconds *float64     `json:"window_seconds"`
	Steps         []FunnelStep `json:"steps"`
}

// FunnelStep is one step. What is undefined is nil.
type FunnelStep struct {
	Name            string   `json:"name"`
	Conversations   int64    `json:"conversations"`
	ShareOfFirst    *float64 `json:"share_of_first"`
	ShareOfPrevious *float64 `json:"share_of_previous"`
	DropOffRate     *float64 `json:"drop_off_rate"`
	// MedianSeconds is from the last step before this one that has a time.
	MedianSeconds *float64 `json:"median_seconds_from_previous"`
	// Values are the four above with n, interval and the test of their change.
	Values []Value `json:"metrics"`
}

// Find returns one of the values of the step by name.
func (s *FunnelStep) Find(name string) *Value { return findValue(s.Values, name) }

func findValue(list []Value, name string) *Value {
	i := slices.IndexFunc(list, func(v Value) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// FunnelCounter counts walks.
type FunnelCounter struct {
	funnel *Funnel
	sides  [2]funnelSide
}

type funnelSide struct {
	reached []int64   // by step
	waits   [][]int64 // by step: the times since the last step before that has one
}

// NewFunnelCounter counts the walks through a funnel.
func NewFunnelCounter(f *Funnel) *FunnelCounter {
	c := &FunnelCounter{funnel: f}
	for i := range c.sides {
		c.sides[i] = funnelSide{make([]int64, len(f.Steps)), make([][]int64, len(f.Steps))}
	}
	return c
}

// Add counts a walk of one conversation.
func (c *FunnelCounter) Add(side int, walk []Moment) {
	s := &c.sides[side]
	last := Moment{Message: -1}
	known := false
	for i, m := range walk {
		s.reached[i]++
		if !m.At.Known() {
			continue
		}
		if known && m.At >= last.At {
			s.waits[i] = append(s.waits[i], int64(m.At-last.At))
		}
		last, known = m, true
	}
}

// Merge adds what another counter of the same funnel has counted.
func (c *FunnelCounter) Merge(o *FunnelCounter) {
	for i := range c.sides {
		for k := range c.sides[i].reached {
			c.sides[i].reached[k] += o.sides[i].reached[k]
			c.sides[i].waits[k] = append(c.sides[i].waits[k], o.sides[i].waits[k]...)
		}
	}
}

var (
	shareOfFirst    = measure{"share_of_first", "Of the first step", UnitShare, Higher, false}
	shareOfPrevious = measure{"share_of_previous", "Of the step before", UnitShare, Higher, false}
	dropOffRate     = measure{"drop_off_rate", "Drop-off", UnitShare, Lower, false}
	stepTime        = measure{"median_seconds_from_previous", "Time from the step before, median", UnitSeconds, None, false}
)

// Result returns the shares of the steps.
func (c *FunnelCounter) Result(head Head, s *Selection) *FunnelResult {
	r := &FunnelResult{Head: head, Name: c.funnel.Name, Ordered: c.funnel.Ordered}
	if c.funnel.Window > 0 {
		seconds := float64(c.funnel.Window) / 1e6
		r.WindowSeconds = &seconds
	}
	now, was := &c.sides[Now], &c.sides[Before]
	for i := range c.funnel.Steps {
		step := FunnelStep{Name: c.funnel.Steps[i].Name, Conversations: now.reached[i]}
		first, previous, lost, waits := now.tallies(i)
		var firstWas, previousWas, lostWas before[tally]
		var waitsWas before[[]int64]
		if s.compared() {
			a, b, d, w := was.tallies(i)
			firstWas, previousWas, lostWas, waitsWas = &a, &b, &d, &w
		}
		step.Values = []Value{shareOfFirst.share(first, firstWas)}
		if i > 0 {
			step.Values = append(step.Values, shareOfPrevious.share(previous, previousWas), dropOffRate.share(lost, lostWas),
				stepTime.quantile(0.5, waits, waitsWas, 1e6))
		}
		for name, to := range map[string]**float64{"share_of_first": &step.ShareOfFirst, "share_of_previous": &step.ShareOfPrevious,
			"drop_off_rate": &step.DropOffRate, "median_seconds_from_previous": &step.MedianSeconds} {
			if v := step.Find(name); v != nil {
				*to = v.Value
			}
		}
		r.Steps = append(r.Steps, step)
	}
	return r
}

// tallies returns what a step is made of: its share of the first and of the
// previous step, what was lost, and the times.
func (s *funnelSide) tallies(i int) (first, previous, lost tally, waits []int64) {
	n := s.reached[i]
	before := s.reached[max(0, i-1)]
	return tally{n, s.reached[0]}, tally{n, before}, tally{before - n, before}, s.waits[i]
}
