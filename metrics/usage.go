package metrics

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/stats"
)

// nanos are the billionths of which one of a currency consists.
const nanos = 1e9

// UsageResult is what the agent used and cost.
type UsageResult struct {
	Head
	Currency string      `json:"currency"`
	Values   []Value     `json:"metrics"`
	Models   []UsagePart `json:"models"`
	Bots     []UsagePart `json:"bots"`
	// WithoutUsage counts the conversations of which nothing is recorded, Unpriced
	// those that used a model without a price; they have no cost.
	WithoutUsage   int64    `json:"without_usage"`
	Unpriced       int64    `json:"unpriced"`
	UnpricedModels []string `json:"unpriced_models"`
	// TooMany tells which of models and bots are not listed because they are more
	// than limits.groups.
	TooMany TooMany `json:"too_many,omitempty"`
}

// UsagePart is what one bot or model used; Name is nil where the data does not say.
type UsagePart struct {
	Name          *string  `json:"name"`
	Conversations int64    `json:"conversations"` // that used it
	InputTokens   int64    `json:"input_tokens"`
	OutputTokens  int64    `json:"output_tokens"`
	CachedTokens  int64    `json:"cached_tokens"`
	Cost          *float64 `json:"cost"`       // nil if none is known
	CostShare     *float64 `json:"cost_share"` // of the whole cost
	Unpriced      int64    `json:"unpriced"`   // conversations of which its cost is not known
}

// UsageCounter counts what conversations used.
type UsageCounter struct {
	prices *Prices
	sides  [2]usageSide
}

type usageSide struct {
	conversations, unpriced int64
	input, output, cached   stats.Sums     // over the conversations that used anything
	fromCache               stats.PairSums // tokens from a cache and all that were read
	spent                   stats.Sums     // over the conversations of which any cost is known
	cost                    stats.Sums     // over those of which the whole cost is known
	perResolved             stats.PairSums // cost and 1 if resolved, over the same
	models, bots            named[usageSums]
	missing                 named[int64] // models without a price
}

type usageSums struct {
	conversations, priced, unpriced int64
	input, output, cached, cost     stats.Total
}

// NewUsageCounter counts with a table of prices, which it alone may use, and tells
// at most limit models and bots apart; 0 for DefaultMaxGroups.
func NewUsageCounter(p *Prices, limit int) *UsageCounter {
	c := &UsageCounter{prices: p}
	for i := range c.sides {
		s := &c.sides[i]
		s.models, s.bots, s.missing = newNamed[usageSums](limit), newNamed[usageSums](limit), newNamed[int64](limit)
	}
	return c
}

// Add counts a conversation, whose facts hold the usage.
func (c *UsageCounter) Add(side int, f *chat.Facts) {
	s := &c.sides[side]
	s.conversations++
	if len(f.Usage) == 0 {
		return
	}
	var all chat.Usage
	bot := s.bots.get(f.Bot)
	bot.conversations++
	priced, any := true, false
	for i := range f.Usage {
		u := &f.Usage[i]
		all.Input, all.Output, all.Cached = all.Input+u.Input, all.Output+u.Output, all.Cached+u.Cached
		model := s.models.get(u.Model)
		model.conversations++
		cost, ok := c.prices.Cost(u, f.StartedAt)
		model.add(u, cost, ok)
		bot.add(u, cost, ok)
		any = any || ok
		if !ok {
			priced = false
			*s.missing.get(u.Model)++
			model.unpriced++
		}
		all.Cost.Nanos += cost
	}
	s.input.Add(all.Input)
	s.output.Add(all.Output)
	s.cached.Add(all.Cached)
	s.fromCache.Add(all.Cached, all.Input)
	if any {
		s.spent.Add(all.Cost.Nanos)
	}
	if !priced {
		s.unpriced++
		bot.unpriced++
		return
	}
	s.cost.Add(all.Cost.Nanos)
	s.perResolved.Add(all.Cost.Nanos, one(f.Engaged() && f.Outcome.Resolved()))
}

func (s *usageSums) add(u *chat.Usage, cost int64, priced bool) {
	s.input.Add(u.Input)
	s.output.Add(u.Output)
	s.cached.Add(u.Cached)
	if priced {
		s.priced++
		s.cost.Add(cost)
	}
}

