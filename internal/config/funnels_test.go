package config

import (
	"strings"
	"testing"
	"time"

	"chatcops/internal/chat"
)

func TestFunnelsAndPrices(t *testing.T) {
	c, err := loadText(t, `timezone: Europe/Berlin
currency: EUR
funnels:
  - {name: Buy, window: 90m, steps: [{state: answered}, {name: Asked, pattern: '(?i)price', role: user}, {user_messages: 3}]}
  - {name: Any, ordered: false, steps: [{goal: Sold}, {outcome: [escalated, abandoned]}]}
prices:
  - {model: a*, input: 2, output: 8}
  - {model: a*, input: 1, output: 4, cached: 0, from: 2026-10-15}
`)
	if err != nil {
		t.Fatal(err)
	}
	buy, anyOrder := c.FindFunnel("Buy"), c.FindFunnel("Any")
	if buy == nil || buy.Window != 90*time.Minute || buy.Unordered || len(buy.Steps) != 3 || buy.Steps[0].State != chat.Answered || buy.Steps[1].Name != "Asked" ||
		buy.Steps[1].Role != chat.RoleUser || buy.Steps[2].UserMessages != 3 || buy.Steps[2].Name != "3 user messages" {
		t.Errorf("%+v", buy)
	}
	if anyOrder == nil || !anyOrder.Unordered || anyOrder.Steps[0].Goal != "Sold" || len(anyOrder.Steps[1].Outcomes) != 2 || c.FindFunnel("buy") != nil {
		t.Errorf("%+v", anyOrder)
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	p := c.Prices
	if c.Currency != "EUR" || len(p) != 2 || p[0].Cached != 2 || !p[0].From.IsZero() || p[1].Cached != 0 || !p[1].From.Equal(time.Date(2026, 10, 15, 0, 0, 0, 0, berlin)) {
		t.Errorf("%s %+v", c.Currency, p)
	}
	var got []string
	for _, s := range c.InForce {
		if strings.HasPrefix(s.Key, "funnels") || strings.HasPrefix(s.Key, "prices") {
			got = append(got, s.Key+": "+s.Value)
		}
	}
	want := []string{"funnels.Buy: answered → Asked → 3 user messages, within 1h30m", "funnels.Any: Sold → escalated or abandoned, in any order",
		"prices.a*: input 2, cached 2, output 8 per million tokens", "prices.a*: input 1, cached 0, output 4 per million tokens, from 2026-10-15"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q", got)
	}
}
