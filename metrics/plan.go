package metrics

import (
	"fmt"
	"slices"
	"strings"

	"chatcops/internal/guess"
	"chatcops/internal/stats"
)

// plan is what a query asks for, made ready for the loop over the conversations:
// what to fold beyond the sums of the terms.
type plan struct {
	columns  []column
	products []product
	samples  []fraction
	scores   []*Metric // that are asked for, of which no registry knows
	compared bool      // with another period
	users    bool      // distinct users are counted
	history  bool      // when each user was first seen matters
	replies  bool      // the time of each reply matters
	visits   bool      // when each user came again matters
	sortBy   int       // column by which groups are sorted, -1 for none
	sortUp   bool      // the least first
}

// product is a product of two terms of a conversation, for variances.
type product struct{ a, b term }

// column is one number of the result.
type column struct {
	name      string
	title     string
	metric    *Metric
	statistic Statistic
	// slots say where in a cell the products (yy, xx, xy) or the sample are.
	slots [3]int
}

// Defaults are the names of the metrics that a query without any comes to; costs
// says that costs are known.
func Defaults(costs bool) []string {
	var names []string
	for i := range Registry {
		if costs || Registry[i].Unit != UnitMoney {
			names = append(names, Registry[i].Name)
		}
	}
	return names
}

// newPlan selects metrics by name, all that can be computed when there are no
// names. compared says that their changes are to be tested, costs that costs are known.
func newPlan(names []string, compared, costs bool) (*plan, error) {
	p := &plan{compared: compared}
	if len(names) == 0 {
		names = Defaults(costs)
	}
	for _, name := range names {
		m, statistics, err := p.find(name)
		if err != nil {
			return nil, err
		}
		for _, s := range statistics {
			if !p.has(m, s) {
				p.columns = append(p.columns, column{m.FullName(s), m.FullTitle(s), m, s, p.slots(m.of, s.Fold)})
			}
		}
	}
	return p, nil
}

// slots arranges what a fold of a fraction needs besides sums.
func (p *plan) slots(of fraction, fold Fold) (at [3]int) {
	y, x := of.numerator, of.denominator
	switch fold {
	case Sum:
		if p.compared {
			at[0] = slot(&p.products, product{y, y})
		}
	case Mean:
		at[0] = slot(&p.products, product{y, y})
	case Ratio:
		at = [3]int{slot(&p.products, product{y, y}), slot(&p.products, product{x, x}), slot(&p.products, product{x, y})}
	case Quantile:
		at[0] = slot(&p.samples, of)
	case ReplyQuantile:
		p.replies = true
	case UserShare:
		p.users, p.visits = true, true
	case Distinct:
		p.users = true
	case DistinctNew, DistinctReturning:
		p.users, p.history = true, true
	}
	return at
}

// slot returns the index of an item of a list, to which it is added if need be.
func slot[T comparable](list *[]T, item T) int {
	if i := slices.Index(*list, item); i >= 0 {
		return i
	}
	*list = append(*list, item)
	return len(*list) - 1
}

func (p *plan) has(m *Metric, s Statistic) bool {
	return slices.ContainsFunc(p.columns, func(c column) bool { return c.metric == m && c.statistic == s })
}

// find finds a metric, be it a score, with all its statistics or the one after the dot.
func (p *plan) find(name string) (*Metric, []Statistic, error) {
	if IsScore(name) {
		return p.findScore(name)
	}
	return findMetric(name)
}

// findMetric finds a metric with all its statistics, or the one after the dot.
func findMetric(name string) (*Metric, []Statistic, error) {
	base, statistic, dotted := strings.Cut(name, ".")
	i := slices.IndexFunc(Registry, func(m Metric) bool { return m.Name == base })
	if i < 0 {
		var known []string
		for _, m := range Definitions() {
			known = append(known, m.Name)
		}
		return nil, nil, fmt.Errorf("unknown metric %q: %s", name, guess.Listed(base, known, "chatcops metrics"))
	}
	m := &Registry[i]
	if !dotted {
		return m, m.Statistics, nil
	}
	var known []string
	for _, s := range m.Statistics {
		if s.Name == statistic && statistic != "" {
			return m, []Statistic{s}, nil
		}
		known = append(known, m.FullName(s))
	}
	if len(known) == 1 {
		return nil, nil, fmt.Errorf("unknown metric %q: write %s", name, known[0])
	}
	return nil, nil, fmt.Errorf("unknown metric %q: %s has %s", name, base, strings.Join(known, ", "))
}

// money reports whether a column is an amount of money.
func (p *plan) money() bool {
	return slices.ContainsFunc(p.columns, func(c column) bool { return c.metric.Unit == UnitMoney })
}

// newCell returns an empty cell.
func (p *plan) newCell() *cell {
	return &cell{scores: make([]scoreSum, len(p.scores)), products: make([]stats.Total, len(p.products)), samples: make([]sample, len(p.samples))}
}
