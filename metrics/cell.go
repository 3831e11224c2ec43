package metrics

import (
	"sync"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

// cell holds the folded terms of one group of conversations in one period.
type cell struct {
	outcomes [chat.Unknown + 1]int64 // conversations by outcome, those not engaged included
	counts   [firstTotal - firstCount]int64
	totals   [termCount - firstTotal]stats.Total
	scores   []scoreSum    // of the scores of the plan
	products []stats.Total // sums of the products of the plan
	samples  []sample      // values of the quantiles of the plan
	replies  replyTimes    // where the plan asks for quantiles of them
	// recontacts are set once all the data has been seen.
	recontacts stats.ClusterSums
	index      int32 // of the cell among those of its side
	identified int64 // conversations with a user id, where users are asked for
	// counted is what users come to, set once all the data has been seen.
	counted userCounts
}

// add folds in one conversation, of which t are the terms.
func (c *cell) add(p *plan, o chat.Outcome, t *terms, f *chat.Facts) {
	if p.replies && len(f.Responses) > 0 {
		c.replies.add(f.Responses)
	}
	c.outcomes[o]++
	for i := range c.counts {
		c.counts[i] += t[int(firstCount)+i]
	}
	for i := range c.totals {
		c.totals[i].Add(t[int(firstTotal)+i])
	}
	for i := range c.scores {
		value, present := scoreTerms(i)
		c.scores[i].n += t[present]
		c.scores[i].sum.Add(t[value])
	}
	for i, by := range p.products {
		c.products[i].AddProduct(t[by.a], t[by.b])
	}
	for i, of := range p.samples {
		if t[of.basis] == 0 {
			continue
		}
		x := t[of.numerator]
		if d := t[of.denominator]; d != 1 {
			x = int64(float64(x)/float64(d) + 0.5) // far faster than to divide whole numbers
		}
		c.samples[i].add(x)
	}
}

// count returns the sum of a term that counts.
func (c *cell) count(t term) (n int64) {
	if t >= firstScore {
		return c.scores[(t-firstScore)/2].n
	}
	if t >= firstCount {
		return c.counts[t-firstCount]
	}
	for o, conversations := range c.outcomes {
		n += conversations * byOutcome[o][t]
	}
	return n
}

// total returns the sum of any term.
func (c *cell) total(t term) (sum stats.Total) {
	if t >= firstScore && (t-firstScore)%2 == 0 {
		return c.scores[(t-firstScore)/2].sum
	}
	if t >= firstTotal && t < firstScore {
		return c.totals[t-firstTotal]
	}
	sum.Add(c.count(t))
	return sum
}

// merge adds another cell of the same plan, which stays as it is.
func (c *cell) merge(o *cell) {
	c.identified += o.identified
	for i, n := range o.outcomes {
		c.outcomes[i] += n
	}
	for i, n := range o.counts {
		c.counts[i] += n
	}
	for i := range o.totals {
		c.totals[i].Merge(&o.totals[i])
	}
	for i := range o.scores {
		c.scores[i].n += o.scores[i].n
		c.scores[i].sum.Merge(&o.scores[i].sum)
	}
	for i := range o.products {
		c.products[i].Merge(&o.products[i])
	}
	for i := range o.samples {
		c.samples[i].merge(&o.samples[i])
	}
	c.replies.merge(&o.replies)
}

// manyPieces is from when on a sample is worth a goroutine: some 30,000 values.
const manyPieces = 12

// manyReplies is from when on their ranks are.
const manyReplies = 1 << 16

// sort makes the samples ready for quantiles, large ones at the same time.
func (c *cell) sort() {
	var large sync.WaitGroup
	if c.replies.n > manyReplies {
		large.Go(func() { c.replies.rank() })
	}
	for i := range c.samples {
		s := &c.samples[i]
		if len(s.full) < manyPieces {
			s.sort()
			continue
		}
		large.Go(s.sort)
	}
	large.Wait()
}
