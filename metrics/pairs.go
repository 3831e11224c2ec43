package metrics

import (
	"fmt"
	"maps"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

// Pairs compares conversations case by case: the same cases run by two versions.
// A case is the value of a property; of several runs of a case by one side the
// mean counts.
type Pairs struct {
	plan   *plan
	reader *propertyReader
	cases  named[pairedCase]
	// Without counts the conversations of each side without the property.
	Without [2]int64
}

// pairedCase holds the terms of one case by side and column.
type pairedCase [2][]pairTerm

type pairTerm struct{ y, x int64 }

// NewPairs prepares to compare metrics by the values of a property. It is an error
// to name a number that one conversation does not have of its own, such as a count
// or a quantile, or a score. There may be at most limit cases, 0 for DefaultMaxGroups.
func NewPairs(names []string, property string, limit int) (*Pairs, error) {
	p, err := newPlan(names, false, false)
	if err != nil {
		return nil, err
	}
	for i := range p.columns {
		switch p.columns[i].statistic.Fold {
		case Share, Mean, Ratio:
		default:
			return nil, fmt.Errorf("%s cannot be compared case by case: name shares and means", p.columns[i].name)
		}
		if IsScore(p.columns[i].metric.Name) {
			return nil, fmt.Errorf("%s: scores cannot be compared case by case", p.columns[i].name)
		}
	}
	return &Pairs{plan: p, reader: newPropertyReader(property), cases: newNamed[pairedCase](limit)}, nil
}

// Add takes a conversation of a side, which the facts must hold the properties of.
func (p *Pairs) Add(side int, f *chat.Facts) {
	key := p.reader.read(f.Properties)
	if key == "" {
		p.Without[side]++
		return
	}
	c := p.cases.get(key)
	if c[side] == nil {
		c[side] = make([]pairTerm, len(p.plan.columns))
	}
	var t terms
	t.measure(f)
	whole := p.plan.newCell()
	whole.add(p.plan, outcome(f), &t, f)
	for i := range p.plan.columns {
		of := p.plan.columns[i].metric.of
		y, x := whole.total(of.numerator), whole.total(of.denominator)
		c[side][i].y += int64(y.Float())
		c[side][i].x += int64(x.Float())
	}
}

// Merge adds what another part has taken.
func (p *Pairs) Merge(o *Pairs) {
	for side := range p.Without {
		p.Without[side] += o.Without[side]
	}
	p.cases.merge(&o.cases, func(mine, theirs *pairedCase) {
		for side := range mine {
			if mine[side] == nil {
				mine[side] = theirs[side]
				continue
			}
			for i := range theirs[side] {
				mine[side][i].y += theirs[side][i].y
				mine[side][i].x += theirs[side][i].x
			}
		}
	})
}

// Contrast compares the sides over the cases that both have: shares of cases that
// each side ran once by McNemar's exact test, all else by the paired t test. N is
// the number of pairs. It is an error when there
// are too many cases.
func (p *Pairs) Contrast() ([]Contrasted, error) {
	if p.cases.crowded {
		return nil, fmt.Errorf("--pair %s%s: more than %d cases: choose a shorter period, add a filter or raise limits.groups", propertyPrefix, p.reader.key, p.cases.limit)
	}
	var list []Contrasted
	for i := range p.plan.columns {
		list = append(list, Contrasted{Value: p.contrast(i)})
	}
	return list, nil
}

func (p *Pairs) contrast(i int) Value {
	c := &p.plan.columns[i]
	v := measure{name: c.name, title: c.title, unit: c.metric.Unit, better: c.metric.Better}.value()
	one := c.metric.Unit.one()
	var differences []float64
	var was, now float64
	var lost, won int64
	plain := c.statistic.Fold == Share
	for _, key := range slices.Sorted(maps.Keys(p.cases.of)) { // in one order, so that sums come out the same
		sides := p.cases.of[key]
		if sides[Before] == nil || sides[Now] == nil {
			continue
		}
		a, b := sides[Before][i], sides[Now][i]
		if a.x == 0 || b.x == 0 {
			continue
		}
		plain = plain && a.x == 1 && b.x == 1
		before, after := float64(a.y)/float64(a.x)/one, float64(b.y)/float64(b.x)/one
		was, now = was+before, now+after
		differences = append(differences, after-before)
		if after > before {
			won++
		} else if after < before {
			lost++
		}
	}
	v.N = int64(len(differences))
	if v.N == 0 {
		return v
	}
	n := float64(v.N)
	was, now = was/n, now/n
	change := now - was
	v.Value, v.Previous, v.Change = &now, &was, &change
	v.warnIfSmall()
	d, ok := stats.PairedT(differences, alpha)
	if ok {
		least, most := c.metric.Unit.limits() // a difference spans no more than the unit does
		low, high := max(d.Low, least-most), min(d.High, most-least)
		v.ChangeLow, v.ChangeHigh = &low, &high
	}
	switch {
	case plain:
		v.setP(stats.McNemar(lost, won))
	case ok:
		v.setP(d.P)
	}
	return v
}