// Merge adds what another counter has counted.
func (c *UsageCounter) Merge(o *UsageCounter) {
	for i := range c.sides {
		to, from := &c.sides[i], &o.sides[i]
		to.conversations += from.conversations
		to.unpriced += from.unpriced
		to.input.Merge(&from.input)
		to.output.Merge(&from.output)
		to.cached.Merge(&from.cached)
		to.fromCache.Merge(&from.fromCache)
		to.spent.Merge(&from.spent)
		to.cost.Merge(&from.cost)
		to.perResolved.Merge(&from.perResolved)
		to.models.merge(&from.models, (*usageSums).merge)
		to.bots.merge(&from.bots, (*usageSums).merge)
		to.missing.merge(&from.missing, func(to, from *int64) { *to += *from })
	}
}

func (s *usageSums) merge(o *usageSums) {
	s.conversations += o.conversations
	s.priced += o.priced
	s.unpriced += o.unpriced
	s.input.Merge(&o.input)
	s.output.Merge(&o.output)
	s.cached.Merge(&o.cached)
	s.cost.Merge(&o.cost)
}

var (
	inputTokens       = measure{"input_tokens", "Tokens read", UnitCount, None, false}
	outputTokens      = measure{"output_tokens", "Tokens written", UnitCount, None, false}
	cachedTokens      = measure{"cached_tokens", "From a cache", UnitCount, None, false}
	cachedShare       = measure{"cached_share", "Share from a cache", UnitShare, Higher, false}
	costOf            = measure{"cost", "Cost", UnitMoney, Lower, false}
	costPer           = measure{"cost_per_conversation", "Cost per conversation", UnitMoney, Lower, false}
	costPerResolution = measure{"cost_per_resolution", "Cost per resolution", UnitMoney, Lower, false}
)

// Result returns what was counted, of the bots and models those first that cost
// or used most.
func (c *UsageCounter) Result(head Head, s *Selection, currency string) *UsageResult {
	now, was := &c.sides[Now], &c.sides[Before]
	r := &UsageResult{Head: head, Currency: currency, Unpriced: now.unpriced, WithoutUsage: now.conversations - now.input.N, UnpricedModels: []string{}}
	l := s.lengths()
	sum := func(m measure, one float64, of func(*usageSide) *stats.Sums) Value {
		x := of(now)
		var before, squares *float64
		if b := of(was); s.compared() && b.N > 0 {
			v, xx := b.X.Float()/one, b.XX.Float()/one/one
			before, squares = &v, &xx
		}
		return m.total(x.N, x.X.Float()/one, x.XX.Float()/one/one, before, squares, l)
	}
	r.Values = []Value{
		sum(inputTokens, 1, func(s *usageSide) *stats.Sums { return &s.input }),
		sum(outputTokens, 1, func(s *usageSide) *stats.Sums { return &s.output }),
		sum(cachedTokens, 1, func(s *usageSide) *stats.Sums { return &s.cached }),
		cachedShare.estimate(ratioOf(&now.fromCache, 1), whenCompared(s, ratioOf(&was.fromCache, 1))),
		sum(costOf, nanos, func(s *usageSide) *stats.Sums { return &s.spent }),
		costPer.estimate(meanOf(&now.cost, nanos), whenCompared(s, meanOf(&was.cost, nanos))),
		costPerResolution.estimate(ratioOf(&now.perResolved, nanos), whenCompared(s, ratioOf(&was.perResolved, nanos))),
	}
	if now.conversations == 0 {
		for i := range r.Values {
			r.Values[i].nothing()
		}
	}
	for name := range now.missing.of {
		r.UnpricedModels = append(r.UnpricedModels, name)
	}
	slices.Sort(r.UnpricedModels)
	total := now.spent.X.Float()
	r.Models, r.Bots = usageParts(now.models.of, total), usageParts(now.bots.of, total)
	r.TooMany.check("models", now.models.crowded)
	r.TooMany.check("bots", now.bots.crowded)
	return r
}

func usageParts(sums map[string]*usageSums, total float64) []UsagePart {
	parts := []UsagePart{}
	for name, n := range sums {
		p := UsagePart{Conversations: n.conversations, InputTokens: int64(n.input.Float()), OutputTokens: int64(n.output.Float()), CachedTokens: int64(n.cached.Float()), Unpriced: n.unpriced}
		if name != "" {
			p.Name = &name
		}
		if n.priced > 0 {
			cost := n.cost.Float() / nanos
			p.Cost = &cost
			if total > 0 {
				share := n.cost.Float() / total
				p.CostShare = &share
			}
		}
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b UsagePart) int {
		return cmp.Or(cmp.Compare(amount(b.Cost), amount(a.Cost)), cmp.Compare(b.InputTokens+b.OutputTokens, a.InputTokens+a.OutputTokens), compareNames(a.Name, b.Name))
	})
	return parts
}

func amount(v *float64) float64 {
	if v == nil {
		return -1
	}
	return *v
}
