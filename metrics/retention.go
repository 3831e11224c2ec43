package metrics

import (
	"cmp"
	"slices"

	"chatcops/internal/period"
)

// mostCohorts and mostAges bound a table of cohorts.
const (
	mostCohorts = 120
	mostAges    = 53
)

// Retention is how many users of a cohort were active in the weeks or months
// behind that in which they were first seen.
type Retention struct {
	Unit    string   `json:"unit"` // week or month
	Cohorts []Cohort `json:"cohorts"`
}

// Cohort are the users who were first seen, in all the data, in one week or month
// that lies in the period as a whole, by a conversation that is selected or
// together with one.
type Cohort struct {
	Start string `json:"cohort"`
	Users int64  `json:"users"`
	// Cells are by age, the first being 0; those that are not over, or lie behind
	// the period, are nil.
	Cells []*Value `json:"cells"`
}

var retained = measure{"retention", "Retention", UnitShare, Higher, false}

// retention computes the cohorts of a unit.
func (v *Visits) retention(unit period.Unit, q EngagementQuery) Retention {
	r := Retention{Unit: unit.String(), Cohorts: []Cohort{}}
	span := q.clip(q.Selection.Span, v)
	if !span.Bounded() || !span.Start.Before(span.End) {
		return r
	}
	buckets := period.NewBucketer(unit, q.Selection.Span.Location)
	starts := buckets.Range(span)
	if from := q.Selection.Span.Start; !from.IsZero() && len(starts) > 0 && starts[0] < from.UnixMicro() {
		starts = starts[1:] // the period cuts it
	}
	if len(starts) > mostCohorts {
		starts = starts[len(starts)-mostCohorts:]
	}
	table := newCohortTable(starts)
	_, hi := span.Bounds()
	lo, _ := q.Selection.Span.Bounds() // an open period holds what came before all that is selected
	v.users(func(own []visit) { table.add(own, buckets, lo, hi) })
	over := finished(buckets, starts, q.end())
	for i, start := range starts {
		c := Cohort{Start: buckets.Name(start), Users: table.size[i], Cells: []*Value{}}
		for age := 0; age < min(len(starts)-i, mostAges); age++ {
			if i+age >= over || c.Users == 0 {
				c.Cells = append(c.Cells, nil)
				continue
			}
			cell := retained.share(tally{table.active[i][age], c.Users}, nil)
			c.Cells = append(c.Cells, &cell)
		}
		r.Cohorts = append(r.Cohorts, c)
	}
	return r
}

// finished returns how many of the buckets are over at a time.
func finished(b *period.Bucketer, starts []int64, at int64) int {
	current := b.Index(at)
	n, _ := slices.BinarySearchFunc(starts, current, func(start, now int64) int { return cmp.Compare(start, now) })
	return n
}

// cohortTable counts users by cohort and age.
type cohortTable struct {
	at     map[int64]int // by the start of the bucket
	size   []int64
	active [][]int64
}

func newCohortTable(starts []int64) *cohortTable {
	t := &cohortTable{at: map[int64]int{}, size: make([]int64, len(starts)), active: make([][]int64, len(starts))}
	for i, start := range starts {
		t.at[start] = i
		t.active[i] = make([]int64, min(len(starts)-i, mostAges))
	}
	return t
}

// add counts one user by the bucket of the first visit.
func (t *cohortTable) add(own []visit, b *period.Bucketer, lo, hi int64) {
	if own[0].at < lo || own[0].at >= hi {
		return
	}
	cohort, ok := t.at[b.Index(own[0].at)]
	if !ok {
		return
	}
	last := -1
	for _, x := range own {
		if !x.selected || x.at < lo || x.at >= hi {
			continue
		}
		i, ok := t.at[b.Index(x.at)]
		if !ok || i == last {
			continue
		}
		if last < 0 {
			if i != cohort {
				return // no selected conversation in the bucket in which the user was first seen
			}
			t.size[cohort]++
		}
		if age := i - cohort; age < len(t.active[cohort]) {
			t.active[cohort][age]++
		}
		last = i
	}
}
