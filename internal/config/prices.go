package config

import (
	"fmt"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"
)

// Price is what a million tokens of a model cost from a day on.
type Price struct {
	Model                 string // * stands for any characters
	Pos                   Pos
	Input, Output, Cached float64   // Cached is Input where the file does not say
	From                  time.Time // midnight of the timezone in force; zero: always
}

// mostPrice bounds the price of a million tokens.
const mostPrice = 1e6

var priceFields = []field{
	{"model", "text, required", "Name of the model as in the data; a * stands for any characters. Where several entries fit, the one with the most characters beside * holds."},
	{"input", "number, required", "Price of a million tokens read."},
	{"output", "number, required", "Price of a million tokens written."},
	{"cached", "number", "Price of a million tokens read from a cache; that of input by default."},
	{"from", "date", "First day of conversations for which the price holds; always by default. Of several the latest begun holds."},
}

// priceNode is a price whose date waits for the timezone in force.
type priceNode struct {
	price Price
	from  *yaml.Node
}

func (w *walker) readPrices(n *yaml.Node) {
	w.items(n, "a list of prices, such as - {model: gpt-4o*, input: 2.5, output: 10}", func(n *yaml.Node) {
		it := w.item(n, "a price, such as {model: gpt-4o*, input: 2.5, output: 10}", priceFields)
		p := Price{Pos: w.pos(n)}
		if m := it.fields["model"]; m != nil {
			p.Model, _ = w.name(m, "model")
		} else {
			w.missing(it, "the price has no model: add model: and a name")
		}
		p.Input = w.readPrice(it, "input", 0)
		p.Output = w.readPrice(it, "output", 0)
		p.Cached = w.readPrice(it, "cached", p.Input)
		w.prices = append(w.prices, priceNode{p, it.fields["from"]})
	})
}

// readPrice reads an amount; one that is not given is def, which only cached has.
func (w *walker) readPrice(it item, name string, def float64) float64 {
	n := it.fields[name]
	if n == nil {
		if name != "cached" {
			w.missing(it, "the price has no %s: add %s: and the price of a million tokens", name, name)
		}
		return def
	}
	text, ok := w.text(n, name)
	if !ok {
		return def
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= 0 && v <= mostPrice) {
		w.problem(n, "%s: %s is no price: write a number from 0 to %d, such as 2.5, for a million tokens", name, quote(text), int(mostPrice))
		return def
	}
	return v
}

// finishPrices reads the dates of the prices in the timezone in force.
func (w *walker) finishPrices(loc *time.Location) []Price {
	var prices []Price
	seen := map[string]int{}
	for _, n := range w.prices {
		p := n.price
		p.From = w.instant(n.from, "from", loc)
		key := p.Model + "\x00" + p.From.String()
		if line, twice := seen[key]; twice && p.Model != "" {
			w.problems = append(w.problems, Problem{p.Pos, fmt.Sprintf("model %s has a price from that day already: keep this one or that of line %d", quote(p.Model), line)})
		}
		seen[key] = p.Pos.Line
		prices = append(prices, p)
	}
	return prices
}

// summary tells a price on one line.
func (p Price) summary() string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	s := fmt.Sprintf("input %s, cached %s, output %s per million tokens", number(p.Input), number(p.Cached), number(p.Output))
	if !p.From.IsZero() {
		s += ", from " + p.From.Format(time.DateOnly)
	}
	return s
}

func priceEntries(c *Config) (out []entry) {
	for _, p := range c.Prices {
		out = append(out, entry{p.Model, p.summary(), p.Pos})
	}
	return out
}
