package metrics

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"chatcops/internal/chat"
)

// Price is what a million tokens of models cost from a day on, in a currency.
type Price struct {
	Model                 string // * stands for any characters
	Input, Output, Cached float64
	From                  time.Time // zero: always
}

// Prices is the table of prices, made ready to be looked up.
type Prices struct {
	list []Price // the most telling first
	mu   sync.Mutex
	seen map[string][]Price
}

// NewPrices returns a table: of the entries that fit a model, those with the most
// characters beside * hold, and among them the one that has begun last.
func NewPrices(list []Price) *Prices {
	sorted := slices.Clone(list)
	telling := func(p Price) int { return len(p.Model) - strings.Count(p.Model, "*") }
	slices.SortStableFunc(sorted, func(a, b Price) int {
		return cmp.Or(cmp.Compare(telling(b), telling(a)), cmp.Compare(strings.Count(a.Model, "*"), strings.Count(b.Model, "*")), b.From.Compare(a.From))
	})
	return &Prices{list: sorted, seen: map[string][]Price{}}
}

// of returns the price of a model at a time, ok if there is one. What has no time
// is billed at the newest price.
func (p *Prices) of(model string, at chat.Time) (price Price, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fitting, known := p.seen[model]
	if !known {
		for _, e := range p.list {
			if fits(e.Model, model) {
				fitting = append(fitting, e)
			}
		}
		p.seen[strings.Clone(model)] = fitting
	}
	for _, e := range fitting {
		if e.From.IsZero() || !at.Known() || int64(at) >= e.From.UnixMicro() {
			return e, true
		}
	}
	return Price{}, false
}

// fits reports whether a name is that of a pattern in which * stands for any characters.
func fits(pattern, name string) bool {
	first, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	if !strings.HasPrefix(name, first) {
		return false
	}
	name = name[len(first):]
	parts := strings.Split(rest, "*")
	for _, part := range parts[:len(parts)-1] {
		i := strings.Index(name, part)
		if i < 0 {
			return false
		}
		name = name[i+len(part):]
	}
	return strings.HasSuffix(name, parts[len(parts)-1])
}

// Cost returns what a model has cost in a conversation that began at a time, in
// billionths: as recorded, else by the prices. ok is false if neither tells.
func (p *Prices) Cost(u *chat.Usage, at chat.Time) (nanos int64, ok bool) {
	if u.Cost.Known {
		return u.Cost.Nanos, true
	}
	price, ok := p.of(u.Model, at)
	if !ok {
		return 0, false
	}
	const perToken = 1e9 / 1e6 // billionths for a token of a price for a million
	cost := float64(u.Input-u.Cached)*price.Input + float64(u.Cached)*price.Cached + float64(u.Output)*price.Output
	return int64(cost*perToken + 0.5), true
}

// CostOf returns what a conversation has cost, in billionths. ok is false if it
// has used nothing or a part of it has no price.
func (p *Prices) CostOf(f *chat.Facts) (nanos int64, ok bool) {
	for i := range f.Usage {
		n, known := p.Cost(&f.Usage[i], f.StartedAt)
		if !known {
			return 0, false
		}
		nanos += n
	}
	return nanos, len(f.Usage) > 0
}
